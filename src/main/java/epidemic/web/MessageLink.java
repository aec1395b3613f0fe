package epidemic.web;

import epidemic.kernel.NodeId;

/**
 * The way of one kind of message.
 *
 * @param kind the message's name
 * @param lost whether it is known not to arrive
 */
record MessageLink(NodeId from, NodeId to, String kind, boolean lost) {
    /** The way of messages whose fate is not known. */
    MessageLink(NodeId from, NodeId to, String kind) {
        this(from, to, kind, false);
    }
}
