package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.sim.ClientWorld;
import java.util.List;
import java.util.Optional;

/** The laboratory's clients and their judge, for runs on other hosts than the simulator. */
public final class JudgedClients {
    private final Clients clients;

    public JudgedClients(ClientWorld world, Workload workload, Scenario scenario) {
        this.clients = new Clients(
                world,
                new DrawnDemand(world.seed(), workload, world.topology(), scenario),
                new HistoryRecorder(world.topology(), Optional.empty()));
    }

    public void start() {
        clients.start();
    }

    public boolean areDone() {
        return clients.areDone();
    }

    /** From now on nothing gets lost. */
    public void countVainWaits() {
        clients.countVainWaits();
    }

    /** A client that has asked in vain for too long; see {@link Clients#stalled}. */
    public Optional<String> stalled(long vainNanos, long sessionWaitNanos) {
        return clients.stalled(vainNanos, sessionWaitNanos);
    }

    /** One more update. */
    public Ask fill() {
        return new Ask(clients.fill());
    }

    /** Reads all keys at a node. */
    public Ask readAll(NodeId node) {
        return new Ask(clients.readAll(node));
    }

    /** How many operations clients have begun. */
    public int operationCount() {
        return clients.operations().size();
    }

    /** How many operations were committed. */
    public long committedCount() {
        return clients.operations().stream()
                .filter(operated -> operated.committed().isPresent())
                .count();
    }

    /** Ends what is open as unknown and judges all against the final order. */
    public void judge(List<VersionEntry> order) {
        judge(order, true);
    }

    /**
     * Ends what is open as unknown and judges all against the final order.
     *
     * @param keepsOneOrder as in {@link Scenario#keepsOneOrder}
     */
    public void judge(List<VersionEntry> order, boolean keepsOneOrder) {
        clients.giveUp();
        OutcomeJudge judge = new OutcomeJudge(order, clients.operations());
        if (keepsOneOrder) {
            judge.judge();
        } else {
            judge.judgeEnd();
        }
    }

    /** A request of the driver. */
    public record Ask(Operated operated) {
        public boolean isOpen() {
            return operated.isOpen();
        }

        /** What was read; empty if it was not committed. */
        public Optional<?> reads() {
            return operated.committed().map(committed -> committed.reads());
        }
    }
}
