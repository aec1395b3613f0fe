package epidemic.architecture;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import epidemic.protocol.StrategyCatalog;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The dependency rules of docs/ARCHITECTURE.md, and that they catch what they are for. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("epidemic");
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("epidemic.protocol.planted", "epidemic.sim.planted");

    private static final String[] PURE = {
        "epidemic.kernel..", "epidemic.model..", "epidemic.protocol..", "epidemic.sim.."
    };
    private static final Set<String> HASHED_AND_NEVER_ITERATED = Set.of(
            "epidemic.model.store.MultiVersionStore",
            "epidemic.model.store.VersionedState",
            "epidemic.model.store.ClientTable",
            "epidemic.sim.NodeIds");
    private static final Set<String> FORBIDDEN_CALLS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.identityHashCode",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.util.Map.of",
            "java.util.Map.copyOf",
            "java.util.Set.of",
            "java.util.Set.copyOf");

    private static final ArchRule KERNEL = onlyDependsOn("epidemic.kernel..", "epidemic.kernel..");
    private static final ArchRule MODEL = onlyDependsOn("epidemic.model..", "epidemic.model..", "epidemic.kernel..");
    private static final ArchRule PROTOCOL =
            onlyDependsOn("epidemic.protocol..", "epidemic.protocol..", "epidemic.model..", "epidemic.kernel..");
    private static final ArchRule SIM =
            onlyDependsOn("epidemic.sim..", "epidemic.sim..", "epidemic.kernel..", "java.lang.reflect");
    private static final ArchRule REPLAY = onlyDependsOn("epidemic.replay..", "epidemic.replay..", "epidemic.kernel..");
    private static final ArchRule LAB = noClasses()
            .that()
            .resideInAPackage("epidemic.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("epidemic.web..", "epidemic.cli..");
    private static final ArchRule LAB_IS_ABOVE = noClasses()
            .that()
            .resideOutsideOfPackages("epidemic.lab..", "epidemic.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("epidemic.lab..");
    private static final ArchRule STRATEGIES_APART = SlicesRuleDefinition.slices()
            .matching("epidemic.protocol.(*)..")
            .should()
            .notDependOnEachOther();
    private static final ArchRule CATALOG_ONLY = noClasses()
            .that()
            .resideOutsideOfPackages("epidemic.protocol..", "epidemic.lab..")
            .should()
            .dependOnClassesThat(are(strategyInternals()))
            .because("strategies are known by StrategyCatalog only, but to the laboratory, which judges them");
    private static final ArchRule RUNTIME = noClasses()
            .that()
            .resideInAPackage("epidemic.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "epidemic.web..",
                    "epidemic.client..",
                    "epidemic.cli..",
                    "epidemic.maelstrom..",
                    "epidemic.sim..",
                    "epidemic.check..");
    private static final ArchRule MAELSTROM = noClasses()
            .that()
            .resideInAPackage("epidemic.maelstrom..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "epidemic.web..",
                    "epidemic.client..",
                    "epidemic.cli..",
                    "epidemic.sim..",
                    "epidemic.check..",
                    "epidemic.lab..",
                    "epidemic.replay..",
                    "java.net..",
                    "java.nio.channels..",
                    "org.apache.pekko.http..",
                    "org.apache.pekko.stream..")
            .because("its nodes reach each other through Maelstrom's network only");
    private static final ArchRule CLIENT = noClasses()
            .that()
            .resideInAPackage("epidemic.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("epidemic.web..", "epidemic.cli..", "epidemic.protocol..", "epidemic.sim..");
    private static final ArchRule WEB = noClasses()
            .that()
            .resideInAPackage("epidemic.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("epidemic.cli..", "epidemic.protocol..", "epidemic.sim..");
    private static final ArchRule CHECK = classes()
            .that()
            .resideInAPackage("epidemic.check..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "epidemic.check..",
                    "epidemic.kernel..",
                    "java..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify.annotations",
                    "")
            .because("a judge knows nothing of what it judges");
    private static final ArchRule NO_MUTABLE_STATICS = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(PURE)
            .and()
            .areStatic()
            .should()
            .beFinal();
    private static final ArchRule DETERMINISTIC_CALLS =
            noClasses().that().resideInAnyPackage(PURE).should().callMethodWhere(isForbidden());
    private static final ArchRule NO_HASH_ORDER = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .and(DescribedPredicate.describe(
                    "are not known to leave hash order unseen",
                    type -> !HASHED_AND_NEVER_ITERATED.contains(type.getName())))
            .should()
            .callConstructorWhere(makesHashCollection());

    private static ArchRule onlyDependsOn(String packages, String... ours) {
        String[] allowed = Stream.concat(
                        Stream.of(ours),
                        Stream.of(
                                "java.lang",
                                "java.lang.annotation",
                                "java.lang.invoke",
                                "java.lang.runtime",
                                "java.io",
                                "java.time",
                                "java.util",
                                "java.util.function",
                                "java.util.random",
                                "java.util.stream",
                                "org.jspecify.annotations",
                                ""))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .andShould()
                .onlyDependOnClassesThat(DescribedPredicate.not(DescribedPredicate.describe(
                        "threads, files or unseeded randomness",
                        type -> Set.of("java.lang.Thread", "java.util.Random", "java.util.Timer", "java.io.File")
                                .contains(type.getName()))));
    }

    private static DescribedPredicate<JavaClass> strategyInternals() {
        return DescribedPredicate.describe(
                "the inside of a strategy",
                type -> type.getPackageName().startsWith("epidemic.protocol.")
                        && !type.getName().equals(StrategyCatalog.class.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> isForbidden() {
        return DescribedPredicate.describe(
                "not deterministic",
                call -> FORBIDDEN_CALLS.contains(call.getTargetOwner().getName() + "." + call.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> makesHashCollection() {
        return DescribedPredicate.describe(
                "a hash collection",
                call -> Set.of("java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap")
                        .contains(call.getTargetOwner().getName()));
    }

    private static List<ArchRule> rules() {
        return List.of(
                KERNEL,
                MODEL,
                PROTOCOL,
                SIM,
                REPLAY,
                LAB,
                LAB_IS_ABOVE,
                STRATEGIES_APART,
                CATALOG_ONLY,
                RUNTIME,
                MAELSTROM,
                CLIENT,
                WEB,
                CHECK,
                NO_MUTABLE_STATICS,
                DETERMINISTIC_CALLS,
                NO_HASH_ORDER);
    }

    @TestFactory
    Stream<DynamicTest> productKeepsTheRules() {
        return rules().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(), () -> rule.allowEmptyShould(true).check(PRODUCT)));
    }

    @TestFactory
    Stream<DynamicTest> plantedViolationsAreCaught() {
        return Stream.of(PROTOCOL, SIM, NO_MUTABLE_STATICS, DETERMINISTIC_CALLS, NO_HASH_ORDER)
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(),
                        () -> assertThat(rule.evaluate(PLANTED).hasViolation()).isTrue()));
    }

    @Test
    void everyPlantedImpurityIsNamed() {
        String found = PROTOCOL.evaluate(PLANTED).getFailureReport()
                + DETERMINISTIC_CALLS.evaluate(PLANTED).getFailureReport().toString()
                + NO_HASH_ORDER.evaluate(PLANTED).getFailureReport();
        assertThat(found)
                .contains("readsTheClock", "drawsWithoutSeed", "drawsAnId", "readsTheEnvironment")
                .contains("startsAThread", "knowsTheHost", "HashMap");
    }

    /** The rule for judges, asked of a package that knows a protocol, finds it. */
    @Test
    void aJudgeThatKnewAProtocolWouldBeCaught() {
        JavaClasses knowing = new ClassFileImporter().importPackages("epidemic.check", "epidemic.protocol");
        ArchRule judges = classes()
                .that()
                .resideInAnyPackage("epidemic.check..", "epidemic.protocol..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("epidemic.check..", "epidemic.kernel..", "java..");
        assertThat(judges.evaluate(knowing).hasViolation()).isTrue();
        assertThat(CHECK.evaluate(PRODUCT).hasViolation()).isFalse();
    }

    @Test
    void strategiesDoNotKnowEachOther() {
        JavaClasses both = new ClassFileImporter().importPackages("epidemic.protocol");
        assertThat(STRATEGIES_APART.evaluate(both).hasViolation()).isTrue();
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> described = PRODUCT.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(java.util.stream.Collectors.toSet());
        assertThat(PRODUCT.stream().map(JavaClass::getPackageName).distinct()).isSubsetOf(described);
    }

    @Test
    void valuesOfTheKernelAreImmutable() {
        assertThat(PRODUCT.stream()
                        .filter(type -> type.getPackageName().equals("epidemic.kernel"))
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL)))
                .isEmpty();
    }
}
