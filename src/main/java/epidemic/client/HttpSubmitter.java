package epidemic.client;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends transaction files to a running system over HTTP. Each file is a client with a thread of its own, which waits for
 * the outcome of a line before it sends the next; all clients run at once. One instance serves one submission.
 */
public final class HttpSubmitter {
    private final SubmitOptions options;
    private final Api api;
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stopped;

    /** A submitter for one submission. */
    public HttpSubmitter(SubmitOptions options) {
        this.options = options;
        this.api = new Api(options);
    }

    /**
     * Sends the files and waits for all outcomes.
     *
     * @param files as the user named them, one or more
     * @param summary collects the outcomes; made for the same files
     * @param progress is told after each outcome
     * @throws UnreadableFileException if a file cannot be read; if it shows before the first transaction, none is sent
     * @throws SubmitException if the system is away at the beginning, is none, or takes nothing from this client
     */
    public SubmitResult submit(List<String> files, Summary summary, Progress progress) {
        TransactionFiles.requireReadable(files);
        if (options.strict()) {
            TransactionFiles.requireRepeatable(files);
        }
        JsonNode system = api.nodes();
        Topology topology = topologyOf(system);
        String strategy = system.path("strategy").asText();
        TransactionParser parser = new TransactionParser(topology);
        boolean ran = !options.strict() || isGood(files, parser, summary, progress);
        if (ran) {
            run(files, topology, summary, new Count(progress, total(files, parser)));
        }
        try {
            return new SubmitResult(strategy, ran, api.summaries(api.nodes()), Optional.empty());
        } catch (SubmitException | IllegalArgumentException problem) {
            return new SubmitResult(strategy, ran, List.of(), Optional.of(problem.getMessage()));
        }
    }

    private Topology topologyOf(JsonNode system) {
        try {
            return ApiJson.topology(system);
        } catch (IllegalArgumentException problem) {
            throw api.notServing(problem.getMessage());
        }
    }

    private static boolean isGood(List<String> files, TransactionParser parser, Summary summary, Progress progress) {
        long badLines = 0;
        for (int index = 0; index < files.size(); index++) {
            int fileIndex = index;
            TransactionFiles.Scan scan = TransactionFiles.scan(
                    List.of(files.get(index)), parser, line -> bad(fileIndex, line, summary, progress));
            badLines += scan.badLines();
        }
        return badLines == 0;
    }

    private static void bad(int fileIndex, FileLine.Bad line, Summary summary, Progress progress) {
        summary.add(fileIndex, line);
        progress.bad(line);
    }

    private static long total(List<String> files, TransactionParser parser) {
        if (files.stream().anyMatch(TransactionFiles::isPipe)) {
            return Progress.UNKNOWN_TOTAL;
        }
        return TransactionFiles.scan(files, parser, line -> {}).transactions();
    }

    private record Count(Progress progress, long total) {}

    private void run(List<String> files, Topology topology, Summary summary, Count count) {
        List<String> names = ClientNames.of(files, options.run());
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, files.size()));
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int index = 0; index < files.size(); index++) {
                FileRun fileRun = new FileRun(index, files.get(index), names.get(index), topology);
                clients.add(threads.submit(() -> runOrStopAll(fileRun, summary, count)));
            }
            await(clients);
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    private record FileRun(int index, String file, String client, Topology topology) {}

    private void runOrStopAll(FileRun fileRun, Summary summary, Count count) {
        try {
            run(fileRun, summary, count);
        } catch (RuntimeException problem) {
            stopped = true;
            throw problem;
        }
    }

    private void run(FileRun fileRun, Summary summary, Count count) {
        NodeChoice choice = new NodeChoice(fileRun.topology(), options.seed(), fileRun.index());
        SubmitClient client = new SubmitClient(api, options);
        TransactionParser parser = new TransactionParser(fileRun.topology());
        try (TransactionFile file = TransactionFile.open(fileRun.file(), parser)) {
            Optional<FileLine> line = file.next();
            while (line.isPresent() && !stopped) {
                if (line.get() instanceof FileLine.Parsed parsed) {
                    submit(fileRun, client, choice.choose(parsed.transaction()), parsed, summary, count);
                } else if (line.get() instanceof FileLine.Bad bad) {
                    bad(fileRun.index(), bad, summary, count.progress());
                }
                line = file.next();
            }
        }
    }

    private void submit(
            FileRun fileRun, SubmitClient client, NodeId node, FileLine.Parsed parsed, Summary summary, Count count) {
        RequestId id = ClientNames.requestId(fileRun.client(), parsed.line());
        Answer answer = client.submit(id, node, parsed.transaction());
        if (answer instanceof Answer.Known known) {
            int layer = parsed.transaction().layer();
            summary.add(fileRun.index(), LineOutcome.of(parsed.line(), node, layer, known.outcome()));
        } else if (answer instanceof Answer.Bad bad) {
            FileLine.Bad line = new FileLine.Bad(parsed.file(), parsed.line(), bad.message());
            bad(fileRun.index(), line, summary, count.progress());
        }
        count.progress().advanced(done.incrementAndGet(), count.total());
    }

    private void await(List<Future<?>> clients) {
        for (Future<?> client : clients) {
            try {
                client.get();
            } catch (ExecutionException problem) {
                throw problem.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(problem.getCause());
            } catch (InterruptedException problem) {
                Thread.currentThread().interrupt();
                throw new SubmitException("interrupted before all transactions had their outcome", problem);
            }
        }
    }
}
