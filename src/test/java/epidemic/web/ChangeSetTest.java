package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.actor.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeSetTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId B1 = NodeId.of("B1");
    private static final MessageLink LINK = new MessageLink(A1, B1, "Propagate");

    @Test
    void theNewestStateWins() {
        ChangeSet merged = nodes(report(A1, 1), report(B1, 1)).merge(nodes(report(A1, 2)));
        assertThat(merged.nodes()).containsExactly(Map.entry(A1, report(A1, 2)), Map.entry(B1, report(B1, 1)));
        assertThat(merged.timeMillis()).isEqualTo(1);
    }

    @Test
    void countsAreAdded() {
        ChangeSet two = new ChangeSet(1, Map.of(), Map.of(), Map.of(LINK, 2L), List.of(), Optional.empty());
        assertThat(two.merge(two).merge(two).messages()).containsExactly(Map.entry(LINK, 6L));
    }

    @Test
    void versionsAreJoinedAndTheNewestEntriesKept() {
        ChangeSet merged = versions(1, 15).merge(versions(16, 30));
        VersionNews news = merged.versions().get(A1);
        assertThat(news.from()).isEqualTo(1);
        assertThat(news.to()).isEqualTo(30);
        assertThat(news.entries()).extracting(VersionEntry::version).containsExactlyElementsOf(range(11, 30));
    }

    @Test
    void entriesHaveNoGap() {
        VersionNews first = new VersionNews(1, 3, entries(1, 3));
        VersionNews tailOnly = new VersionNews(4, 50, entries(45, 50));
        assertThat(first.merge(tailOnly).entries())
                .extracting(VersionEntry::version)
                .containsExactlyElementsOf(range(45, 50));
        assertThat(first.merge(tailOnly).from()).isEqualTo(1);
        VersionNews withoutEnd = new VersionNews(1, 4, entries(1, 3));
        assertThat(withoutEnd.merge(new VersionNews(5, 6, entries(5, 6))).entries())
                .extracting(VersionEntry::version)
                .containsExactly(5L, 6L);
    }

    @Test
    void largeEntriesAreFewer() {
        List<VersionEntry> large = new ArrayList<>();
        for (long version : range(1, 5)) {
            large.add(entry(version, "x".repeat(VersionNews.CHARS_MAX / 2 - 10)));
        }
        assertThat(new VersionNews(1, 5, large).entries())
                .extracting(VersionEntry::version)
                .containsExactly(4L, 5L);
    }

    @Test
    void theNewestEventsAreKept() {
        ChangeSet merged = events(0, 40).merge(events(40, 80));
        assertThat(merged.events())
                .hasSize(ChangeSet.EVENTS_MAX)
                .extracting(StatusEvent::timeMillis)
                .containsExactlyElementsOf(range(30, 79));
    }

    @Test
    void faultsStayUntilNewerOnes() {
        ChangeSet crashed = crashed(Optional.of(FaultReport.of(List.of(A1))));
        assertThat(crashed.merge(crashed(Optional.empty())).faults()).contains(FaultReport.of(List.of(A1)));
        assertThat(crashed.merge(crashed(Optional.of(FaultReport.NONE))).faults())
                .contains(FaultReport.NONE);
    }

    @Test
    void isBoundedHoweverMuchIsMerged() {
        ChangeSet merged = versions(1, 1);
        for (long version = 2; version <= 5_000; version++) {
            merged = merged.merge(versions(version, version))
                    .merge(events(version, version + 1))
                    .merge(nodes(report(A1, version)))
                    .merge(new ChangeSet(1, Map.of(), Map.of(), Map.of(LINK, 1L), List.of(), Optional.empty()));
        }
        assertThat(merged.versions().get(A1).entries()).hasSize(VersionNews.ENTRIES_MAX);
        assertThat(merged.versions().get(A1).to()).isEqualTo(5_000);
        assertThat(merged.events()).hasSize(ChangeSet.EVENTS_MAX);
        assertThat(merged.nodes()).hasSize(1);
        assertThat(merged.messages()).containsExactly(Map.entry(LINK, 4_999L));
    }

    @Test
    void ageAndCountdownAreNoNews() {
        assertThat(report(A1, 1)
                        .saysTheSameAs(new NodeReport(
                                A1,
                                0,
                                NodeStatus.State.UP,
                                "core",
                                1,
                                0,
                                0,
                                99,
                                1,
                                List.of(A1),
                                true,
                                "",
                                List.of(),
                                List.of())))
                .isTrue();
        assertThat(report(A1, 1).saysTheSameAs(report(A1, 2))).isFalse();
    }

    private static ChangeSet nodes(NodeReport... reports) {
        Map<NodeId, NodeReport> nodes = new java.util.LinkedHashMap<>();
        for (NodeReport report : reports) {
            nodes.put(report.id(), report);
        }
        return new ChangeSet(1, nodes, Map.of(), Map.of(), List.of(), Optional.empty());
    }

    private static ChangeSet versions(long from, long to) {
        VersionNews news = new VersionNews(from, to, entries(from, to));
        return new ChangeSet(1, Map.of(), Map.of(A1, news), Map.of(), List.of(), Optional.empty());
    }

    private static ChangeSet events(long from, long end) {
        List<StatusEvent> events = LongStream.range(from, end)
                .mapToObj(time -> new StatusEvent(time, A1, "kind", "text"))
                .toList();
        return new ChangeSet(1, Map.of(), Map.of(), Map.of(), events, Optional.empty());
    }

    private static ChangeSet crashed(Optional<FaultReport> crashed) {
        return new ChangeSet(1, Map.of(), Map.of(), Map.of(), List.of(), crashed);
    }

    private static List<VersionEntry> entries(long from, long to) {
        return range(from, to).stream().map(version -> entry(version, "v")).toList();
    }

    private static VersionEntry entry(long version, String value) {
        return new VersionEntry(
                version, RequestId.parse("c:" + version), A1, 0, List.of(new Operation.Write("k", value)));
    }

    private static NodeReport report(NodeId id, long version) {
        return new NodeReport(
                id, 0, NodeStatus.State.UP, "core", version, 0, 0, 0, 1, List.of(A1), true, "", List.of(), List.of());
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
