package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Topology;
import java.util.List;
import java.util.stream.Stream;

/** The topology that the tests parse against: three layers, seven nodes. */
final class SevenNodes {
    static final Topology TOPOLOGY = new Topology(
            List.of(
                    layer("core", "strong", "A1", "A2", "A3"),
                    layer("layer 1", "causal", "B1", "B2"),
                    layer("layer 2", "weak", "C1", "C2")),
            List.of());

    static final TransactionParser PARSER = new TransactionParser(TOPOLOGY);

    private SevenNodes() {}

    private static Topology.Layer layer(String name, String guarantee, String... nodes) {
        return new Topology.Layer(
                name, guarantee, Stream.of(nodes).map(NodeId::of).toList());
    }

    /** A line in a spelling of its own, for comparison: {@code 0|r 12|w 49=53|@A2}. */
    static String shown(TransactionLine line) {
        StringBuilder text = new StringBuilder().append(line.layer());
        line.operations().forEach(operation -> text.append('|').append(shown(operation)));
        line.pin().ifPresent(pin -> text.append("|@").append(pin));
        return text.toString();
    }

    private static String shown(Operation operation) {
        if (operation instanceof Operation.Change change) {
            String kind = change instanceof Operation.Write ? "w " : "a ";
            return kind + change.key() + "=" + change.value();
        }
        return "r " + operation.key();
    }
}
