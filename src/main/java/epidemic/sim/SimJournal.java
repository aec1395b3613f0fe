package epidemic.sim;

import epidemic.kernel.Message;
import java.util.ArrayList;
import java.util.List;

/** The journal on a {@link SimDisk}: writes in order, the first of which are confirmed. */
final class SimJournal {
    /** From the last confirmed rewrite on. */
    private final List<Write> writes = new ArrayList<>();

    private int confirmed;
    private long confirmedOfLife;

    /**
     * One write.
     *
     * @param replaces whether it stands in place of all that was written before
     */
    record Write(boolean replaces, List<Message> records) {
        /** Copies the records. */
        Write {
            records = List.copyOf(records);
        }
    }

    void add(Write write) {
        writes.add(write);
    }

    int unconfirmed() {
        return writes.size() - confirmed;
    }

    /** The next so many writes are on the disk. */
    void confirm(int count) {
        confirmed += count;
        confirmedOfLife += count;
        forgetReplaced();
    }

    private void forgetReplaced() {
        for (int index = confirmed - 1; index > 0; index--) {
            if (writes.get(index).replaces()) {
                writes.subList(0, index).clear();
                confirmed -= index;
                return;
            }
        }
    }

    /** How many writes of this life are confirmed. */
    long confirmedOfLife() {
        return confirmedOfLife;
    }

    /** Of the writes that are not confirmed only the first so many are on the disk. */
    void keep(int count) {
        writes.subList(confirmed + count, writes.size()).clear();
        confirmed = writes.size();
    }

    void empty() {
        writes.clear();
        confirmed = 0;
    }

    /** A life begins: what is on the disk, in order. */
    List<Message> recover() {
        confirmedOfLife = 0;
        List<Message> records = new ArrayList<>();
        for (Write write : writes) {
            if (write.replaces()) {
                records.clear();
            }
            records.addAll(write.records());
        }
        return records;
    }
}
