package epidemic.sim;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The questions of one life that wait for their answer, in the order in which they were asked. */
final class OpenQuestions {
    /** Room for the questions of one life: numbers of different lives do not meet. */
    private static final int BITS_PER_LIFE = 40;

    private final List<Question> open = new ArrayList<>();
    private long lastCorrelation;

    /** A question, whom it went to, and until when, by the node's own clock, an answer counts. */
    record Question(long correlation, NodeId to, Message message, long deadlineNanos) {}

    OpenQuestions(long incarnation) {
        this.lastCorrelation = incarnation << BITS_PER_LIFE;
    }

    /** Notes a question and gives it its number. */
    long open(NodeId to, Message message, long deadlineNanos) {
        lastCorrelation++;
        open.add(new Question(lastCorrelation, to, message, deadlineNanos));
        return lastCorrelation;
    }

    /** The question of that number, which is closed by this; empty if it was answered before or given up. */
    Optional<Message> answered(long correlation) {
        for (int index = 0; index < open.size(); index++) {
            if (open.get(index).correlation() == correlation) {
                return Optional.of(open.remove(index).message());
            }
        }
        return Optional.empty();
    }

    /** Gives up the questions whose deadline has passed. */
    List<Question> overdue(long nowNanos) {
        List<Question> overdue = new ArrayList<>();
        for (Question question : open) {
            if (question.deadlineNanos() - nowNanos <= 0) {
                overdue.add(question);
            }
        }
        open.removeIf(question -> question.deadlineNanos() - nowNanos <= 0);
        return overdue;
    }

    /** The next deadline; {@link Long#MAX_VALUE} if no question is open. */
    long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (int index = 0; index < open.size(); index++) {
            next = Math.min(next, open.get(index).deadlineNanos());
        }
        return next;
    }

    int size() {
        return open.size();
    }
}
