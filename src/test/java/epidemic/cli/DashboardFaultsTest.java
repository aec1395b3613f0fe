package epidemic.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition as a person plays and watches it on the page. */
class DashboardFaultsTest {
    private static Browser browser;

    @TempDir
    Path data;

    private RunningSystem running;
    private Page page;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startNodes() throws InterruptedException {
        EpidemicConfig config = EpidemicConfig.load(
                Optional.empty(),
                List.of(
                        "http.port=0",
                        "faults.enabled=true",
                        "layered.core.on-failure=reconfigure",
                        "layered.layer1.every=2",
                        "layered.reparent=true",
                        "layered.core.ack-timeout=1s"));
        running = RunningSystem.start(config, data, new PrintWriter(System.err), new PrintWriter(System.err));
        page = browser.open(running.url(), 1440, 1000, false);
        assertThat(at("connection")).hasAttribute("data-state", "connected", slowly());
    }

    @AfterEach
    void stopNodes() {
        page.close();
        running.close();
        browser.errors().clear();
    }

    @Test
    void theCoreGoesOnWithoutAnIsolatedNodeWhichSaysWhyItRefusesAndComesBack() {
        submit("b, w(split,before), c");
        assertThat(at("node-A3")).hasAttribute("data-version", "1", slowly());
        at("isolate-A3").click();
        assertThat(at("link-A1-A3")).hasAttribute("data-fault", "cut", slowly());
        assertThat(at("row-A1")).hasAttribute("data-members", "A1 A2", slowly());
        assertThat(at("row-A3")).hasAttribute("data-serving", "false", slowly());
        assertThat(at("row-A3")).containsText("refuses");
        assertThat(at("row-A3")).containsText("A3 is cut off");
        assertThat(at("events")).containsText(Pattern.compile("view-installed.*with A1, A2", Pattern.DOTALL));
        at("transaction-node").selectOption("A1");
        submit("b, w(split,during), c");
        assertThat(at("node-A2")).hasAttribute("data-version", "2", slowly());
        assertThat(at("node-A3")).hasAttribute("data-version", "1");
        at("transaction-node").selectOption("A3");
        submit("b, r(split), c");
        assertThat(at("transaction-outcome")).hasAttribute("data-outcome", "refused", slowly());
        at("heal-A3").click();
        assertThat(at("row-A3")).hasAttribute("data-members", "A1 A2 A3", slowly());
        assertThat(at("node-A3")).hasAttribute("data-version", "2", slowly());
        assertThat(at("row-A3")).hasAttribute("data-serving", "true", slowly());
    }

    @Test
    void aLinkIsCutAndHealedByAClickAndSlowedByFigures() {
        at("link-A2-B1").focus();
        page.keyboard().press("Enter");
        assertThat(at("link-A2-B1")).hasAttribute("data-fault", "cut");
        assertThat(at("link-faults")).containsText("A2–B1 cut");
        page.keyboard().press("Enter");
        assertThat(at("link-A2-B1")).hasAttribute("data-fault", "none");
        at("link-choice").selectOption("A1 A2");
        at("link-delay").fill("150");
        at("link-loss").fill("5");
        at("link-slow").click();
        assertThat(at("link-A1-A2")).hasAttribute("data-fault", "150 ms, 5 % lost");
        at("link-cut").click();
        assertThat(at("link-A1-A2")).hasAttribute("data-fault", "cut");
        at("heal-all").click();
        assertThat(at("link-A1-A2")).hasAttribute("data-fault", "none");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aNodeWhoseSourceStopsIsFedByAnotherOneUntilItIsBack() {
        submit("b, w(feed,1), c");
        submit("b, w(feed,2), c");
        assertThat(at("node-B1")).hasAttribute("data-version", "2", slowly());
        assertThat(at("link-A1-B1")).hasCount(0);
        at("stop-A2").click();
        assertThat(at("row-B1")).containsText("fed by A1 while A2 is away", patiently());
        assertThat(at("link-A1-B1")).hasCount(1);
        assertThat(at("count-A1-B1")).hasCount(1);
        at("transaction-node").selectOption("A3");
        submit("b, w(feed,3), c");
        submit("b, w(feed,4), c");
        assertThat(at("node-B1")).hasAttribute("data-version", "4", slowly());
        at("start-A2").click();
        assertThat(at("link-A1-B1")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        assertThat(at("row-B1")).not().containsText("fed by");
        assertThat(browser.errors()).isEmpty();
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }

    private void submit(String line) {
        at("transaction-input").fill(line);
        at("transaction-submit").click();
    }

    private Locator at(String id) {
        return page.getByTestId(id).first();
    }

    private static LocatorAssertions.HasAttributeOptions slowly() {
        return new LocatorAssertions.HasAttributeOptions().setTimeout(30_000);
    }
}
