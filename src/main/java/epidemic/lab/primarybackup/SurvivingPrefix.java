package epidemic.lab.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of what a primary had in its log when it told of a version, a prefix survives: where one version is missing in the end,
 * so are all behind it, and what is there has its old number. In one life a node's log only grows, so a life is judged as
 * a whole.
 */
final class SurvivingPrefix {
    /** The guarantee's name. */
    static final String NAME = "prefix";

    private final Map<Life, List<VersionEntry>> told = new LinkedHashMap<>();

    private record Life(NodeId node, long number) {
        @Override
        public String toString() {
            return node + " in life " + number;
        }
    }

    /** The update, given its place once: asked for and executed again it is another one. */
    private record Given(RequestId request, NodeId origin, long atMillis) {
        static Given of(VersionEntry entry) {
            return new Given(entry.transaction(), entry.origin(), entry.committedAtMillis());
        }
    }

    /**
     * A primary tells somebody of a version.
     *
     * @param life which life of the node
     * @param log its log
     */
    void told(NodeId node, long life, List<VersionEntry> log, long version) {
        if (version > log.size()) {
            throw new CheckFailure(NAME, node + " tells of version " + version + ", and its log ends at " + log.size());
        }
        List<VersionEntry> known = told.computeIfAbsent(new Life(node, life), fresh -> new ArrayList<>());
        if (version > known.size()) {
            known.addAll(log.subList(known.size(), (int) version));
        }
    }

    /** Compares with the log that all have in the end. */
    void check(List<VersionEntry> end) {
        Map<Given, Long> places = new HashMap<>();
        end.forEach(entry -> places.put(Given.of(entry), entry.version()));
        told.forEach((life, log) -> check(life, log, end, places));
    }

    private static void check(Life life, List<VersionEntry> log, List<VersionEntry> end, Map<Given, Long> places) {
        int common = 0;
        while (common < Math.min(log.size(), end.size()) && log.get(common).equals(end.get(common))) {
            common++;
        }
        for (VersionEntry entry : log.subList(common, log.size())) {
            Long place = places.get(Given.of(entry));
            if (place != null) {
                throw new CheckFailure(
                        NAME,
                        "version " + (common + 1) + " that " + life + " had is lost, and " + entry.transaction()
                                + " behind it is not: it was version " + entry.version() + " and is version " + place);
            }
        }
    }
}
