package epidemic.contract;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a step of a story has at hand within a turn. */
record Turn(ReplicaContext context, Optional<Handle.Client> client, Optional<Handle.Asker> asker) {
    Turn(ReplicaContext context) {
        this(context, Optional.empty(), Optional.empty());
    }

    void send(NodeId to, String text) {
        context.send(to, new Rig.Word(text));
    }

    void answer(String text) {
        context.answer(asker.orElseThrow(), new Rig.Word(text));
    }

    void reply() {
        context.reply(client.orElseThrow(), new Outcome.Committed(context.self(), 0, 0, List.of()));
    }

    void append(long version) {
        context.append(new VersionEntry(
                version,
                new RequestId(context.self().name(), version),
                context.self(),
                0,
                List.of(new Operation.Write("key", "value"))));
    }

    void journal(String text) {
        context.journal(new Rig.Word(text));
    }

    void rewriteJournal(String text) {
        context.rewriteJournal(List.of(new Rig.Word(text)));
    }

    void timer(String key, Duration delay) {
        context.setTimer(new TimerKey(key), delay.toNanos());
    }

    void cancel(String key) {
        context.cancelTimer(new TimerKey(key));
    }
}
