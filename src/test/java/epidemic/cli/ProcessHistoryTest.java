package epidemic.cli;

import static epidemic.cli.JudgedLoad.ALL;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Seven JVMs under load while one is killed and one is frozen, judged. The short one of its kind: about half a minute. */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class ProcessHistoryTest {
    @TempDir
    private Path folder;

    @Test
    void whatClientsOfSevenProcessesSawIsOneHistory() throws Exception {
        try (Jvms jvms = new Jvms(folder, JudgedLoad.settings("reconfigure"))) {
            jvms.startAll(ALL);
            try (JudgedLoad load = new JudgedLoad(jvms, folder)) {
                load.awaitUpdates(30);
                jvms.kill("A3");
                load.awaitUpdates(30);
                jvms.pause("B1");
                jvms.start("A3");
                load.awaitUpdates(30);
                jvms.resume("B1");
                jvms.awaitServing(ALL);
                load.judge();
            }
        }
    }
}
