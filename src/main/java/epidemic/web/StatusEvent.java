package epidemic.web;

import epidemic.kernel.NodeId;

/**
 * Something that people want to know of.
 *
 * @param timeMillis the wall clock, in milliseconds since 1970 UTC
 * @param kind what sort of event, in lower case with dashes
 * @param text one sentence without the node's name
 */
record StatusEvent(long timeMillis, NodeId node, String kind, String text) {}
