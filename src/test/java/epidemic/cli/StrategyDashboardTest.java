package epidemic.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of other strategies than the flagship: other nodes, other layers, what they tell of themselves. */
class StrategyDashboardTest {
    @TempDir
    Path data;

    private Browser browser;
    private RunningSystem running;
    private Page page;

    @BeforeEach
    void start() throws InterruptedException {
        browser = Browser.start();
        EpidemicConfig config = EpidemicConfig.load(
                Optional.empty(),
                List.of("strategy=passive", "passive.replicas=12", "passive.cache=1h", "http.port=0"));
        PrintWriter err = new PrintWriter(System.err);
        running = RunningSystem.start(config, data, err, err);
        page = browser.open(running.url(), 1440, 1000, false);
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
    void drawsEveryNodeOnceAndShowsWhatTheStrategyTellsOfIt() {
        assertThat(page.locator("svg [data-testid^=node-]")).hasCount(13);
        page.getByTestId("transaction-input").fill("b, w(cache,7200), c");
        page.getByTestId("transaction-submit").click();
        page.locator("[data-testid=node-M] .disc").click();
        Locator details = page.getByTestId("details-M");
        assertThat(details.locator("[data-name='cache time'] td")).hasText("7200 s");
        assertThat(details.locator("[data-name='updates that wait to be copied'] td"))
                .hasText("1");
        page.locator("[data-testid=node-R12] .disc").click();
        assertThat(details).hasCount(0);
        assertThat(overlaps()).isZero();
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
    void aNodeThatIsInSeveralLayersHasOnePlace() {
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
