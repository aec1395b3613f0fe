package epidemic.protocol.layered;

import epidemic.kernel.Mutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where such protocols usually break: each constant is an error that a simulation can plant. */
enum LayeredMutant {
    /** The protocol as it should be. */
    NONE("no error"),
    /** Commits after one acknowledgement. */
    ACK_FIRST("an origin commits after the first acknowledgement instead of all"),
    /** Takes what was acknowledged in a view for acknowledged in the next. */
    STALE_ACK("acknowledgements of an older epoch count: inherited batches are applied before all members hold them"),
    /** Applies in the order of arrival. */
    ARRIVAL_ORDER("committed batches are applied as they come, not in stamp order"),
    /** Does not wait for batches that a peer had issued before. */
    MISSED_BELOW("a batch commits while an earlier one of a peer is still on its way"),
    /** Applies without knowing all batches below. */
    IGNORED_BELOW("a batch is applied before all batches below it are held"),
    /** Reads without waiting for pending batches. */
    READ_AT_ONCE("a core read does not wait for pending updates"),
    /** Answers reads without a lease or confirmation. */
    READ_UNGUARDED("a core node reads without making sure that it is still in the newest view"),
    /** Counts a lease from when it comes. */
    LEASE_ON_RECEIPT("a lease counts from when it comes, not from when the reader had asked for it"),
    /** Takes an old confirmation. */
    CONFIRM_EARLIER("a read is answered by a confirmation that began before the read came"),
    /** Forms a view while others may still read in the old one. */
    IGNORE_LEASES("a view begins before the leases of those it leaves out are over"),
    /** Acknowledges before the own disk has the batch. */
    ACK_BEFORE_DISK("a batch is acknowledged before it is on the disk"),
    /** Forgets what it has acknowledged. */
    FORGET_HELD("a node that starts again does not know the batches in its journal"),
    /** Forgets promises, and relies on them alone. */
    FORGET_PROMISE("a promise is not written to the journal, and a view is accepted unless a higher one was promised"),
    /** Takes a node for one that remembers. */
    LEARNER_PROMISES("a node that may have forgotten what it held promises like any other"),
    /** Says refused of what peers hold. */
    REFUSE_IN_FLIGHT("an update in flight is answered refused when a peer goes away"),
    /** Says refused of a request that is held already. */
    REFUSE_HELD("a repeated request that is held, undecided, is answered refused"),
    /** Executes a repeated request again. */
    EXECUTE_TWICE("a repeated request becomes a second version"),
    /** Forgets clients with the window. */
    FORGET_CLIENT("a request from before the window of remembered versions is executed again"),
    /** A view is formed with too few promises. */
    VIEW_OF_MINORITY("a view begins with the promise of a single node"),
    /** Pending batches are lost in a view change. */
    DROP_INHERITED("a view change drops pending batches"),
    /** The trigger counts since the node's start. */
    OWN_COUNT("the count trigger counts from the node's start, not the global version"),
    /** Layer 1 gets the newest version. */
    FEED_NEWEST("a feed sends up to the newest version instead of the released one"),
    /** A snapshot is not of its version. */
    SNAPSHOT_TOO_NEW("a snapshot that is sent to a lazy node holds newer versions than it says"),
    /** A snapshot is taken over before it is whole. */
    SNAPSHOT_TORN("a node takes over a snapshot before all of its pieces have come"),
    /** A snapshot without its clients. */
    SNAPSHOT_DROPS_CLIENTS("a core node takes over a snapshot without the clients that it remembers"),
    /** A snapshot is readable at once. */
    SNAPSHOT_SHOWN("a lazy node shows a snapshot before the versions behind it have come"),
    /** The count begins anew. */
    SNAPSHOT_UNCOUNTED("the count trigger does not count the versions that a snapshot stands for"),
    /** Layer 1 gets the newest version of a core node that does not usually feed it. */
    ADOPT_NEWEST("an adoptive source feeds up to its newest version instead of the released one"),
    /** Versions are readable message by message. */
    TORN_PROPAGATION("a lazy node shows versions of a propagation before its end"),
    /** Layer 1 goes back in time. */
    IGNORE_SESSION("a node answers from an older version than the session has seen"),
    /** A session is ahead for longer than its client wants to wait. */
    OWN_DEADLINE("a session that is ahead waits as long as the node lets it, whatever deadline it has");

    private final String description;

    LayeredMutant(String description) {
        this.description = description;
    }

    /** The name on the command line. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All errors, without {@link #NONE}. */
    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        for (LayeredMutant mutant : values()) {
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
    static LayeredMutant named(String name) {
        for (LayeredMutant mutant : values()) {
            if (mutant != NONE && mutant.code().equals(name)) {
                return mutant;
            }
        }
        throw new IllegalArgumentException("layered has no mutant '" + name + "'; --mutant list names those there are");
    }
}
