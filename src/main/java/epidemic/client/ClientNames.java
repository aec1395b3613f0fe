package epidemic.client;

import epidemic.kernel.RequestId;
import epidemic.kernel.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of clients in request ids. The request of line 7 of {@code stories/demo.txt} is {@code demo.txt~RUN:7}: base
 * name, run and line. A second file of the same base name, or the same file once more, is {@code demo.txt#2~RUN}.
 *
 * <p>The run tells this run's requests from those of all others on the same data: a replica executes an id once, so
 * without it a file that is sent a second time would have no effect.
 */
public final class ClientNames {
    private static final int BASE_BYTES_MAX = 160;
    private static final int RUN_BYTES_MAX = 64;

    private ClientNames() {}

    /**
     * One name for each file, all different.
     *
     * @param files as the user named them
     * @param run what no other run on the same data has, 1 to {@value #RUN_BYTES_MAX} bytes; empty text for no mark, if
     *     there is no other run
     * @throws IllegalArgumentException if the run is too long or has control characters
     */
    public static List<String> of(List<String> files, String run) {
        if (!run.isEmpty()) {
            Texts.requireToken("run", run, RUN_BYTES_MAX);
        }
        String mark = run.isEmpty() ? "" : "~" + run;
        Set<String> names = new LinkedHashSet<>();
        for (String file : files) {
            String base = baseOf(file);
            String name = base;
            for (int count = 2; names.contains(name + mark); count++) {
                name = base + "#" + count;
            }
            names.add(name + mark);
        }
        return new ArrayList<>(names);
    }

    /**
     * The id of the transaction of a line.
     *
     * @param client a name that {@link #of} gave
     * @param line the number of the line, from 1 on
     */
    public static RequestId requestId(String client, long line) {
        return new RequestId(client, line);
    }

    private static String baseOf(String file) {
        Path base = Path.of(file).getFileName();
        StringBuilder name = new StringBuilder();
        String text = base == null ? "" : base.toString();
        int[] characters = text.codePoints().toArray();
        int bytes = 0;
        for (int character : characters) {
            String next = Character.isISOControl(character) ? "_" : Character.toString(character);
            bytes += Texts.utf8Bytes(next);
            if (bytes > BASE_BYTES_MAX) {
                break;
            }
            name.append(next);
        }
        return name.isEmpty() ? "file" : name.toString();
    }
}
