package epidemic.lab.shrink;

import epidemic.lab.Notation;
import epidemic.lab.Script;
import epidemic.sim.FaultPlanText;
import epidemic.sim.TimeText;
import java.util.List;

/**
 * Golden scenarios as text, a line for each thing, so that they can be kept in files, read, and changed by hand. What
 * {@link #print} writes, {@link GoldenReader} reads back as an equal scenario. The middle part is a plan of faults, see
 * {@link FaultPlanText}; what clients ask for is written as in transaction files.
 *
 * <pre>
 * # a comment
 * strategy layered
 * seed 42
 * mutant ack-first
 * violates one-order
 * set core.ack-timeout=350ms
 * heal 3s
 * links min=100us mean=400us drop=0.05 duplicate=0.0 reorder=0.0 lost-answer=0.0
 * disks write=100us slow=0.0 slow-by=0ns tear=1.0
 * at 1200ms crash A1 down=300ms
 * patience 500ms
 * client 0 session
 *   ask 320ms b, w(1,5), c @A2
 *   retry 20ms @A3
 *   ask 700ms b1, r(1), c @B1
 * </pre>
 */
public final class GoldenText {
    private GoldenText() {}

    /**
     * The scenario as text.
     *
     * @param remarks what its first lines tell people, without line ends
     */
    public static String print(GoldenScenario golden, List<String> remarks) {
        StringBuilder text = new StringBuilder();
        remarks.forEach(remark -> line(text, remark.isEmpty() ? "#" : "# " + remark));
        line(text, "strategy " + golden.strategy());
        line(text, "seed " + golden.seed());
        golden.mutant().ifPresent(name -> line(text, "mutant " + name));
        golden.violates().ifPresent(name -> line(text, "violates " + name));
        golden.settings().forEach((name, value) -> line(text, "set " + name + "=" + value));
        text.append(FaultPlanText.print(golden.plan()));
        line(text, "patience " + TimeText.of(golden.script().patienceNanos()));
        golden.script().clients().forEach(client -> print(text, client));
        return text.toString();
    }

    private static void print(StringBuilder text, Script.Client client) {
        line(
                text,
                "client " + client.number()
                        + client.session()
                                .map(session -> " " + SessionText.print(session))
                                .orElse(""));
        for (Script.Ask ask : client.asks()) {
            line(text, "  ask " + TimeText.of(ask.atNanos()) + " " + transaction(ask));
            for (Script.Retry retry : ask.retries()) {
                line(text, "  retry " + TimeText.of(retry.afterNanos()) + " @" + retry.node());
            }
        }
    }

    /** A transaction as it stands in transaction files. */
    public static String transaction(Script.Ask ask) {
        String layer = ask.layer() == 0 ? "b" : "b" + ask.layer();
        return layer + ", " + Notation.of(ask.operations()) + ", c @" + ask.node();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
