package epidemic.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds as {@code --seeds} names them: {@code A..B}, or one seed {@code A}.
 *
 * @param first the first seed
 * @param last the last seed, not below the first
 */
record SeedRange(long first, long last) {
    @Override
    public String toString() {
        return first + ".." + last;
    }

    /** Reads a range. */
    static final class Converter implements ITypeConverter<SeedRange> {
        @Override
        public SeedRange convert(String text) {
            try {
                int dots = text.indexOf("..");
                long first = Long.parseLong(dots < 0 ? text : text.substring(0, dots));
                long last = dots < 0 ? first : Long.parseLong(text.substring(dots + 2));
                if (last >= first && last - first < Long.MAX_VALUE / 2) {
                    return new SeedRange(first, last);
                }
            } catch (NumberFormatException noNumber) {
                // Told below, together with the other mistakes.
            }
            throw new TypeConversionException("'" + text + "' is no range of seeds: 1..1000 or 42 is allowed");
        }
    }
}
