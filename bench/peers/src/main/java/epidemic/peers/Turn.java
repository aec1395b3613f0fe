package epidemic.peers;

import java.util.List;

/**
 * What one turn of one contender came to.
 *
 * @param contender its id
 * @param round from 1 on
 * @param startMillis from its start to its first committed update
 * @param samples one for each load before it failed, if it did
 * @param failure why it failed, or null
 */
public record Turn(String contender, int round, long startMillis, List<Sample> samples, String failure) {
    /** Copies the samples. */
    public Turn {
        samples = List.copyOf(samples);
    }

    static Turn failed(String contender, int round, String failure) {
        return new Turn(contender, round, 0, List.of(), failure);
    }

    Turn withReason(String reason) {
        return new Turn(contender, round, startMillis, samples, reason);
    }
}
