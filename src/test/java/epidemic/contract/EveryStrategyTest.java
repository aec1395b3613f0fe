package epidemic.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import epidemic.kernel.Strategy;
import epidemic.protocol.StrategyCatalog;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every strategy of the catalog is under contract. */
class EveryStrategyTest {
    @Test
    void hasItsContractTest() throws ReflectiveOperationException {
        List<String> tested = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter().importPackages("epidemic.contract")) {
            if (type.isAssignableTo(StrategyContract.class)
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                    && type.getSimpleName().endsWith("Test")) {
                Constructor<?> constructor = type.reflect().getDeclaredConstructor();
                constructor.setAccessible(true);
                tested.add(((StrategyContract) constructor.newInstance()).name());
            }
        }
        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(
                        StrategyCatalog.all().stream().map(Strategy::name).toList());
    }
}
