package epidemic.protocol.passive;

import epidemic.kernel.Mutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where such a protocol usually breaks: each constant is an error that a simulation can plant. */
enum PassiveMutant {
    /** The protocol as it should be. */
    NONE("no error"),
    /** A new cache time drops what waits. */
    CACHE_LOSES_PENDING("a new cache time forgets the updates that wait to be copied"),
    /** A new cache time makes updates again. */
    CACHE_APPLIES_TWICE("a new cache time makes the updates that wait to be copied once more"),
    /** Too early. */
    COPY_TOO_EARLY("updates are copied after half of the cache time"),
    /** In another order. */
    COPY_OUT_OF_ORDER("a replica applies the updates of one answer the newest first"),
    /** One timer for all. */
    RESET_TIMER_ON_UPDATE("a later update makes those that wait to be copied wait anew"),
    /** What waited is lost in a restart. */
    FORGET_AFTER_RESTART("a main replica that starts again does not copy what waited when it stopped"),
    /** The cache time is lost in a restart. */
    FORGET_CACHE_TIME("a main replica that starts again takes the configured cache time"),
    /** The client is told too early. */
    TOLD_BEFORE_DISK("a client is told of an update before it is on the main replica's disk"),
    /** A repeated request is executed again. */
    EXECUTE_TWICE("a repeated request becomes a second version"),
    /** A snapshot is newer than what may be copied. */
    SNAPSHOT_TOO_NEW("a snapshot that is sent to a replica holds newer versions than it says"),
    /** A replica goes back in time. */
    IGNORE_SESSION("a node answers from an older version than the session has seen");

    private final String description;

    PassiveMutant(String description) {
        this.description = description;
    }

    /** The name on the command line. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All errors, without {@link #NONE}. */
    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        for (PassiveMutant mutant : values()) {
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
    static PassiveMutant named(String name) {
        for (PassiveMutant mutant : values()) {
            if (mutant != NONE && mutant.code().equals(name)) {
                return mutant;
            }
        }
        throw new IllegalArgumentException("passive has no mutant '" + name + "'; --mutant list names those there are");
    }
}
