package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nodes are drawn by seed. */
class NodeChoiceTest {
    private static final TransactionLine UPDATE = SevenNodes.PARSER.parse("1.2");
    private static final TransactionLine READ = SevenNodes.PARSER.parse("1 1");
    private static final TransactionLine PINNED = SevenNodes.PARSER.parse("1.2 @A3");

    @Test
    void theSameSeedAndFileGiveTheSameNodes() {
        assertThat(draw(7, 1, UPDATE)).isEqualTo(draw(7, 1, UPDATE));
        assertThat(draw(7, 1, UPDATE)).isNotEqualTo(draw(7, 0, UPDATE)).isNotEqualTo(draw(8, 1, UPDATE));
    }

    @Test
    void everyNodeOfTheLayerAndNoOtherIsDrawn() {
        assertThat(new TreeSet<>(draw(1, 0, UPDATE))).extracting(NodeId::name).containsExactly("A1", "A2", "A3");
        assertThat(new TreeSet<>(draw(1, 0, READ))).extracting(NodeId::name).containsExactly("B1", "B2");
    }

    @Test
    void drawsAreEven() {
        NodeChoice choice = new NodeChoice(SevenNodes.TOPOLOGY, 3, 5);
        int first = 0;
        for (int index = 0; index < 30_000; index++) {
            first += choice.choose(UPDATE).name().equals("A1") ? 1 : 0;
        }
        assertThat(first).isBetween(9_500, 10_500);
    }

    @Test
    void aPinWinsAndChangesNoOtherDraw() {
        NodeChoice with = new NodeChoice(SevenNodes.TOPOLOGY, 3, 0);
        NodeChoice without = new NodeChoice(SevenNodes.TOPOLOGY, 3, 0);
        assertThat(with.choose(PINNED)).isEqualTo(NodeId.of("A3"));
        without.choose(UPDATE);
        for (int index = 0; index < 20; index++) {
            assertThat(with.choose(UPDATE)).isEqualTo(without.choose(UPDATE));
        }
    }

    private static List<NodeId> draw(long seed, int fileIndex, TransactionLine line) {
        NodeChoice choice = new NodeChoice(SevenNodes.TOPOLOGY, seed, fileIndex);
        List<NodeId> nodes = new ArrayList<>();
        for (int index = 0; index < 50; index++) {
            nodes.add(choice.choose(line));
        }
        return nodes;
    }
}
