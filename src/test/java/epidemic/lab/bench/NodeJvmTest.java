package epidemic.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeJvmTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void ordersGoInAndLinesOfOneKindComeOut() throws Exception {
        try (NodeJvm jvm = start("while read line; do echo noise; echo \"share $line\"; done")) {
            jvm.order("one");
            jvm.order("two");

            assertThat(jvm.await(BenchNode.SHARE, LONG)).isEqualTo("one");
            assertThat(jvm.await(BenchNode.SHARE, LONG)).isEqualTo("two");
        }
    }

    @Test
    void oneThatEndsIsToldWithItsLastLines() throws Exception {
        try (NodeJvm jvm = start("echo no disk >&2; exit 3")) {
            assertThatThrownBy(() -> jvm.await(BenchNode.READY, LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("A1's process ended")
                    .hasMessageContaining("no disk");
        }
    }

    @Test
    void oneThatSaysNothingIsNotWaitedForForEver() throws Exception {
        try (NodeJvm jvm = start("read line")) {
            assertThatThrownBy(() -> jvm.await(BenchNode.READY, Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("A1 did not say 'ready'");
        }
    }

    @Test
    void closingEndsIt() throws Exception {
        NodeJvm jvm = start("read line");

        jvm.close();

        assertThat(jvm.handle()
                        .onExit()
                        .get(30, java.util.concurrent.TimeUnit.SECONDS)
                        .isAlive())
                .isFalse();
    }

    private NodeJvm start(String script) throws IOException {
        return NodeJvm.start("A1", List.of("sh", "-c", script), directory.resolve("A1.log"));
    }
}
