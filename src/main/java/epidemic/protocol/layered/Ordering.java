package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The end of a batch in a view that serves: waiting updates get their places, what is certain is applied, peers are told. */
final class Ordering {
    private final NodeId self;
    private final Membership views;
    private final CoreUpdates updates;
    private final TotalOrder order;
    private final CoreJournal journal;
    private final Execution execution;
    private final Replication replication;

    Ordering(
            NodeId self,
            Membership views,
            CoreUpdates updates,
            TotalOrder order,
            CoreJournal journal,
            Execution execution,
            Replication replication) {
        this.self = self;
        this.views = views;
        this.updates = updates;
        this.order = order;
        this.journal = journal;
        this.execution = execution;
        this.replication = replication;
    }

    void orderAndApply(ReplicaContext context) {
        List<Batch> issued = new ArrayList<>();
        updates.cut().forEach(batch -> issued.add(issue(batch, context)));
        boolean hasProgress = order.advance();
        execution.applyCertain(context);
        issued.forEach(batch -> replication.begin(batch, context));
        if (hasProgress && issued.isEmpty()) {
            tellProgress(context);
        }
    }

    /** Gives updates their stamp; the own disk acknowledges like a peer. */
    private Batch issue(List<Transaction> updates, ReplicaContext context) {
        Batch batch = order.issue(updates, context.wallClockMillis());
        journal.hold(batch, context);
        journal.whenDurable(
                later -> {
                    if (batch.epoch() == order.epoch()) {
                        order.acknowledged(self, batch.sequence(), 0);
                    }
                },
                context);
        return batch;
    }

    private void tellProgress(ReplicaContext context) {
        for (NodeId member : views.view().members()) {
            if (!member.equals(self)) {
                context.send(member, new LayeredMessage.Commit(views.epoch(), order.progress()));
            }
        }
    }
}
