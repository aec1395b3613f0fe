package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Transaction;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.TypeConversionException;

/**
 * The commands of the passive system, one line each. What they print is spelled as in the session of the course that they
 * come from, its slips included; so who compares finds no difference.
 */
final class ReplicaShell implements AutoCloseable {
    /** The commands, for completion and help. */
    static final List<String> COMMANDS = List.of("list", "update", "cache", "program", "wait", "help", "exit");

    private static final int NANO_DIGITS = 9;
    private static final String SECONDS = "\\d+(\\.\\d+)?";
    private static final String WITH_UNIT = ".*[a-z]";
    private static final Duration WAIT_MAX = Duration.ofDays(365);

    /** The key of the data. */
    static final String DATA = "data";

    /** The key of the cache time. */
    static final String CACHE = "cache";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final List<String> HELP = List.of(
            "list          show the data of all replicas",
            "update DATA   the main replica's data is DATA from now on; the others copy it a cache time later",
            "cache T       the cache time is T seconds from now on, also for updates that wait; also 500ms, 2m",
            "program N     begin anew, with N other replicas",
            "wait T        do nothing for T seconds, for scripts",
            "exit          end");

    private final Optional<Programs> programs;
    private final Supplier<LocalDateTime> clock;
    private final PrintWriter out;
    private final PrintWriter err;
    private ReplicaSystem system;
    private long problemCount;

    /** Makes systems. */
    interface Programs {
        /**
         * Prepares one with so many other replicas; it begins when it is asked for, and the one before it is closed then.
         *
         * @throws IllegalArgumentException if there can be none
         */
        Supplier<ReplicaSystem> of(int replicas);
    }

    /**
     * Says that it is connected to the system.
     *
     * @param programs makes another one; empty if that is for others
     * @param clock the time of day
     */
    ReplicaShell(
            ReplicaSystem system,
            Optional<Programs> programs,
            Supplier<LocalDateTime> clock,
            PrintWriter out,
            PrintWriter err) {
        this.programs = programs;
        this.clock = clock;
        this.out = out;
        this.err = err;
        this.system = system;
        greet();
    }

    private void greet() {
        out.println("connected on " + MOMENT.format(clock.get()));
        out.println("Caching time for the update "
                + system.cacheTime().map(ReplicaShell::seconds).orElse("(not known)"));
        out.println("The number of threads (other replicas): " + others().size());
        out.flush();
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), NANO_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    private NodeId main() {
        return system.topology().layers().get(0).nodes().get(0);
    }

    private List<NodeId> others() {
        return system.topology().layers().get(1).nodes();
    }

    /** How many commands could not be done. */
    long problemCount() {
        return problemCount;
    }

    /** Prints a command of a script, and does it. Blank lines and comments are passed over. */
    boolean script(String line) {
        String command = line.strip();
        if (command.isEmpty() || command.startsWith("#")) {
            return true;
        }
        out.println(received(command));
        return execute(command);
    }

    /** The line that tells of a command. */
    static String received(String command) {
        return "Receive commond from Client: " + command;
    }

    /**
     * Does a command. What cannot be done is told, and changes nothing else.
     *
     * @return whether more are wanted
     */
    boolean execute(String line) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        boolean goesOn = true;
        try {
            goesOn = execute(words[0], argument);
        } catch (IllegalArgumentException bad) {
            problem(bad.getMessage());
        }
        out.flush();
        err.flush();
        return goesOn;
    }

    private boolean execute(String command, String argument) {
        switch (command) {
            case "" -> {}
            case "list" -> list();
            case "update" -> update(DATA, required(argument, "update needs DATA, such as: update hello"));
            case "cache" -> update(CACHE, required(argument, "cache needs T, such as: cache 20"));
            case "program" -> program(argument);
            case "wait" -> system.pause(time(argument));
            case "help" -> help();
            case "exit" -> {
                return false;
            }
            default ->
                throw new IllegalArgumentException("no command '" + command + "': " + String.join(", ", COMMANDS)
                        + " are allowed; help says what they do");
        }
        return true;
    }

    private static String required(String argument, String otherwise) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException(otherwise);
        }
        return argument;
    }

    private void help() {
        for (String line : HELP) {
            boolean isRefused = programs.isEmpty() && line.startsWith("program");
            out.println(isRefused ? line + ": refused here, it is for the process that has them" : line);
        }
    }

    private void list() {
        system.look();
        out.println("Data in the main replica: " + dataOf(main(), 0));
        others().forEach(other -> out.println("Data in the other replica: " + dataOf(other, 1)));
    }

    private String dataOf(NodeId node, int layer) {
        Outcome outcome =
                system.ask(node, new Transaction(system.nextRequest(), layer, List.of(new Operation.Read(DATA))));
        if (outcome instanceof Outcome.Committed committed) {
            ReadResult read = committed.reads().get(0);
            return read.value().map(Object::toString).orElse("None");
        }
        problem(node + ": " + messageOf(outcome));
        return "(" + node + " does not answer)";
    }

    private void update(String key, String value) {
        Outcome outcome =
                system.ask(main(), new Transaction(system.nextRequest(), 0, List.of(new Operation.Write(key, value))));
        if (!(outcome instanceof Outcome.Committed)) {
            problem(messageOf(outcome));
        }
    }

    private static String messageOf(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                ? refused.message()
                : outcome instanceof Outcome.Unknown unknown
                        ? "not known whether it took effect: " + unknown.message()
                        : outcome.toString();
    }

    private void program(String argument) {
        Supplier<ReplicaSystem> next =
                programs.orElseThrow(ReplicaShell::notHere).of(replicas(argument));
        system.close();
        system = next.get();
        greet();
    }

    private static IllegalArgumentException notHere() {
        return new IllegalArgumentException(
                "program N is for the process that has the replicas, not for other clients");
    }

    private static int replicas(String argument) {
        if (!argument.matches("\\d{1,4}")) {
            throw new IllegalArgumentException(
                    "program '" + argument + "': a number of replicas is allowed, such as 2");
        }
        return Integer.parseInt(argument);
    }

    /** Digits by themselves are seconds, however many; a configuration would take them for milliseconds. */
    private static Duration time(String argument) {
        if (!argument.matches(SECONDS) && !argument.matches(WITH_UNIT)) {
            throw noTime(argument);
        }
        Duration time = argument.matches(SECONDS) ? ofSeconds(argument) : withUnit(argument);
        if (time.compareTo(WAIT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "wait '" + argument + "': at most " + WAIT_MAX.toDays() + " days are allowed");
        }
        return time;
    }

    private static Duration ofSeconds(String argument) {
        BigDecimal seconds = new BigDecimal(argument).min(BigDecimal.valueOf(Integer.MAX_VALUE));
        return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValue());
    }

    private static Duration withUnit(String argument) {
        try {
            return new Durations().convert(argument);
        } catch (TypeConversionException bad) {
            throw noTime(argument);
        }
    }

    private static IllegalArgumentException noTime(String argument) {
        return new IllegalArgumentException(
                "wait '" + argument + "': seconds or a duration are allowed, such as 11 or 500ms");
    }

    private void problem(String message) {
        problemCount++;
        err.println("error: " + message);
    }

    /** Says that it is not connected any more, and ends the system, if it is here. */
    @Override
    public void close() {
        out.println("disconneced on " + MOMENT.format(clock.get()));
        out.flush();
        system.close();
    }
}
