package epidemic.web;

import epidemic.kernel.Topology;

/**
 * What the server shows, as far as it never changes.
 *
 * @param strategy the strategy's name
 * @param topology its nodes and links
 * @param faultsEnabled whether nodes may be crashed and cut off by POST
 */
record Shown(String strategy, Topology topology, boolean faultsEnabled) {}
