package epidemic.protocol.layered;

import epidemic.kernel.Message;
import epidemic.model.clock.Stamp;
import java.util.List;

/** What a core node remembers in its journal. */
public sealed interface CoreRecord extends Message {
    /**
     * Nothing of an epoch below this one is acknowledged, applied or served any more.
     *
     * @param coordinatorLife which life of the epoch's coordinator it was promised to
     */
    record Promised(long epoch, long coordinatorLife) implements CoreRecord {}

    /**
     * The beginning of a view is held; what was held before is given up. Written only once the version log has on disk
     * the version that the view begins with.
     *
     * @param inherited batches of earlier epochs that commit first, in order
     */
    record Accepted(View view, List<Batch> inherited) implements CoreRecord {
        /** Copies the batches. */
        public Accepted {
            inherited = List.copyOf(inherited);
        }
    }

    /** A batch of the accepted view is held. */
    record Held(Batch batch) implements CoreRecord {}

    /**
     * Batches up to this one are applied, once the version log has this version.
     *
     * @param epoch the epoch in which the batch was issued
     */
    record Applied(long epoch, Stamp stamp, long version) implements CoreRecord {}
}
