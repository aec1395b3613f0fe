package epidemic.peers.contender;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.LWWRegisterKey;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * A Pekko cluster of three, with Distributed Data: the load is in the process of replica 0. There is no order of updates
 * that all replicas agree on, so this is less than the others do.
 */
public final class DistributedDataContender implements Contender {
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);
    private static final Replicator.WriteConsistency ALL = new Replicator.WriteAll(WRITE_TIMEOUT);

    private ActorSystem actors;
    private ActorRef replicator;
    private ActorRef client;
    private SelfUniqueAddress self;

    @Override
    public void start(Setting setting) throws Exception {
        replica(setting.seat());
        setting.processes().startFrom(1, setting.seat());
        replicator = DistributedData.get(actors).replicator();
        self = DistributedData.get(actors).selfUniqueAddress();
        client = actors.actorOf(Props.create(Client.class, Client::new), "client");
        awaitMembers();
    }

    @Override
    public AutoCloseable replica(Seat seat) {
        actors = ActorSystem.create("peers", config(seat));
        DistributedData.get(actors);
        return this;
    }

    /** Only the libraries' defaults below ours: the product's application.conf is on the class path too. */
    private static Config config(Seat seat) {
        Map<String, Object> own = Map.of(
                "pekko.actor.provider", "cluster",
                "pekko.loglevel", "WARNING",
                "pekko.stdout-loglevel", "OFF",
                "pekko.remote.artery.transport", "tcp",
                "pekko.remote.artery.canonical.hostname", "127.0.0.1",
                "pekko.remote.artery.canonical.port", seat.port(seat.index(), 0),
                "pekko.cluster.seed-nodes.0", "pekko://peers@127.0.0.1:" + seat.port(0, 0),
                "pekko.cluster.downing-provider-class", "");
        return ConfigFactory.parseMap(own)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** WriteAll waits for those who are members by then: with fewer it would be less work. */
    private void awaitMembers() throws Exception {
        long end = System.nanoTime() + JOIN_TIMEOUT.toNanos();
        while (upMembers() < Seat.COUNT) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("only " + upMembers() + " members after " + JOIN_TIMEOUT.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private long upMembers() {
        return StreamSupport.stream(Cluster.get(actors).state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .count();
    }

    @Override
    public void submit(Request request) {
        Key<LWWRegister<String>> key = LWWRegisterKey.create(request.update().key());
        String value = request.update().value();
        Replicator.Update<LWWRegister<String>> update = new Replicator.Update<>(
                key,
                LWWRegister.create(self, value),
                ALL,
                Optional.of(request),
                register -> register.withValue(self, value));
        replicator.tell(update, client);
    }

    @Override
    public void close() throws Exception {
        if (actors != null) {
            actors.terminate();
            actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** Takes the replicator's answers. */
    private static final class Client extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Replicator.UpdateResponse.class, Client::answered)
                    .build();
        }

        private static void answered(Replicator.UpdateResponse<?> response) {
            Request request = (Request) response.getRequest().orElseThrow();
            request.done(response instanceof Replicator.UpdateSuccess);
        }
    }
}
