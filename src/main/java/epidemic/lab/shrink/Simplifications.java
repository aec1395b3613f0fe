package epidemic.lab.shrink;

import epidemic.kernel.Operation;
import epidemic.kernel.Session;
import epidemic.lab.Script;
import epidemic.sim.ClockConditions;
import epidemic.sim.DiskConditions;
import epidemic.sim.FaultPlan;
import epidemic.sim.TimeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Simpler values for what cannot be left out. Each spot of a scenario comes with its choices, the simplest first; a
 * choice changes that spot alone, so the choices of one spot stay good when another spot is changed.
 */
final class Simplifications {
    private final GoldenScenario golden;
    private final Map<String, String> defaults;
    private final List<List<UnaryOperator<GoldenScenario>>> spots = new ArrayList<>();

    private Simplifications(GoldenScenario golden, Map<String, String> defaults) {
        this.golden = golden;
        this.defaults = defaults;
    }

    /** The choices of each spot. */
    static List<List<UnaryOperator<GoldenScenario>>> of(GoldenScenario golden, Map<String, String> defaults) {
        Simplifications made = new Simplifications(golden, defaults);
        new LinkSimplifications(golden, made.spots).add();
        made.disks();
        made.clocks();
        made.settings();
        made.times();
        made.clients();
        made.names();
        return made.spots;
    }

    /** The choices of the links' spots alone. */
    static List<List<UnaryOperator<GoldenScenario>>> ofLinks(GoldenScenario golden) {
        List<List<UnaryOperator<GoldenScenario>>> spots = new ArrayList<>();
        new LinkSimplifications(golden, spots).add();
        return spots;
    }

    private void spot(UnaryOperator<GoldenScenario> choice) {
        spots.add(List.of(choice));
    }

    private void disks() {
        FaultPlan calm = FaultPlan.none(0);
        disks(disks -> calm.disks());
        disks(DiskConditions::healed);
        disks(disks -> new DiskConditions(disks.writeNanos(), 0, 0, disks.tear()));
        disks(disks -> new DiskConditions(disks.writeNanos(), disks.slow(), disks.slowNanos(), 0));
        times(
                golden.plan().disks().writeNanos(),
                (now, nanos) -> now.withPlan(now.plan()
                        .withDisks(disk(
                                now.plan().disks(), nanos, now.plan().disks().slowNanos()))));
        times(
                golden.plan().disks().slowNanos(),
                (now, nanos) -> now.withPlan(now.plan()
                        .withDisks(disk(now.plan().disks(), now.plan().disks().writeNanos(), nanos))));
    }

    private void disks(UnaryOperator<DiskConditions> change) {
        spot(now -> now.withPlan(now.plan().withDisks(change.apply(now.plan().disks()))));
    }

    private static DiskConditions disk(DiskConditions disks, long write, long slowBy) {
        return new DiskConditions(write, disks.slow(), slowBy, disks.tear());
    }

    private void clocks() {
        for (int index = 0; index < golden.plan().clocks().size(); index++) {
            clock(index, clock -> new ClockConditions(clock.node(), clock.driftPpm(), 0));
            clock(index, clock -> new ClockConditions(clock.node(), 0, clock.wallOffsetNanos()));
        }
    }

    private void clock(int index, UnaryOperator<ClockConditions> change) {
        spot(now -> {
            List<ClockConditions> clocks = new ArrayList<>(now.plan().clocks());
            clocks.set(index, change.apply(clocks.get(index)));
            return now.withPlan(now.plan().withClocks(clocks));
        });
    }

    /** All settings as configured, or at least one more of them, or rounder. */
    private void settings() {
        spot(now -> now.withSettings(defaults));
        golden.settings().forEach((name, value) -> {
            List<UnaryOperator<GoldenScenario>> choices = new ArrayList<>();
            choices.add(now -> set(now, name, defaults.getOrDefault(name, value)));
            boolean isConfigured = value.equals(defaults.get(name));
            if (!isConfigured && value.matches("[0-9]+(ns|us|ms|s)")) {
                Steps.towardsZero(TimeText.parse(value))
                        .forEach(nanos -> choices.add(now -> set(now, name, TimeText.of(nanos))));
            }
            spots.add(choices);
        });
    }

    private static GoldenScenario set(GoldenScenario now, String name, String value) {
        Map<String, String> settings = new LinkedHashMap<>(now.settings());
        settings.put(name, value);
        return now.withSettings(settings);
    }

    private interface TimeChange {
        GoldenScenario with(GoldenScenario now, long nanos);
    }

    private void times(long nanos, TimeChange change) {
        List<UnaryOperator<GoldenScenario>> choices = new ArrayList<>();
        Steps.towardsZero(nanos).forEach(smaller -> choices.add(now -> change.with(now, smaller)));
        spots.add(choices);
    }

    private void times() {
        times(golden.plan().healNanos(), (now, nanos) -> now.withPlan(now.plan().withHeal(nanos)));
        List<FaultPlan.TimedFault> faults = golden.plan().faults();
        for (int index = 0; index < faults.size(); index++) {
            int at = index;
            times(faults.get(index).fault().spanNanos(), (now, nanos) -> {
                FaultPlan.TimedFault timed = now.plan().faults().get(at);
                return now.withPlan(Plans.withFault(
                        now.plan(),
                        at,
                        new FaultPlan.TimedFault(timed.atNanos(), timed.fault().withSpan(nanos))));
            });
        }
        // From the first on, so that an earlier time does not change which fault stands at which index.
        for (int index = 0; index < faults.size(); index++) {
            int at = index;
            times(faults.get(index).atNanos(), (now, nanos) -> earlier(now, at, nanos));
        }
    }

    private static GoldenScenario earlier(GoldenScenario now, int at, long nanos) {
        List<FaultPlan.TimedFault> faults = now.plan().faults();
        boolean overtakes = at > 0 && faults.get(at - 1).atNanos() > nanos;
        return overtakes
                ? now
                : now.withPlan(Plans.withFault(
                        now.plan(),
                        at,
                        new FaultPlan.TimedFault(nanos, faults.get(at).fault())));
    }

    private void clients() {
        for (Scripts.Place place : Scripts.asks(golden.script())) {
            Script.Ask asked =
                    golden.script().clients().get(place.client()).asks().get(place.ask());
            times(
                    asked.atNanos(),
                    (now, nanos) -> change(
                            now, place, ask -> ask(ask, Math.max(nanos, begunBefore(now, place)), ask.retries())));
            for (int index = 0; index < asked.retries().size(); index++) {
                int at = index;
                times(
                        asked.retries().get(index).afterNanos(),
                        (now, nanos) -> change(now, place, ask -> {
                            List<Script.Retry> retries = new ArrayList<>(ask.retries());
                            retries.set(
                                    at, new Script.Retry(nanos, retries.get(at).node()));
                            return ask(ask, ask.atNanos(), retries);
                        }));
            }
        }
        times(
                golden.script().patienceNanos(),
                (now, nanos) -> nanos == 0
                        ? now
                        : now.withScript(new Script(nanos, now.script().clients())));
        for (int index = 0; index < golden.script().clients().size(); index++) {
            int at = index;
            spot(now -> withSession(now, at, Optional.empty()));
            spot(now -> withSession(now, at, Optional.of(Session.NONE)));
        }
        for (int index = 0; index < golden.script().clients().size(); index++) {
            int at = index;
            spot(now -> withClient(now, at, client -> new Script.Client(at, client.session(), client.asks())));
        }
    }

    /** With less of a session than now; the same if it has no more. */
    private GoldenScenario withSession(GoldenScenario now, int at, Optional<Session> session) {
        return withClient(
                now,
                at,
                client -> new Script.Client(client.number(), client.session().flatMap(any -> session), client.asks()));
    }

    /** When the ask before it is due: it cannot be asked for earlier. */
    private static long begunBefore(GoldenScenario now, Scripts.Place place) {
        return place.ask() == 0
                ? 0
                : now.script()
                        .clients()
                        .get(place.client())
                        .asks()
                        .get(place.ask() - 1)
                        .atNanos();
    }

    private static GoldenScenario change(GoldenScenario now, Scripts.Place place, UnaryOperator<Script.Ask> change) {
        return now.withScript(Scripts.change(now.script(), place, change));
    }

    private static Script.Ask ask(Script.Ask ask, long atNanos, List<Script.Retry> retries) {
        return new Script.Ask(atNanos, ask.layer(), ask.operations(), ask.node(), retries);
    }

    private static GoldenScenario withClient(GoldenScenario now, int index, UnaryOperator<Script.Client> change) {
        List<Script.Client> clients = new ArrayList<>(now.script().clients());
        clients.set(index, change.apply(clients.get(index)));
        return now.withScript(new Script(now.script().patienceNanos(), clients));
    }

    /** One key for all, or keys and values from 1 on. */
    private void names() {
        spot(now -> renamed(now, key -> "1", value -> value));
        spot(now -> renamed(now, new Numbers(), new Numbers()));
    }

    private static GoldenScenario renamed(GoldenScenario now, UnaryOperator<String> key, UnaryOperator<String> value) {
        return now.withScript(Scripts.changeAll(
                now.script(),
                ask -> new Script.Ask(
                        ask.atNanos(),
                        ask.layer(),
                        ask.operations().stream()
                                .map(operation -> renamed(operation, key, value))
                                .toList(),
                        ask.node(),
                        ask.retries())));
    }

    private static Operation renamed(Operation operation, UnaryOperator<String> key, UnaryOperator<String> value) {
        if (operation instanceof Operation.Write write) {
            return new Operation.Write(key.apply(write.key()), value.apply(write.value()));
        } else if (operation instanceof Operation.Append append) {
            return new Operation.Append(key.apply(append.key()), value.apply(append.value()));
        }
        return new Operation.Read(key.apply(operation.key()));
    }

    /** Gives each name a number, from 1 on. */
    private static final class Numbers implements UnaryOperator<String> {
        private final Map<String, String> numbers = new LinkedHashMap<>();

        @Override
        public String apply(String name) {
            return numbers.computeIfAbsent(name, any -> Integer.toString(numbers.size() + 1));
        }
    }
}
