package epidemic.web;

import epidemic.kernel.NodeId;

/**
 * The way of one kind of message.
 *
 * @param kind the message's name
 */
record MessageLink(NodeId from, NodeId to, String kind) {}
