package epidemic.lab.replay;

import epidemic.kernel.ReplicaView;
import epidemic.replay.NodeState;
import java.util.List;
import java.util.Optional;

/** Tells changes that one sees from countdowns that go on by themselves. */
final class Countdowns {
    /** So far a countdown may be off: clocks drift. */
    private static final long SLACK_NANOS = 20_000_000;

    private Countdowns() {}

    /** Whether two states differ in more than the time that is left to the next push. */
    static boolean differBeyond(NodeState before, NodeState after) {
        return before.phase() != after.phase()
                || before.paused() != after.paused()
                || before.log() != after.log()
                || !without(before.view()).equals(without(after.view()));
    }

    /** Whether a countdown shows something else than the one before, gone on by that time, would. */
    static boolean beganAnew(NodeState before, NodeState after, long elapsedNanos) {
        List<ReplicaView.Feed> earlier = before.view().feeds();
        List<ReplicaView.Feed> later = after.view().feeds();
        for (int index = 0; index < Math.min(earlier.size(), later.size()); index++) {
            Optional<Long> expected = earlier.get(index).nanosToNextPush().map(left -> left - elapsedNanos);
            Optional<Long> left = later.get(index).nanosToNextPush();
            if (expected.isPresent() && left.isPresent() && Math.abs(left.get() - expected.get()) > SLACK_NANOS) {
                return true;
            }
        }
        return false;
    }

    private static ReplicaView without(ReplicaView view) {
        List<ReplicaView.Feed> still = view.feeds().stream()
                .map(feed -> new ReplicaView.Feed(
                        feed.target(),
                        feed.acknowledged(),
                        feed.inFlight(),
                        feed.updatesToNextPush(),
                        Optional.empty()))
                .toList();
        return new ReplicaView(
                view.role(),
                view.version(),
                view.pending(),
                view.epoch(),
                view.members(),
                view.serving(),
                view.reason(),
                still);
    }
}
