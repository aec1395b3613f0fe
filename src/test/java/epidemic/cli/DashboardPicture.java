package epidemic.cli;

import com.microsoft.playwright.Page;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the picture in the README; {@code scripts/screenshot} runs it. Its name keeps it out of the tests. */
class DashboardPicture {
    private static final int UPDATES = 47;

    @TempDir
    Path data;

    @Test
    void make() throws InterruptedException {
        String output = System.getProperty("picture.output", "docs/images/dashboard.png");
        int width = Integer.getInteger("picture.width", 1440);
        int height = Integer.getInteger("picture.height", 860);
        boolean dark = Boolean.getBoolean("picture.dark");
        EpidemicConfig config = EpidemicConfig.load(
                Optional.empty(), List.of("http.port=0", "faults.enabled=true", "layered.layer2.interval=4s"));
        try (RunningSystem running =
                        RunningSystem.start(config, data, new PrintWriter(System.err), new PrintWriter(System.err));
                Browser browser = Browser.start()) {
            Page page = browser.open(running.url(), width, height, dark);
            for (int update = 1; update <= UPDATES; update++) {
                page.getByTestId("transaction-input").fill("b, r(12), w(49," + update + "), r(69), c");
                page.getByTestId("transaction-submit").click();
                page.locator("[data-testid=node-A1][data-version='" + update + "']")
                        .waitFor();
                page.waitForTimeout(250);
            }
            page.locator("[data-testid=log-entry-" + UPDATES + "]").waitFor();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(output)));
        }
    }
}
