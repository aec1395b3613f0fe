package epidemic.sim;

/** A line of a fault plan cannot be read. */
public final class PlanSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String problem;

    PlanSyntaxException(int line, String problem) {
        super("line " + line + " of the plan, " + problem);
        this.line = line;
        this.problem = problem;
    }

    /** The number of the line, from 1. */
    public int line() {
        return line;
    }

    /** What is wrong and what is allowed. */
    public String problem() {
        return problem;
    }
}
