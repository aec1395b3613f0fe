package epidemic.peers;

import epidemic.peers.contender.AeronContender;
import epidemic.peers.contender.DistributedDataContender;
import epidemic.peers.contender.EpidemicClusterContender;
import epidemic.peers.contender.EpidemicContender;
import epidemic.peers.contender.EtcdContender;
import epidemic.peers.contender.JRaftContender;
import epidemic.peers.contender.MicroRaftContender;
import epidemic.peers.contender.RatisContender;
import epidemic.peers.contender.RedisContender;
import epidemic.peers.contender.ZooKeeperContender;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who can take part. */
final class Catalog {
    private static final List<Entry> ENTRIES = List.of(
            Entry.of(
                    "epidemic-core",
                    Hosting.ONE_JVM,
                    Map.of(
                            Storage.MEMORY, "A1, A2, A3; no version logs, no journals; a client at each",
                            Storage.FILE, "A1, A2, A3; storage.sync=never; a client at each",
                            Storage.DURABLE, "A1, A2, A3; storage.sync=batch; a client at each"),
                    List.of(Storage.MEMORY, Storage.FILE, Storage.DURABLE),
                    () -> "0.1.0",
                    () -> new EpidemicContender(true)),
            Entry.of(
                    "epidemic-all",
                    Hosting.ONE_JVM,
                    Map.of(
                            Storage.FILE, "all seven nodes; storage.sync=never; a client at each of the core",
                            Storage.DURABLE, "all seven nodes; storage.sync=batch; a client at each of the core"),
                    List.of(Storage.FILE),
                    () -> "0.1.0",
                    () -> new EpidemicContender(false)),
            Entry.of(
                    "epidemic-cluster",
                    Hosting.THREE_PROCESSES,
                    Map.of(
                            Storage.MEMORY,
                                    "A1, A2, A3; no version logs, no journals; Artery TCP; load in A1's process",
                            Storage.FILE, "A1, A2, A3; storage.sync=never; Artery TCP; load in A1's process",
                            Storage.DURABLE, "A1, A2, A3; storage.sync=batch; Artery TCP; load in A1's process"),
                    List.of(Storage.MEMORY, Storage.FILE, Storage.DURABLE),
                    () -> "0.1.0",
                    EpidemicClusterContender::new),
            Entry.of(
                    "micro-raft",
                    Hosting.ONE_JVM,
                    Map.of(Storage.MEMORY, "NopRaftStore, direct calls as transport; updates at the leader"),
                    List.of(Storage.MEMORY),
                    () -> Libraries.version("microraft"),
                    MicroRaftContender::new),
            Entry.of(
                    "sofa-jraft",
                    Hosting.THREE_PROCESSES,
                    Map.of(
                            Storage.MEMORY, "log in memory (ours); load in the leader's process",
                            Storage.FILE, "RocksDB log, sync=false; load in the leader's process",
                            Storage.DURABLE, "RocksDB log, sync=true; load in the leader's process"),
                    List.of(Storage.MEMORY, Storage.DURABLE),
                    () -> Libraries.version("jraft-core"),
                    JRaftContender::new),
            Entry.of(
                    "aeron-cluster",
                    Hosting.THREE_PROCESSES,
                    Map.of(
                            Storage.FILE, "archive fileSyncLevel=0; one client in a fourth process",
                            Storage.DURABLE, "archive fileSyncLevel=1; one client in a fourth process"),
                    List.of(Storage.FILE, Storage.DURABLE),
                    () -> Libraries.version("aeron-cluster"),
                    AeronContender::new),
            Entry.of(
                    "zookeeper",
                    Hosting.THREE_PROCESSES,
                    Map.of(
                            Storage.FILE, "forceSync=no; setData of one session, -1 as version",
                            Storage.DURABLE, "forceSync=yes; setData of one session, -1 as version"),
                    List.of(Storage.DURABLE),
                    () -> Libraries.version("zookeeper"),
                    ZooKeeperContender::new),
            Entry.of(
                    "pekko-ddata",
                    Hosting.THREE_PROCESSES,
                    Map.of(Storage.MEMORY, "an LWWRegister for each key, WriteAll, Artery TCP; load at replica 0"),
                    List.of(Storage.MEMORY),
                    () -> Libraries.version("pekko-distributed-data_2.13"),
                    DistributedDataContender::new),
            Entry.of(
                    "apache-ratis",
                    Hosting.THREE_PROCESSES,
                    Map.of(
                            Storage.MEMORY,
                                    "log.use.memory=true, appender.wait-time.min=0, gRPC; one client in a fourth process",
                            Storage.DURABLE,
                                    "segmented log with its default flushes, appender.wait-time.min=0, gRPC; one client in a fourth process"),
                    List.of(Storage.MEMORY, Storage.DURABLE),
                    () -> Libraries.version("ratis-server"),
                    RatisContender::new),
            new Entry(
                    "etcd",
                    Hosting.THREE_PROCESSES,
                    Map.of(Storage.DURABLE, "as it comes; Put over one gRPC channel to the first member"),
                    List.of(Storage.DURABLE),
                    () -> Libraries.versionOf("etcd"),
                    () -> Libraries.missing("etcd"),
                    EtcdContender::new),
            new Entry(
                    "redis-wait",
                    Hosting.THREE_PROCESSES,
                    Map.of(
                            Storage.MEMORY,
                            "SETs and WAIT 2 in pipelines of up to 128, 32 connections; appendonly=no",
                            Storage.DURABLE,
                            "SETs and WAIT 2 in pipelines of up to 128, 32 connections; appendfsync=always,"
                                    + " which WAIT does not wait for at the replicas"),
                    List.of(Storage.MEMORY, Storage.DURABLE),
                    () -> Libraries.versionOf("redis-server"),
                    () -> Libraries.missing("redis-server"),
                    RedisContender::new));

    private Catalog() {}

    /**
     * The contender of that name.
     *
     * @throws UsageException if there is none
     */
    static Entry named(String name) {
        return ENTRIES.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("no contender '" + name + "'; allowed: "
                        + ENTRIES.stream().map(Entry::name).collect(Collectors.joining(", "))));
    }

    /**
     * Those who are meant.
     *
     * @param texts {@code NAME} or {@code NAME:STORAGE} each; none for all default variants
     * @throws UsageException if there is no such contender or variant
     */
    static List<Variant> chosen(List<String> texts) {
        List<Variant> chosen = new ArrayList<>();
        if (texts.isEmpty()) {
            ENTRIES.forEach(entry -> addDefaults(entry, chosen));
        }
        for (String text : texts) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                addDefaults(named(text), chosen);
            } else {
                chosen.add(variant(named(text.substring(0, colon)), text.substring(colon + 1)));
            }
        }
        return chosen.stream().distinct().toList();
    }

    private static void addDefaults(Entry entry, List<Variant> chosen) {
        entry.byDefault().forEach(storage -> chosen.add(new Variant(entry, storage)));
    }

    private static Variant variant(Entry entry, String storage) {
        for (Storage known : entry.variants().keySet()) {
            if (known.toString().equals(storage)) {
                return new Variant(entry, known);
            }
        }
        throw new UsageException("no '" + storage + "' of " + entry.name() + "; allowed: "
                + entry.variants().keySet().stream()
                        .sorted()
                        .map(Storage::toString)
                        .collect(Collectors.joining(", ")));
    }

    /** Everybody, for people. */
    static void print(PrintStream out) {
        for (Entry entry : ENTRIES) {
            for (Storage storage : Storage.values()) {
                if (entry.variants().containsKey(storage)) {
                    out.printf(
                            "%-24s %-8s %-12s %s%s%n",
                            entry.name() + ":" + storage,
                            entry.byDefault().contains(storage) ? "default" : "",
                            entry.hosting().label(),
                            entry.variants().get(storage),
                            entry.missing()
                                    .get()
                                    .map(reason -> " (" + reason + ")")
                                    .orElse(""));
                }
            }
        }
    }

    /** Reads lower case names. */
    static final class StorageConverter implements ITypeConverter<Storage> {
        @Override
        public Storage convert(String text) {
            for (Storage storage : Storage.values()) {
                if (storage.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return storage;
                }
            }
            throw new TypeConversionException("'" + text + "': memory, file or durable is allowed");
        }
    }
}
