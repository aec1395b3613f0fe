package epidemic.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One replica in this process, until standard input ends. */
@Command(name = "replica", description = "One replica of a contender. Started by heat.")
final class ReplicaCommand implements Callable<Integer> {
    @Option(names = "--contender", required = true)
    private String contender = "";

    @Option(names = "--index", required = true)
    private int index;

    @Option(names = "--storage", required = true, converter = Catalog.StorageConverter.class)
    private Storage storage = Storage.MEMORY;

    @Option(names = "--directory", required = true)
    private Path directory = Path.of(".");

    @Option(names = "--ports", required = true, split = ",")
    private List<Integer> ports = List.of();

    @Override
    public Integer call() throws Exception {
        Jvm.endWithParent();
        Seat seat = new Seat(index, ports, directory, storage);
        Files.createDirectories(seat.own());
        try (AutoCloseable replica = Catalog.named(contender).create().get().replica(seat)) {
            System.out.println(ReplicaProcesses.READY);
            System.out.flush();
            new CountDownLatch(1).await();
            return replica == null ? 1 : 0;
        }
    }
}
