package epidemic.web;

import epidemic.replay.Recording;
import epidemic.runtime.config.HttpSettings;
import java.time.Duration;

/**
 * A recorded run to be shown.
 *
 * @param http where to listen, and the bounds of requests
 * @param interval the pause between two moves of the player, above 0
 */
public record ReplaySetup(Recording recording, HttpSettings http, Duration interval) {
    Shown shown() {
        return new Shown(recording.facts().strategy(), recording.facts().topology(), false);
    }
}
