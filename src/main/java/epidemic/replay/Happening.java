package epidemic.replay;

import epidemic.kernel.NodeId;

/** Something visible that happened in a recorded run, at a moment of virtual time in nanoseconds from its beginning. */
public sealed interface Happening {
    /** When. */
    long atNanos();

    /** Whether a step of the player stops here. */
    boolean isStep();

    /**
     * A message left a node.
     *
     * @param kind the message's name
     * @param lost whether the network lost it
     */
    record Sent(long atNanos, NodeId from, NodeId to, String kind, boolean lost) implements Happening {
        @Override
        public boolean isStep() {
            return true;
        }
    }

    /**
     * A node's status or version log changed.
     *
     * @param isStep false if only a countdown began anew
     */
    record Changed(long atNanos, NodeId node, NodeState state, boolean isStep) implements Happening {}

    /**
     * Something that people want to know of.
     *
     * @param node where; {@link Recording#RUN} if everywhere
     * @param kind what sort of thing, lower case with dashes
     * @param text one sentence
     */
    record Told(long atNanos, NodeId node, String kind, String text) implements Happening {
        @Override
        public boolean isStep() {
            return true;
        }
    }
}
