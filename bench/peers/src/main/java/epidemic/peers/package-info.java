/**
 * The same work for Epidemic and for other replicating systems: {@link epidemic.peers.Comparison} takes turns, {@link
 * epidemic.peers.Heat} is one turn of one contender in a JVM of its own, {@link epidemic.peers.ClosedLoop} its load.
 */
package epidemic.peers;
