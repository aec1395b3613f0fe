/**
 * The laboratory: runs strategies in the simulator by seed, under faults and workloads, and judges each run.
 *
 * <p>A {@link epidemic.lab.Scenario} says for one strategy what a seed stands for; a {@link epidemic.lab.Campaign} runs
 * many seeds and sums up.
 */
@NullMarked
package epidemic.lab;

import org.jspecify.annotations.NullMarked;
