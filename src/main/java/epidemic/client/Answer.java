package epidemic.client;

import epidemic.kernel.Outcome;

/** What one attempt to submit a transaction told. */
sealed interface Answer {
    /** Its outcome is known for sure, as far as this attempt goes. */
    record Known(Outcome outcome) implements Answer {}

    /** The system holds it for no transaction; nothing was executed. */
    record Bad(String message) implements Answer {}

    /** It has not left: no connection came about. So it has no effect. */
    record NotSent(String message) implements Answer {}

    /**
     * It may have taken effect.
     *
     * @param away whether nothing answered at all
     */
    record Lost(String message, boolean away) implements Answer {}
}
