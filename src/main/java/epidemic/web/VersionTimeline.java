package epidemic.web;

import java.util.ArrayList;
import java.util.List;

/**
 * When which version was the newest. At most {@value #POINTS_MAX} points; when they are full, every second one of the
 * older half is given up, so that old ages get coarser and the oldest point stays. Not thread-safe.
 */
final class VersionTimeline {
    static final int POINTS_MAX = 1_024;

    private final List<Point> points = new ArrayList<>();

    /** From this time on that version was the newest, until the next point. */
    private record Point(long timeMillis, long version) {}

    /** Notes the newest version at a time; times and versions of later calls are not lower, else nothing is noted. */
    void note(long timeMillis, long newestVersion) {
        if (!points.isEmpty() && points.get(points.size() - 1).version() >= newestVersion) {
            return;
        }
        points.add(new Point(timeMillis, newestVersion));
        if (points.size() > POINTS_MAX) {
            thinOut();
        }
    }

    /** How long ago a version ceased to be the newest, in milliseconds, at least 1; 0 if it has not. O(log points). */
    long ageMillis(long nowMillis, long version) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points.get(middle).version() > version) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == points.size()
                ? 0
                : Math.max(1, nowMillis - points.get(low).timeMillis());
    }

    int size() {
        return points.size();
    }

    private void thinOut() {
        List<Point> kept = new ArrayList<>(points.size());
        for (int index = 0; index < points.size(); index++) {
            if (index >= points.size() / 2 || index % 2 == 0) {
                kept.add(points.get(index));
            }
        }
        points.clear();
        points.addAll(kept);
    }
}
