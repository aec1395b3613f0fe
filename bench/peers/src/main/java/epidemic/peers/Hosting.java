package epidemic.peers;

/** Where the three replicas are. */
public enum Hosting {
    /** In one JVM, with the load: no network. */
    ONE_JVM("1 JVM"),
    /** In three processes on loopback; the load is in one of them, or in a fourth if the system is made for that. */
    THREE_PROCESSES("3 processes");

    private final String label;

    Hosting(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
