package epidemic.protocol.primarybackup;

import epidemic.kernel.Mutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where such protocols usually break: each constant is an error that a simulation can plant. */
enum PrimaryBackupMutant {
    /** The protocol as it should be. */
    NONE("no error"),
    /** What was sent counts as held. */
    LAG_SAYS_ZERO("the primary takes what it has sent for acknowledged: lag says 0, and nothing is sent again"),
    /** Gaps do not matter. */
    APPLY_OUT_OF_ORDER("a backup applies what comes, whatever is missing before it"),
    /** Acknowledges before the disk has it. */
    ACK_BEFORE_DURABLE("a backup acknowledges updates before they are on its disk"),
    /** Answers when the primary alone has it. */
    SYNC_ANSWERS_EARLY("with sync and semi-sync the client is told when the primary alone has its update"),
    /** The old primary goes on. */
    NO_FENCING("a backup goes on acknowledging an epoch when it has promised or joined a later one"),
    /** The old primary answers reads. */
    READ_UNCONFIRMED("a fresh read does not make sure that its node is still the primary"),
    /** Reads before what was inherited is safe. */
    READ_BEFORE_INHERITED("a new primary answers reads before it has committed what it took over"),
    /** Any node may be promoted. */
    PROMOTE_SHORTEST("a node promises its vote to one that has less than itself"),
    /** A promise is forgotten. */
    FORGET_PROMISE("a promise is not written to the journal"),
    /** Waits for ever. */
    SEMI_SYNC_HANGS("with semi-sync an update waits for a backup without end"),
    /** A forwarded request is executed again. */
    FORWARDED_TWICE("a request that is forwarded again becomes a second version"),
    /** A copy of a refused request is executed. */
    REFUSED_COPY("a late copy of a forwarded request that was refused is executed"),
    /** A node that has forgotten counts. */
    LEARNER_COUNTS("a node that may have forgotten what it said votes and counts like any other"),
    /** Diverged data stay. */
    IGNORES_DIVERGENCE("with async a deposed primary takes over the new one's updates on top of its own");

    private final String description;

    PrimaryBackupMutant(String description) {
        this.description = description;
    }

    /** The name on the command line. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All errors, without {@link #NONE}. */
    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        for (PrimaryBackupMutant mutant : values()) {
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
    static PrimaryBackupMutant named(String name) {
        for (PrimaryBackupMutant mutant : values()) {
            if (mutant != NONE && mutant.code().equals(name)) {
                return mutant;
            }
        }
        throw new IllegalArgumentException(
                "primary-backup has no mutant '" + name + "'; --mutant list names those there are");
    }
}
