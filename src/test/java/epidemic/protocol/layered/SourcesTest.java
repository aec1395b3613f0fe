package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.B1;
import static epidemic.protocol.layered.CoreRig.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.RecordingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renewals each 500 ms, a source is away after 2 s. */
class SourcesTest {
    private static final NodeId B2 = NodeId.of("B2");
    private static final NodeId C2 = NodeId.of("C2");

    private final RecordingContext context = new RecordingContext(B1, 1);
    private final LayeredConfig.Core config =
            LayeredConfig.of(MapSettings.layered()).core();
    private Sources sources = new Sources(B1, config);

    @BeforeEach
    void start() {
        context.nowNanos = 7_000 * MILLIS;
        sources.start(context);
    }

    @Test
    void possibleSourcesAreAskedInAFixedOrder() {
        assertThat(LayeredTopology.sourcesOf(B1)).containsExactly(A2, A1, A3);
        assertThat(LayeredTopology.sourcesOf(B2)).containsExactly(A3, A1, A2);
        assertThat(LayeredTopology.sourcesOf(C2)).containsExactly(B2, B1);
    }

    @Test
    void asksOnlyTheUsualSourceWhileItAnswers() {
        pass(40, Set.of(A1, A2, A3));

        assertThat(asked()).hasSize(40).containsOnly(A2);
        assertThat(sources.standing()).isEmpty();
    }

    @Test
    void asksTheNextOneOnceTheUsualOneIsAwayAndGoesHomeOnItsFirstAnswer() {
        pass(4, Set.of(A1, A2, A3));
        pass(4, Set.of(A1, A3));
        assertThat(asked()).containsOnly(A2);

        context.clear();
        pass(10, Set.of(A1, A3));
        assertThat(asked()).containsOnly(A1, A2).hasSize(20);
        assertThat(sources.standing()).isEqualTo("fed by A1 while A2 is away");

        pass(1, Set.of(A1, A2, A3));
        context.clear();
        pass(10, Set.of(A1, A2, A3));
        assertThat(asked()).containsOnly(A2).hasSize(10);
        assertThat(sources.standing()).isEmpty();
    }

    @Test
    void passesOverSourcesThatAreAwayToo() {
        pass(30, Set.of(A3));

        assertThat(sources.standing()).isEqualTo("fed by A3 while A2 is away");
    }

    @Test
    void goesOnTryingAllWhenNobodyAnswers() {
        pass(100, Set.of());
        context.clear();
        pass(20, Set.of());

        assertThat(asked()).contains(A1, A2, A3).hasSizeLessThanOrEqualTo(40);
        assertThat(sources.standing()).contains("A2 is away");
    }

    @Test
    void aLateAnswerOfAFormerSourceChangesNothing() {
        pass(20, Set.of(A1));
        sources.onRenewed(A3, context);

        assertThat(sources.standing()).isEqualTo("fed by A1 while A2 is away");
    }

    @Test
    void theOwnPauseIsNotTheSourcesSilence() {
        pass(4, Set.of(A2));
        context.nowNanos += 60_000 * MILLIS;
        context.clear();
        pass(4, Set.of(A2));

        assertThat(asked()).containsOnly(A2);
    }

    /** Renews so many times; these nodes answer at once. */
    private void pass(int renewals, Set<NodeId> answering) {
        for (int renewal = 0; renewal < renewals; renewal++) {
            context.nowNanos += sources.renewNanos();
            int before = context.asked.size();
            sources.renew(30, context);
            List<NodeId> asked = new ArrayList<>();
            context.asked.subList(before, context.asked.size()).forEach(question -> asked.add(question.to()));
            asked.stream().filter(answering::contains).forEach(source -> sources.onRenewed(source, context));
        }
    }

    private List<NodeId> asked() {
        List<NodeId> asked = new ArrayList<>();
        context.asked.forEach(question -> asked.add(question.to()));
        return asked;
    }
}
