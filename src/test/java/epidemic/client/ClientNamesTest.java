package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import epidemic.kernel.RequestId;
import epidemic.kernel.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Request ids of files: readable, and never the same for two lines. */
class ClientNamesTest {
    @Test
    void aNameIsTheBaseNameAndTheRun() {
        assertThat(ClientNames.of(List.of("stories/demo.txt", "other.txt"), "k3"))
                .containsExactly("demo.txt~k3", "other.txt~k3");
        assertThat(ClientNames.of(List.of("stories/demo.txt"), "")).containsExactly("demo.txt");
    }

    @Test
    void filesOfTheSameBaseNameDiffer() {
        assertThat(ClientNames.of(List.of("a/x.txt", "b/x.txt", "a/x.txt", "x.txt#2"), "r"))
                .containsExactly("x.txt~r", "x.txt#2~r", "x.txt#3~r", "x.txt#2#2~r")
                .doesNotHaveDuplicates();
    }

    @Test
    void namesAreTokensWhateverTheFileIsCalled() {
        List<String> names = ClientNames.of(List.of("é".repeat(127), "new\nline", "/", "a:7"), "r".repeat(64));
        for (String name : names) {
            RequestId id = ClientNames.requestId(name, 7);
            assertThat(RequestId.parse(id.toString())).isEqualTo(id);
            assertThat(Texts.utf8Bytes(name)).isLessThanOrEqualTo(Texts.KEY_BYTES_MAX);
        }
        assertThat(names.get(1)).startsWith("new_line~");
        assertThat(names.get(2)).startsWith("file~");
    }

    @Test
    void theRunIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientNames.of(List.of("x"), "r".repeat(65)));
    }
}
