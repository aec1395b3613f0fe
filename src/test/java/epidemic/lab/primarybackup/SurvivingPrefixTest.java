package epidemic.lab.primarybackup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lost tail is told from a hole in the middle. */
class SurvivingPrefixTest {
    private static final NodeId N1 = NodeId.of("N1");
    private static final NodeId N2 = NodeId.of("N2");
    private static final List<VersionEntry> OLD =
            List.of(entry(1, "a", N1), entry(2, "b", N1), entry(3, "c", N1), entry(4, "d", N1));

    private final SurvivingPrefix prefix = new SurvivingPrefix();

    private static VersionEntry entry(long version, String client, NodeId origin) {
        return new VersionEntry(
                version, new RequestId(client, 1), origin, 7, List.of(new Operation.Write("k", client)));
    }

    private void accepts(VersionEntry... end) {
        assertThatCode(() -> prefix.check(List.of(end))).doesNotThrowAnyException();
    }

    private void refuses(String message, VersionEntry... end) {
        assertThatThrownBy(() -> prefix.check(List.of(end)))
                .isInstanceOf(CheckFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTailMayBeLostAndItsUpdatesAskedForAgain() {
        prefix.told(N1, 1, OLD, 4);
        accepts(OLD.get(0), OLD.get(1), OLD.get(2), OLD.get(3), entry(5, "e", N2));
        accepts(OLD.get(0), OLD.get(1));
        accepts(OLD.get(0), entry(2, "x", N2), entry(3, "b", N2), entry(4, "d", N2));
        accepts();
    }

    @Test
    void whatIsBehindALostVersionIsLost() {
        prefix.told(N1, 1, OLD, 4);
        refuses("version 2", OLD.get(0), entry(2, "x", N2), OLD.get(2), OLD.get(3));
    }

    @Test
    void whatSurvivesKeepsItsNumber() {
        prefix.told(N1, 1, OLD, 4);
        refuses("it was version 3 and is version 2", OLD.get(0), entry(2, "c", N1), entry(3, "d", N1));
    }

    @Test
    void whatNobodyWasToldOfIsNotJudged() {
        prefix.told(N1, 1, OLD, 2);
        accepts(OLD.get(0), entry(2, "x", N2), OLD.get(2));
    }

    @Test
    void everyLifeIsJudged() {
        prefix.told(N1, 1, OLD, 2);
        prefix.told(N1, 2, List.of(OLD.get(0), entry(2, "x", N2), entry(3, "y", N2)), 3);
        accepts(OLD.get(0), entry(2, "x", N2), entry(3, "y", N2));
        refuses("N1 in life 2", OLD.get(0), OLD.get(1), entry(3, "y", N2));
    }

    @Test
    void aVersionThatTheLogHasNotIsNotToldOf() {
        assertThatThrownBy(() -> prefix.told(N1, 1, OLD, 5))
                .isInstanceOf(CheckFailure.class)
                .hasMessageContaining("its log ends at 4");
    }
}
