package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodePair;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.wire.Frame;
import epidemic.runtime.wire.Parcel;
import epidemic.runtime.wire.ParcelCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * The guardian of a process with one node. It joins the cluster, makes sure that the node runs nowhere else, starts it,
 * and keeps the {@link NodeDirectory} at what the other processes tell of theirs.
 *
 * <p>Once a second every process tells every other one who it is ({@link Parcel.Presence}), at once when something changed.
 * Of two processes of one node the one with the newer life counts; the other is told so and ends.
 */
final class ClusterHost extends AbstractBehavior<ClusterHost.Command> {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
    private static final int LOOKS_PER_PRESENCE = 10;

    // Identity.
    private final ClusterNode.Setup setup;
    private final ClusterNode.Parts parts;
    private final ActorRef<Frame> door;
    private final Neighbours neighbours;
    private final Admission admission;
    private final Islands islands;
    private final ActorRef<DiskCall.ReadResult> logAdapter;
    private final long awayNanos;

    // What is known.
    private final SortedMap<NodeId, Peer> peers = new TreeMap<>();
    private final Greetings greetings;
    private Optional<ActorRef<LocalCluster.Command>> local = Optional.empty();
    private final LinkTable links;
    private boolean toldRunning;
    private Optional<ActorRef<Done>> waitsForFarewell = Optional.empty();
    private long looks;

    /** What it takes. */
    sealed interface Command {}

    /** A process told who it is. */
    record Met(NodeId from, long life, Parcel.Presence presence) implements Command {}

    /** A process told which links have faults. */
    record HeardLinks(Parcel.Links links) implements Command {}

    /** Another process wants something done to the node of this one. */
    record AskedToAct(LocalCluster.Command action) implements Command {}

    /** Somebody here wants something done to a node, of whichever process. */
    record Act(LocalCluster.Command action) implements Command {}

    /** Somebody here has given links faults. */
    record SetLinks(SortedMap<NodePair, LinkFault> faults) implements Command {}

    /** The process ends: the node is to stop, and the others are to know. */
    record SayFarewell(ActorRef<Done> replyTo) implements Command {}

    private record LogIsOpen(DiskCall.ReadResult read) implements Command {}

    private record Listed(Receptionist.Listing listing) implements Command {}

    private enum Look implements Command {
        INSTANCE
    }

    private ClusterHost(ActorContext<Command> context, ClusterNode.Setup setup, ClusterNode.Parts parts) {
        super(context);
        this.setup = setup;
        this.parts = parts;
        this.neighbours = new Neighbours(context.getSystem());
        this.logAdapter = context.messageAdapter(DiskCall.ReadResult.class, LogIsOpen::new);
        this.awayNanos = setup.cluster().awayAfter().toNanos();
        this.links = new LinkTable(setup.node(), parts.links());
        this.admission = new Admission(setup, neighbours);
        this.islands = new Islands(setup.cluster(), ClusterConfig.roleOf(setup.topology(), 0), neighbours);
        setup.topology().nodes().stream()
                .filter(node -> !node.equals(setup.node()))
                .forEach(this::addPeer);
        Door.Setup doors = doorSetup();
        this.door = context.spawn(Door.create(doors), ClusterNode.DOOR, setup.nodeDispatcher());
        ActorRef<Frame> bulk = context.spawn(Door.create(doors), ClusterNode.BULK, setup.nodeDispatcher());
        this.greetings = new Greetings(
                new Greetings.Self(setup.node(), parts.directory(), admission, neighbours, link(setup.node())),
                ActorRefResolver.get(context.getSystem()),
                new PeerLink.Doors(door, bulk));
        context.getSystem().receptionist().tell(Receptionist.register(key(setup.node()), door));
        ActorRef<Receptionist.Listing> listings = context.messageAdapter(Receptionist.Listing.class, Listed::new);
        setup.topology()
                .nodes()
                .forEach(node -> context.getSystem().receptionist().tell(Receptionist.subscribe(key(node), listings)));
        parts.links().onSet(faults -> context.getSelf().tell(new SetLinks(faults)));
        begin(admission.provisionalLife());
    }

    /** The guardian. */
    static Behavior<Command> create(ClusterNode.Setup setup, ClusterNode.Parts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, Duration.ZERO, LOOK_INTERVAL);
            return new ClusterHost(context, setup, parts);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Met.class, this::onMet)
                .onMessage(HeardLinks.class, this::onHeardLinks)
                .onMessage(AskedToAct.class, this::onAskedToAct)
                .onMessage(Act.class, this::onAct)
                .onMessage(SetLinks.class, this::onSetLinks)
                .onMessage(SayFarewell.class, this::onSayFarewell)
                .onMessage(Listed.class, this::onListed)
                .onMessage(LogIsOpen.class, open -> onLogIsOpen())
                .onMessage(Look.class, look -> onLook())
                .build();
    }

    private static ServiceKey<Frame> key(NodeId node) {
        return ServiceKey.create(Frame.class, "epidemic-door-" + node);
    }

    private PeerLink link(NodeId node) {
        return new PeerLink(
                setup.node(),
                node,
                new ParcelCodec(setup.codec()),
                setup.cluster().frameBytesMax(),
                setup.cluster().parcelBytesMax());
    }

    private void addPeer(NodeId node) {
        PeerLink link = link(node);
        ActorRef<RemoteNode.Command> remote = getContext().spawn(RemoteNode.create(link), "remote-" + node);
        peers.put(node, new Peer(node, link, remote, RemoteNode.asNode(getContext(), remote, node)));
        parts.remotes().put(node, remote);
        parts.directory().opened(node, RemoteNode.asLog(getContext(), remote, node));
        parts.directory().expected(node);
    }

    private Door.Setup doorSetup() {
        Map<NodeId, ActorRef<RemoteNode.Command>> remotes = new HashMap<>();
        peers.forEach((node, peer) -> remotes.put(node, peer.remote()));
        return new Door.Setup(
                setup.node(),
                new ParcelCodec(setup.codec()),
                setup.cluster().parcelBytesMax(),
                parts.directory(),
                getContext().getSelf(),
                remotes,
                linksOfPeers(),
                new Answerer(setup.node(), parts.directory(), setup.news()));
    }

    /** The life that is told with each frame from now on. */
    private void begin(long life) {
        peers.values().forEach(peer -> peer.link().begins(life));
        greetings.begins(life);
    }

    // Who is there.

    private Behavior<Command> onLook() {
        looks++;
        if (hasFailed()) {
            return this;
        }
        if (!admission.isGranted()) {
            seekAdmission();
        }
        if (admission.isGranted() && !admission.isEstablished()) {
            seekLog();
        }
        boolean isPresenceDue = looks % LOOKS_PER_PRESENCE == 0;
        boolean isRunning = isRunning();
        if (isPresenceDue || isRunning != toldRunning) {
            toldRunning = isRunning;
            greetings.tellAll(peers, false);
        }
        if (isPresenceDue && admission.isEstablished()) {
            islands.strangers().forEach(greetings::askAt);
            islands.adrift(System.nanoTime()).ifPresent(this::startAnew);
        }
        peers.values().forEach(this::show);
        waitsForFarewell.filter(replyTo -> !isRunning).ifPresent(replyTo -> {
            greetings.tellAll(peers, false);
            replyTo.tell(Done.getInstance());
            waitsForFarewell = Optional.empty();
        });
        return this;
    }

    private void seekAdmission() {
        if (admission.look(System.nanoTime())) {
            startNode();
        } else if (admission.isIn()) {
            neighbours.reachable().forEach(greetings::askAt);
        }
    }

    private void startNode() {
        begin(admission.life());
        LocalCluster.Part part = new LocalCluster.Part(
                List.of(setup.node()), new ClusterTransport(parts.directory(), linksOfPeers()), admission.life() - 1);
        local = Optional.of(getContext().spawn(LocalCluster.create(setup.local(parts, part), parts.disks()), "nodes"));
        seekLog();
    }

    private void seekLog() {
        Optional<ActorRef<DiskCall>> log = parts.directory().log(setup.node());
        log.ifPresent(open -> open.tell(new DiskCall.Read(0, 1, logAdapter)));
    }

    private Behavior<Command> onLogIsOpen() {
        if (!admission.isEstablished() && !hasFailed()) {
            admission.logIsOpen();
            neighbours.down(admission.superseded());
            parts.established().complete(Done.getInstance());
            greetings.tellAll(peers, true);
        }
        return this;
    }

    /** Then the process ends, and nobody is to hear of it any more. */
    private boolean hasFailed() {
        return parts.failure().isDone();
    }

    private Map<NodeId, PeerLink> linksOfPeers() {
        Map<NodeId, PeerLink> ways = new HashMap<>();
        peers.forEach((node, peer) -> ways.put(node, peer.link()));
        return ways;
    }

    private boolean isRunning() {
        return parts.directory().node(setup.node()).isPresent();
    }

    private Behavior<Command> onListed(Listed event) {
        for (NodeId node : setup.topology().nodes()) {
            if (event.listing().isForKey(key(node))) {
                greetings.listed(node, event.listing().getServiceInstances(key(node)));
            }
        }
        greetings.tellAll(peers, true);
        return this;
    }

    private Behavior<Command> onMet(Met met) {
        PeerLink.Doors doors = greetings.doorsOf(met.presence());
        if (doors.door().equals(door) || hasFailed()) {
            return this;
        }
        if (met.from().equals(setup.node())) {
            onNamesake(met, doors);
            return this;
        }
        Peer peer = peers.get(met.from());
        if (peer == null) {
            getContext().getLog().warn("{} is told of a node '{}', which is none of ours", setup.node(), met.from());
            return this;
        }
        admission.answered(doors.door().path().address(), met.presence().knownLife());
        if (peer.met(met.life(), met.presence(), doors, System.nanoTime())) {
            onNewProcess(peer, met);
        }
        if (met.presence().established() && admission.isEstablished()) {
            islands.met(doors.door().path().address(), met.presence(), System.nanoTime())
                    .ifPresent(this::startAnew);
        }
        if (met.presence().wantsAnswer()) {
            greetings.tell(peer, false, doors);
        }
        show(peer);
        return this;
    }

    /** The command that runs this process starts it again. */
    private void startAnew(String reason) {
        if (!parts.anew().isDone()) {
            getContext().getLog().warn("{} starts anew: {}", setup.node(), reason);
            parts.anew().complete(reason);
        }
    }

    private void onNewProcess(Peer peer, Met met) {
        getContext()
                .getLog()
                .info(
                        "{} meets {} at {}",
                        setup.node(),
                        peer.node(),
                        met.presence().address());
        peer.remote().tell(new RemoteNode.Lost(peer.node() + " runs in another process now"));
        links.known().ifPresent(peer.link()::send);
    }

    private void onNamesake(Met met, PeerLink.Doors doors) {
        Optional<String> end = admission.namesake(met.life(), met.presence());
        if (end.isPresent()) {
            parts.failure().complete(end.get());
            getContext().getLog().error(end.get());
        } else {
            admission.answered(doors.door().path().address(), met.presence().newestLife());
            greetings.tellNamesake(doors);
        }
    }

    /** Brings the directory to what is known of a peer. */
    private void show(Peer peer) {
        boolean unreachable = neighbours.unreachable().stream().anyMatch(peer::isAt);
        long nowNanos = System.nanoTime();
        Optional<String> absence = peer.absence(nowNanos, awayNanos, unreachable);
        if (absence.isEmpty() && !peer.isShown()) {
            peer.shown(true);
            parts.directory().arrived(peer.node(), peer.asNode());
        } else if (absence.isPresent() && peer.isShown()) {
            peer.shown(false);
            parts.directory().left(peer.node(), absence.get());
            onGone(peer, absence.get(), unreachable || peer.isSilent(nowNanos, awayNanos));
        } else if (absence.isPresent() && peer.isMet() && !parts.directory().isMet(peer.node())) {
            parts.directory().left(peer.node(), absence.get());
        }
    }

    private void onGone(Peer peer, String reason, boolean isProcessGone) {
        getContext().getLog().info("{} is not there: {}", peer.node(), reason);
        parts.directory().node(setup.node()).ifPresent(node -> node.tell(new NodeCall.Suspect(peer.node())));
        if (isProcessGone) {
            peer.remote().tell(new RemoteNode.Lost(peer.node() + " was lost before it answered: " + reason));
        }
    }

    // What is done to nodes and links.

    private Behavior<Command> onAskedToAct(AskedToAct asked) {
        toLocal(asked.action());
        return this;
    }

    private Behavior<Command> onAct(Act act) {
        NodeId node = Actions.nodeOf(act.action());
        if (node.equals(setup.node())) {
            toLocal(act.action());
        } else {
            peers.get(node).remote().tell(new RemoteNode.Act(Actions.query(act.action())));
        }
        return this;
    }

    private void toLocal(LocalCluster.Command action) {
        if (!greetings.isLeaving()) {
            local.ifPresent(nodes -> nodes.tell(action));
        }
    }

    private Behavior<Command> onSetLinks(SetLinks set) {
        Parcel.Links table = links.set(set.faults(), setup.clock().wallClockMillis());
        peers.values().forEach(peer -> peer.link().send(table));
        return this;
    }

    private Behavior<Command> onHeardLinks(HeardLinks heard) {
        links.heard(heard.links());
        return this;
    }

    private Behavior<Command> onSayFarewell(SayFarewell farewell) {
        greetings.leave();
        local.ifPresent(nodes -> nodes.tell(new LocalCluster.Crash(setup.node())));
        waitsForFarewell = Optional.of(farewell.replyTo());
        return this;
    }
}
