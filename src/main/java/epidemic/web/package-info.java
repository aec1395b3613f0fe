/**
 * The HTTP API, the WebSocket status stream, the metrics and the dashboard's files, as docs/api.md tells them.
 *
 * <p>{@link epidemic.web.EpidemicHttp} starts it all. Routes turn requests into questions to the nodes; {@link
 * epidemic.web.StatusHub} watches the nodes and tells the sockets what changed. Whoever watches never slows a node: nodes
 * are only ever told, and what a socket has not taken yet is merged into one bounded {@link epidemic.web.ChangeSet}.
 *
 * <p>The same routes serve a recorded run: {@link epidemic.web.NodeSource} and {@link epidemic.web.RunApi} are what
 * differs, {@link epidemic.web.ReplayHub} moves its player.
 *
 * <p>May import {@code epidemic.client}, for the spelling of transactions.
 */
@NullMarked
package epidemic.web;

import org.jspecify.annotations.NullMarked;
