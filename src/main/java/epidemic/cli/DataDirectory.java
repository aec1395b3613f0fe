package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.VersionLogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where version logs are. A run that is told a directory goes on with what is there. One that is not gets a fresh
 * directory below {@code data/}, so that a demonstration begins at version 0; {@code data/latest} leads to the newest of
 * them, and only the {@value #RUNS_KEPT} newest are kept, and those that still run. A run that does not get as far as to
 * listen leaves no trace there.
 */
final class DataDirectory {
    private static final Path HOME = Path.of("data");
    private static final String LATEST = "latest";
    private static final int RUNS_KEPT = 20;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final Pattern RUN = Pattern.compile("run-\\d{8}-\\d{6}(-\\d+)?");

    private DataDirectory() {}

    /** The directory to write: the one that was named, or a fresh one. */
    static Path forRun(Optional<Path> named) {
        try {
            return named.isPresent() ? unused(Files.createDirectories(named.get())) : fresh(HOME);
        } catch (IOException problem) {
            throw cannotBeMade(problem);
        }
    }

    /** The directory to write for a process of one node; other processes may write there for theirs. */
    static Path forNode(Path named, NodeId node) {
        try {
            shared(named);
            if (VersionLogFile.isInUse(named, node)) {
                throw new CommandFailure("the data directory " + named.resolve(node.name())
                        + " is in use: stop what writes there, or name another one with --data");
            }
            return named;
        } catch (IOException problem) {
            throw cannotBeMade(problem);
        }
    }

    /** A directory that several processes write in. */
    static Path shared(Path named) {
        try {
            return Files.createDirectories(named);
        } catch (IOException problem) {
            throw cannotBeMade(problem);
        }
    }

    private static CommandFailure cannotBeMade(IOException problem) {
        return new CommandFailure(
                "the data directory cannot be made, " + problem + ": --data DIR names another one", problem);
    }

    /** Said before any node runs: otherwise each of them would say it. */
    private static Path unused(Path directory) throws IOException {
        if (VersionLogFile.isInUse(directory)) {
            throw new CommandFailure("the data directory " + directory
                    + " is in use: stop what writes there, or name another one with --data");
        }
        return directory;
    }

    /** The directory to read: the one that was named, or that of the newest run. */
    static Path toRead(Optional<Path> named) {
        return named.orElse(HOME.resolve(LATEST));
    }

    /** A new directory for a run; {@code latest} leads to it once the run has {@linkplain #began begun}. */
    static Path fresh(Path home) throws IOException {
        Files.createDirectories(home);
        Path run = create(home, "run-" + STAMP.format(LocalDateTime.now()));
        Files.createSymbolicLink(pending(run), run.getFileName());
        return run;
    }

    /** The link to a fresh run until it has begun. */
    private static Path pending(Path run) {
        return run.resolveSibling(LATEST + "-" + run.getFileName());
    }

    /** Of a run in a fresh directory: that is the latest now. */
    static void began(Path run) {
        if (!Files.isSymbolicLink(pending(run))) {
            return;
        }
        try {
            Path latest = run.resolveSibling(LATEST);
            Files.move(pending(run), latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            deleteOld(latest.getParent());
        } catch (IOException problem) {
            throw cannotBeMade(problem);
        }
    }

    /** Takes a fresh directory away whose run has not begun. */
    static void dropUnused(Path run) {
        if (Files.isSymbolicLink(pending(run))) {
            deleteQuietly(run);
            deleteQuietly(pending(run));
        }
    }

    /** Two runs that begin in the same second get different directories. */
    private static Path create(Path home, String name) throws IOException {
        Path run = home.resolve(name);
        for (int count = 2; true; count++) {
            try {
                return Files.createDirectory(run);
            } catch (FileAlreadyExistsException taken) {
                run = home.resolve(name + "-" + count);
            }
        }
    }

    private static void deleteOld(Path home) throws IOException {
        List<Path> runs;
        try (Stream<Path> all = Files.list(home)) {
            runs = all.filter(path -> RUN.matcher(path.getFileName().toString()).matches())
                    .filter(path -> Files.isDirectory(path))
                    .sorted(Comparator.comparing(DataDirectory::changed).reversed())
                    .toList();
        }
        for (Path old : runs.subList(Math.min(RUNS_KEPT, runs.size()), runs.size())) {
            if (!VersionLogFile.isInUse(old)) {
                delete(old);
            }
        }
    }

    private static long changed(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What cannot be deleted stays. */
    static void deleteQuietly(Path directory) {
        try {
            delete(directory);
        } catch (IOException stays) {
            // It lies where temporary files lie.
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
