package epidemic.peers.contender;

import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;

/** Three etcd members, and one gRPC channel to the first: its calls are written by hand, with the gRPC that Ratis brings. */
public final class EtcdContender implements Contender {
    private static final MethodDescriptor<byte[], byte[]> PUT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("etcdserverpb.KV/Put")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    private static final int KEY_FIELD = 1 << 3 | 2;
    private static final int VALUE_FIELD = 2 << 3 | 2;
    private static final int MORE = 0x80;

    private ManagedChannel channel;

    @Override
    public void start(Setting setting) throws Exception {
        Seat seat = setting.seat();
        for (int index = 0; index < Seat.COUNT; index++) {
            Seat own = seat.at(index);
            Files.createDirectories(own.own());
            setting.processes().startProgram(command(own), seat.directory().resolve("replica-" + index + ".log"));
        }
        channel = NettyChannelBuilder.forAddress("127.0.0.1", seat.port(0, 0))
                .usePlaintext()
                .build();
    }

    private static List<String> command(Seat seat) {
        List<String> cluster = new ArrayList<>();
        for (int index = 0; index < Seat.COUNT; index++) {
            cluster.add("replica-" + index + "=http://127.0.0.1:" + seat.port(index, 1));
        }
        String clients = "http://127.0.0.1:" + seat.port(seat.index(), 0);
        String peers = "http://127.0.0.1:" + seat.port(seat.index(), 1);
        return List.of(
                "etcd",
                "--name=replica-" + seat.index(),
                "--data-dir=" + seat.own().resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=" + String.join(",", cluster),
                "--initial-cluster-state=new",
                "--log-level=error");
    }

    @Override
    public void submit(Request request) {
        ByteArrayOutputStream put = new ByteArrayOutputStream();
        field(KEY_FIELD, request.update().key().getBytes(StandardCharsets.US_ASCII), put);
        field(VALUE_FIELD, request.update().bytes(), put);
        ClientCalls.asyncUnaryCall(channel.newCall(PUT, CallOptions.DEFAULT), put.toByteArray(), new Answer(request));
    }

    /** A field of bytes, as Protocol Buffers have it. */
    private static void field(int tag, byte[] bytes, ByteArrayOutputStream out) {
        out.write(tag);
        int length = bytes.length;
        while (length >= MORE) {
            out.write(length & MORE - 1 | MORE);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(bytes);
    }

    @Override
    public void close() throws InterruptedException {
        if (channel != null) {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private record Answer(Request request) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] header) {}

        @Override
        public void onError(Throwable problem) {
            request.done(false);
        }

        @Override
        public void onCompleted() {
            request.done(true);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }
}
