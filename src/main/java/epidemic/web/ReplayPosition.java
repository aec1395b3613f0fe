package epidemic.web;

import epidemic.replay.Player;

/**
 * Where a player is.
 *
 * @param atNanos in virtual time
 * @param playing whether it plays
 * @param speed virtual seconds a second
 */
record ReplayPosition(long atNanos, boolean playing, double speed) {
    static ReplayPosition of(Player player) {
        return new ReplayPosition(player.positionNanos(), player.isPlaying(), player.speed());
    }
}
