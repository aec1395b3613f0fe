package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N1;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N3;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Detail;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static Map<String, String> details(PrimaryBackupRig rig) {
        Map<String, String> details = new TreeMap<>();
        for (Detail detail : rig.replica.view(rig.context.nowNanos).details()) {
            String peer = detail.peer().map(node -> " of " + node).orElse("");
            details.put(detail.name() + peer, detail.figure().text());
        }
        return details;
    }

    private static Transaction read(int layer) {
        return new Transaction(new RequestId("r", layer), layer, List.of(new Operation.Read("k")));
    }

    @Test
    void aPrimaryCountsWhatItWasAskedAndWhatItSent() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        rig.context.nowNanos += 6 * PrimaryBackupRig.MILLIS;
        rig.acknowledge(N2, 1);
        rig.acknowledge(N3, 1);
        rig.acknowledge(N2, 1);
        rig.acknowledge(N3, 1);
        rig.update(2);
        rig.context.nowNanos += 2 * PrimaryBackupRig.MILLIS;
        rig.acknowledge(N2, 2);
        rig.request(read(0));
        assertThat(details(rig))
                .containsEntry("mode", "sync")
                .containsEntry("writes", "2")
                .containsEntry("reads", "1")
                .containsEntry("replications sent", "4")
                .containsEntry("acks received", "3")
                .containsEntry("write latency sum", "6 ms")
                .containsEntry("mean write latency", "6 ms")
                .containsEntry("lag of N2", "0")
                .containsEntry("lag of N3", "1");
        rig.acknowledge(N3, 2);
        assertThat(details(rig))
                .containsEntry("acks received", "4")
                .containsEntry("write latency sum", "8 ms")
                .containsEntry("mean write latency", "4 ms")
                .containsEntry("last applied sequence", "2");
    }

    @Test
    void aBackupCountsWhatItAppliedAndRead() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.replicate(N1, 1, List.of(), 0, 2, 1, 2, 3);
        rig.replicate(N1, 1, List.of(), 0, 2, 1, 2, 3);
        rig.request(read(1));
        assertThat(details(rig))
                .containsEntry("replications applied", "2")
                .containsEntry("stale reads", "1")
                .containsEntry("last applied sequence", "2")
                .containsEntry("writes", "0")
                .doesNotContainKey("lag of N3");
    }
}
