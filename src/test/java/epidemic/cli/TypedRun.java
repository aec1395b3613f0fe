package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;

/** A shell in this JVM that takes the lines of its standard input one after the other, as they are typed. */
final class TypedRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ECHO = "Receive commond from Client: ";
    private static final String MARK = "wait 0";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final PipedOutputStream keys = new PipedOutputStream();
    private final Thread thread;

    /** Runs a command line, and returns when it takes lines. */
    TypedRun(String... arguments) throws IOException {
        CommandLine commandLine = EpidemicCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        thread = new Thread(() -> commandLine.execute(arguments), String.join(" ", arguments));
        InputStream before = System.in;
        System.setIn(new PipedInputStream(keys));
        try {
            thread.start();
            does(MARK);
        } finally {
            System.setIn(before);
        }
    }

    /** Types a line. */
    void types(String line) throws IOException {
        keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** Types a command, and waits for what it prints. */
    String does(String command) throws IOException {
        int before = out.getBuffer().length();
        types(command);
        types(MARK);
        String end = ECHO + MARK + "\n";
        await().atMost(PATIENCE).until(() -> out.toString().indexOf(end, before) >= 0);
        String printed = out.toString().substring(before);
        return printed.substring(printed.indexOf('\n') + 1, Math.max(printed.indexOf('\n') + 1, printed.indexOf(end)));
    }

    /** Waits until a text has been printed. */
    void awaits(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(out.toString()).contains(text));
    }

    /** All that was printed. */
    String printed() {
        return out.toString();
    }

    /** What was told of problems. */
    String problems() {
        return err.toString();
    }

    /** Where the system is that it has begun. */
    String url() {
        String words = "dashboard: ";
        return err.toString()
                .lines()
                .filter(line -> line.startsWith(words))
                .findFirst()
                .orElseThrow()
                .substring(words.length());
    }

    @Override
    public void close() throws IOException {
        types("exit");
        await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }
}
