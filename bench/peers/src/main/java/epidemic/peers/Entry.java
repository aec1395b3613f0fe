package epidemic.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A contender in the catalog.
 *
 * @param name in commands and tables
 * @param hosting where its replicas are
 * @param variants what can be stored, and for each what was set for that, for people
 * @param byDefault those of its variants that run when nobody chooses
 * @param version of what runs
 * @param missing why it cannot run here, or empty
 * @param create makes one
 */
public record Entry(
        String name,
        Hosting hosting,
        Map<Storage, String> variants,
        List<Storage> byDefault,
        Supplier<String> version,
        Supplier<Optional<String>> missing,
        Supplier<Contender> create) {

    /** One that can always run. */
    static Entry of(
            String name,
            Hosting hosting,
            Map<Storage, String> variants,
            List<Storage> byDefault,
            Supplier<String> version,
            Supplier<Contender> create) {
        return new Entry(name, hosting, variants, byDefault, version, Optional::empty, create);
    }
}
