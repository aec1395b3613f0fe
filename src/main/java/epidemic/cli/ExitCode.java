package epidemic.cli;

/** What a command tells the shell. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;

    /** Ran, and found what it must report. */
    static final int FOUND = 1;

    /** Wrong usage, or input that cannot be read. */
    static final int USAGE = 2;

    /** A history was judged, and the judge cannot tell. */
    static final int UNDECIDED = 3;

    private ExitCode() {}
}
