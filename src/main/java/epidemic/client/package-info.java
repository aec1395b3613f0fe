/**
 * Clients that come with a file: the spellings of transactions, the files that hold them, the choice of a node, the
 * summary of a run, and the client that sends files to a running system over HTTP.
 *
 * <p>One file is one client: its transactions are executed one after another, in the order of their lines; the clients
 * of several files run at once. What a line may look like is told in docs/transactions.md.
 */
@NullMarked
package epidemic.client;

import org.jspecify.annotations.NullMarked;
