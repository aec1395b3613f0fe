/** What stands in {@code deploy} fits the product: checked without Docker and Kubernetes, as far as that goes. */
@NullMarked
package epidemic.deploy;

import org.jspecify.annotations.NullMarked;
