package epidemic.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
    @Test
    void namesMeanDefaultVariantsAndStorageIsChosenByColon() {
        assertThat(Catalog.chosen(List.of("micro-raft", "epidemic-all:durable", "micro-raft:memory")))
                .extracting(Variant::id)
                .containsExactly("micro-raft:memory", "epidemic-all:durable");
        assertThat(Catalog.chosen(List.of()))
                .extracting(Variant::id)
                .contains(
                        "epidemic-core:memory",
                        "epidemic-cluster:durable",
                        "aeron-cluster:durable",
                        "zookeeper:durable")
                .doesNotContain("epidemic-all:durable");
    }

    @Test
    void unknownOnesAreRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> Catalog.chosen(List.of("raft")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no contender 'raft'; allowed: epidemic-core, ");
        assertThatThrownBy(() -> Catalog.chosen(List.of("micro-raft:durable")))
                .hasMessage("no 'durable' of micro-raft; allowed: memory");
    }
}
