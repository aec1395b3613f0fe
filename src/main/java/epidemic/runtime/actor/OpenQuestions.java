package epidemic.runtime.actor;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.runtime.figures.LinkFigures;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions of one node that wait for their answer, by correlation number. Bounded by what the replica asks. */
final class OpenQuestions {
    /** Room for the questions of one life: numbers of different lives do not meet. */
    private static final int BITS_PER_LIFE = 20;

    private final Map<Long, Question> open = new LinkedHashMap<>();
    private long lastCorrelation;

    /** A question, whom it went to and when, until when an answer counts, and where such questions are counted. */
    record Question(NodeId to, Message message, long askedNanos, long deadlineNanos, LinkFigures figures) {}

    OpenQuestions(long incarnation) {
        this.lastCorrelation = incarnation << BITS_PER_LIFE;
    }

    /** Notes a question and gives it its number. */
    long open(Question question) {
        lastCorrelation++;
        open.put(lastCorrelation, question);
        question.figures().asked(question.message().updateCount());
        return lastCorrelation;
    }

    /** The question of that number, which is closed by this; empty if it was answered before or given up. */
    Optional<Message> answered(long correlation, long nowNanos) {
        Question question = open.remove(correlation);
        if (question == null) {
            return Optional.empty();
        }
        question.figures().answered(nowNanos - question.askedNanos());
        return Optional.of(question.message());
    }

    /** Gives up the questions whose deadline has passed. */
    List<Question> overdue(long nowNanos) {
        List<Question> overdue = new ArrayList<>();
        Iterator<Question> questions = open.values().iterator();
        while (questions.hasNext()) {
            Question question = questions.next();
            if (question.deadlineNanos() - nowNanos <= 0) {
                overdue.add(question);
                question.figures().silent();
                questions.remove();
            }
        }
        return overdue;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}
