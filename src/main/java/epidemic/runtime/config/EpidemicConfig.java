package epidemic.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import epidemic.kernel.Strategy;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * The effective configuration: all sources laid over each other, resolved and checked.
 *
 * <p>Highest first: {@code --set}, {@code CONFIG_FORCE_…} variables, system properties, the user's file, the packaged
 * {@code application.conf} (in which {@code EPIDEMIC_…} variables stand), the libraries' own defaults. The user's file
 * adds to the packaged one and does not replace it. Immutable.
 */
public final class EpidemicConfig {
    /** The name of our block. */
    public static final String BLOCK = "epidemic";

    /** The resource with our defaults. */
    static final String PACKAGED = "application.conf";

    private static final String IDLE_TIMEOUT = "pekko.http.server.idle-timeout";
    private static final String FILE_PROPERTY = "config.file";

    private final Config root;
    private final ConfigSchema schema;
    private final HttpSettings http;
    private final LogSettings log;
    private final ClusterSettings cluster;
    private final Path clusterData;
    private final Optional<ManagementSettings> management;
    private final SyncMode sync;
    private final Duration statusInterval;

    private EpidemicConfig(Config root, ConfigSchema schema) {
        this.root = root;
        this.schema = schema;
        this.http = HttpSettings.read(settings("http"), settings("http.tls"));
        this.log = LogSettings.read(settings("log"));
        this.clusterData = readClusterData();
        this.cluster = ClusterSettings.read(settings("cluster"), settings("cluster.tls"));
        this.management = ManagementSettings.read(settings("management"), http);
        this.sync = readSync();
        this.statusInterval = HttpSettings.positive(settings("status"), "interval");
        checkIdleTimeout();
    }

    /**
     * The configuration of this process.
     *
     * @param file the user's file, if the command line names one
     * @param assignments what the command line sets, {@code KEY=VALUE} each
     * @throws ConfigurationException if it cannot be used; the message says why and where
     */
    public static EpidemicConfig load(Optional<Path> file, List<String> assignments) {
        return load(ConfigSources.ofProcess(file, assignments));
    }

    /**
     * The configuration of these sources.
     *
     * @throws ConfigurationException if it cannot be used; the message says why and where
     */
    public static EpidemicConfig load(ConfigSources sources) {
        try {
            Config packaged = ConfigFactory.parseResources(PACKAGED);
            Config reference = ConfigFactory.defaultReferenceUnresolved();
            Config file = userFile(sources);
            Config merged = Assignments.parse(sources.assignments())
                    .withFallback(EnvironmentOverrides.parse(sources.environment()))
                    .withFallback(properties(sources.properties()))
                    .withFallback(file)
                    .withFallback(packaged)
                    .withFallback(reference);
            Config resolved = resolve(merged, sources.environment());
            ConfigSchema schema = new ConfigSchema(block(resolve(packaged, Map.of())), resolve(reference, Map.of()));
            schema.checkPlaces(file.root());
            schema.check(block(resolved));
            return new EpidemicConfig(resolved, schema);
        } catch (ConfigException malformed) {
            throw new ConfigurationException(malformed.getMessage(), malformed);
        }
    }

    /** Everything, for an actor system. */
    public Config root() {
        return root;
    }

    /** The name of the strategy. */
    public String strategy() {
        return root.getString(BLOCK + ".strategy");
    }

    /** The seed of what is drawn at random. */
    public long seed() {
        return root.getLong(BLOCK + ".seed");
    }

    /**
     * A block below {@code epidemic}, such as a strategy's.
     *
     * @param block its name, for example {@code layered}
     */
    public StrategySettings settings(String block) {
        return new StrategySettings(root, BLOCK + "." + block);
    }

    /** The HTTP interface. */
    public HttpSettings http() {
        return http;
    }

    /** The log of the process. */
    public LogSettings log() {
        return log;
    }

    /** Nodes as processes of their own. */
    public ClusterSettings cluster() {
        return cluster;
    }

    /** The directory of the logs of a node as a process of its own. */
    public Path clusterData() {
        return clusterData;
    }

    /** Pekko Management, if it is on. */
    public Optional<ManagementSettings> management() {
        return management;
    }

    /** When versions count as durable. */
    public SyncMode sync() {
        return sync;
    }

    /**
     * How the nodes of a strategy keep what they write.
     *
     * @throws ConfigurationException if logs would keep less than the strategy needs
     */
    public StoragePolicy storage(Strategy strategy) {
        OptionalLong keep = settings("storage").optionalCount("keep-versions");
        Strategy.Kept needed = strategy.kept(settings(strategy.name()));
        if (keep.isPresent() && keep.getAsLong() < needed.versions()) {
            throw settings("storage")
                    .outOfRange(
                            "keep-versions", "off, or " + needed.versions() + " or more (" + needed.because() + ")");
        }
        return new StoragePolicy(sync, keep, needed.clients());
    }

    /** Whether faults may be asked for. */
    public boolean faultsEnabled() {
        return root.getBoolean(BLOCK + ".faults.enabled");
    }

    /** The least time between two messages of the status stream, above 0. */
    public Duration statusInterval() {
        return statusInterval;
    }

    /** What is in force and where it comes from, for people. */
    public EffectiveConfig effective() {
        return EffectiveConfig.of(block(root), schema);
    }

    /** A connection that Pekko closes as idle could not be told the outcome. */
    private void checkIdleTimeout() {
        boolean isInfinite = root.getString(IDLE_TIMEOUT).equals("infinite");
        if (!isInfinite && root.getDuration(IDLE_TIMEOUT).compareTo(http.transactionTimeout()) <= 0) {
            throw settings("http")
                    .outOfRange(
                            "transaction-timeout",
                            "a duration below " + IDLE_TIMEOUT + " = " + root.getString(IDLE_TIMEOUT));
        }
    }

    private Path readClusterData() {
        StrategySettings settings = settings("cluster");
        String directory = settings.text("data");
        try {
            if (!directory.isBlank()) {
                return Path.of(directory);
            }
        } catch (InvalidPathException noPath) {
            // Told below, as a blank one is.
        }
        throw settings.outOfRange("data", "the name of a directory");
    }

    private SyncMode readSync() {
        StrategySettings storage = settings("storage");
        try {
            return SyncMode.parse(storage.text("sync"));
        } catch (ConfigurationException known) {
            throw known;
        } catch (IllegalArgumentException noMode) {
            throw storage.outOfRange("sync", "never or batch");
        }
    }

    private static ConfigObject block(Config config) {
        ConfigValue value = config.root().get(BLOCK);
        if (value instanceof ConfigObject block) {
            return block;
        }
        throw new ConfigurationException(ConfigText.found(BLOCK, value) + ": a block { … } is allowed");
    }

    private static Config properties(Map<String, String> properties) {
        Properties copy = new Properties();
        copy.putAll(properties);
        return ConfigFactory.parseProperties(
                copy, ConfigParseOptions.defaults().setOriginDescription("system properties"));
    }

    private static Config userFile(ConfigSources sources) {
        Optional<Path> file = sources.file()
                .or(() -> Optional.ofNullable(sources.properties().get(FILE_PROPERTY))
                        .map(Path::of));
        if (file.isEmpty()) {
            return ConfigFactory.empty();
        }
        if (!Files.isReadable(file.get()) || Files.isDirectory(file.get())) {
            throw new ConfigurationException("configuration file " + file.get() + " cannot be read");
        }
        return ConfigFactory.parseFile(file.get().toFile());
    }

    /** Fills in what files refer to, in the configuration itself or among the variables. */
    private static Config resolve(Config config, Map<String, String> environment) {
        ConfigObject resolved = config.withFallback(EnvironmentOverrides.variables(environment))
                .resolve(ConfigResolveOptions.noSystem())
                .root();
        for (String variable : environment.keySet()) {
            if (!config.root().containsKey(variable)) {
                resolved = resolved.withoutKey(variable);
            }
        }
        return resolved.toConfig();
    }
}
