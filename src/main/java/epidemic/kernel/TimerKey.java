package epidemic.kernel;

/**
 * The name of a timer of one replica. Setting a timer under a key that is set already replaces it.
 *
 * @param name what the timer is for
 */
public record TimerKey(String name) {}
