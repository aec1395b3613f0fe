package epidemic.maelstrom;

import epidemic.kernel.Outcome;

/** The errors of Maelstrom's protocol that a node gives. All but {@link #TIMEOUT} are definite: nothing has happened. */
enum ErrorCode {
    /** It may have happened, may yet, or may never. */
    TIMEOUT(0),
    /** The node does not know that kind of request. */
    NOT_SUPPORTED(10),
    /** It did not happen, and may if asked again later. */
    TEMPORARILY_UNAVAILABLE(11),
    /** The request is not of the stated form. */
    MALFORMED_REQUEST(12),
    /** The transaction was given up. */
    ABORT(14),
    /** A read or compare-and-set of a key that was never written. */
    KEY_DOES_NOT_EXIST(20),
    /** A compare-and-set found another value. */
    PRECONDITION_FAILED(22);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The number in messages. */
    int number() {
        return number;
    }

    /** What a refusal is in Maelstrom's words. */
    static ErrorCode of(Outcome.Reason reason) {
        switch (reason) {
            case KIND_MISMATCH:
            case REQUEST_REUSED:
                return ABORT;
            case WRONG_LAYER:
            case NOT_POSSIBLE:
                return NOT_SUPPORTED;
            default:
                return TEMPORARILY_UNAVAILABLE;
        }
    }
}
