package epidemic.lab.shrink;

import epidemic.kernel.NodeId;
import epidemic.lab.Script;
import epidemic.sim.ClockConditions;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The lists in a scenario of which elements can be left out, those with the most in them first. */
final class Parts {
    /** All lists. */
    static final List<Part<?>> ALL = List.of(
            new Part<>(
                    golden -> golden.script().clients(),
                    (golden, clients) ->
                            golden.withScript(new Script(golden.script().patienceNanos(), clients))),
            new Part<>(
                    golden -> golden.plan().faults(),
                    (golden, faults) -> golden.withPlan(golden.plan().withFaults(faults))),
            new Part<>(
                    golden -> Scripts.asks(golden.script()),
                    (golden, kept) -> golden.withScript(Scripts.keepAsks(golden.script(), new HashSet<>(kept)))),
            new Part<>(
                    golden ->
                            Scripts.places(golden.script(), ask -> ask.retries().size()),
                    (golden, kept) -> golden.withScript(Scripts.keepRetries(golden.script(), new HashSet<>(kept)))),
            new Part<>(
                    golden -> Scripts.places(
                            golden.script(), ask -> ask.operations().size()),
                    (golden, kept) -> golden.withScript(Scripts.keepOperations(golden.script(), new HashSet<>(kept)))),
            new Part<ClockConditions>(
                    golden -> golden.plan().clocks(),
                    (golden, clocks) -> golden.withPlan(golden.plan().withClocks(clocks))),
            new Part<>(
                    golden -> Plans.members(golden.plan()),
                    (golden, kept) -> golden.withPlan(keepMembers(golden.plan(), kept))));

    private Parts() {}

    /** A list in a scenario. */
    record Part<E>(Getter<E> getter, Setter<E> setter) {
        List<E> of(GoldenScenario golden) {
            return getter.of(golden);
        }

        GoldenScenario with(GoldenScenario golden, List<E> kept) {
            return setter.with(golden, kept);
        }
    }

    /** Reads the list. */
    interface Getter<E> {
        List<E> of(GoldenScenario golden);
    }

    /** Puts a part of the list in its place. */
    interface Setter<E> {
        GoldenScenario with(GoldenScenario golden, List<E> kept);
    }

    private static FaultPlan keepMembers(FaultPlan plan, List<Plans.Member> kept) {
        List<FaultPlan.TimedFault> faults = new ArrayList<>();
        for (int index = 0; index < plan.faults().size(); index++) {
            FaultPlan.TimedFault timed = plan.faults().get(index);
            int fault = index;
            List<NodeId> nodes = kept.stream()
                    .filter(member -> member.fault() == fault)
                    .map(Plans.Member::node)
                    .toList();
            if (timed.fault() instanceof Fault.Blackout blackout) {
                if (!nodes.isEmpty()) {
                    faults.add(
                            new FaultPlan.TimedFault(timed.atNanos(), new Fault.Blackout(nodes, blackout.downNanos())));
                }
            } else if (timed.fault() instanceof Fault.Partition partition) {
                if (!nodes.isEmpty()) {
                    faults.add(new FaultPlan.TimedFault(
                            timed.atNanos(), new Fault.Partition(nodes, partition.durationNanos())));
                }
            } else {
                faults.add(timed);
            }
        }
        return plan.withFaults(faults);
    }
}
