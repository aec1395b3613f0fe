package epidemic.protocol.replicatedlog;

import epidemic.kernel.Mutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Errors that simulations plant in {@code replicated-log}, to see whether the judges catch them. */
enum ReplicatedLogMutant {
    /** No error. */
    NONE(""),
    /** One node is two. */
    COUNT_ACKS_TWICE("a second acknowledgement of the same messages counts as another node's"),
    /** Order is that of arrival. */
    SHOW_PAST_GAP("a secondary puts a message that came early in the place of the one that is missing"),
    /** Two messages with one text are one. */
    DEDUP_BY_TEXT("a message whose text is in the log already is taken for a retry"),
    /** An empty secondary stays empty. */
    FORGET_AFTER_EMPTY_RESTART("the master goes on where it was with a secondary that has started anew"),
    /** An id is spent on a refusal. */
    HOLE_AT_NO_QUORUM("the master appends before it looks for a quorum, and then refuses"),
    /** Memory is taken for a disk. */
    ACK_BEFORE_DURABLE("a secondary acknowledges what is not on its disk yet"),
    /** A client's retry is a new message. */
    RETRY_APPENDED_TWICE("a request that is sent again is appended again"),
    /** Secondaries know what the master forgets. */
    MASTER_REUSES_IDS("the master sends what is not on its disk yet, and gives the ids anew after a crash"),
    /** Both halves are enough. */
    HALF_IS_QUORUM("the master takes half of the nodes for a quorum"),
    /** Nobody need be there. */
    IGNORES_QUORUM("the master appends however few nodes are there");

    private final String description;

    ReplicatedLogMutant(String description) {
        this.description = description;
    }

    /** The name on the command line. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether nodes look if their logs are the same: if not, errors that make them differ would be caught here. */
    boolean comparesLogs() {
        return this != MASTER_REUSES_IDS && this != SHOW_PAST_GAP;
    }

    /** All errors, without {@link #NONE}. */
    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        for (ReplicatedLogMutant mutant : values()) {
            if (mutant != NONE) {
                all.add(new Mutant(mutant.code(), mutant.description));
            }
        }
        return all;
    }

    /**
     * The error of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static ReplicatedLogMutant named(String name) {
        for (ReplicatedLogMutant mutant : values()) {
            if (mutant != NONE && mutant.code().equals(name)) {
                return mutant;
            }
        }
        throw new IllegalArgumentException(
                "replicated-log has no mutant '" + name + "'; --mutant list names those there are");
    }
}
