package epidemic.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between processes, which can be cut. Each node is called by an address where a proxy listens, and listens
 * itself, at the same port, at another one, from where it also calls others: so a proxy knows who calls. What is on its
 * way when a wire is cut, and connections begun or closed meanwhile, wait until it is healed, as packets do that are sent
 * again.
 */
public final class Wires implements Network.Cuttable {
    private static final List<String> NODES = List.of("A1", "A2", "A3", "B1", "B2", "C1", "C2");
    private static final int BUFFER_BYTES = 16 << 10;

    private final Map<String, ServerSocket> proxies = new ConcurrentHashMap<>();
    private final Loopback loopback = new Loopback();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Set<String>> cut = new HashSet<>();
    private boolean closed;

    /** A whole one in front of all seven nodes. */
    public Wires() {
        try {
            for (String node : NODES) {
                ServerSocket proxy = new ServerSocket();
                proxy.bind(new InetSocketAddress(host(node), 0));
                proxies.put(node, proxy);
                begin(() -> accept(node, proxy));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int number(String node) {
        return 1 + NODES.indexOf(node);
    }

    @Override
    public String host(String node) {
        return "127.0.1." + number(node);
    }

    @Override
    public String bindHost(String node) {
        return "127.0.2." + number(node);
    }

    @Override
    public int port(String node) {
        return proxies.get(node).getLocalPort();
    }

    @Override
    public String httpHost(String node) {
        return loopback.httpHost(node);
    }

    @Override
    public int httpPort(String node) {
        return loopback.httpPort(node);
    }

    @Override
    public List<String> at(String node, List<String> command) {
        return command;
    }

    @Override
    public synchronized void split(List<List<String>> groups) {
        for (List<String> group : groups) {
            for (List<String> other : groups) {
                if (group != other) {
                    group.forEach(one -> other.forEach(two -> cut.add(Set.of(one, two))));
                }
            }
        }
    }

    @Override
    public synchronized void heal() {
        cut.clear();
        notifyAll();
    }

    private synchronized boolean awaitWhole(Set<String> pair) throws InterruptedException {
        while (cut.contains(pair) && !closed) {
            wait();
        }
        return !closed;
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(null, work, "wire", 128 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(String node, ServerSocket proxy) {
        try {
            while (true) {
                Socket caller = proxy.accept();
                sockets.add(caller);
                begin(() -> connect(node, caller));
            }
        } catch (IOException ended) {
            // The proxy is closed.
        }
    }

    private void connect(String node, Socket caller) {
        byte[] address = caller.getInetAddress().getAddress();
        Set<String> pair = address[2] == 2 ? Set.of(NODES.get(address[3] - 1), node) : Set.of(node);
        try {
            if (!awaitWhole(pair)) {
                return;
            }
            Socket called = new Socket(InetAddress.getByName(bindHost(node)), port(node));
            sockets.add(called);
            begin(() -> pump(pair, called, caller));
            pump(pair, caller, called);
        } catch (IOException | InterruptedException notThere) {
            close(caller);
        }
    }

    private void pump(Set<String> pair, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int count = from.getInputStream().read(buffer);
            while (count >= 0 && awaitWhole(pair)) {
                to.getOutputStream().write(buffer, 0, count);
                count = from.getInputStream().read(buffer);
            }
            awaitWhole(pair);
        } catch (IOException | InterruptedException ended) {
            // Both are closed below.
        }
        close(from);
        close(to);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException already) {
            // Nothing is left to do.
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        proxies.values().forEach(proxy -> {
            try {
                proxy.close();
            } catch (IOException already) {
                // Nothing is left to do.
            }
        });
        List.copyOf(sockets).forEach(this::close);
    }
}
