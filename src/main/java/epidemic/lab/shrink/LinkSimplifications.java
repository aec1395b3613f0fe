package epidemic.lab.shrink;

import epidemic.sim.FaultPlan;
import epidemic.sim.LinkConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Calmer links. What happens to a message is drawn from the seed; so if a failure needs chance, another seed may show it
 * with less of it.
 */
final class LinkSimplifications {
    private static final int SEEDS = 40;
    private static final int SEEDS_FOR_ONE_RATE = 15;
    private static final double[] UNITS = {10, 100};

    private final GoldenScenario golden;
    private final LinkConditions links;
    private final List<List<UnaryOperator<GoldenScenario>>> spots;

    /**
     * For a scenario.
     *
     * @param spots takes the choices
     */
    LinkSimplifications(GoldenScenario golden, List<List<UnaryOperator<GoldenScenario>>> spots) {
        this.golden = golden;
        this.links = golden.plan().links();
        this.spots = spots;
    }

    void add() {
        LinkConditions calm = FaultPlan.none(0).links();
        boolean isSlower = links.minNanos() > calm.minNanos() || links.meanNanos() > calm.meanNanos();
        if (isSlower || !links.equals(links.healed())) {
            choice(any -> calm, 0);
        }
        if (!links.equals(links.healed())) {
            choice(LinkConditions::healed, SEEDS);
            choice(now -> rates(now, 0, now.duplicate(), now.reorder(), now.lostAnswer()), seedsIf(links.drop()));
            choice(now -> rates(now, now.drop(), 0, now.reorder(), now.lostAnswer()), seedsIf(links.duplicate()));
            choice(now -> rates(now, now.drop(), now.duplicate(), 0, now.lostAnswer()), seedsIf(links.reorder()));
            choice(now -> rates(now, now.drop(), now.duplicate(), now.reorder(), 0), seedsIf(links.lostAnswer()));
            for (double unit : UNITS) {
                choice(now -> rounded(now, unit), 0);
            }
        }
        times(links.meanNanos(), (now, nanos) -> latency(now, now.minNanos(), nanos));
        times(links.minNanos(), (now, nanos) -> latency(now, nanos, now.meanNanos()));
    }

    private static int seedsIf(double rate) {
        return rate > 0 ? SEEDS_FOR_ONE_RATE : 0;
    }

    /** With this seed, or one of the first few. */
    private void choice(UnaryOperator<LinkConditions> change, int seeds) {
        List<UnaryOperator<GoldenScenario>> choices = new ArrayList<>();
        choices.add(now -> with(now, change));
        for (long seed = 1; seed <= seeds; seed++) {
            long other = seed;
            choices.add(now -> with(now, change).withSeed(other));
        }
        spots.add(choices);
    }

    private static GoldenScenario with(GoldenScenario now, UnaryOperator<LinkConditions> change) {
        return now.withPlan(now.plan().withLinks(change.apply(now.plan().links())));
    }

    private interface TimeChange {
        LinkConditions with(LinkConditions now, long nanos);
    }

    private void times(long nanos, TimeChange change) {
        List<UnaryOperator<GoldenScenario>> choices = new ArrayList<>();
        Steps.towardsZero(nanos)
                .forEach(smaller -> choices.add(now -> with(now, links -> change.with(links, smaller))));
        spots.add(choices);
    }

    private static LinkConditions rates(
            LinkConditions now, double drop, double duplicate, double reorder, double lostAnswer) {
        return new LinkConditions(now.minNanos(), now.meanNanos(), drop, duplicate, reorder, lostAnswer);
    }

    private static LinkConditions rounded(LinkConditions now, double unit) {
        return rates(
                now,
                rounded(now.drop(), unit),
                rounded(now.duplicate(), unit),
                rounded(now.reorder(), unit),
                rounded(now.lostAnswer(), unit));
    }

    /** Upwards, so that a chance stays one. */
    private static double rounded(double rate, double unit) {
        return Math.ceil(rate * unit) / unit;
    }

    private static LinkConditions latency(LinkConditions now, long min, long mean) {
        return new LinkConditions(min, mean, now.drop(), now.duplicate(), now.reorder(), now.lostAnswer());
    }
}
