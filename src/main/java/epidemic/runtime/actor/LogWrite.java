package epidemic.runtime.actor;

import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;

/**
 * What a batch does to the version log, in one piece.
 *
 * @param snapshot takes the place of all that is in the log; empty for an append
 * @param entries behind it
 */
record LogWrite(Optional<Snapshot> snapshot, List<VersionEntry> entries) {}
