package epidemic.check.history;

import epidemic.check.history.Op.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Understands the fields of a history's line. */
final class EventDecoder {
    private static final long ABSENT = Label.NONE;

    private final String file;
    private int line;

    /** What a line says of a client's operation. */
    record Event(long process, String type, String function, long nanos, List<Step> steps, Label label) {}

    EventDecoder(String file) {
        this.file = file;
    }

    /** The fields of a line. */
    Map<String, Form> fields(int atLine, Form form) {
        line = atLine;
        if (form instanceof Form.Fields fields) {
            return fields.fields();
        }
        throw wrong("'" + form + "' is no operation; a map with process, type, f and value is allowed");
    }

    /** A line of a client. */
    Event event(Map<String, Form> fields, int index) {
        String type = text(fields, "type", "");
        if (!List.of("invoke", "ok", "fail", "info").contains(type)) {
            throw wrong("type '" + type + "'; invoke, ok, fail and info are allowed");
        }
        String function = text(fields, "f", "txn");
        Label label = new Label(
                text(fields, "node", ""),
                Math.toIntExact(whole(fields, "layer", 0)),
                text(fields, "tx", ""),
                whole(fields, "version", ABSENT),
                whole(fields, "nseq", ABSENT),
                text(fields, "hash", ""));
        return new Event(
                whole(fields, "process", ABSENT),
                type,
                function,
                whole(fields, "time", index),
                steps(function, fields.getOrDefault("value", Form.NIL), type.equals("ok")),
                label);
    }

    private List<Step> steps(String function, Form value, boolean known) {
        if (function.equals("read") || function.equals("write")) {
            return List.of(single(function, value, known));
        }
        if (!function.equals("txn") && !function.equals("final")) {
            throw wrong("f '" + function + "'; txn, final, read and write are allowed");
        }
        if (!(value instanceof Form.Items items)) {
            throw wrong("value '" + value + "'; a list of micro-operations such as [\"r\", 1, null] is allowed");
        }
        List<Step> steps = new ArrayList<>(items.items().size());
        for (Form item : items.items()) {
            steps.add(step(item, known));
        }
        return steps;
    }

    /** The one register of Knossos' histories; it has no key, or a pair of key and value. */
    private Step single(String function, Form value, boolean known) {
        boolean keyed = value instanceof Form.Items items && items.items().size() == 2;
        String key = keyed ? key(((Form.Items) value).items().get(0)) : "register";
        Form bare = keyed ? ((Form.Items) value).items().get(1) : value;
        return function.equals("read") ? new Step.Read(key, known ? seen(bare) : Seen.UNKNOWN) : write(key, bare);
    }

    private Step step(Form form, boolean known) {
        if (!(form instanceof Form.Items items) || items.items().size() != 3) {
            throw wrong("micro-operation '" + form + "'; three parts are allowed: r, w or append, key, value");
        }
        String name = items.items().get(0).toString();
        String key = key(items.items().get(1));
        Form value = items.items().get(2);
        switch (name) {
            case "r":
                return new Step.Read(key, known ? seen(value) : Seen.UNKNOWN);
            case "w":
                return write(key, value);
            case "append":
                return new Step.Append(key, scalar("the value of an append", value));
            default:
                throw wrong("micro-operation '" + name + "'; r, w and append are allowed");
        }
    }

    private Step write(String key, Form value) {
        return new Step.Write(key, scalar("the value of a write", value));
    }

    private String key(Form form) {
        return scalar("a key", form);
    }

    private Seen seen(Form form) {
        if (form instanceof Form.Nil) {
            return Seen.NOTHING;
        }
        if (form instanceof Form.Items items) {
            List<String> values = new ArrayList<>(items.items().size());
            for (Form item : items.items()) {
                values.add(scalar("an item of a list", item));
            }
            return values.isEmpty() ? Seen.NOTHING : new Seen.Many(values);
        }
        return new Seen.One(scalar("a value", form));
    }

    private String scalar(String what, Form form) {
        if (form instanceof Form.Whole || form instanceof Form.Text) {
            return form.toString();
        }
        throw wrong(what + " is '" + form + "'; a number or a text is allowed");
    }

    /** A field's text; a number's digits. */
    String text(Map<String, Form> fields, String name, String otherwise) {
        Form form = fields.get(name);
        return form == null || form instanceof Form.Nil ? otherwise : scalar(name, form);
    }

    /** A field's whole number, 0 or more. */
    long whole(Map<String, Form> fields, String name, long otherwise) {
        Form form = fields.get(name);
        if (form == null || form instanceof Form.Nil) {
            return otherwise;
        }
        if (form instanceof Form.Whole whole && whole.number() >= 0) {
            return whole.number();
        }
        throw wrong(name + " is '" + form + "'; a whole number of 0 or more is allowed");
    }

    HistorySyntaxException wrong(String message) {
        return new HistorySyntaxException(file, line, message);
    }
}
