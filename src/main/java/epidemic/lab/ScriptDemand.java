package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a script's clients ask for. */
final class ScriptDemand implements Demand {
    private static final String SOME_KEY = "1";

    private final Script script;
    private final NodeId fillerNode;
    private final List<Member> members = new ArrayList<>();
    private final List<String> keys;
    private final List<Operation.Change> changes = new ArrayList<>();
    private final int[] asked;
    private long fillerValue;

    ScriptDemand(Script script, Topology topology) {
        this.script = script;
        this.fillerNode = topology.layers().get(0).nodes().get(0);
        Set<String> used = new LinkedHashSet<>();
        for (Script.Client client : script.clients()) {
            members.add(new Member(client.number(), client.session()));
            client.asks().forEach(ask -> ask.operations().forEach(operation -> note(operation, used)));
        }
        this.asked = new int[script.clients().size()];
        this.keys = used.isEmpty() ? List.of(SOME_KEY) : List.copyOf(used);
    }

    private void note(Operation operation, Set<String> used) {
        used.add(operation.key());
        if (operation instanceof Operation.Change change) {
            changes.add(change);
            fillerValue = Math.max(fillerValue, numberOf(change.value()));
        }
    }

    private static long numberOf(String value) {
        return value.matches("[0-9]{1,17}") ? Long.parseLong(value) : 0;
    }

    private int indexOf(Member member) {
        return members.indexOf(member);
    }

    private Optional<Script.Ask> ask(Member member, int number) {
        List<Script.Ask> asks = script.clients().get(indexOf(member)).asks();
        return number < asks.size() ? Optional.of(asks.get(number)) : Optional.empty();
    }

    @Override
    public List<Member> members() {
        return members;
    }

    @Override
    public long patienceNanos() {
        return script.patienceNanos();
    }

    @Override
    public long firstNanos(Member member) {
        return ask(member, 0).map(Script.Ask::atNanos).orElse(0L);
    }

    @Override
    public Optional<Ask> next(Member member, long nowNanos) {
        int index = indexOf(member);
        Optional<Script.Ask> next = ask(member, asked[index]);
        asked[index]++;
        return next.map(ask -> new Ask(ask.layer(), ask.operations(), ask.node()));
    }

    @Override
    public long pauseNanos(Member member, long nowNanos, boolean isHealed) {
        return ask(member, asked[indexOf(member)])
                .map(ask -> Math.max(0, ask.atNanos() - nowNanos))
                .orElse(0L);
    }

    private Optional<Script.Retry> retry(Member member, Operated operated) {
        List<Script.Retry> retries =
                ask(member, asked[indexOf(member)] - 1).orElseThrow().retries();
        int number = operated.attemptCount() - 1;
        return number < retries.size() ? Optional.of(retries.get(number)) : Optional.empty();
    }

    @Override
    public Optional<Long> retryAfterNanos(Member member, Operated operated, long nowNanos) {
        return retry(member, operated).map(Script.Retry::afterNanos);
    }

    @Override
    public NodeId retryNode(Member member, Operated operated, long nowNanos) {
        return retry(member, operated).map(Script.Retry::node).orElseThrow();
    }

    @Override
    public Ask filler() {
        fillerValue++;
        String value = Long.toString(fillerValue);
        Operation change = changes.isEmpty()
                ? new Operation.Write(keys.get(0), value)
                : changes.get(0) instanceof Operation.Append append
                        ? new Operation.Append(append.key(), value)
                        : new Operation.Write(changes.get(0).key(), value);
        return new Ask(0, List.of(change), fillerNode);
    }

    @Override
    public Ask barrier() {
        return new Ask(0, Requests.readsOf(keys), fillerNode);
    }

    @Override
    public List<String> allKeys() {
        return keys;
    }
}
