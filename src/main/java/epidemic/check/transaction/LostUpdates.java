package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.verdict.Anomaly;
import epidemic.check.verdict.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two transactions that read the same version of a key and both change it: one of the updates was made without regard
 * to the other (Berenson et al., "A critique of ANSI SQL isolation levels", SIGMOD 1995, section 4.1, P4).
 */
final class LostUpdates {
    private LostUpdates() {}

    static void find(Workload workload, Findings findings) {
        Map<String, Map<String, List<Op>>> byVersion = new HashMap<>();
        for (Txn txn : workload.txns) {
            txn.touches.forEach((key, touch) -> {
                if (workload.isSound(key) && !touch.changes.isEmpty()) {
                    touch.external.ifPresent(seen -> byVersion
                            .computeIfAbsent(key, any -> new HashMap<>())
                            .computeIfAbsent(seen.toString(), any -> new ArrayList<>())
                            .add(txn.op));
                }
            });
        }
        for (Txn txn : workload.txns) {
            txn.touches.forEach((key, touch) -> touch.external.ifPresent(seen -> {
                List<Op> same = byVersion.getOrDefault(key, Map.of()).getOrDefault(seen.toString(), List.of());
                if (same.size() > 1 && same.get(0) == txn.op) {
                    findings.add(new Anomaly("lost-update", words(key, seen.toString(), same), same, List.of()));
                }
            }));
        }
    }

    private static String words(String key, String version, List<Op> same) {
        List<String> names = same.stream().map(Op::name).toList();
        return String.join(" and ", names) + " each read " + key + " as " + version + " and changed it";
    }
}
