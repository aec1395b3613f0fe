package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/simulation.md names every guarantee that a simulated run can be said to violate. */
class GuaranteeNamesTest {
    private static final Path LAB = Path.of("src", "main", "java", "epidemic", "lab");
    private static final Pattern THROWS = Pattern.compile("new (?:CheckFailure|SeedResult\\.Violation)\\(");
    private static final Pattern NAME = Pattern.compile(
            "(?:" + THROWS.pattern() + "|String name\\(\\) \\{\\s*return|String NAME =)\\s*\"([a-z-]+)\"");

    /** The names in a source file that can throw one: given to the failure, or its own as an invariant or validation. */
    private static Set<String> namesIn(String source) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(THROWS.matcher(source).find() ? source : "");
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private static Set<String> namesInLab() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(LAB)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                names.addAll(namesIn(Files.readString(file)));
            }
        }
        return names;
    }

    private static String whatIsChecked() throws IOException {
        String page = Files.readString(Path.of("docs", "simulation.md"));
        int begin = page.indexOf("## What is checked");
        return page.substring(begin, page.indexOf("\n## ", begin));
    }

    @Test
    void thePageListsEveryGuarantee() throws IOException {
        assertThat(namesInLab())
                .contains("one-order", "write-concern", "prefix", "liveness", "replica-error")
                .hasSizeGreaterThan(18);
        String listed = whatIsChecked();
        assertThat(namesInLab())
                .filteredOn(name -> !listed.contains("`" + name + "`"))
                .isEmpty();
    }

    @Test
    void namesAreFoundWhereverTheyStand() {
        assertThat(namesIn("throw new CheckFailure(\n  \"a-b\", x); String name() {\n return \"c\"; }"))
                .containsExactly("a-b", "c");
        assertThat(List.of(namesIn("String NAME = \"d\"; new CheckFailure(NAME, x)"), namesIn("String NAME = \"e\";")))
                .containsExactly(Set.of("d"), Set.of());
    }
}
