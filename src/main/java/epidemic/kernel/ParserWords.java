package epidemic.kernel;

/**
 * What a parser of JSON says is wrong, in words for people: without what it says of its own settings and classes. A place
 * that it names stays, as line and column.
 */
public final class ParserWords {
    private static final String PLACE = "[Source: ";
    private static final String PLACE_END = "]";

    private ParserWords() {}

    /** The words about a text of one or more lines. */
    public static String ofText(String said) {
        return withoutInside(withPlaces(said, "line: "));
    }

    /** The words about one line of a file, whose number is told beside. */
    public static String ofLine(String said) {
        return withoutInside(withPlaces(said, "column: "));
    }

    /**
     * A place is spelled as {@code [Source: …; line: 1, column: 2]}.
     *
     * @param from what of it stays, up to its end
     */
    private static String withPlaces(String said, String from) {
        int begin = said.indexOf(PLACE);
        int stays = said.indexOf(from, Math.max(begin, 0));
        int end = said.indexOf(PLACE_END, Math.max(stays, 0));
        if (begin < 0 || stays < 0 || end < 0) {
            return said;
        }
        String place = said.substring(stays, end).replace(":", "");
        return said.substring(0, begin) + place + withPlaces(said.substring(end + PLACE_END.length()), from);
    }

    private static String withoutInside(String said) {
        String text = without(said, " (bound as `", "`)");
        text = without(text, ": not allowed as per `", "`");
        text = without(text, ", from `", "`");
        return without(text, " (not recognized as one since ", ")");
    }

    private static String without(String text, String begin, String end) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, Math.max(from, 0) + begin.length());
        return from < 0 || to < 0 ? text : text.substring(0, from) + text.substring(to + end.length());
    }
}
