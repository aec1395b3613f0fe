package epidemic.runtime.wire;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Hands the bytes of a {@link Frame} to Pekko's remoting and takes them back: one copy each. Made by Pekko. The manifest
 * is the form of frames; a process that does not know it says so and goes on.
 */
public final class FrameSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    /** The present form. It changes when bytes get another meaning. */
    static final String FORM = "1";

    private static final int IDENTIFIER = 17_355;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        return FORM;
    }

    @Override
    public byte[] toBinary(Object object) {
        return bytesOf(object);
    }

    @Override
    public void toBinary(Object object, ByteBuffer buffer) {
        buffer.put(bytesOf(object));
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        requireForm(manifest);
        return new Frame(bytes);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
        requireForm(manifest);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new Frame(bytes);
    }

    private static byte[] bytesOf(Object object) {
        if (object instanceof Frame frame) {
            return frame.bytes();
        }
        throw new IllegalArgumentException(object.getClass().getName() + " does not leave the process: only frames do");
    }

    private static void requireForm(String manifest) throws NotSerializableException {
        if (!manifest.equals(FORM)) {
            throw new NotSerializableException("a frame of the form '" + manifest + "': this process reads the form '"
                    + FORM + "'; run the same version everywhere");
        }
    }
}
