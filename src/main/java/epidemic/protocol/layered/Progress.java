package epidemic.protocol.layered;

/**
 * How far an origin's own batches are committed, cumulatively: a later progress says all that an earlier one said, so
 * losing one costs nothing but time.
 *
 * @param committed every batch of the origin up to this sequence is held by all members; 0 for none
 * @param below for each member, the last of its batches whose stamp is below that of batch {@code committed}: all that
 *     must be applied before it
 */
public record Progress(long committed, SequenceVector below) {}
