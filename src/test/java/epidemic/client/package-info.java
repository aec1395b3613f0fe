/** Tests of the clients: spellings, files, summaries, and the submission over HTTP. */
@NullMarked
package epidemic.client;

import org.jspecify.annotations.NullMarked;
