package epidemic.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.RequestId;
import org.junit.jupiter.api.Test;

class ClientTableTest {
    private final ClientTable table = new ClientTable(2);

    @Test
    void knowsTheVersionOfARequestWithinTheWindow() {
        table.executed(new RequestId("c", 7), 1);
        table.executed(new RequestId("c", 9), 2);

        assertThat(table.versionOf(new RequestId("c", 7))).isEqualTo(1);
        assertThat(table.versionOf(new RequestId("c", 8))).isZero();
        assertThat(table.versionOf(new RequestId("c", 9))).isEqualTo(2);
        assertThat(table.versionOf(new RequestId("d", 7))).isZero();
        assertThat(table.isForgotten(new RequestId("c", 7))).isFalse();
    }

    @Test
    void aRequestNotAboveAForgottenOneIsForgottenUnlessItIsHeld() {
        table.executed(new RequestId("c", 7), 1);
        table.executed(new RequestId("c", 5), 2);
        table.forget(1);

        assertThat(table.isForgotten(new RequestId("c", 8))).isFalse();
        assertThat(table.isForgotten(new RequestId("c", 7))).isTrue();
        assertThat(table.isForgotten(new RequestId("c", 6))).isTrue();
        assertThat(table.isForgotten(new RequestId("c", 5))).isFalse();
        assertThat(table.versionOf(new RequestId("c", 5))).isEqualTo(2);
        assertThat(table.isForgotten(new RequestId("d", 1))).isFalse();
    }

    @Test
    void anIdWithoutASequenceIsRememberedAsForgotten() {
        RequestId plain = RequestId.parse("order-of-tuesday");
        table.executed(plain, 1);
        assertThat(table.isForgotten(plain)).isFalse();

        table.forget(1);

        assertThat(table.versionOf(plain)).isZero();
        assertThat(table.isForgotten(plain)).isTrue();
    }

    @Test
    void dropsTheClientWhoseRequestsLeftTheWindowLongestAgo() {
        for (int client = 1; client <= 3; client++) {
            table.executed(new RequestId("c" + client, 1), client);
        }
        for (int client = 1; client <= 3; client++) {
            table.forget(client);
        }

        assertThat(table.isForgotten(new RequestId("c1", 1))).isFalse();
        assertThat(table.isForgotten(new RequestId("c2", 1))).isTrue();
        assertThat(table.isForgotten(new RequestId("c3", 1))).isTrue();

        table.executed(new RequestId("c2", 2), 4);
        table.forget(4);
        table.executed(new RequestId("c4", 1), 5);
        table.forget(5);

        assertThat(table.isForgotten(new RequestId("c3", 1))).isFalse();
        assertThat(table.isForgotten(new RequestId("c2", 1))).isTrue();
    }

    @Test
    void whatItForgetsIsAFoldOverTheVersionsBeforeTheWindow() {
        ClientTable restored = new ClientTable(2);
        for (int version = 1; version <= 9; version++) {
            table.executed(new RequestId("c" + version % 4, version), version);
            if (version > 3) {
                table.forget(version - 3);
            }
        }
        restored.restore(6, table.forgotten());
        for (int version = 7; version <= 9; version++) {
            restored.executed(new RequestId("c" + version % 4, version), version);
        }

        assertThat(table.forgotten()).hasSize(2);
        assertThat(restored.forgotten()).isEqualTo(table.forgotten());
        for (int client = 0; client < 4; client++) {
            for (int sequence = 1; sequence <= 10; sequence++) {
                RequestId id = new RequestId("c" + client, sequence);
                assertThat(restored.isForgotten(id)).isEqualTo(table.isForgotten(id));
                assertThat(restored.versionOf(id)).isEqualTo(table.versionOf(id));
            }
        }
    }

    @Test
    void wantsABoundOfZeroOrMore() {
        assertThatThrownBy(() -> new ClientTable(-1)).hasMessage("-1 idle clients: 0 or more is allowed");
    }
}
