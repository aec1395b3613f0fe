package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextOutputTest {
    @Test
    void charactersComeWholeWhereverThePiecesEnd() throws Exception {
        String text = "aä€😀".repeat(5_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int piece : new int[] {1, 3, 8_191, bytes.length}) {
            StringWriter writer = new StringWriter();
            try (TextOutput output = new TextOutput(writer)) {
                for (int at = 0; at < bytes.length; at += piece) {
                    output.write(bytes, at, Math.min(piece, bytes.length - at));
                }
            }
            assertThat(writer.toString()).isEqualTo(text);
        }
    }
}
