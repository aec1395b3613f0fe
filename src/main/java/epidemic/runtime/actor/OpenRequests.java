package epidemic.runtime.actor;

import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The clients that wait at a node, and the last {@value #UNKNOWN_MAX} requests whose clients were told that the fate is
 * unknown. Confined to its {@link NodeActor}.
 */
final class OpenRequests {
    static final int UNKNOWN_MAX = 1_000;

    private final Set<OpenRequest> waiting = new LinkedHashSet<>();
    private final Set<RequestId> toldUnknown = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, Boolean> eldest) {
            return size() > UNKNOWN_MAX;
        }
    });

    void open(OpenRequest client) {
        waiting.add(client);
    }

    /** The client waits no longer. Returns whether it did. */
    boolean close(OpenRequest client, Outcome outcome) {
        if (!waiting.remove(client)) {
            return false;
        }
        if (outcome instanceof Outcome.Unknown) {
            toldUnknown.add(client.id());
        }
        return true;
    }

    /** The client that leaves, if it waits here. Looks at all that wait. */
    Optional<OpenRequest> find(NodeCall.Leave leave) {
        return waiting.stream().filter(client -> client.isOf(leave)).findFirst();
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** Whether a request may take effect yet, as far as this node's clients know. Looks at all that wait. */
    boolean isUnknown(RequestId id) {
        return toldUnknown.contains(id)
                || waiting.stream().anyMatch(client -> client.id().equals(id));
    }

    /** Forgets all that wait, and returns them. */
    List<OpenRequest> drain() {
        List<OpenRequest> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
