package epidemic.lab;

import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what clients were told against the final order: each request at most once in it, confirmed ones at the version
 * they were told, refused ones not at all; every read saw the state at its version; versions at the core respect real
 * time; sessions never go back where they are kept.
 *
 * <p>Quick checks that know the order from inside. Checkers that know histories only are another matter.
 */
final class OutcomeJudge {
    private final List<VersionEntry> order;
    private final List<Operated> operations;

    OutcomeJudge(List<VersionEntry> order, List<Operated> operations) {
        this.order = order;
        this.operations = operations;
    }

    void judge() {
        Map<RequestId, Long> versions = judgeRefused();
        judgeTold(versions);
        judgeReads();
        judgeRealTime();
        judgeSessions();
    }

    /** Only what holds where told updates may be lost: no request twice, none that was refused. */
    void judgeEnd() {
        judgeRefused();
    }

    private Map<RequestId, Long> judgeRefused() {
        Map<RequestId, Long> versions = new HashMap<>();
        for (VersionEntry entry : order) {
            Long before = versions.put(entry.transaction(), entry.version());
            if (before != null) {
                throw new CheckFailure(
                        "exactly-once",
                        entry.transaction() + " took effect as version " + before + " and " + entry.version());
            }
        }
        for (Operated operated : operations) {
            Long version = versions.get(operated.transaction().id());
            if (operated.outcome().orElseThrow() instanceof Outcome.Refused && version != null) {
                throw new CheckFailure(
                        "refused-has-no-effect", operated + " was refused and took effect as version " + version);
            }
        }
        return versions;
    }

    private void judgeTold(Map<RequestId, Long> versions) {
        for (Operated operated : operations) {
            if (!operated.transaction().isUpdate()) {
                continue;
            }
            Long version = versions.get(operated.transaction().id());
            Outcome outcome = operated.outcome().orElseThrow();
            if (outcome instanceof Outcome.Committed committed && (version == null || version != committed.version())) {
                throw new CheckFailure(
                        "durability", operated + " was confirmed; in the final order it has version " + version);
            }
        }
    }

    private void judgeReads() {
        List<Operated> byVersion = new ArrayList<>();
        operations.stream().filter(operated -> operated.committed().isPresent()).forEach(byVersion::add);
        byVersion.sort(Comparator.comparingLong(OutcomeJudge::stateVersion));
        Map<String, Value> state = new HashMap<>();
        int applied = 0;
        for (Operated operated : byVersion) {
            long version = stateVersion(operated);
            if (version > order.size()) {
                throw new CheckFailure(
                        "durability", operated + " read version " + version + "; the final order ends before it");
            }
            while (applied < version) {
                order.get(applied++).writes().forEach(change -> apply(state, change));
            }
            judgeReads(operated, state);
        }
    }

    /** The version of the state that the reads began with. */
    private static long stateVersion(Operated operated) {
        long version = operated.committed().orElseThrow().version();
        return operated.transaction().isUpdate() ? version - 1 : version;
    }

    private static void judgeReads(Operated operated, Map<String, Value> state) {
        Map<String, Value> own = new HashMap<>();
        List<ReadResult> reads = operated.committed().orElseThrow().reads();
        int index = 0;
        for (Operation operation : operated.transaction().operations()) {
            Optional<Value> seen = Optional.ofNullable(own.getOrDefault(operation.key(), state.get(operation.key())));
            if (operation instanceof Operation.Change change) {
                seen.ifPresent(value -> own.put(change.key(), value));
                apply(own, change);
            } else if (index >= reads.size()
                    || !reads.get(index).key().equals(operation.key())
                    || !reads.get(index).value().equals(seen)) {
                throw new CheckFailure(
                        "reads-see-their-version", operated + ": key " + operation.key() + " held " + seen);
            } else {
                index++;
            }
        }
    }

    private static void apply(Map<String, Value> state, Operation.Change change) {
        if (change instanceof Operation.Append) {
            Value.Sequence list = (Value.Sequence) state.getOrDefault(change.key(), Value.Sequence.EMPTY);
            state.put(change.key(), list.append(change.value()));
        } else {
            state.put(change.key(), new Value.Single(change.value()));
        }
    }

    private void judgeRealTime() {
        List<Operated> begun = new ArrayList<>();
        for (Operated operated : operations) {
            if (operated.committed().filter(told -> told.layer() == 0).isPresent()) {
                begun.add(operated);
            }
        }
        List<Operated> ended = new ArrayList<>(begun);
        begun.sort(Comparator.comparingLong(Operated::invokedNanos));
        ended.sort(Comparator.comparingLong(Operated::completedNanos));
        long highest = 0;
        int next = 0;
        for (Operated operated : begun) {
            while (next < ended.size() && ended.get(next).completedNanos() < operated.invokedNanos()) {
                highest = Math.max(
                        highest, ended.get(next).committed().orElseThrow().version());
                next++;
            }
            long least = operated.transaction().isUpdate() ? highest + 1 : highest;
            if (operated.committed().orElseThrow().version() < least) {
                throw new CheckFailure(
                        "real-time", operated + " began after version " + highest + " had been told to a client");
            }
        }
    }

    private void judgeSessions() {
        for (Operated operated : operations) {
            Session session = operated.transaction().session();
            boolean isKept = operated.transaction().layer() <= 1 || session.isNamed();
            if (isKept
                    && operated.committed().isPresent()
                    && operated.committed().get().version() < session.version()) {
                throw new CheckFailure("session", operated + " had seen version " + session.version());
            }
        }
    }
}
