package epidemic.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One turn of one contender in this process. */
@Command(name = "heat", description = "One turn of one contender. Started by the comparison.")
final class HeatCommand implements Callable<Integer> {
    @Option(names = "--contender", required = true)
    private String contender = "";

    @Option(names = "--storage", required = true, converter = Catalog.StorageConverter.class)
    private Storage storage = Storage.MEMORY;

    @Option(names = "--round")
    private int round = 1;

    @Option(names = "--directory", required = true)
    private Path directory = Path.of(".");

    @Mixin
    private WorkOptions options = new WorkOptions();

    @Override
    public Integer call() throws Exception {
        Jvm.endWithParent();
        Variant variant = new Variant(Catalog.named(contender), storage);
        Seat seat = new Seat(0, Jvm.freePorts(Seat.COUNT * Seat.PORTS_EACH), directory, storage);
        Files.createDirectories(seat.own());
        Turn turn = turn(variant, seat);
        Path unfinished = directory.resolve("turn.new");
        new ObjectMapper().writeValue(unfinished.toFile(), turn);
        Files.move(unfinished, directory.resolve("turn.json"));
        Runtime.getRuntime().halt(0);
        return 0;
    }

    private Turn turn(Variant variant, Seat seat) {
        try {
            return new Heat(variant, options.work(), options.heapMegabytes()).run(seat, round);
        } catch (Exception | LinkageError problem) {
            problem.printStackTrace();
            return Turn.failed(variant.id(), round, reason(problem));
        }
    }

    private static String reason(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String first = problem.toString();
        return root == problem ? first : first + "; because of " + root;
    }
}
