package epidemic.check;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.history.History;
import epidemic.check.verdict.Verdict;
import epidemic.check.verdict.Verdict.Ruling;
import org.junit.jupiter.api.Test;

/** Small histories whose verdict is known, most of them from the literature, each told in our own form. */
class KnownHistoriesTest {
    private static void holds(String guarantee, History history) {
        Verdict verdict = Histories.judge(guarantee, history);
        assertThat(verdict.ruling()).as(verdict.toString()).isEqualTo(Ruling.HOLDS);
    }

    private static void violated(String guarantee, String anomaly, History history) {
        Verdict verdict = Histories.judge(guarantee, history);
        assertThat(verdict.ruling()).as(verdict.toString()).isEqualTo(Ruling.VIOLATED);
        assertThat(verdict.names(anomaly)).as(verdict.toString()).isTrue();
    }

    /** Herlihy and Wing 1990, figure 1 in kind: overlapping writes may be seen in either order, by all the same. */
    @Test
    void overlappingWritesMayTakeEffectInEitherOrder() {
        holds(
                "linearizable",
                Histories.of(
                        "0 invoke [:w x 0]",
                        "1 invoke [:w x 1]",
                        "2 both [:r x 1]",
                        "0 ok [:w x 0]",
                        "2 both [:r x 0]",
                        "1 ok [:w x 1]",
                        "2 both [:r x 0]"));
    }

    /** The first example of Porcupine's documentation: 100 is written, then read 0 after another client read 100. */
    @Test
    void newThenOldIsNotLinearizable() {
        History bad = Histories.of(
                "9 both [:w x 0]", "0 invoke [:w x 100]", "1 both [:r x 100]", "2 both [:r x 0]", "0 ok [:w x 100]");
        violated("linearizable", "nonlinearizable", bad);
        violated("strict-serializable", "G-single-realtime", bad);
        holds("serializable", bad);
        holds("causal", bad);
        holds(
                "linearizable",
                Histories.of(
                        "9 both [:w x 0]",
                        "0 invoke [:w x 100]",
                        "1 both [:r x 0]",
                        "2 both [:r x 100]",
                        "0 ok [:w x 100]"));
    }

    /** A write with unknown outcome may take effect at any later time, or never; a failed one never. */
    @Test
    void unknownOutcomesMayTakeEffectLater() {
        String[] lines = {"0 invoke [:w x 1]", "0 info [:w x 1]", "1 both [:r x nil]", "1 both [:r x 1]"};
        holds("linearizable", Histories.of(lines));
        holds("strict-serializable", Histories.of(lines));
        lines[1] = "0 fail [:w x 1]";
        violated("linearizable", "nonlinearizable", Histories.of(lines));
        violated("serializable", "G1a", Histories.of(lines));
        violated(
                "linearizable",
                "nonlinearizable",
                Histories.of("0 invoke [:w x 1]", "0 info [:w x 1]", "1 both [:r x 1]", "1 both [:r x nil]"));
    }

    /** Equal messages of a log, for example. */
    @Test
    void aValueMayStandInAListAsOftenAsItWasAppended() {
        String[] lines = {"0 both [:append x 1]", "1 both [:append x 1]", "2 both [:r x [1 1]]"};
        holds("exactly-once", Histories.of(lines));
        lines[2] = "2 both [:r x [1 1 1]]";
        violated("exactly-once", "duplicate-append", Histories.of(lines));
    }

    @Test
    void valuesMayRepeatForLinearizableRegistersOnly() {
        History repeated = Histories.of(
                "0 both [:w x 1]", "0 both [:w x 2]", "0 both [:w x 1]", "1 both [:r x 1]", "1 both [:r x 1]");
        holds("linearizable", repeated);
        Verdict verdict = Histories.judge("serializable", repeated);
        assertThat(verdict.ruling()).isEqualTo(Ruling.UNDECIDED);
        assertThat(verdict.notes().get(0)).contains("value 1 is written twice");
    }

    /** The example of Elle's documentation: one transaction sees the other's append, which sees its own. */
    @Test
    void circularInformationFlowIsG1c() {
        violated(
                "serializable",
                "G1c",
                Histories.of(
                        "0 invoke [:append x 1] [:r y nil]",
                        "1 invoke [:append y 1] [:r x nil]",
                        "0 ok [:append x 1] [:r y [1]]",
                        "1 ok [:append y 1] [:r x [1]]"));
        violated(
                "causal",
                "CyclicCO",
                Histories.of(
                        "0 invoke [:w x 1] [:r y nil]",
                        "1 invoke [:w y 1] [:r x nil]",
                        "0 ok [:w x 1] [:r y 1]",
                        "1 ok [:w y 1] [:r x 1]"));
    }

    /** Elle, VLDB 2020, section 7.1 in kind (TiDB): both appends miss each other's effect; one is lost. */
    @Test
    void lostUpdatesAreNamed() {
        History lists = Histories.of(
                "0 both [:append x 1]",
                "1 invoke [:r x nil] [:append x 2]",
                "2 invoke [:r x nil] [:append x 3]",
                "1 ok [:r x [1]] [:append x 2]",
                "2 ok [:r x [1]] [:append x 3]",
                "3 both [:r x [1 2 3]]");
        violated("serializable", "lost-update", lists);
        violated("serializable", "G-single", lists);
        violated(
                "serializable",
                "lost-update",
                Histories.of(
                        "1 invoke [:r x nil] [:w x 2]",
                        "2 invoke [:r x nil] [:w x 3]",
                        "1 ok [:r x nil] [:w x 2]",
                        "2 ok [:r x nil] [:w x 3]"));
    }

    /** Berenson et al. 1995, A5A: read skew. */
    @Test
    void readSkewIsGSingle() {
        violated(
                "serializable",
                "G-single",
                Histories.of(
                        "0 invoke [:r x nil] [:r y nil]",
                        "1 both [:append x 1] [:append y 1]",
                        "0 ok [:r x nil] [:r y [1]]",
                        "2 both [:r x [1]]"));
    }

    /** Berenson et al. 1995, A5B: write skew. */
    @Test
    void writeSkewIsG2() {
        History skew = Histories.of(
                "0 invoke [:r x nil] [:append y 1]",
                "1 invoke [:r y nil] [:append x 1]",
                "0 ok [:r x nil] [:append y 1]",
                "1 ok [:r y nil] [:append x 1]",
                "2 both [:r x [1]] [:r y [1]]");
        violated("serializable", "G2-item", skew);
        holds("causal", skew);
    }

    /** Adya et al. 2000, section 4.1: writes of two transactions interleave. */
    @Test
    void interleavedWritesAreG0() {
        violated(
                "serializable",
                "G0",
                Histories.of(
                        "0 invoke [:append x 1] [:append y 1]",
                        "1 invoke [:append x 2] [:append y 2]",
                        "0 ok [:append x 1] [:append y 1]",
                        "1 ok [:append x 2] [:append y 2]",
                        "2 both [:r x [1 2]] [:r y [2 1]]"));
    }

    @Test
    void singleReadsThatCannotBeAreNamed() {
        violated("serializable", "G1b", Histories.of("0 both [:append x 1] [:append x 2]", "1 both [:r x [1]]"));
        violated("serializable", "thin-air-read", Histories.of("1 both [:r x [1]]"));
        violated("serializable", "duplicate-elements", Histories.of("0 both [:append x 1]", "1 both [:r x [1 1]]"));
        violated("serializable", "internal", Histories.of("0 both [:append x 1] [:r x nil]"));
        violated("serializable", "internal", Histories.of("0 both [:w x 1] [:r x 2]", "1 both [:w x 2]"));
        violated(
                "serializable",
                "incompatible-order",
                Histories.of("0 both [:append x 1]", "0 both [:append x 2]", "1 both [:r x [1]]", "1 both [:r x [2]]"));
    }

    /** A long fork: two readers see two writes in different orders (Elle, section 4.1, G2 by way of snapshots). */
    @Test
    void longForkIsNotSerializable() {
        History fork = Histories.of(
                "0 invoke [:w x 1]",
                "1 invoke [:w y 1]",
                "2 invoke [:r x nil] [:r y nil]",
                "3 invoke [:r x nil] [:r y nil]",
                "2 ok [:r x 1] [:r y nil]",
                "3 ok [:r x nil] [:r y 1]",
                "0 ok [:w x 1]",
                "1 ok [:w y 1]");
        violated("serializable", "G2-item", fork);
        holds("causal", fork);
    }

    /** A read that misses what was confirmed: the stale read of many Jepsen reports. */
    @Test
    void staleReadsAreRealtimeAnomalies() {
        History stale = Histories.of(
                "0 both [:append x 1]", "0 both [:append x 2]", "1 both [:r x [1]]", "1 both [:r x [1 2]]");
        violated("strict-serializable", "G-single-realtime", stale);
        violated("linearizable", "nonlinearizable", stale);
        holds("serializable", stale);
        holds("strong-session-serializable", stale);
        violated("strict-serializable", "G-single-realtime", Histories.of("0 both [:append x 1]", "1 both [:r x nil]"));
        violated(
                "strong-session-serializable",
                "G-single-process",
                Histories.of("0 both [:append x 1]", "0 both [:r x nil]"));
    }

    /** Bouajjani et al. 2017, figure 5 in kind: histories and the bad pattern that each shows. */
    @Test
    void causalBadPatternsAreNamed() {
        violated(
                "causal",
                "WriteCORead",
                Histories.of(
                        "0 both [:w x 1]", "1 both [:r x 1]", "1 both [:w x 2]", "2 both [:r x 2]", "2 both [:r x 1]"));
        violated(
                "causal",
                "WriteCOInitRead",
                Histories.of("0 both [:w x 1]", "0 both [:w y 1]", "1 both [:r y 1]", "1 both [:r x nil]"));
        violated("causal", "thin-air-read", Histories.of("1 both [:r x 7]"));
        holds(
                "causal",
                Histories.of(
                        "0 both [:w x 1]",
                        "1 both [:w x 2]",
                        "2 both [:r x 1]",
                        "2 both [:r x 2]",
                        "3 both [:r x 2]",
                        "3 both [:r x 1]"));
    }

    /** Terry et al. 1994, section 3: each guarantee, and only it. */
    @Test
    void sessionGuaranteesAreToldApart() {
        History ryw = Histories.of("0 both [:append x 1]", "0 both [:r x nil]");
        violated("read-your-writes", "no-read-your-writes", ryw);
        holds("monotonic-reads", ryw);
        History reads = Histories.of("0 both [:append x 1]", "1 both [:r x [1]]", "1 both [:r x nil]");
        violated("monotonic-reads", "no-monotonic-reads", reads);
        holds("read-your-writes", reads);
        History writes = Histories.of("0 both [:w x 1]", "0 both [:w y 1]", "1 both [:r x nil] [:r y 1]");
        violated("monotonic-writes", "no-monotonic-writes", writes);
        holds("writes-follow-reads", writes);
        History follow =
                Histories.of("0 both [:w x 1]", "1 both [:r x 1]", "1 both [:w y 1]", "2 both [:r x nil] [:r y 1]");
        violated("writes-follow-reads", "no-writes-follow-reads", follow);
        holds("monotonic-writes", follow);
        violated(
                "monotonic-reads",
                "no-monotonic-reads",
                Histories.of(
                        "0 both [:w x 1]", "2 both [:w x 2]", "1 both [:r x 1]", "1 both [:r x 2]", "1 both [:r x 1]"));
    }
}
