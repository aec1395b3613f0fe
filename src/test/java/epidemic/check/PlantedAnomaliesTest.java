package epidemic.check;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.history.History;
import epidemic.check.history.Op;
import epidemic.check.history.Op.Label;
import epidemic.check.history.RunRecord;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import epidemic.check.verdict.Verdict;
import epidemic.check.verdict.Verdict.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A good run of some thousand transactions keeps every guarantee; one planted anomaly in it is found and named. */
class PlantedAnomaliesTest {
    private static final RunRecord LISTS = Generated.run(7, 4_000, true);
    private static final RunRecord REGISTERS = Generated.run(8, 4_000, false);

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void goodRunsKeepEveryGuarantee(Guarantee guarantee) {
        for (RunRecord run : List.of(LISTS, REGISTERS)) {
            Verdict verdict = guarantee.judge(run);
            assertThat(verdict.ruling()).as(verdict.toString()).isEqualTo(Ruling.HOLDS);
        }
    }

    private static Op find(RunRecord run, Predicate<Op> condition) {
        List<Op> operations = run.history().operations();
        return operations.stream()
                .skip(operations.size() / 2)
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }

    private static Op with(Op op, List<Step> steps, Label label) {
        return new Op(
                op.number(), op.process(), op.function(), op.invoked(), op.completed(), op.outcome(), steps, label);
    }

    private static RunRecord replaced(RunRecord run, Op old, UnaryOperator<Op> change) {
        List<Op> operations = new ArrayList<>(run.history().operations());
        operations.set(operations.indexOf(old), change.apply(old));
        return run.with(new History(operations, List.of(), run.history().length()));
    }

    private static RunRecord withSteps(RunRecord run, Op old, UnaryOperator<Step> change) {
        return replaced(run, old, op -> with(op, op.steps().stream().map(change).toList(), op.label()));
    }

    private static Label labelled(Label label, long version) {
        return new Label(label.node(), label.layer(), label.tx(), version, label.nseq(), label.hash());
    }

    private static void found(RunRecord run, String guarantee, String anomaly) {
        Verdict verdict = Guarantee.named(guarantee).judge(run);
        assertThat(verdict.ruling()).as(verdict.toString()).isEqualTo(Ruling.VIOLATED);
        assertThat(verdict.names(anomaly)).as(verdict.toString()).isTrue();
    }

    private static boolean readsList(Op op, int layer, int least) {
        return op.isOk()
                && !op.isUpdate()
                && op.function().equals("txn")
                && op.label().layer() == layer
                && op.steps().get(0) instanceof Step.Read read
                && read.seen() instanceof Seen.Many many
                && many.values().size() >= least;
    }

    private static Step shorter(Step step, int by) {
        if (step instanceof Step.Read read
                && read.seen() instanceof Seen.Many many
                && many.values().size() > by) {
            return new Step.Read(
                    read.key(),
                    new Seen.Many(many.values().subList(0, many.values().size() - by)));
        }
        return step;
    }

    @Test
    void aStaleCoreReadIsFound() {
        Op read = find(LISTS, op -> readsList(op, 0, 20) && op.steps().size() == 1);
        RunRecord bad = withSteps(LISTS, read, step -> shorter(step, 15));
        found(bad, "strict-serializable", "G-single-realtime");
        found(bad, "linearizable", "nonlinearizable");
        assertThat(Guarantee.SERIALIZABLE.judge(bad).ruling()).isEqualTo(Ruling.HOLDS);
    }

    @Test
    void aLostUpdateIsFound() {
        Op update = find(
                REGISTERS,
                op -> op.isOk()
                        && op.steps().size() == 2
                        && op.steps().get(0) instanceof Step.Read read
                        && op.steps().get(1) instanceof Step.Write write
                        && write.key().equals(read.key())
                        && read.seen() instanceof Seen.One);
        RunRecord bad = replaced(
                REGISTERS, update, op -> with(op, op.steps(), Label.EMPTY)); // stays as it is, but a copy loses to it
        List<Op> operations = new ArrayList<>(bad.history().operations());
        Step.Write write = (Step.Write) update.steps().get(1);
        operations.add(new Op(
                operations.size(),
                999,
                "txn",
                update.invoked(),
                update.completed(),
                Op.Outcome.OK,
                List.of(update.steps().get(0), new Step.Write(write.key(), "999999999")),
                Label.EMPTY));
        found(
                bad.with(new History(operations, List.of(), bad.history().length())),
                "strict-serializable",
                "lost-update");
    }

    @Test
    void circularInformationFlowIsFound() {
        Op read = find(LISTS, op -> readsList(op, 0, 3));
        String value = "777777777";
        RunRecord bad =
                withSteps(LISTS, read, step -> step == read.steps().get(0) ? step : new Step.Append("fresh", value));
        List<Op> operations = new ArrayList<>(LISTS.history().operations());
        operations.remove(read);
        Seen.Many seen = (Seen.Many) ((Step.Read) read.steps().get(0)).seen();
        String source = seen.values().get(seen.values().size() - 1);
        Op writer = operations.stream()
                .filter(op -> op.steps().stream()
                        .anyMatch(step ->
                                step instanceof Step.Append one && one.value().equals(source)))
                .findFirst()
                .orElseThrow();
        List<Step> more = new ArrayList<>(writer.steps());
        more.add(new Step.Read("fresh", new Seen.Many(List.of(value))));
        operations.set(operations.indexOf(writer), with(writer, more, writer.label()));
        operations.add(with(read, List.of(read.steps().get(0), new Step.Append("fresh", value)), Label.EMPTY));
        assertThat(bad.history().operations()).hasSize(operations.size());
        found(LISTS.with(new History(operations, List.of(), LISTS.history().length())), "serializable", "G1c");
    }

    @Test
    void readSkewIsFound() {
        Op read = find(
                LISTS,
                op -> readsList(op, 0, 20)
                        && op.steps().size() == 2
                        && op.steps().get(1) instanceof Step.Read other
                        && other.seen() instanceof Seen.Many many
                        && many.values().size() > 20);
        Step first = read.steps().get(0);
        RunRecord bad = withSteps(LISTS, read, step -> step == first ? shorter(step, 19) : step);
        found(bad, "serializable", "G-single");
    }

    @Test
    void aDuplicateAppendIsFound() {
        Op read = find(LISTS, op -> readsList(op, 0, 3));
        RunRecord bad = withSteps(LISTS, read, step -> {
            if (step instanceof Step.Read one && one.seen() instanceof Seen.Many many) {
                List<String> values = new ArrayList<>(many.values());
                values.add(values.get(0));
                return new Step.Read(one.key(), new Seen.Many(values));
            }
            return step;
        });
        found(bad, "exactly-once", "duplicate-append");
        found(bad, "strict-serializable", "duplicate-elements");
    }

    @Test
    void aReadOnLayerOneThatIsNoPrefixIsFound() {
        Op read = find(LISTS, op -> readsList(op, 1, 5) && op.label().node().equals("B1"));
        found(withSteps(LISTS, read, step -> shorter(step, 1)), "prefix", "non-prefix-read");
        RunRecord hole = withSteps(LISTS, read, step -> {
            if (step instanceof Step.Read one && one.seen() instanceof Seen.Many many) {
                List<String> values = new ArrayList<>(many.values());
                values.remove(0);
                return values.isEmpty() ? step : new Step.Read(one.key(), new Seen.Many(values));
            }
            return step;
        });
        found(hole, "prefix", "non-prefix-read");
        found(hole, "serializable", "incompatible-order");
    }

    @Test
    void aReadOnLayerTwoThatGoesBackIsFound() {
        Op read = find(
                LISTS,
                op -> readsList(op, 2, 20)
                        && op.steps().size() == 1
                        && op.label().node().equals("C1"));
        RunRecord bad = replaced(
                LISTS,
                read,
                op -> with(
                        op,
                        op.steps().stream().map(step -> shorter(step, 19)).toList(),
                        labelled(op.label(), op.label().version() - 600)));
        found(bad, "monotonic-reads", "no-monotonic-reads");
        found(bad, "strong-session-serializable", "G-single-process");
        found(bad, "bounded-staleness", "stale-layer2");
    }

    @Test
    void versionsThatContradictRealTimeAreFound() {
        Op read = find(LISTS, op -> readsList(op, 0, 1));
        RunRecord bad = replaced(
                LISTS,
                read,
                op -> with(op, op.steps(), labelled(op.label(), op.label().version() - 99)));
        found(bad, "strict-serializable", "version-realtime");
    }

    @Test
    void aLateLayerOneIsFound() {
        Op read = find(LISTS, op -> readsList(op, 1, 1));
        RunRecord bad = replaced(
                LISTS,
                read,
                op -> with(op, op.steps(), labelled(op.label(), op.label().version() - 20)));
        found(bad, "bounded-staleness", "stale-layer1");
    }

    @Test
    void nodesThatEndApartAreFound() {
        Op last = find(
                LISTS, op -> op.function().equals("final") && op.label().node().equals("C2"));
        RunRecord bad = withSteps(LISTS, last, step -> shorter(step, 1));
        found(bad, "convergence", "diverged");
        Op first = find(LISTS, op -> op.function().equals("final"));
        found(withSteps(LISTS, first, step -> shorter(step, 1)), "exactly-once", "lost-append");
    }
}
