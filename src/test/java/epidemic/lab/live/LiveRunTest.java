package epidemic.lab.live;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.Guarantee;
import epidemic.check.history.HistoryReader;
import epidemic.check.history.Op;
import epidemic.check.history.RunRecord;
import epidemic.check.history.View;
import epidemic.check.verdict.Verdict;
import epidemic.client.ClientWatch;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Session;
import epidemic.kernel.Transaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories of actors under load and faults, before the judges that know nothing of them. */
class LiveRunTest {
    private static final List<Guarantee> PROMISED = List.of(
            Guarantee.STRICT_SERIALIZABLE,
            Guarantee.LINEARIZABLE,
            Guarantee.STRONG_SESSION_SERIALIZABLE,
            Guarantee.CAUSAL,
            Guarantee.PREFIX,
            Guarantee.EXACTLY_ONCE,
            Guarantee.CONVERGENCE);
    private static final List<Guarantee> OF_SESSIONS = List.of(
            Guarantee.CAUSAL,
            Guarantee.READ_YOUR_WRITES,
            Guarantee.MONOTONIC_READS,
            Guarantee.MONOTONIC_WRITES,
            Guarantee.WRITES_FOLLOW_READS);

    @TempDir
    private Path directory;

    @Test
    void holdsWhatItPromisesWhileNodesCrash() throws Exception {
        try (LiveRig rig = new LiveRig(directory, 1_000_000)) {
            CompletableFuture<Load.Figures> load = rig.load(1_600, watch -> watch);
            rig.awaitDone(200);
            rig.crash("B1");
            rig.awaitDone(350);
            rig.crash("A3");
            rig.awaitDone(450);
            rig.restart("A3");
            rig.restart("B1");
            assertThat(load.get(60, TimeUnit.SECONDS).counts().committed()).isGreaterThan(1_000);
            rig.end();
            assertThat(rig.alarms).isEmpty();
            RunRecord run = rig.read();
            assertThat(run.history().faults()).hasSize(4);
            for (Guarantee guarantee : PROMISED) {
                assertThat(guarantee.judge(run)).as("%s", guarantee).matches(LiveRunTest::holds);
            }
            for (Guarantee guarantee : OF_SESSIONS) {
                assertThat(guarantee.judge(clients(run, op -> isOfASession(op)), Optional.of(View.ALL)))
                        .as("%s", guarantee)
                        .matches(LiveRunTest::holds);
            }
            assertThat(Guarantee.READ_YOUR_WRITES.judge(clients(run, op -> !isOfASession(op)), Optional.of(View.ALL)))
                    .as("without sessions layer 1 may hide what its client wrote")
                    .matches(verdict -> verdict.ruling() == Verdict.Ruling.VIOLATED);
            assertThat(run.changes())
                    .filteredOn(change -> change.cause().equals("recover"))
                    .extracting(change -> change.node())
                    .containsExactlyInAnyOrder("A3", "B1");
            hasTheForm(rig, run);
            hasBarriers(run);
        }
    }

    /** One that waits, one that is redirected, one that is refused; each at nodes of all layers. */
    @Test
    void sessionsThatNameAPolicyHoldAtAllLayersWhileNodesCrash() throws Exception {
        try (LiveRig rig = new LiveRig(directory, 1_000_000)) {
            Iterator<Session.Policy> policies = List.of(Session.Policy.values()).iterator();
            rig.wishes = () -> new Session(0, Optional.of(policies.next()), Optional.empty());
            CompletableFuture<Load.Figures> load = rig.load(1_200, watch -> watch);
            rig.awaitDone(200);
            rig.crash("B1");
            rig.awaitDone(300);
            rig.restart("B1");
            rig.crash("C1");
            rig.awaitDone(500);
            rig.restart("C1");
            assertThat(load.get(60, TimeUnit.SECONDS).sessionAhead())
                    .as("some were refused")
                    .isPositive();
            rig.end();
            RunRecord run = rig.read();
            RunRecord sessions = run.with(run.history().where(op -> op.isUpdate() || isOfASession(op)));
            for (Guarantee guarantee : OF_SESSIONS) {
                assertThat(guarantee.judge(sessions, Optional.of(View.ALL)))
                        .as("%s", guarantee)
                        .matches(LiveRunTest::holds);
            }
            assertThat(sessions.history().operations())
                    .filteredOn(op -> op.isOk() && !op.isUpdate())
                    .extracting(op -> op.label().node())
                    .contains("A2", "A3", "B1", "B2", "C1", "C2");
            assertThat(Guarantee.STRICT_SERIALIZABLE.judge(run))
                    .as("what was redirected to the core counts there")
                    .matches(LiveRunTest::holds);
        }
    }

    @Test
    void isWithinItsBoundsWithoutFaults() throws Exception {
        try (LiveRig rig = new LiveRig(directory, 1_000_000)) {
            rig.load(600, watch -> watch).get(60, TimeUnit.SECONDS);
            rig.end();
            assertThat(Guarantee.BOUNDED_STALENESS.judge(rig.read())).matches(LiveRunTest::holds);
        }
    }

    private static boolean holds(Verdict verdict) {
        return verdict.ruling() == Verdict.Ruling.HOLDS;
    }

    private static boolean isOfASession(Op op) {
        return op.process() % Processes.STRIDE < LiveRig.SESSIONS;
    }

    /** Their updates and their reads at layers 0 and 1, which keep sessions. All updates, for others are read too. */
    private static RunRecord clients(RunRecord run, Predicate<Op> which) {
        return run.with(run.history().where(op -> op.isUpdate() || op.label().layer() < 2 && which.test(op)));
    }

    private static void hasTheForm(LiveRig rig, RunRecord run) throws Exception {
        assertThat(run.history().operations())
                .as("every invocation has its completion")
                .allMatch(op -> op.completed() != Op.Moment.NEVER);
        assertThat(HistoryReader.read(rig.file("history.edn")).operations())
                .isEqualTo(run.history().operations());
        assertThat(Files.readAllLines(rig.file("history.jsonl")))
                .hasSize(2 * run.history().operations().size()
                        + run.history().faults().size());
        assertThat(run.history().operations())
                .filteredOn(op -> op.function().equals("final"))
                .hasSize(7)
                .allMatch(op -> !op.label().hash().isEmpty());
    }

    /** Nothing that has an outcome overlaps with the read that a barrier is for. */
    private static void hasBarriers(RunRecord run) {
        List<Op> barriers = run.history().operations().stream()
                .filter(op -> op.label().tx().startsWith("barrier~"))
                .toList();
        assertThat(barriers).hasSize(2);
        for (Op barrier : barriers) {
            assertThat(run.history().operations())
                    .filteredOn(op -> op != barrier && op.outcome() != Op.Outcome.INFO)
                    .allMatch(op -> op.completed().index() < barrier.invoked().index()
                            || op.invoked().index() > barrier.completed().index());
        }
    }

    // Wrong on purpose.

    private Verdict judged(Guarantee guarantee, UnaryOperator<ClientWatch> wrong) throws Exception {
        try (LiveRig rig = new LiveRig(directory, 0)) {
            rig.load(400, wrong).get(60, TimeUnit.SECONDS);
            rig.end();
            return guarantee.judge(rig.read());
        }
    }

    /** Tells one outcome otherwise than it was. */
    private static ClientWatch lying(ClientWatch honest, Predicate<Transaction> about, UnaryOperator<Outcome> lie) {
        AtomicBoolean told = new AtomicBoolean();
        return (client, transaction, node) -> {
            ClientWatch.Asked asked = honest.asks(client, transaction, node);
            return (outcome, sequence) -> {
                boolean lies = outcome instanceof Outcome.Committed committed
                        && committed.version() > 50
                        && about.test(transaction)
                        && told.compareAndSet(false, true);
                asked.told(lies ? lie.apply(outcome) : outcome, sequence);
            };
        };
    }

    private static Outcome asOfTheBeginning(Outcome outcome) {
        Outcome.Committed told = (Outcome.Committed) outcome;
        List<ReadResult> reads = new ArrayList<>();
        told.reads().forEach(read -> reads.add(new ReadResult(read.key(), Optional.empty())));
        return new Outcome.Committed(told.node(), told.layer(), told.version(), reads);
    }

    private static boolean readsTheFirstKey(Transaction transaction) {
        return !transaction.isUpdate()
                && transaction.layer() == 0
                && transaction.operations().stream().anyMatch(step -> step.key().equals("1"));
    }

    @Test
    void aStaleReadAtTheCoreIsCaught() throws Exception {
        assertThat(judged(
                                Guarantee.STRICT_SERIALIZABLE,
                                watch -> lying(watch, LiveRunTest::readsTheFirstKey, LiveRunTest::asOfTheBeginning))
                        .ruling())
                .isEqualTo(Verdict.Ruling.VIOLATED);
    }

    @Test
    void aReadThatIsNotOfItsVersionIsCaught() throws Exception {
        assertThat(judged(
                                Guarantee.PREFIX,
                                watch -> lying(watch, LiveRunTest::readsTheFirstKey, LiveRunTest::asOfTheBeginning))
                        .ruling())
                .isEqualTo(Verdict.Ruling.VIOLATED);
    }

    @Test
    void anUpdateThatIsToldAsFailedAndTookEffectIsCaught() throws Exception {
        Outcome refusal = new Outcome.Refused(Outcome.Reason.PEER_AWAY, "planted");
        assertThat(judged(Guarantee.EXACTLY_ONCE, watch -> lying(watch, Transaction::isUpdate, outcome -> refusal))
                        .ruling())
                .isEqualTo(Verdict.Ruling.VIOLATED);
    }

    @Test
    void aNodeThatEndsOtherwiseIsCaught() throws Exception {
        try (LiveRig rig = new LiveRig(directory, 0)) {
            rig.load(100, watch -> watch).get(60, TimeUnit.SECONDS);
            rig.end();
            Path file = rig.file("history.jsonl");
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            int last = lines.size() - 1;
            while (!lines.get(last).contains("\"type\":\"ok\",\"f\":\"final\"")) {
                last--;
            }
            lines.set(last, lines.get(last).replaceFirst("(?<head>\\[\"r\",\\d+,\\[)", "${head}9"));
            Files.write(file, lines);
            assertThat(Guarantee.CONVERGENCE.judge(rig.read()).ruling()).isEqualTo(Verdict.Ruling.VIOLATED);
        }
    }
}
