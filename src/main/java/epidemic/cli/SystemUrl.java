package epidemic.cli;

import epidemic.client.SubmitOptions;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a system, for example {@code http://127.0.0.1:8080}. */
final class SystemUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        try {
            return of(text);
        } catch (IllegalArgumentException none) {
            throw new TypeConversionException(String.valueOf(none.getMessage()));
        }
    }

    /**
     * The address that a text is.
     *
     * @throws IllegalArgumentException if it is none; the message says what is allowed
     */
    static URI of(String text) {
        try {
            return SubmitOptions.of(URI.create(text), 1, "url").url();
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no URL of a system: http://HOST:PORT is allowed, for example"
                            + " http://127.0.0.1:8080",
                    none);
        }
    }
}
