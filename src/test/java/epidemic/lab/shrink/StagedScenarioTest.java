package epidemic.lab.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.lab.Scenario;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagedScenarioTest {
    /** What it did not ask the strategy's scenario for would be judged by what holds for most. */
    @Test
    void leavesNothingToTheDefaults() {
        List<String> left = new ArrayList<>();
        for (Method method : StagedScenario.class.getMethods()) {
            if (method.getDeclaringClass() == Scenario.class && !Modifier.isStatic(method.getModifiers())) {
                left.add(method.getName());
            }
        }
        assertThat(left).isEmpty();
    }
}
