package epidemic.kernel;

/**
 * A protocol error that can be planted on purpose, to see whether the judges catch it. Only simulations plant them.
 *
 * @param name lower case with dashes, for example {@code ack-first}
 * @param description what the mutant does wrong, one clause
 */
public record Mutant(String name, String description) {}
