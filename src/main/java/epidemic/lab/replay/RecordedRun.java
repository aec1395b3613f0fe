package epidemic.lab.replay;

import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.replay.Recording;
import epidemic.replay.Timeline;
import epidemic.sim.Simulation;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A run of a seed, and what could be seen of it.
 *
 * @param result what became of it: the same as without a recorder
 * @param recording what it looked like
 */
public record RecordedRun(SeedResult result, Recording recording) {
    /**
     * Runs a seed and records it.
     *
     * @param command the command that shows the run again
     */
    public static RecordedRun of(Scenario scenario, long seed, SeedRun.Options options, String command) {
        RunRecorder recorder = new RunRecorder(new Timeline.Builder());
        SeedResult result = SeedRun.run(scenario, seed, options.watchedBy(recorder));
        Optional<Recording.Violation> violation =
                result.violation().map(found -> new Recording.Violation(found.guarantee(), found.message()));
        violation.ifPresent(found -> recorder.violated(result.virtualNanos(), found));
        Recording.Facts facts = new Recording.Facts(
                scenario.strategy().name(),
                scenario.strategy().topology(scenario.settings(seed)),
                seed,
                Simulation.WALL_BASE_MILLIS,
                result.virtualNanos(),
                result.events(),
                HexFormat.of().toHexDigits(result.digest()),
                violation,
                command);
        return new RecordedRun(result, new Recording(facts, recorder.marks(), recorder.timeline()));
    }
}
