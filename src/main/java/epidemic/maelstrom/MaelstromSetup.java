package epidemic.maelstrom;

import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.storage.StoragePolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * What a node in Maelstrom needs.
 *
 * @param strategy whose node it is
 * @param settings the strategy's
 * @param data the directory of its version log
 * @param storage how it keeps what it writes
 * @param seed of its randomness
 * @param lazyReads what it does with reads if it is below the core
 * @param timeout how long a request may take until its client is told {@code timeout}, above 0
 * @param clock its clocks
 * @param nodeDispatcher for the node
 * @param diskDispatcher for its log, which blocks
 */
public record MaelstromSetup(
        Strategy strategy,
        Settings settings,
        Path data,
        StoragePolicy storage,
        long seed,
        LazyReads lazyReads,
        Duration timeout,
        NodeClock clock,
        DispatcherSelector nodeDispatcher,
        DispatcherSelector diskDispatcher) {}
