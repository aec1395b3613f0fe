package epidemic.protocol.replicatedlog;

import java.util.Locale;

/** What the master holds of a secondary, by how long it has been silent. */
enum Health {
    /** Heard of lately. */
    HEALTHY,
    /** Silent for a while: counted, and waited for. */
    SUSPECTED,
    /** Silent for long, or never heard of: does not count for a quorum. */
    UNHEALTHY;

    /** The word on the dashboard and in answers: Healthy, Suspected or Unhealthy. */
    String word() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
