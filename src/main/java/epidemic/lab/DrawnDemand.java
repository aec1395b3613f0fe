package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.sim.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a seed's clients ask for: half updates, half reads of all layers. */
final class DrawnDemand implements Demand {
    private static final long STREAM = 0x636C6965L;
    private static final long FIRST_NANOS = 300_000_000;
    private static final long BACKOFF_NANOS = 40_000_000;

    private final Workload workload;
    private final SplittableRandom random;
    private final Requests requests;
    private final List<Member> members = new ArrayList<>();
    private final int[] asked;

    DrawnDemand(long seed, Workload workload, Topology topology, Scenario scenario) {
        this.workload = workload;
        this.random = new SplittableRandom(Draw.mix(seed, STREAM));
        this.requests = scenario.requests(seed, workload, topology, random);
        DrawnSessions sessions = new DrawnSessions(seed);
        this.asked = new int[workload.clients()];
        for (int number = 0; number < workload.clients(); number++) {
            boolean hasSession = random.nextDouble() < workload.sessions();
            Optional<Session> drawn = hasSession ? Optional.of(sessions.next()) : Optional.empty();
            members.add(new Member(number, scenario.session(seed, number, drawn)));
        }
    }

    @Override
    public List<Member> members() {
        return members;
    }

    @Override
    public long patienceNanos() {
        return workload.patienceNanos();
    }

    @Override
    public long firstNanos(Member member) {
        return random.nextLong(FIRST_NANOS);
    }

    @Override
    public Optional<Ask> next(Member member, long nowNanos) {
        if (asked[member.number()] == workload.operationsPerClient()) {
            return Optional.empty();
        }
        asked[member.number()]++;
        return Optional.of(ask(requests.next()));
    }

    private static Ask ask(Requests.Request request) {
        return new Ask(request.layer(), request.operations(), request.node());
    }

    @Override
    public long pauseNanos(Member member, long nowNanos, boolean isHealed) {
        return isHealed ? 0 : (long) (-Math.log1p(-random.nextDouble()) * workload.thinkNanos());
    }

    @Override
    public Optional<Long> retryAfterNanos(Member member, Operated operated, long nowNanos) {
        return operated.attemptCount() < workload.attempts()
                ? Optional.of(random.nextLong(BACKOFF_NANOS))
                : Optional.empty();
    }

    @Override
    public NodeId retryNode(Member member, Operated operated, long nowNanos) {
        return requests.another(operated.transaction().layer(), operated.node());
    }

    @Override
    public Ask filler() {
        return ask(requests.filler());
    }

    @Override
    public Ask barrier() {
        return ask(requests.barrier());
    }

    @Override
    public List<String> allKeys() {
        return requests.allKeys();
    }
}
