package epidemic.kernel;

import java.util.Optional;

/**
 * What one read of a transaction saw.
 *
 * @param key the key that was read
 * @param value its value, or empty if the key was never written
 */
public record ReadResult(String key, Optional<Value> value) {}
