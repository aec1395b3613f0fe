/** What nodes that keep sessions do about those that have seen more than they hold. */
@NullMarked
package epidemic.model.session;

import org.jspecify.annotations.NullMarked;
