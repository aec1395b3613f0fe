package epidemic.maelstrom;

/** What a node below the core does with reads. Updates are always handed to the core. */
public enum LazyReads {
    /** Hands them to the core: as fresh as any. */
    FORWARD,
    /** Refuses them. */
    REFUSE,
    /** Answers from its own version, which may be old: what the layer promises, and no more. */
    LOCAL
}
