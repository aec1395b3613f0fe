package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.B1;
import static epidemic.protocol.layered.CoreRig.entries;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTriggerTest {
    @Test
    void firesAtEveryTenthVersion() {
        UpdateTrigger trigger = trigger("transaction");
        entries(1, 9).forEach(trigger::count);
        assertThat(trigger.lastFired()).isZero();
        assertThat(trigger.updatesToNext()).isEqualTo(1);

        entries(10, 19).forEach(trigger::count);
        assertThat(trigger.lastFired()).isEqualTo(10);
        trigger.count(CoreRig.entry(20));
        assertThat(trigger.lastFired()).isEqualTo(20);
        assertThat(trigger.updatesToNext()).isEqualTo(10);
    }

    @Test
    void countsWritesWhereWritesAreTheUnit() {
        UpdateTrigger trigger = trigger("write");
        List<Long> fired = new ArrayList<>();
        for (long version = 1; version <= 8; version++) {
            trigger.count(entryOf(version, 4));
            fired.add(trigger.lastFired());
        }

        assertThat(fired).containsExactly(0L, 0L, 3L, 3L, 5L, 5L, 5L, 8L);
    }

    @Test
    void anUpdateWithManyWritesFiresOnce() {
        UpdateTrigger trigger = trigger("write");

        trigger.count(entryOf(1, 35));

        assertThat(trigger.lastFired()).isEqualTo(1);
        assertThat(trigger.updatesToNext()).isEqualTo(5);
    }

    @Test
    void aRestartedNodeFiresWhereItWouldHaveWithoutTheRestart() {
        CoreRig rig = new CoreRig(A2, MapSettings.layered());
        entries(1, 19).forEach(rig.replica::recover);
        rig.start().serve(6, List.of());
        rig.question(B1, new LayeredMessage.Announce(10));

        rig.commit(rig.update(write("c:20", "k", "v")));

        assertThat(rig.context.questionsTo(B1, LayeredMessage.Propagate.class))
                .singleElement()
                .satisfies(propagate -> {
                    assertThat(propagate.afterVersion()).isEqualTo(10);
                    assertThat(propagate.upTo()).isEqualTo(20);
                });
    }

    @Test
    void anIdleCoreFlushesItsTailIfItShall() {
        CoreRig rig = CoreRig.serving(A2, MapSettings.layered().with("layer1.flush-after", Duration.ofSeconds(1)));
        rig.question(B1, new LayeredMessage.Announce(0));
        rig.commit(rig.update(write("c:1", "k", "v")));
        assertThat(rig.context.questionsTo(B1, LayeredMessage.Propagate.class)).isEmpty();

        rig.replica.onTimer(new TimerKey("flush"), rig.context);
        rig.end();

        assertThat(rig.context.questionsTo(B1, LayeredMessage.Propagate.class))
                .extracting(LayeredMessage.Propagate::upTo)
                .containsExactly(1L);
    }

    private static UpdateTrigger trigger(String unit) {
        return new UpdateTrigger(LayeredConfig.of(MapSettings.layered().with("update-unit", unit))
                .layer1());
    }

    private static VersionEntry entryOf(long version, int writes) {
        List<Operation.Change> changes = new ArrayList<>();
        for (int index = 0; index < writes; index++) {
            changes.add(new Operation.Write("k" + index, "v"));
        }
        return new VersionEntry(version, new RequestId("c", version), NodeId.of("A1"), 0, changes);
    }
}
