package epidemic.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * JSON objects of one client, kept on disk until the summary is written: a million transactions with long reads do not
 * fit in memory. They stand in a temporary file, which is made with the first of them, with a comma and a line end
 * between them. Used by one thread at a time.
 */
final class Spool implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 15;

    private Optional<Store> store = Optional.empty();

    /** Where the objects are. */
    private record Store(Path path, OutputStream output, JsonGenerator json) {}

    /** Writes one JSON object. */
    @FunctionalInterface
    interface Item {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Adds an object behind the others. */
    void add(Item item) {
        try {
            if (store.isEmpty()) {
                store = Optional.of(open());
            }
            item.writeTo(store.get().json());
        } catch (IOException problem) {
            throw new UncheckedIOException("the summary's temporary file cannot be written", problem);
        }
    }

    private static Store open() throws IOException {
        Path path = Files.createTempFile("epidemic-summary-", ".part");
        path.toFile().deleteOnExit();
        OutputStream output = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES);
        JsonGenerator json = SummaryJson.FACTORY.createGenerator(output);
        json.setPrettyPrinter(new MinimalPrettyPrinter(",\n"));
        return new Store(path, output, json);
    }

    boolean isEmpty() {
        return store.isEmpty();
    }

    /** Copies all objects to the output. */
    void copyTo(OutputStream output) throws IOException {
        if (store.isPresent()) {
            store.get().json().flush();
            Files.copy(store.get().path(), output);
        }
    }

    @Override
    public void close() {
        if (store.isEmpty()) {
            return;
        }
        Store closing = store.get();
        store = Optional.empty();
        try (OutputStream output = closing.output()) {
            closing.json().close();
            output.flush();
            Files.deleteIfExists(closing.path());
        } catch (IOException problem) {
            throw new UncheckedIOException("the summary's temporary file cannot be removed", problem);
        }
    }
}
