package epidemic.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Variant PEER = Fakes.variant("peer", Storage.MEMORY);

    @Test
    void theMiddleOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0))).isEqualTo(new Spread(3, 1, 4, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void ratiosAreThoseWithinARound() {
        List<Turn> turns = List.of(
                Fakes.turn("own:memory", 1, 16, 100),
                Fakes.turn("peer:memory", 1, 16, 50),
                Fakes.turn("own:memory", 2, 16, 10),
                Fakes.turn("peer:memory", 2, 16, 20),
                Fakes.turn("own:memory", 3, 16, 30),
                Fakes.turn("peer:memory", 3, 16, 30));

        Standing standing = Standing.of(PEER, 16, "own", turns).orElseThrow();

        assertThat(standing.ratio()).contains(new Spread(1, 0.5, 2, 3));
        assertThat(standing.perSecond()).isEqualTo(new Spread(30, 20, 50, 3));
    }

    @Test
    void aReferenceWithOtherStorageOrOfAnotherRoundDoesNotCount() {
        List<Turn> turns = List.of(
                Fakes.turn("own:durable", 1, 16, 100),
                Fakes.turn("own:memory", 2, 16, 100),
                Fakes.turn("peer:memory", 1, 16, 50));

        assertThat(Standing.of(PEER, 16, "own", turns).orElseThrow().ratio()).isEmpty();
    }

    @Test
    void whoWasNeverMeasuredStandsNowhere() {
        assertThat(Standing.of(PEER, 16, "own", List.of(Turn.failed("peer:memory", 1, "no"))))
                .isEmpty();
        assertThat(Standing.of(PEER, 16, "own", List.of(Fakes.turn("peer:memory", 1, 256, 9))))
                .isEmpty();
    }
}
