package epidemic.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import epidemic.lab.KnownRuns;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.SeedRun;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A simulated run on the dashboard, as a person watches it. */
class WatchTest {
    /** Whether the first dot is at the same place in ten frames. */
    private static final String STANDS_FOR_FRAMES = """
            new Promise(done => {
              const dot = document.querySelector('.dot');
              const begin = dot.getBoundingClientRect().x;
              let frames = 0;
              const look = () => {
                if (dot.getBoundingClientRect().x !== begin) done(false);
                else if (++frames === 10) done(true);
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            })""";

    private static Browser browser;

    private WatchRun run;
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

    @AfterEach
    void stop() {
        page.close();
        run.close();
        browser.errors().clear();
    }

    /** A run of this seed, or with a mutant the first one that is wrong. */
    private void open(Optional<String> mutant, long soundSeed, int width) throws InterruptedException {
        EpidemicConfig config = EpidemicConfig.load(Optional.empty(), List.of("http.port=0"));
        var plain = StrategyCatalog.named("layered");
        Scenario scenario = ScenarioCatalog.of(
                mutant.isPresent() ? new MutantStrategy(plain, mutant.get()) : plain,
                config.settings("layered"),
                Set.of());
        long seed = mutant.isPresent() ? KnownRuns.failing(scenario, "one-order") : soundSeed;
        SeedRun.Options how =
                mutant.isPresent() ? SeedRun.Options.of(scenario.defaultFaults()) : KnownRuns.planned(scenario);
        run = WatchRun.start(config, scenario, seed, how, "the command of seed " + seed, new PrintWriter(System.err));
        page = browser.open(run.url(), width, 1000, false);
        assertThat(at("player-seed")).hasText(Long.toString(seed));
    }

    @Test
    void playsAndStands() throws InterruptedException {
        open(Optional.empty(), 42, 1440);
        assertThat(at("node-A1")).hasAttribute("data-version", "0");
        at("player-speed").selectOption("1");
        at("player-play").click();
        assertThat(at("node-A1")).not().hasAttribute("data-version", "0");
        assertThat(at("player")).hasAttribute("data-playing", "true");
        at("player-play").click();
        assertThat(at("player")).hasAttribute("data-playing", "false");
        double stands = now();
        assertThat(stands).isPositive();
        at("player-step").click();
        page.waitForCondition(() -> now() > stands);
        at("player-back").click();
        page.waitForCondition(() -> now() <= stands);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theSliderGoesBackAndVersionsGoDown() throws InterruptedException {
        open(Optional.empty(), 42, 1440);
        slideTo(4_450);
        page.waitForCondition(() -> version("A1") > 10);
        long last = version("A1");
        at("log-node").selectOption("A1");
        assertThat(at("log-entry-" + last)).isVisible();
        slideTo(1_000);
        page.waitForCondition(() -> version("A1") < last);
        assertThat(at("log-entry-" + last)).hasCount(0);
        assertThat(at("log-entry-1")).isVisible();
        slideTo(4_450);
        page.waitForCondition(() -> version("A1") == last);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theKeyboardPlaysAndSteps() throws InterruptedException {
        open(Optional.empty(), 42, 1440);
        page.keyboard().press("ArrowRight");
        page.waitForCondition(() -> now() > 0);
        double one = now();
        page.keyboard().press("ArrowRight");
        page.waitForCondition(() -> now() > one);
        page.keyboard().press("ArrowLeft");
        page.waitForCondition(() -> now() == one);
        page.keyboard().press("Space");
        assertThat(at("player")).hasAttribute("data-playing", "true");
        page.keyboard().press("Space");
        assertThat(at("player")).hasAttribute("data-playing", "false");
    }

    @Test
    void messagesStandStillWhileTheRunDoes() throws InterruptedException {
        open(Optional.empty(), 42, 1440);
        slideTo(60);
        page.waitForCondition(() -> now() == 60);
        page.waitForCondition(() -> {
            at("player-step").click();
            return page.locator(".dot").count() > 0;
        });
        page.waitForCondition(() ->
                (boolean) page.evaluate("document.querySelector('.dot').getAnimations()[0].playState == 'paused'"));
        page.waitForCondition(() -> (boolean) page.evaluate(STANDS_FOR_FRAMES));
        Object place = page.evaluate("document.querySelector('.dot').getBoundingClientRect().x");
        at("player-play").click();
        page.waitForCondition(() -> !place.equals(page.evaluate(
                "document.querySelector('.dot') && document.querySelector('.dot').getBoundingClientRect().x")));
    }

    @Test
    void nothingCanBeChanged() throws InterruptedException {
        open(Optional.empty(), 42, 1440);
        assertThat(at("transaction-input")).hasCount(0);
        assertThat(at("stop-A1")).hasCount(0);
        assertThat(at("faults-disabled")).containsText("This is a replay");
        assertThat(at("player-command")).hasText("the command of seed 42");
        assertThat(at("player-verdict")).hasAttribute("data-verdict", "held");
    }

    @Test
    void aFailingRunLeadsToItsViolation() throws InterruptedException {
        open(Optional.of("ack-first"), 0, 1440);
        assertThat(at("player-verdict")).containsText("one-order");
        assertThat(at("mark-violation")).hasCount(1);
        at("player-violation").click();
        assertThat(at("events")).containsText(Pattern.compile("violation.*one-order does not hold"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aPhoneShowsThePlayerWithoutScrollingSideways() throws InterruptedException {
        open(Optional.empty(), 42, 360);
        assertThat(at("player-play")).isVisible();
        int overflow =
                (int) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).isLessThanOrEqualTo(0);
    }

    private void slideTo(double ms) {
        at("player-slider")
                .evaluate(
                        "(slider, ms) => { slider.value = ms; slider.dispatchEvent(new Event('input',"
                                + " { bubbles: true })); }",
                        ms);
    }

    private double now() {
        return Double.parseDouble(at("player-time").getAttribute("data-ms"));
    }

    private long version(String node) {
        return Long.parseLong(at("node-" + node).getAttribute("data-version"));
    }

    private Locator at(String id) {
        return page.getByTestId(id);
    }
}
