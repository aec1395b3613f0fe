package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Texts;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private static final int MAX = 65_536;

    @Test
    void everyCharacterComesBackAndTakesTwoAtMost() {
        for (int character = 0; character < Character.MIN_SURROGATE; character++) {
            String message = "a" + (char) character + "n";
            String value = LogText.encoded(message);
            Texts.requireToken("value", value, MAX);
            assertThat(LogText.decoded(value)).isEqualTo(message);
            assertThat(value.length()).isLessThanOrEqualTo(message.length() + 1);
        }
        assertThat(LogText.encoded("a\\\n\u0001\u007f")).isEqualTo("a\\\\\\n\\A\\?");
    }

    @Test
    void whatIsNoEscapeStaysAsItIs() {
        assertThat(LogText.decoded("\\x \\")).isEqualTo("\\x \\");
    }

    @Test
    void aMessageHasSoManyBytes() {
        assertThat(LogText.encoded("x".repeat(MAX))).hasSize(MAX);
        assertThat(LogText.encoded("\n".repeat(MAX / 2))).hasSize(MAX);
        assertThatThrownBy(() -> LogText.encoded("å".repeat(MAX / 2) + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a message of 65537 bytes: 1 to 65536 bytes of UTF-8 are allowed");
        assertThatThrownBy(() -> LogText.encoded("\n".repeat(40_000)))
                .hasMessage(
                        "a message of 40000 bytes and 40000 for control characters and backslashes, which count two:"
                                + " 1 to 65536 bytes of UTF-8 are allowed");
    }
}
