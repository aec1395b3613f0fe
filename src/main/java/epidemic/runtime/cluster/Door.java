package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.wire.Fragments;
import epidemic.runtime.wire.Frame;
import epidemic.runtime.wire.Parcel;
import epidemic.runtime.wire.ParcelCodec;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Takes the frames that come to this process and brings each parcel where it belongs. Bytes that are none of ours are told
 * and dropped, whatever they are; they never reach the node.
 */
final class Door extends AbstractBehavior<Frame> {
    /** Powers of two are told, so that a flood of bad bytes does not become a flood of lines. */
    private long badFrames;

    private final Setup setup;
    private final Fragments fragments;

    /**
     * What it needs.
     *
     * @param self the node of this process
     * @param host is told who is there
     * @param remotes what stands for the other nodes
     * @param links the ways to the other nodes
     */
    record Setup(
            NodeId self,
            ParcelCodec codec,
            int parcelBytesMax,
            NodeDirectory directory,
            ActorRef<ClusterHost.Command> host,
            Map<NodeId, ActorRef<RemoteNode.Command>> remotes,
            Map<NodeId, PeerLink> links,
            Answerer answerer) {
        /** Copies the maps. */
        Setup {
            remotes = Map.copyOf(remotes);
            links = Map.copyOf(links);
        }
    }

    private Door(ActorContext<Frame> context, Setup setup) {
        super(context);
        this.setup = setup;
        this.fragments = new Fragments(setup.parcelBytesMax());
    }

    static Behavior<Frame> create(Setup setup) {
        return Behaviors.setup(context -> new Door(context, setup));
    }

    @Override
    public Receive<Frame> createReceive() {
        return newReceiveBuilder().onMessage(Frame.class, this::onFrame).build();
    }

    private Behavior<Frame> onFrame(Frame frame) {
        try {
            fragments.take(frame).ifPresent(this::onWhole);
        } catch (RuntimeException bad) {
            badFrames++;
            if (Long.bitCount(badFrames) == 1) {
                getContext()
                        .getLog()
                        .warn(
                                "{} drops {} bytes that it cannot read, the {}. of such: {}",
                                setup.self(),
                                frame.bytes().length,
                                badFrames,
                                bad.getMessage());
            }
        }
        return this;
    }

    private void onWhole(Fragments.Whole whole) {
        Parcel parcel = setup.codec().read(whole.from(), whole.bytes());
        if (parcel instanceof Parcel.Presence presence) {
            setup.host().tell(new ClusterHost.Met(whole.from(), whole.life(), presence));
            return;
        }
        PeerLink link = setup.links().get(whole.from());
        if (link == null) {
            throw new IllegalArgumentException("from '" + whole.from() + "', which is none of the other nodes");
        }
        if (parcel instanceof Parcel.Mail mail) {
            deliver(mail);
        } else if (parcel instanceof Parcel.Links links) {
            setup.host().tell(new ClusterHost.HeardLinks(links));
        } else if (parcel instanceof Parcel.Question question) {
            onQuestion(question, link);
        } else if (parcel instanceof Parcel.Answer answer) {
            setup.remotes().get(whole.from()).tell(new RemoteNode.Answered(answer));
        }
    }

    /** Mail to a node that moved away from here is lost. */
    private void deliver(Parcel.Mail mail) {
        if (mail.to().equals(setup.self())) {
            setup.directory()
                    .node(setup.self())
                    .ifPresent(node -> mail.envelopes().forEach(node::tell));
        }
    }

    private void onQuestion(Parcel.Question question, PeerLink asker) {
        Optional<LocalCluster.Command> action = Actions.action(question.query());
        if (action.isPresent()) {
            setup.host().tell(new ClusterHost.AskedToAct(action.get()));
        } else {
            getContext().spawnAnonymous(setup.answerer().answering(question, asker));
        }
    }
}
