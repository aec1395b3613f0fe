package epidemic.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Each node on a machine of its own, as the kernel sees it: a network namespace with one interface, at a bridge where the
 * test is, too. What is cut vanishes: no connection is closed, no packet refused, nobody told.
 *
 * <p>A way from one node to another is cut in the sender's neighbour table, which then names a hardware address that
 * nobody has. So ways are cut singly, and clients lose nobody. {@link #unplug} takes the cable out of a node: nothing reaches
 * it, clients neither.
 *
 * <p>Needs iproute2 and the right to make namespaces, see {@link #unusable}. All names begin with the id of this process,
 * and what processes that have ended left behind is deleted.
 */
final class Namespaces implements Network.Cuttable {
    private static final List<String> NODES = JudgedLoad.ALL;
    private static final int PORT = 17355;
    private static final int HTTP_PORT = 8080;
    private static final int SUBNETS = 250;
    private static final int OF_TEST = 254;
    private static final int PACKETS = 3;
    private static final int KILL_MAX_SECONDS = 10;
    private static final int NOBODY = 0xff;
    private static final Pattern NAME = Pattern.compile("\\bep(\\d+)x\\d+(-[ABC]\\d)?\\b");
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String name = "ep" + ProcessHandle.current().pid() + "x" + MADE.getAndIncrement();
    private final int subnet;
    private final Thread lastResort = new Thread(this::remove);

    private record Ended(int exitCode, String said) {}

    /** A network that is whole. */
    Namespaces() {
        removeStale();
        subnet = freeSubnet();
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            ip("link add " + name + " type bridge");
            ip("addr add " + address(OF_TEST) + "/24 dev " + name);
            ip("link set " + name + " up");
            NODES.forEach(this::add);
            heal();
        } catch (IllegalStateException cannot) {
            close();
            throw cannot;
        }
    }

    private void add(String node) {
        String space = space(node);
        ip("netns add " + space);
        ip("link add " + space + " type veth peer name eth0 address " + hardware(number(node)) + " netns " + space);
        ip("link set " + space + " master " + name + " up");
        ip("-n " + space + " addr add " + host(node) + "/24 dev eth0");
        ip("-n " + space + " link set eth0 up");
        ip("-n " + space + " link set lo up");
    }

    /** Why there can be none here, or empty if there can. */
    static Optional<String> unusable() {
        try (Namespaces trial = new Namespaces()) {
            return trial.passes("A1", "C2")
                    ? Optional.empty()
                    : Optional.of("packets do not get from one network namespace to another");
        } catch (IllegalStateException cannot) {
            return Optional.of("no network namespaces here: " + cannot.getMessage());
        }
    }

    /** Skips what needs them where there can be none, and says why. */
    static void assumeUsable() {
        unusable().ifPresent(reason -> {
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        });
    }

    private static int number(String node) {
        return 1 + NODES.indexOf(node);
    }

    private String space(String node) {
        return name + "-" + node;
    }

    private String address(int number) {
        return "10.77." + subnet + "." + number;
    }

    private String hardware(int number) {
        return "02:77:00:%02x:00:%02x".formatted(subnet, number);
    }

    @Override
    public String host(String node) {
        return address(number(node));
    }

    @Override
    public String bindHost(String node) {
        return host(node);
    }

    @Override
    public int port(String node) {
        return PORT;
    }

    @Override
    public String httpHost(String node) {
        return host(node);
    }

    @Override
    public int httpPort(String node) {
        return HTTP_PORT;
    }

    @Override
    public List<String> at(String node, List<String> command) {
        List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", space(node)));
        there.addAll(command);
        return there;
    }

    @Override
    public void split(List<List<String>> groups) {
        for (List<String> group : groups) {
            for (List<String> other : groups) {
                if (group != other) {
                    group.forEach(from -> other.forEach(to -> cutWay(from, to)));
                }
            }
        }
    }

    /** What a node sends to another one vanishes; the other way is left alone. */
    void cutWay(String from, String to) {
        lead(from, to, NOBODY);
    }

    /** Takes the cable out of a node. */
    void unplug(String node) {
        ip("link set " + space(node) + " down");
    }

    @Override
    public void heal() {
        for (String from : NODES) {
            ip("link set " + space(from) + " up");
            NODES.stream().filter(to -> !to.equals(from)).forEach(to -> lead(from, to, number(to)));
        }
    }

    private void lead(String from, String to, int hardware) {
        ip("-n " + space(from) + " neigh replace " + host(to) + " lladdr " + hardware(hardware)
                + " nud permanent dev eth0");
    }

    /** Whether packets of one node reach another one, whose kernel counts those that come to a port where nobody is. */
    boolean passes(String from, String to) {
        long before = strayPackets(to);
        for (int packet = 0; packet < PACKETS; packet++) {
            run(at(from, List.of("bash", "-c", "echo >/dev/udp/" + host(to) + "/9")));
        }
        return strayPackets(to) > before;
    }

    private long strayPackets(String node) {
        String[] lines =
                run(at(node, List.of("grep", "^Udp:", "/proc/net/snmp"))).split("\n");
        int column = Arrays.asList(lines[0].split(" ")).indexOf("NoPorts");
        return Long.parseLong(lines[1].split(" ")[column]);
    }

    private static int freeSubnet() {
        String taken = ip("-o -4 addr show");
        int first = (int) ((ProcessHandle.current().pid() + MADE.get()) % SUBNETS);
        return IntStream.range(0, SUBNETS)
                .map(step -> (first + step) % SUBNETS)
                .filter(subnet -> !taken.contains(" 10.77." + subnet + "."))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("all networks 10.77.0.0 to 10.77.249.0 are taken"));
    }

    private static void removeStale() {
        Set<String> stale = new LinkedHashSet<>();
        Matcher names = NAME.matcher(ip("-o link show") + ip("netns list"));
        while (names.find()) {
            if (ProcessHandle.of(Long.parseLong(names.group(1))).isEmpty()) {
                stale.add(names.group());
            }
        }
        stale.forEach(Namespaces::removeOne);
    }

    private void remove() {
        NODES.forEach(node -> removeOne(space(node)));
        removeOne(name);
    }

    /** A namespace, the processes in it, and the interface of its name; what is not there need not be deleted. */
    private static void removeOne(String name) {
        tryToRun(List.of("ip", "netns", "pids", name))
                .said()
                .lines()
                .filter(line -> line.matches("\\d+"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .forEach(Namespaces::kill);
        tryToRun(List.of("ip", "link", "del", name));
        tryToRun(List.of("ip", "netns", "del", name));
    }

    /** One that does not end, as in an uninterruptible wait, is left alone. */
    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        try {
            process.onExit().get(KILL_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException doesNotEnd) {
            System.out.println("process " + process.pid() + " does not end");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String ip(String arguments) {
        return run(Arrays.asList(("ip " + arguments).split(" ")));
    }

    private static String run(List<String> command) {
        Ended ended = tryToRun(command);
        if (ended.exitCode() != 0) {
            throw new IllegalStateException(
                    "'" + String.join(" ", command) + "': " + ended.said().strip());
        }
        return ended.said();
    }

    private static Ended tryToRun(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException notThere) {
            return new Ended(-1, String.valueOf(notThere.getMessage()));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
