package epidemic.peers.contender;

import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Redis server with two replicas. Each of some connections takes what waits, sends it as one pipeline of SETs that ends
 * with WAIT 2, and takes the answers: one WAIT for each SET would only slow it down.
 */
public final class RedisContender implements Contender {
    private static final int CONNECTIONS = 32;
    private static final int PIPELINE_MAX = 128;
    private static final int REPLICAS = 2;
    private static final int WAIT_MILLIS = 2_000;
    private static final int CONNECT_SECONDS = 20;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean closing;

    @Override
    public void start(Setting setting) throws Exception {
        Seat seat = setting.seat();
        for (int index = 0; index < Seat.COUNT; index++) {
            Seat own = seat.at(index);
            Files.createDirectories(own.own());
            setting.processes().startProgram(command(own), seat.directory().resolve("replica-" + index + ".log"));
        }
        for (int index = 0; index < CONNECTIONS; index++) {
            Socket socket = connect(seat.port(0, 0));
            sockets.add(socket);
            Thread thread = new Thread(() -> serve(socket), "redis-" + index);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static List<String> command(Seat seat) {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                String.valueOf(seat.port(seat.index(), 0)),
                "--bind",
                "127.0.0.1",
                "--dir",
                seat.own().toString(),
                "--save",
                "",
                "--repl-diskless-sync-delay",
                "0",
                "--appendfsync",
                "always",
                "--appendonly",
                seat.storage() == Storage.DURABLE ? "yes" : "no"));
        if (seat.index() > 0) {
            command.addAll(List.of("--replicaof", "127.0.0.1", String.valueOf(seat.port(0, 0))));
        }
        return command;
    }

    private static Socket connect(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        while (true) {
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Override
    public void submit(Request request) {
        waiting.add(request);
    }

    /** One connection's thread. */
    private void serve(Socket socket) {
        List<Request> pipeline = new ArrayList<>();
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
            while (!closing) {
                pipeline.add(waiting.take());
                waiting.drainTo(pipeline, PIPELINE_MAX - 1);
                boolean isCommitted = send(pipeline, in, out);
                List<Request> answered = List.copyOf(pipeline);
                pipeline.clear();
                answered.forEach(request -> request.done(isCommitted));
            }
        } catch (IOException | InterruptedException broken) {
            pipeline.forEach(request -> request.done(false));
        }
    }

    private static boolean send(List<Request> pipeline, InputStream in, OutputStream out) throws IOException {
        for (Request request : pipeline) {
            command(out, "SET", request.update().key(), request.update().value());
        }
        command(out, "WAIT", String.valueOf(REPLICAS), String.valueOf(WAIT_MILLIS));
        out.flush();
        boolean areSet = true;
        for (int index = 0; index < pipeline.size(); index++) {
            areSet &= line(in).equals("+OK");
        }
        return line(in).equals(":" + REPLICAS) && areSet;
    }

    private static void command(OutputStream out, String... words) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append('*').append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
