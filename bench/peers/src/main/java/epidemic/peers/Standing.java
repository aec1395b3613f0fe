package epidemic.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one contender stands under one load.
 *
 * @param variant the contender
 * @param outstanding the load
 * @param perSecond committed
 * @param p50Millis latency
 * @param p99Millis latency
 * @param ratio the reference's throughput of the same round, divided by its own; empty if no round has both
 * @param failed answers without a commit, of all rounds
 */
record Standing(
        Variant variant,
        int outstanding,
        Spread perSecond,
        Spread p50Millis,
        Spread p99Millis,
        Optional<Spread> ratio,
        long failed) {

    /** Under one load, or empty if it was never measured. */
    static Optional<Standing> of(Variant variant, int outstanding, String reference, List<Turn> turns) {
        List<Double> perSecond = new ArrayList<>();
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        long failed = 0;
        for (Turn turn : turns) {
            Optional<Sample> own = turn.contender().equals(variant.id()) ? sample(turn, outstanding) : Optional.empty();
            if (own.isEmpty()) {
                continue;
            }
            perSecond.add(own.get().perSecond());
            p50.add(own.get().p50Millis());
            p99.add(own.get().p99Millis());
            failed += own.get().failed();
            sample(turns, reference + ":" + variant.storage(), turn.round(), outstanding)
                    .filter(sample -> own.get().perSecond() > 0)
                    .ifPresent(
                            sample -> ratios.add(sample.perSecond() / own.get().perSecond()));
        }
        if (perSecond.isEmpty()) {
            return Optional.empty();
        }
        Optional<Spread> ratio = ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
        return Optional.of(new Standing(
                variant, outstanding, Spread.of(perSecond), Spread.of(p50), Spread.of(p99), ratio, failed));
    }

    private static Optional<Sample> sample(List<Turn> turns, String id, int round, int outstanding) {
        return turns.stream()
                .filter(turn -> turn.contender().equals(id) && turn.round() == round)
                .flatMap(turn -> sample(turn, outstanding).stream())
                .findFirst();
    }

    private static Optional<Sample> sample(Turn turn, int outstanding) {
        return turn.samples().stream()
                .filter(sample -> sample.outstanding() == outstanding)
                .findFirst();
    }
}
