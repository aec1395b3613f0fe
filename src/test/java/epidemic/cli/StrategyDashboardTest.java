package epidemic.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of other strategies than the flagship: other nodes, other layers, what they tell of themselves. */
class StrategyDashboardTest {
    /** Longer than a node takes to be suspected, and to be believed again. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static final LocatorAssertions.HasAttributeOptions WITHIN =
            new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MILLIS);
    private static final LocatorAssertions.HasCountOptions COUNT_WITHIN =
            new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS);
    private static final LocatorAssertions.ContainsTextOptions TEXT_WITHIN =
            new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);

    @TempDir
    Path data;

    private Browser browser;
    private RunningSystem running;
    private Page page;

    @BeforeEach
    void startBrowser() {
        browser = Browser.start();
    }

    private void start(String... settings) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("http.port=0");
        PrintWriter err = new PrintWriter(System.err);
        running = RunningSystem.start(EpidemicConfig.load(Optional.empty(), all), data, err, err);
        page = browser.open(running.url(), 1440, 1000, false);
    }

    private void submit(String line) {
        page.getByTestId("transaction-input").fill(line);
        page.getByTestId("transaction-submit").click();
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void passiveDrawsEveryNodeOnceAndCountsDownToTheNextCopy() throws InterruptedException {
        start("strategy=passive", "passive.replicas=12", "passive.cache=1h");
        assertThat(page.locator("svg [data-testid^=node-]")).hasCount(13);
        assertThat(page.getByTestId("transaction-input")).hasValue("b, w(data,hello), c");
        Locator countdown = page.getByTestId("cache-countdown");
        assertThat(countdown).hasAttribute("data-waiting", "0");
        page.getByTestId("cache-seconds").fill("7200");
        page.getByTestId("cache-set").click();
        assertThat(page.getByTestId("strategy-panel")).containsText("copied 2 h 0 min after they were made");
        assertThat(countdown).hasAttribute("data-waiting", "1");
        assertThat(countdown).containsText(Pattern.compile("(2 h 0|1 h 59) min"));
        assertThat(page.getByTestId("copy-R12")).hasAttribute("data-behind", "1");
        page.getByTestId("cache-seconds").fill("99999999999");
        page.getByTestId("cache-set").click();
        assertThat(page.getByTestId("strategy-panel").getByRole(AriaRole.ALERT))
                .containsText("cache time '99999999999'");
        page.locator("[data-testid=node-M] .disc").click();
        Locator details = page.getByTestId("details-M");
        assertThat(details.locator("[data-name='updates that wait to be copied'] td"))
                .hasText("1");
        page.locator("[data-testid=node-R12] .disc").click();
        assertThat(details).hasCount(0);
        assertThat(overlaps()).isZero();
    }

    @Test
    void theReplicatedLogShowsWhichMessagesEachNodeHoldsAndItsHealth() throws InterruptedException {
        start("strategy=replicated-log", "faults.enabled=true", "replicated-log.write-concern=1");
        Locator s2 = page.getByTestId("log-of-S2");
        assertThat(s2).hasAttribute("data-health", "healthy");
        stopNode("S2");
        submit("b, a(log,Msg1), c");
        assertThat(page.getByTestId("log-of-M").locator("i.held")).hasCount(1);
        assertThat(page.getByTestId("log-of-S1").locator("i.held")).hasCount(1);
        assertThat(s2.locator("i.lacking")).hasCount(1);
        assertThat(s2).hasAttribute("data-health", "unhealthy", WITHIN);
        page.getByTestId("start-S2").click();
        assertThat(s2.locator("i.held")).hasCount(1, COUNT_WITHIN);
        assertThat(s2).hasAttribute("data-health", "healthy", WITHIN);
    }

    @Test
    void primaryBackupShowsHowFarEachBackupIsBehindThePrimary() throws InterruptedException {
        start("strategy=primary-backup", "faults.enabled=true", "primary-backup.mode=semi-sync");
        assertThat(page.getByTestId("strategy-panel"))
                .containsText(Pattern.compile("mode semi-sync; N\\d is the primary of epoch"), TEXT_WITHIN);
        Locator backup = page.locator("[data-testid^=lag-]").last();
        String node = Objects.requireNonNull(backup.getAttribute("data-testid")).substring("lag-".length());
        assertThat(backup).hasAttribute("data-lag", "0");
        stopNode(node);
        submit("b, w(49,53), c");
        submit("b, w(49,54), c");
        assertThat(backup).hasAttribute("data-lag", "2");
        assertThat(page.locator(".statistics [data-name=writes] td:not(.zero)").first())
                .hasText("2");
        page.getByTestId("start-" + node).click();
        assertThat(backup).hasAttribute("data-lag", "0", WITHIN);
    }

    private void stopNode(String node) {
        page.getByTestId("stop-" + node).click();
        assertThat(page.getByTestId("start-" + node)).isVisible();
    }

    /** How many discs lie on one another. */
    private long overlaps() {
        Object count = page.evaluate("""
                () => {
                  const boxes = [...document.querySelectorAll(".node .disc")].map((disc) => disc.getBoundingClientRect());
                  return boxes.filter((a, i) => boxes.some((b, j) => i < j
                    && Math.hypot(a.x - b.x, a.y - b.y) < a.width)).length;
                }
                """);
        return ((Number) count).longValue();
    }

    @Test
    void aNodeThatIsInSeveralLayersHasOnePlace() throws InterruptedException {
        start("strategy=passive");
        Object groups = page.evaluate("""
                async () => {
                  const { groups, layOut } = await import("./layout.js");
                  const layer = (number, name, nodes) => ({ layer: number, name, guarantee: "g", nodes });
                  const both = { layers: [layer(0, "fresh", ["N1", "N2", "N3"]), layer(1, "stale", ["N1", "N2", "N3"])], links: [] };
                  const some = { layers: [layer(0, "main", ["M"]), layer(1, "all", ["M", "S1"])], links: [] };
                  const words = (topology) => groups(topology)
                    .map(({ nodes, titles }) => `${nodes} ${titles.map(({ name, guarantee }) => `${name}: ${guarantee}`).join("; ")}`);
                  return [...words(both), ...words(some), layOut(both, 900).bands.length, layOut(both, 900).places.size];
                }
                """);
        assertThat(groups).isEqualTo(List.of("N1,N2,N3 fresh: g; stale: g", "M main: g", "S1 all: g, with M", 1, 3));
    }
}
