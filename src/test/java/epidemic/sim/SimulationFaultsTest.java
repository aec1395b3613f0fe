package epidemic.sim;

import static epidemic.sim.EchoRun.E1;
import static epidemic.sim.EchoRun.E2;
import static epidemic.sim.EchoRun.E3;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each fault does, seen by replicas that ask one another every 10 ms. */
class SimulationFaultsTest {
    private static final String CALM =
            "heal 10s\nlinks min=10us mean=10us drop=0 duplicate=0 reorder=0 lost-answer=0\n";

    private static Transaction read() {
        return new Transaction(new RequestId("c", 1), 0, List.of(new epidemic.kernel.Operation.Read("k")));
    }

    @Test
    void withoutFaultsEveryQuestionIsAnswered() {
        EchoRun run = new EchoRun(1, CALM).until(1_000);
        for (var node : EchoStrategy.NODES) {
            assertThat(run.newest(node).silences).isZero();
            assertThat(run.newest(node).answers).isBetween(180L, 200L);
            assertThat(run.newest(node).durable).isGreaterThan(90);
        }
    }

    @Test
    void aOneWayCutLosesOneDirection() {
        EchoRun run = new EchoRun(1, CALM + "at 0s cut E1 E2 for=500ms").until(490);
        assertThat(run.newest(E2).heard).noneMatch(news -> news.startsWith("E1"));
        assertThat(run.newest(E1).heard).anyMatch(news -> news.startsWith("E2"));
        assertThat(run.newest(E1).silences).isGreaterThan(40);
        long newsBefore = run.newest(E2).news;
        run.until(1_000);
        assertThat(run.newest(E2).heard).anyMatch(news -> news.startsWith("E1"));
        assertThat(run.newest(E2).news).isGreaterThan(newsBefore);
    }

    @Test
    void aPartitionLosesBothDirectionsAndKeepsTheRest() {
        EchoRun run = new EchoRun(1, CALM + "at 0s partition E1 for=500ms").until(500);
        assertThat(run.newest(E1).news).isZero();
        assertThat(run.newest(E2).heard).allMatch(news -> news.startsWith("E3"));
        assertThat(run.newest(E3).heard).isNotEmpty();
    }

    @Test
    void aLostAnswerMeansThatTheQuestionArrived() {
        EchoRun run = new EchoRun(1, CALM.replace("lost-answer=0", "lost-answer=1")).until(500);
        assertThat(run.newest(E1).questions).isGreaterThan(80);
        assertThat(run.newest(E2).answers).isZero();
        assertThat(run.newest(E2).silences).isGreaterThan(80);
    }

    @Test
    void duplicatesArriveTwiceAndTheirSecondAnswerIsIgnored() {
        EchoRun run = new EchoRun(1, CALM.replace("duplicate=0", "duplicate=1")).until(500);
        EchoStrategy.EchoReplica node = run.newest(E1);
        assertThat(node.questions).isGreaterThan(150);
        assertThat(node.answers).isLessThan(105);
        assertThat(run.trace).anyMatch(line -> line.contains("LATE_ANSWER"));
    }

    @Test
    void dropsAboutAsManyAsItShould() {
        EchoRun run = new EchoRun(1, CALM.replace("drop=0", "drop=0.5")).until(2_000);
        assertThat(run.newest(E1).news).isBetween(150L, 250L);
    }

    @Test
    void reorderedMessagesAreOvertaken() {
        EchoRun run =
                new EchoRun(1, CALM.replace("reorder=0", "reorder=0.3").replace("mean=10us", "mean=1ms")).until(1_000);
        List<Long> versions = run.newest(E1).heard.stream()
                .filter(news -> news.startsWith("E2"))
                .map(news -> Long.parseLong(news.substring(3)))
                .toList();
        assertThat(versions).isNotEqualTo(versions.stream().sorted().toList());
    }

    @Test
    void aClogHoldsMessagesUpAndLosesNone() {
        EchoRun run = new EchoRun(1, CALM + "at 95ms clog E1 E2 for=100ms").until(190);
        assertThat(run.newest(E2).heard.stream().filter(news -> news.startsWith("E1")))
                .hasSizeLessThan(11);
        run.until(205);
        assertThat(run.newest(E2).heard.stream().filter(news -> news.startsWith("E1")))
                .hasSizeGreaterThan(17);
    }

    @Test
    void aPausedNodeHandlesNothingAndItsMailWaits() {
        EchoRun run = new EchoRun(1, CALM + "at 100ms pause E1 for=200ms").until(299);
        long before = run.newest(E1).news;
        int ticks = run.newest(E1).tickNanos.size();
        assertThat(ticks).isLessThan(12);
        run.until(302);
        assertThat(run.newest(E1).news).isGreaterThan(before + 30);
        List<Long> times = run.newest(E1).tickNanos;
        assertThat(times.get(times.size() - 1) - times.get(ticks - 1)).isGreaterThan(190_000_000);
    }

    @Test
    void aClockThatStandsStillDelaysTimersAndNeverGoesBack() {
        EchoRun run =
                new EchoRun(1, CALM + "at 100ms stand-still E1 for=200ms\nat 50ms wall-jump E1 by=-5s").until(400);
        List<Long> times = run.newest(E1).tickNanos;
        assertThat(times).hasSizeBetween(15, 22).isSorted();
        assertThat(run.newest(E1).wallMillis)
                .isNotEqualTo(run.newest(E1).wallMillis.stream().sorted().toList());
    }

    /** Healing ends a stand-still early: what waits for the clock must not wait for the end that was foreseen. */
    @Test
    void whatWaitsForAClockThatStoodStillIsInTimeAfterHealing() {
        EchoRun run = new EchoRun(
                        1,
                        CALM.replace("heal 10s", "heal 300ms").replace("drop=0", "drop=1")
                                + "at 202ms stand-still E1 for=10s")
                .until(299);
        EchoStrategy.EchoReplica node = run.newest(E1);
        long silent = node.silences;
        int ticks = node.tickNanos.size();
        assertThat(ticks).isBetween(19, 20);
        run.until(306);
        assertThat(node.silences).as("the questions of the last tick").isEqualTo(silent + 2);
        run.until(400);
        assertThat(node.tickNanos.size() - ticks).isBetween(9, 11);
        for (int tick = 1; tick < node.tickNanos.size(); tick++) {
            assertThat(node.tickNanos.get(tick) - node.tickNanos.get(tick - 1))
                    .isBetween(10 * EchoRun.MILLISECOND, 10 * EchoRun.MILLISECOND + 200_000);
        }
    }

    @Test
    void aCrashBeginsALaterLifeOnTheDisk() {
        EchoRun run = new EchoRun(1, CALM + "at 200ms crash E1 down=50ms").until(500);
        EchoStrategy.EchoReplica second = run.newest(E1);
        assertThat(run.simulation.node(E1).incarnation()).isEqualTo(2);
        assertThat(second.recovered).isBetween(15L, 20L);
        assertThat(second.version).isGreaterThan(second.recovered);
        EchoRun empty = new EchoRun(1, CALM + "at 200ms crash-empty E1 down=50ms").until(500);
        assertThat(empty.newest(E1).recovered).isZero();
    }

    @Test
    void confirmedEntriesSurviveAndAnUnconfirmedTailMayBeTorn() {
        String slow = CALM + "disks write=1us slow=0.0 slow-by=0ns tear=1.0\nat 100ms slow-disk E1 for=1s extra=60ms\n";
        boolean lost = false;
        for (long seed = 1; seed <= 20; seed++) {
            EchoRun run = new EchoRun(seed, slow + "at 200ms crash E1 down=50ms").until(199);
            long durable = run.newest(E1).durable;
            long version = run.newest(E1).version;
            run.until(300);
            assertThat(run.newest(E1).recovered).isBetween(durable, version);
            lost = lost || run.newest(E1).recovered < version;
        }
        assertThat(lost).isTrue();
    }

    @Test
    void aFailedWriteStopsTheNodeUntilItsRestart() {
        EchoRun run = new EchoRun(1, CALM + "at 100ms fail-write E1 down=100ms").until(150);
        assertThat(run.simulation.node(E1).isRunning()).isFalse();
        run.until(300);
        assertThat(run.simulation.node(E1).isUp()).isTrue();
    }

    @Test
    void aSuspicionIsToldToANodeThatIsUp() {
        EchoRun run = new EchoRun(
                        1,
                        CALM
                                + "at 50ms suspicion E1 E3\nat 60ms crash E2 down=50ms\nat 70ms suspicion E2 E3\n"
                                + "at 120ms pause E1 for=50ms\nat 130ms suspicion E1 E2")
                .until(160);
        assertThat(run.newest(E1).suspected).containsExactly(E3);
        run.until(200);
        assertThat(run.newest(E1).suspected).containsExactly(E3, E2);
        assertThat(run.newest(E2).suspected).isEmpty();
    }

    @Test
    void everythingHealsAtOnce() {
        EchoRun run = new EchoRun(
                        1,
                        "heal 300ms\nlinks min=10us mean=10us drop=1 duplicate=0 reorder=0 lost-answer=0\n"
                                + "at 100ms crash E1 down=10s\nat 100ms pause E2 for=10s\nat 100ms cut E2 E3 for=10s")
                .until(290);
        assertThat(run.newest(E3).news).isZero();
        run.until(600);
        assertThat(run.simulation.isHealed()).isTrue();
        assertThat(run.simulation.node(E1).isUp()).isTrue();
        assertThat(run.newest(E3).heard)
                .anyMatch(news -> news.startsWith("E1"))
                .anyMatch(news -> news.startsWith("E2"));
    }

    @Test
    void mailOfAnEarlierLifeIsIgnoredOnceALaterOneWasHeard() {
        EchoRun run = new EchoRun(3, CALM.replace("mean=10us", "mean=20ms") + "at 200ms crash E1 down=1us").until(400);
        assertThat(run.trace).anyMatch(line -> line.contains("EARLIER_LIFE"));
    }

    @Test
    void requestsAreAnsweredOnceByALivingNode() {
        EchoRun run = new EchoRun(1, CALM + "at 100ms crash E1 down=1s").until(50);
        List<Outcome> outcomes = new ArrayList<>();
        run.simulation.request(0, E1, read(), (outcome, sequence) -> outcomes.add(outcome));
        run.until(60);
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Committed.class);
        run.until(200);
        run.simulation.request(0, E1, read(), (outcome, sequence) -> outcomes.add(outcome));
        run.until(300);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void whatTheNetworkDoesToOneLinkDoesNotDependOnTheOthers() {
        String lossy = CALM.replace("drop=0", "drop=0.3");
        List<String> alone =
                new EchoRun(9, lossy + "at 1us crash E3 down=20s").until(1_000).newest(E2).heard;
        List<String> all = new EchoRun(9, lossy)
                .until(1_000).newest(E2).heard.stream()
                        .filter(news -> news.startsWith("E1"))
                        .toList();
        assertThat(alone).isEqualTo(all);
    }
}
