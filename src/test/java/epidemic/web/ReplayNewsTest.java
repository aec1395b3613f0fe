package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.lab.Scenario;
import epidemic.lab.SeedRun;
import epidemic.lab.layered.LayeredScenario;
import epidemic.lab.replay.RecordedRun;
import epidemic.replay.Recording;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who follows the news of a replay knows at every moment what one knows who has jumped there. */
class ReplayNewsTest {
    private static final long PACE_NANOS = 15_000_000;
    private static final int SEEDS = 40;

    /** A page: what it was told so far. */
    private static final class Page {
        private final Map<NodeId, NodeReport> nodes = new LinkedHashMap<>();
        private final Map<NodeId, Map<Long, VersionEntry>> entries = new HashMap<>();
        private List<NodeId> crashed = List.of();

        void begin(ReplayMoment moment) {
            nodes.clear();
            entries.clear();
            moment.nodes().forEach(node -> nodes.put(node.id(), node));
            crashed = moment.crashed();
        }

        void take(ChangeSet changes) {
            nodes.putAll(changes.nodes());
            changes.versions()
                    .forEach((node, news) -> news.entries()
                            .forEach(entry -> entries.computeIfAbsent(node, id -> new HashMap<>())
                                    .put(entry.version(), entry)));
            crashed = changes.faults().map(FaultReport::crashed).orElse(crashed);
        }
    }

    @Test
    void followingIsTheSameAsJumping() {
        Scenario scenario = new LayeredScenario(MapSettings.layered(), Set.of());
        int cuts = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Recording recording = RecordedRun.of(scenario, seed, SeedRun.Options.of(scenario.defaultFaults()), "")
                    .recording();
            cuts += follow(recording);
        }
        assertThat(cuts).as("moments at which a log had lost its end").isPositive();
    }

    private static int follow(Recording recording) {
        ReplayNews news =
                new ReplayNews(recording, new Shown("layered", recording.facts().topology(), false));
        Page page = new Page();
        ReplayMoment before = ReplayMoment.of(recording, 0);
        page.begin(before);
        int cuts = 0;
        for (long at = PACE_NANOS; at < recording.lengthNanos() + PACE_NANOS; at += PACE_NANOS) {
            ReplayMoment now = ReplayMoment.of(recording, Math.min(at, recording.lengthNanos()));
            if (now.continues(before)) {
                page.take(news.changes(before, now, Optional.empty()));
            } else {
                page.begin(now);
                cuts++;
            }
            check(page, now);
            before = now;
        }
        return cuts;
    }

    private static void check(Page page, ReplayMoment now) {
        assertThat(page.crashed).isEqualTo(now.crashed());
        for (NodeReport node : now.nodes()) {
            assertThat(page.nodes.get(node.id()).saysTheSameAs(node))
                    .as(page.nodes.get(node.id()) + " is " + node)
                    .isTrue();
            page.entries
                    .getOrDefault(node.id(), Map.of())
                    .forEach((version, entry) -> assertThat(
                                    now.logs().get(node.id()).entries(version - 1, 1))
                            .containsExactly(entry));
        }
    }
}
