package epidemic.peers;

import java.time.Duration;
import java.util.List;

/**
 * What every contender has to do in a turn.
 *
 * @param loads outstanding requests, one load after the other
 * @param keys how many are written
 * @param valueBytes of each value
 * @param heatUp how long it runs at 256 outstanding, or the largest load if that is less, before all loads
 * @param warmUp how long each load goes on before it is measured
 * @param duration how long it is measured
 */
public record Work(List<Integer> loads, int keys, int valueBytes, Duration heatUp, Duration warmUp, Duration duration) {
    private static final int HEAT_UP_OUTSTANDING = 256;

    /** Copies the loads. */
    public Work {
        loads = List.copyOf(loads);
    }

    int outstandingMax() {
        return loads.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    int heatUpOutstanding() {
        return Math.min(HEAT_UP_OUTSTANDING, outstandingMax());
    }
}
