package epidemic.kernel;

import java.util.Objects;

/**
 * The identity of a node, such as {@code A1}: the same in every JVM, at every start, in every file.
 *
 * @param name 1 to 64 characters out of letters, digits, dot, dash and underscore
 */
public record NodeId(String name) implements Comparable<NodeId> {
    private static final int LENGTH_MAX = 64;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is not of the stated form
     */
    public NodeId {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty() || name.length() > LENGTH_MAX || !isAllowed(name)) {
            throw new IllegalArgumentException("'" + name + "' is no node name: 1 to " + LENGTH_MAX
                    + " letters, digits, dots, dashes or underscores are allowed");
        }
    }

    /** Short for the constructor, for places that name many nodes. */
    public static NodeId of(String name) {
        return new NodeId(name);
    }

    @Override
    public int compareTo(NodeId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Without a stream: names are read with every entry of a log and every message. */
    private static boolean isAllowed(String name) {
        for (int index = 0; index < name.length(); index++) {
            if (!isAllowed(name.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char character) {
        return character < 128
                && (Character.isLetterOrDigit(character) || character == '.' || character == '-' || character == '_');
    }
}
