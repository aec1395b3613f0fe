package epidemic.web;

/** A request that is not answered as it wishes. Becomes {@code {"error":CODE,"message":TEXT}}. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * An answer other than 200.
     *
     * @param status the HTTP status
     * @param code for programs
     * @param message for people: what was found, what is allowed
     */
    ApiException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A transaction that is none. */
    static ApiException badTransaction(String message) {
        return new ApiException(400, "bad-transaction", message);
    }

    /** A request that is wrong in another way. */
    static ApiException badRequest(String message) {
        return new ApiException(400, "bad-request", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
