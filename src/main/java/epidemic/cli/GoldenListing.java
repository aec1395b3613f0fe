package epidemic.cli;

import epidemic.lab.Script;
import epidemic.lab.shrink.GoldenScenario;
import epidemic.lab.shrink.GoldenText;
import epidemic.lab.shrink.SessionText;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanText;
import epidemic.sim.LinkConditions;
import epidemic.sim.TimeText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What is in a scenario, for people. */
final class GoldenListing {
    private GoldenListing() {}

    /** Prints what goes wrong, what clients ask for, and who is asked. */
    static void print(PrintWriter out, GoldenScenario golden) {
        List<String> faults = faults(golden.plan());
        block(out, "faults", faults.isEmpty() ? List.of("none") : faults);
        block(out, "clients", clients(golden.script()));
        block(out, "asked", List.of(String.join(" ", nodes(golden.script()))));
    }

    private static void block(PrintWriter out, String name, List<String> lines) {
        String head = name;
        for (String line : lines) {
            out.printf("  %-8s %s%n", head, line);
            head = "";
        }
    }

    private static List<String> faults(FaultPlan plan) {
        List<String> lines = new ArrayList<>();
        LinkConditions links = plan.links();
        chance(lines, "messages lost", links.drop());
        chance(lines, "messages twice", links.duplicate());
        chance(lines, "messages late", links.reorder());
        chance(lines, "answers lost", links.lostAnswer());
        chance(
                lines,
                "writes slow, by " + TimeText.of(plan.disks().slowNanos()),
                plan.disks().slow());
        plan.clocks()
                .forEach(clock -> lines.add("clock of " + clock.node() + " wrong by " + clock.driftPpm() + " ppm, wall "
                        + TimeText.of(clock.wallOffsetNanos())));
        for (FaultPlan.TimedFault timed : plan.faults()) {
            lines.add("at " + TimeText.of(timed.atNanos()) + " " + FaultPlanText.print(timed.fault()));
        }
        return lines;
    }

    private static void chance(List<String> lines, String what, double chance) {
        if (chance > 0) {
            lines.add(String.format(Locale.ROOT, "%s: %.1f %%", what, 100 * chance));
        }
    }

    private static List<String> clients(Script script) {
        List<String> lines = new ArrayList<>();
        for (Script.Client client : script.clients()) {
            String name = "c" + client.number()
                    + client.session()
                            .map(session -> " with a " + SessionText.print(session))
                            .orElse("");
            for (Script.Ask ask : client.asks()) {
                StringBuilder line = new StringBuilder(name + " at " + TimeText.of(ask.atNanos()) + "  ")
                        .append(GoldenText.transaction(ask));
                ask.retries().forEach(retry -> line.append(", again @").append(retry.node()));
                lines.add(line.toString());
            }
        }
        return lines.isEmpty() ? List.of("none") : lines;
    }

    private static TreeSet<String> nodes(Script script) {
        TreeSet<String> nodes = new TreeSet<>();
        for (Script.Client client : script.clients()) {
            for (Script.Ask ask : client.asks()) {
                nodes.add(ask.node().name());
                ask.retries().forEach(retry -> nodes.add(retry.node().name()));
            }
        }
        return nodes;
    }
}
