package epidemic.client;

import java.util.List;

/** Lists of things in messages. */
final class Words {
    private Words() {}

    /** The items as {@code 0, 1 or 2}. */
    static String or(List<?> items) {
        StringBuilder text = new StringBuilder();
        int last = items.size() - 1;
        for (int index = 0; index <= last; index++) {
            String before = index == 0 ? "" : index == last ? " or " : ", ";
            text.append(before).append(items.get(index));
        }
        return text.toString();
    }
}
