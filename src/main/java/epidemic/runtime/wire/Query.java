package epidemic.runtime.wire;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.trace.Trace;
import java.util.Optional;

/** What one process asks another of its node, and what it is answered. */
public sealed interface Query {
    /** Answered by {@link Executed}: see {@link NodeCall.Execute}. */
    record Execute(Transaction transaction, Optional<Trace> trace) implements Query {}

    /** Answered by {@link Status}: see {@link NodeCall.GetStatus}. */
    record GetStatus(long afterVersion, int limit) implements Query {}

    /** Answered by {@link Data}: see {@link NodeCall.GetData}. */
    record GetData(Optional<Long> version) implements Query {}

    /** Answered by {@link Found}: see {@link NodeCall.FindTransaction}. */
    record Find(RequestId id) implements Query {}

    /** Answered by {@link Versions}: see {@link DiskCall.Read}. */
    record Read(long afterVersion, int limit) implements Query {}

    /** Answered by {@link News}: see {@link NodeNews.Source}. */
    record GetNews(long afterEvent) implements Query {}

    /** Not answered: what follows is seen in the node's presence. */
    record Crash(NodeId node) implements Query {}

    /** Not answered: what follows is seen in the node's presence. */
    record Restart(NodeId node) implements Query {}

    /** What a process answers. */
    sealed interface Reply {}

    /** What became of a transaction. */
    record Executed(RequestId id, Outcome outcome, long sequence) implements Reply {}

    /** The node at one moment. */
    record Status(NodeStatus status) implements Reply {}

    /** The node's data at a version. */
    record Data(NodeCall.Data data) implements Reply {}

    /** What the node knows of a request. */
    record Found(NodeCall.Found found) implements Reply {}

    /** A piece of the node's log. */
    record Versions(DiskCall.ReadResult result) implements Reply {}

    /** What happened at the process. */
    record News(NodeNews news) implements Reply {}
}
