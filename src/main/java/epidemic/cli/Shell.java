package epidemic.cli;

/** Words of command lines that are printed, to be copied into a shell. */
final class Shell {
    private Shell() {}

    /** The word as a shell has to see it. */
    static String quoted(String word) {
        return word.matches("[-A-Za-z0-9_./=,:]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
