package epidemic.kernel;

/**
 * Gives back what a {@link ByteSink} took, in the same order. Each method throws {@link IllegalArgumentException} if there
 * is no such thing.
 */
public interface ByteSource {
    /** The next number. */
    long number();

    /**
     * The next number, which counts things that follow.
     *
     * @throws IllegalArgumentException if it is negative or more than could follow
     */
    int count();

    /** The next text. */
    String text();
}
