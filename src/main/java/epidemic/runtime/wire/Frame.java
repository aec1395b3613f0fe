package epidemic.runtime.wire;

/**
 * Bytes on their way to another process: the one thing that Pekko's remoting carries for us. Small enough for one
 * message of it; see {@link Fragments}.
 *
 * @param bytes never changed
 */
public record Frame(byte[] bytes) {}
