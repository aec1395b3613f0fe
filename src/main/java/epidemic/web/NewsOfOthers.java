package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeNews;
import java.util.List;
import java.util.function.Consumer;

/** The way to what happened at the processes of other nodes. Thread-safe. */
public interface NewsOfOthers {
    /** There are no other processes. */
    NewsOfOthers NONE = new NewsOfOthers() {
        @Override
        public List<NodeId> nodes() {
            return List.of();
        }

        @Override
        public void ask(NodeId node, long afterEvent, Consumer<NodeNews> taker) {}
    };

    /** The nodes of other processes. */
    List<NodeId> nodes();

    /**
     * Asks the process of a node.
     *
     * @param taker may never be called; on any thread
     */
    void ask(NodeId node, long afterEvent, Consumer<NodeNews> taker);
}
