package epidemic.contract;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to know theirs before they listen. None is given twice, and all lie below those that Linux
 * gives to whoever connects or listens at any port (32768 and on): otherwise somebody else may have it by then.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** A port at which nobody listens. */
    public static int next() {
        for (int count = 0; count < TRIES; count++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
