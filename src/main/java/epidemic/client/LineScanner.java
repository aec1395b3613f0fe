package epidemic.client;

/**
 * A cursor over one line. Blank space is what Unicode calls so: space, tab, no-break space and their like. Confined to
 * one thread.
 */
final class LineScanner {
    private static final int EXCERPT_MAX = 40;
    private static final String PUNCTUATION = ",;()<>@";

    private final String line;
    private int position;

    LineScanner(String line) {
        this.line = line;
    }

    static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** The text without the blank space at its ends. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The text in quotes for a message: shortened, and with nothing in it that a terminal would act on. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        int end = Math.min(text.length(), EXCERPT_MAX);
        for (int index = 0; index < end; index++) {
            char character = text.charAt(index);
            boolean visible = !Character.isISOControl(character) && character != '\uFEFF';
            quoted.append(visible ? String.valueOf(character) : "\\u%04x".formatted((int) character));
        }
        return quoted.append(end < text.length() ? "…'" : "'").toString();
    }

    /** Skips blank space and returns the character that follows without taking it, or 0 at the end. */
    char peek() {
        while (position < line.length() && isBlank(line.charAt(position))) {
            position++;
        }
        return position < line.length() ? line.charAt(position) : 0;
    }

    /** Whether only blank space is left. */
    boolean atEnd() {
        peek();
        return position == line.length();
    }

    /** Skips blank space and takes the character if it is next. */
    boolean take(char wanted) {
        if (atEnd() || line.charAt(position) != wanted) {
            return false;
        }
        position++;
        return true;
    }

    /** Skips blank space and takes what follows up to blank space or punctuation; may be empty. */
    String word() {
        peek();
        int from = position;
        while (position < line.length() && !endsWord(line.charAt(position))) {
            position++;
        }
        return line.substring(from, position);
    }

    /** Skips blank space and takes what follows up to blank space; may be empty. */
    String chunk() {
        peek();
        int from = position;
        while (position < line.length() && !isBlank(line.charAt(position))) {
            position++;
        }
        return line.substring(from, position);
    }

    /**
     * Takes what stands before the next closing bracket, and the bracket.
     *
     * @throws TransactionSyntaxException if there is none
     */
    String untilClosed() {
        int end = line.indexOf(')', position);
        if (end < 0) {
            throw new TransactionSyntaxException("no ')' after " + quote(line.substring(position))
                    + ": every '(' is closed, as in r(12) or w(49,53)");
        }
        String inside = line.substring(position, end);
        position = end + 1;
        return inside;
    }

    /** What is left, in quotes, or {@code the end of the line}. */
    String rest() {
        return atEnd() ? "the end of the line" : quote(line.substring(position));
    }

    private static boolean endsWord(char character) {
        return isBlank(character) || PUNCTUATION.indexOf(character) >= 0;
    }
}
