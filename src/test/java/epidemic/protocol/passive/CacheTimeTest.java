package epidemic.protocol.passive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTimeTest {
    @ParameterizedTest
    @CsvSource({
        "20, 20000000000",
        "0, 0",
        "0.5, 500000000",
        "0.123000007, 123000007",
        "500ms, 500000000",
        "1.5 s, 1500000000",
        "2m, 120000000000",
        "8760h, 31536000000000000"
    })
    void isSecondsOrHasItsUnit(String text, long nanos) {
        assertThat(CacheTime.parse(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "", "1e3", "20 years", "8761h", "999999999", ".5", "1.", "NaN", "0x10"})
    void whatIsNoneIsRefusedAndTheMessageSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> CacheTime.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cache time '" + text + "': seconds, 0 or more");
    }

    @Test
    void isShownInSeconds() {
        assertThat(CacheTime.seconds(10_000_000_000L)).isEqualTo("10");
        assertThat(CacheTime.seconds(500_000_000)).isEqualTo("0.5");
        assertThat(CacheTime.seconds(7)).isEqualTo("0.000000007");
        assertThat(CacheTime.seconds(0)).isEqualTo("0");
    }
}
