package epidemic.lab;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Passes a demand on and writes down what was asked for. */
final class RecordingDemand implements Demand {
    private final Demand demand;
    private final Map<Member, List<Noted>> asked = new LinkedHashMap<>();

    /** An ask so far. */
    private static final class Noted {
        private final long atNanos;
        private final Ask ask;
        private final List<Script.Retry> retries = new ArrayList<>();
        /** When the latest attempt turned out to be of no use. */
        private long uncertainNanos;

        private Noted(long atNanos, Ask ask) {
            this.atNanos = atNanos;
            this.ask = ask;
        }

        private Script.Ask written() {
            return new Script.Ask(atNanos, ask.layer(), ask.operations(), ask.node(), retries);
        }
    }

    RecordingDemand(Demand demand) {
        this.demand = demand;
        demand.members().forEach(member -> asked.put(member, new ArrayList<>()));
    }

    /** What was asked for until now; clients that have not asked for anything are left out. */
    Script script() {
        List<Script.Client> clients = new ArrayList<>();
        asked.forEach((member, asks) -> {
            if (!asks.isEmpty()) {
                clients.add(new Script.Client(
                        member.number(),
                        member.session(),
                        asks.stream().map(Noted::written).toList()));
            }
        });
        return new Script(demand.patienceNanos(), clients);
    }

    private Noted latest(Member member) {
        List<Noted> asks = asked.get(member);
        return asks.get(asks.size() - 1);
    }

    @Override
    public List<Member> members() {
        return demand.members();
    }

    @Override
    public long patienceNanos() {
        return demand.patienceNanos();
    }

    @Override
    public long firstNanos(Member member) {
        return demand.firstNanos(member);
    }

    @Override
    public Optional<Ask> next(Member member, long nowNanos) {
        Optional<Ask> next = demand.next(member, nowNanos);
        next.ifPresent(ask -> asked.get(member).add(new Noted(nowNanos, ask)));
        return next;
    }

    @Override
    public long pauseNanos(Member member, long nowNanos, boolean isHealed) {
        return demand.pauseNanos(member, nowNanos, isHealed);
    }

    @Override
    public Optional<Long> retryAfterNanos(Member member, Operated operated, long nowNanos) {
        Optional<Long> pause = demand.retryAfterNanos(member, operated, nowNanos);
        Noted noted = latest(member);
        boolean isFirst = noted.retries.size() < operated.attemptCount();
        if (pause.isPresent() && isFirst) {
            noted.uncertainNanos = nowNanos;
            noted.retries.add(new Script.Retry(pause.get(), operated.node()));
        }
        return pause;
    }

    @Override
    public NodeId retryNode(Member member, Operated operated, long nowNanos) {
        NodeId node = demand.retryNode(member, operated, nowNanos);
        Noted noted = latest(member);
        noted.retries.set(noted.retries.size() - 1, new Script.Retry(nowNanos - noted.uncertainNanos, node));
        return node;
    }

    @Override
    public Ask filler() {
        return demand.filler();
    }

    @Override
    public Ask barrier() {
        return demand.barrier();
    }

    @Override
    public List<String> allKeys() {
        return demand.allKeys();
    }
}
