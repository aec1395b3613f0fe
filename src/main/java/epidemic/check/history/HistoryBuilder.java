package epidemic.check.history;

import epidemic.check.history.EventDecoder.Event;
import epidemic.check.history.Op.Label;
import epidemic.check.history.Op.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pairs invocations and completions, and checks that processes do one thing at a time. */
final class HistoryBuilder {
    private final EventDecoder decoder;
    private final List<Op> operations = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Long, Open> open = new HashMap<>();
    private int length;

    /** An invocation without its completion. */
    private record Open(int number, Moment moment, Event event) {}

    HistoryBuilder(String file) {
        this.decoder = new EventDecoder(file);
    }

    /** The next line. */
    void add(int line, Form form) {
        Map<String, Form> fields = decoder.fields(line, form);
        int index = length++;
        long stated = decoder.whole(fields, "index", index);
        if (stated != index) {
            throw decoder.wrong("index " + stated + "; " + index + " is allowed, for indexes count the lines from 0");
        }
        Form process = fields.getOrDefault("process", Form.NIL);
        if (process instanceof Form.Whole) {
            add(decoder.event(fields, index), index);
        } else if (process instanceof Form.Text name) {
            addFault(fields, index, name.text());
        } else {
            throw decoder.wrong("process '" + process + "'; a whole number of 0 or more, or a name is allowed");
        }
    }

    private void add(Event event, int index) {
        Moment moment = new Moment(index, event.nanos());
        if (event.type().equals("invoke")) {
            Open invoked = new Open(operations.size(), moment, event);
            Open earlier = open.put(event.process(), invoked);
            if (earlier != null) {
                throw decoder.wrong("process " + event.process() + " invokes while its operation of index "
                        + earlier.moment().index() + " is open; one at a time is allowed");
            }
            operations.add(lost(invoked));
            return;
        }
        Open invoked = open.remove(event.process());
        if (invoked == null) {
            throw decoder.wrong(event.type() + " of process " + event.process() + ", which has no open operation;"
                    + " every completion follows its invocation");
        }
        operations.set(invoked.number(), completed(invoked, event, moment));
    }

    private Op completed(Open invoked, Event event, Moment moment) {
        Event asked = invoked.event();
        boolean ok = event.type().equals("ok");
        if (!asked.function().equals(event.function())) {
            throw decoder.wrong("f " + event.function() + " completes an operation with f " + asked.function());
        }
        if (ok) {
            requireSame(asked.steps(), event.steps());
        }
        return new Op(
                invoked.number(),
                asked.process(),
                asked.function(),
                invoked.moment(),
                moment,
                ok ? Op.Outcome.OK : event.type().equals("fail") ? Op.Outcome.FAIL : Op.Outcome.INFO,
                ok ? event.steps() : asked.steps(),
                label(asked.label(), event.label()));
    }

    private static Op lost(Open invoked) {
        Event asked = invoked.event();
        return new Op(
                invoked.number(),
                asked.process(),
                asked.function(),
                invoked.moment(),
                Moment.NEVER,
                Op.Outcome.INFO,
                asked.steps(),
                asked.label());
    }

    /** The completion says more than the invocation; what it does not say is taken from there. */
    private static Label label(Label asked, Label told) {
        return new Label(
                told.node().isEmpty() ? asked.node() : told.node(),
                told.node().isEmpty() ? asked.layer() : told.layer(),
                told.tx().isEmpty() ? asked.tx() : told.tx(),
                told.version(),
                told.nseq(),
                told.hash());
    }

    private void requireSame(List<Step> asked, List<Step> told) {
        boolean same = asked.size() == told.size();
        for (int index = 0; same && index < asked.size(); index++) {
            Step one = asked.get(index);
            Step other = told.get(index);
            same = one instanceof Step.Read
                    ? other instanceof Step.Read && one.key().equals(other.key())
                    : one.equals(other);
        }
        if (!same) {
            throw decoder.wrong("the completed micro-operations " + told + " are not those of the invocation " + asked);
        }
    }

    private void addFault(Map<String, Form> fields, int index, String process) {
        faults.add(new Fault(
                index,
                decoder.whole(fields, "time", index),
                process,
                decoder.text(fields, "f", ""),
                fields.getOrDefault("value", Form.NIL).toString()));
    }

    /** The history; operations that never completed count as unknown. */
    History build() {
        return new History(operations, faults, length);
    }
}
