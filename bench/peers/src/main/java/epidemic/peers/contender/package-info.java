/** One class for each contender, all behind {@link epidemic.peers.Contender}. */
package epidemic.peers.contender;
