package epidemic.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of W3C Trace Context for {@code traceparent}. */
class TraceTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String GOOD = "00-" + ID + "-" + SPAN + "-01";

    @Test
    void aGoodHeaderIsReadAndWrittenTheSame() {
        Trace trace = Trace.parse(List.of(GOOD)).orElseThrow();
        assertThat(trace).isEqualTo(new Trace(ID, SPAN, 1));
        assertThat(trace.header()).isEqualTo(GOOD);
    }

    @Test
    void aNextStepKeepsTraceAndFlagAndHasAnIdOfItsOwn() {
        Trace next = Trace.parse(List.of(GOOD)).orElseThrow().next();
        assertThat(next.traceId()).isEqualTo(ID);
        assertThat(next.flags()).isEqualTo(1);
        assertThat(next.spanId()).isNotEqualTo(SPAN).matches("[0-9a-f]{16}");
    }

    @Test
    void oneThatBeginsHereIsOfTheForm() {
        Trace begun = Trace.begin();
        assertThat(Trace.parse(List.of(begun.header()))).contains(begun);
        assertThat(begun.header()).endsWith("-00");
        assertThat(Trace.begin().traceId()).isNotEqualTo(begun.traceId());
    }

    /** Later versions may say more behind a dash; flags that are not known are not handed on. */
    @ParameterizedTest
    @ValueSource(strings = {"cc-" + ID + "-" + SPAN + "-01", "cc-" + ID + "-" + SPAN + "-01-more", " " + GOOD + " "})
    void ofLaterVersionsTheKnownBeginningIsRead(String header) {
        assertThat(Trace.parse(List.of(header))).contains(new Trace(ID, SPAN, 1));
        assertThat(Trace.parse(List.of("00-" + ID + "-" + SPAN + "-fe")).map(Trace::header))
                .contains("00-" + ID + "-" + SPAN + "-00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ff-" + ID + "-" + SPAN + "-01",
                "00-" + ID + "-" + SPAN + "-01-more",
                "00-" + ID + "-" + SPAN + "-01-",
                "cc-" + ID + "-" + SPAN + "-01.more",
                "00-" + ID + "-" + SPAN,
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + ID + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + ID + "-" + SPAN + "-1",
                "0-" + ID + "-" + SPAN + "-01",
                "00-" + ID + "-" + SPAN + "-0g"
            })
    void whatIsNotOfTheFormIsAsIfItWasNotThere(String header) {
        assertThat(Trace.parse(List.of(header))).isEmpty();
    }

    @Test
    void twoHeadersAreNone() {
        assertThat(Trace.parse(List.of(GOOD, GOOD))).isEmpty();
        assertThat(Trace.parse(List.of())).isEmpty();
        assertThat(Trace.parse(List.of("cc-" + ID + "-" + SPAN + "-01-" + "m".repeat(10_000))))
                .isEmpty();
    }
}
