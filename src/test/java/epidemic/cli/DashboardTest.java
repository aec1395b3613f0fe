package epidemic.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** The dashboard as a person uses it: a real browser against real nodes. */
class DashboardTest {
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
        running = start("http.port=0");
        page = browser.open(running.url(), 1440, 1000, false);
        assertThat(at("connection")).hasAttribute("data-state", "connected", slowly());
    }

    @AfterEach
    void stopNodes() {
        page.close();
        running.close();
        browser.errors().clear();
    }

    private RunningSystem start(String port) throws InterruptedException {
        EpidemicConfig config = EpidemicConfig.load(
                Optional.empty(),
                List.of(port, "faults.enabled=true", "layered.layer2.interval=2s", "layered.core.ack-timeout=1s"));
        return RunningSystem.start(config, data, new PrintWriter(System.err), new PrintWriter(System.err));
    }

    @Test
    void aTransactionTypedInAppearsInTheLog() {
        submit("b, w(49,53), r(49), c");
        assertThat(at("transaction-outcome")).containsText(Pattern.compile("committed", Pattern.CASE_INSENSITIVE));
        assertThat(at("node-A1")).hasAttribute("data-version", "1");
        at("log-node").selectOption("A1");
        assertThat(at("log-entry-1")).containsText("49");
        assertThat(at("log-entry-1")).containsText("53");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theTenthUpdateMovesLayer1AndThenLayer2() {
        for (int update = 1; update <= 9; update++) {
            submit("b, w(k," + update + "), c");
            assertThat(at("node-A2")).hasAttribute("data-version", Integer.toString(update));
        }
        assertThat(at("node-B1")).hasAttribute("data-version", "0");
        assertThat(at("node-B1")).hasAttribute("data-behind", "9");
        submit("b, w(k,10), c");
        assertThat(at("node-B1")).hasAttribute("data-version", "10");
        assertThat(at("node-B2")).hasAttribute("data-version", "10");
        assertThat(at("node-C1")).hasAttribute("data-version", "10", slowly());
        assertThat(at("node-C2")).hasAttribute("data-version", "10", slowly());
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aStoppedCoreNodeHaltsUpdatesUntilItIsStarted() {
        at("stop-A3").click();
        assertThat(at("node-A3")).hasAttribute("data-state", "stopped");
        assertThat(at("node-A1")).hasAttribute("data-state", "up");
        submit("b, w(1,lost), c");
        assertThat(at("transaction-outcome"))
                .containsText(Pattern.compile("refused|unknown", Pattern.CASE_INSENSITIVE), slowText());
        at("start-A3").click();
        assertThat(at("node-A3")).hasAttribute("data-state", "up", slowly());
        page.waitForCondition(() -> {
            submit("b, w(1,kept), c");
            return at("transaction-outcome").innerText().toLowerCase().contains("committed");
        });
        assertThat(at("node-A3")).hasAttribute("data-behind", "0");
    }

    @Test
    void twoNodesAreCompared() {
        for (int update = 1; update <= 12; update++) {
            submit("b, w(k," + update + "), c");
            assertThat(at("node-A1")).hasAttribute("data-version", Integer.toString(update));
        }
        assertThat(at("node-B1")).hasAttribute("data-version", "10");
        at("compare-left").selectOption("A1");
        at("compare-right").selectOption("B1");
        at("compare-run").click();
        assertThat(at("compare-result")).containsText("10");
        assertThat(at("compare-result")).containsText("12");
        assertThat(at("compare-result")).containsText(Pattern.compile("identical|same", Pattern.CASE_INSENSITIVE));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aFileIsSubmittedLineByLine() throws Exception {
        Path file = Files.writeString(
                data.resolve("story.txt"), "# a story\nb, w(1,a), c\n\nb, w(2,b), c\nb, oops\nb, r(1), c\n");
        at("file-input").setInputFiles(file);
        assertThat(at("node-A1")).hasAttribute("data-version", "2");
        assertThat(at("file-progress")).containsText("3");
        assertThat(page.getByText("line 5").first()).isVisible();
    }

    @Test
    void theConnectionComesBackByItself() throws Exception {
        submit("b, w(1,a), c");
        assertThat(at("node-A1")).hasAttribute("data-version", "1");
        String port = running.url().replaceAll(".*:(\\d+)/", "http.port=$1");
        running.close();
        assertThat(at("connection")).not().hasAttribute("data-state", "connected", slowly());
        running = start(port);
        assertThat(at("connection")).hasAttribute("data-state", "connected", slowly());
        assertThat(at("node-A1")).hasAttribute("data-version", "1");
    }

    @Test
    void aPhoneShowsEverythingWithoutScrollingSideways() {
        page.setViewportSize(360, 740);
        assertThat(at("node-C2")).isVisible();
        int overflow =
                (int) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).isLessThanOrEqualTo(0);
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

    private static LocatorAssertions.ContainsTextOptions slowText() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }
}
