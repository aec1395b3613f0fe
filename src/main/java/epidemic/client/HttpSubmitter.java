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
        boolean ran = !options.strict() || isGood(files, parser, new Run(topology, summary, progress, 0));
        if (ran) {
            run(files, new Run(topology, summary, progress, TransactionFiles.total(files, parser)));
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

    /**
     * What all clients share.
     *
     * @param total see {@link Progress#advanced}
     */
    private record Run(Topology topology, Summary summary, Progress progress, long total) {
        void bad(int fileIndex, FileLine.Bad line) {
            summary.add(fileIndex, line);
            progress.bad(line);
        }
    }

    private static boolean isGood(List<String> files, TransactionParser parser, Run run) {
        long badLines = 0;
        for (int index = 0; index < files.size(); index++) {
            int fileIndex = index;
            List<String> file = List.of(files.get(index));
            badLines += TransactionFiles.scan(file, parser, line -> run.bad(fileIndex, line))
                    .badLines();
        }
        return badLines == 0;
    }

    private void run(List<String> files, Run run) {
        List<String> names = ClientNames.of(files, options.run());
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, files.size()));
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int index = 0; index < files.size(); index++) {
                FileRun fileRun = new FileRun(index, files.get(index), names.get(index));
                clients.add(threads.submit(() -> runOrStopAll(fileRun, run)));
            }
            await(clients);
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    /** One file: which it is, its name, and the name of its client. */
    private record FileRun(int index, String file, String client) {}

    private void runOrStopAll(FileRun fileRun, Run run) {
        try {
            run(fileRun, run);
        } catch (RuntimeException problem) {
            stopped = true;
            throw problem;
        }
    }

    private void run(FileRun fileRun, Run run) {
        NodeChoice choice = new NodeChoice(run.topology(), options.seed(), fileRun.index());
        SubmitClient client = new SubmitClient(api, options);
        TransactionParser parser = new TransactionParser(run.topology());
        try (TransactionFile file = TransactionFile.open(fileRun.file(), parser)) {
            Optional<FileLine> line = file.next();
            while (line.isPresent() && !stopped) {
                if (line.get() instanceof FileLine.Parsed parsed) {
                    submit(fileRun, client, choice.choose(parsed.transaction()), parsed, run);
                } else if (line.get() instanceof FileLine.Bad bad) {
                    run.bad(fileRun.index(), bad);
                }
                line = file.next();
            }
        }
    }

    private void submit(FileRun fileRun, SubmitClient client, NodeId node, FileLine.Parsed parsed, Run run) {
        RequestId id = ClientNames.requestId(fileRun.client(), parsed.line());
        Answer answer = client.submit(id, node, parsed.transaction());
        if (answer instanceof Answer.Known known) {
            int layer = parsed.transaction().layer();
            run.summary().add(fileRun.index(), LineOutcome.of(parsed.line(), node, layer, known.outcome()));
        } else if (answer instanceof Answer.Bad bad) {
            run.bad(fileRun.index(), new FileLine.Bad(parsed.file(), parsed.line(), bad.message()));
        }
        run.progress().advanced(done.incrementAndGet(), run.total());
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
