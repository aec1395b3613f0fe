package epidemic.protocol.layered;

import java.util.Arrays;

/** One batch sequence for each core node, in the order of the configured members. Immutable. */
public final class SequenceVector {
    private final long[] sequences;

    private SequenceVector(long[] sequences) {
        this.sequences = sequences;
    }

    /** All zero. */
    static SequenceVector zero(int members) {
        return new SequenceVector(new long[members]);
    }

    /** A copy of these sequences. */
    static SequenceVector of(long... sequences) {
        return new SequenceVector(sequences.clone());
    }

    /** The sequence of the member at this index. */
    long get(int member) {
        return sequences[member];
    }

    /** How many core nodes are configured. */
    int size() {
        return sequences.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceVector that && Arrays.equals(sequences, that.sequences);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sequences);
    }

    @Override
    public String toString() {
        return Arrays.toString(sequences);
    }
}
