package epidemic.protocol.primarybackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void epochsWithoutAVersionAreLeftOut() {
        List<Span> lineage = Span.plus(List.of(new Span(1, 0), new Span(2, 4)), new Span(3, 4));
        assertThat(lineage).containsExactly(new Span(1, 0), new Span(3, 4));
    }

    @Test
    void theOldestAreForgotten() {
        List<Span> lineage = List.of();
        for (int epoch = 1; epoch <= Span.SPANS_MAX + 1; epoch++) {
            lineage = Span.plus(lineage, new Span(epoch, epoch));
        }
        assertThat(lineage).hasSize(Span.SPANS_MAX).doesNotContain(new Span(1, 1));
    }

    @Test
    void aPrefixHasEverythingInCommon() {
        assertThat(Span.common(3, List.of(new Span(1, 0)), List.of(new Span(1, 0), new Span(2, 5))))
                .isEqualTo(3);
    }

    @Test
    void whatAPromotionHasLostIsNotInCommon() {
        assertThat(Span.common(8, List.of(new Span(1, 0)), List.of(new Span(1, 0), new Span(2, 5))))
                .isEqualTo(5);
    }

    @Test
    void anEpochThatTheOtherHasNotIsNotInCommon() {
        List<Span> own = List.of(new Span(1, 0), new Span(2, 5));
        List<Span> theirs = List.of(new Span(1, 0), new Span(3, 5));
        assertThat(Span.common(9, own, theirs)).isEqualTo(5);
    }

    @Test
    void nothingIsInCommonWithALogOfUnknownOrigin() {
        assertThat(Span.common(4, List.of(), List.of(new Span(3, 5)))).isZero();
    }
}
