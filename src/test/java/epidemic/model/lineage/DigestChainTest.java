package epidemic.model.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestChainTest {
    private static final NodeId M = NodeId.of("M");

    private static VersionEntry entry(
            long version, String client, long number, NodeId origin, long at, Operation.Change... changes) {
        return new VersionEntry(version, new RequestId(client, number), origin, at, List.of(changes));
    }

    private static VersionEntry entry(long version) {
        return entry(version, "c", version, M, 5, new Operation.Append("log", "text"));
    }

    private static DigestChain chain(long length) {
        DigestChain chain = new DigestChain();
        LongStream.rangeClosed(1, length).forEach(version -> chain.add(entry(version)));
        return chain;
    }

    @Test
    void equalLogsHaveEqualDigestsAtEachVersion() {
        DigestChain one = chain(1_000);
        DigestChain other = chain(1_200);
        for (long version = 0; version <= 1_000; version++) {
            assertThat(other.mark(version)).isEqualTo(one.mark(version));
            assertThat(one.differsAt(other.mark(version))).isFalse();
        }
        assertThat(one.mark(0)).isEqualTo(LogMark.START);
        assertThat(one.differsAt(other.mark(1_001)))
                .as("it does not reach there")
                .isFalse();
    }

    /** Numbers in other JVMs, and in later ones, are these. */
    @Test
    void aDigestIsTheSameEverywhere() {
        assertThat(chain(3).at(3)).isEqualTo(DIGEST_OF_THREE);
    }

    private static final long DIGEST_OF_THREE = -8_889_643_632_943_095_700L;

    @Test
    void whateverDiffersInAnEntryDiffersFromThereOn() {
        Stream<VersionEntry> others = Stream.of(
                entry(2, "d", 2, M, 5, new Operation.Append("log", "text")),
                entry(2, "c", 7, M, 5, new Operation.Append("log", "text")),
                entry(2, "c", 2, NodeId.of("N"), 5, new Operation.Append("log", "text")),
                entry(2, "c", 2, M, 6, new Operation.Append("log", "text")),
                entry(2, "c", 2, M, 5, new Operation.Write("log", "text")),
                entry(2, "c", 2, M, 5, new Operation.Append("logt", "ext")),
                entry(2, "c", 2, M, 5, new Operation.Append("log", "Text")),
                entry(2, "c", 2, M, 5, new Operation.Append("log", "text"), new Operation.Append("log", "text")));
        others.forEach(other -> {
            DigestChain chain = chain(1);
            chain.add(other);
            chain.add(entry(3));
            assertThat(chain.differsAt(chain(3).mark(1))).isFalse();
            assertThat(chain.differsAt(chain(3).mark(2))).as("%s", other).isTrue();
            assertThat(chain.differsAt(chain(3).mark(3))).as("behind %s", other).isTrue();
        });
    }

    @Test
    void versionsComeWithoutGaps() {
        assertThatThrownBy(() -> chain(1).add(entry(3))).hasMessageContaining("digest of version 3 after 1");
        assertThatThrownBy(() -> chain(1).at(2)).hasMessageContaining("no digest at 2");
    }
}
