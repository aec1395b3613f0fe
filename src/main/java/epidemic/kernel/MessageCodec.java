package epidemic.kernel;

/** How a strategy's messages and journal records become bytes, for disks and networks. Stateless, thread-safe. */
public interface MessageCodec {
    /**
     * Writes a message.
     *
     * @throws IllegalArgumentException if it is none of the strategy's
     */
    void write(Message message, ByteSink sink);

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not what it writes
     */
    Message read(ByteSource source);

    /** Of a strategy whose messages never leave the JVM. */
    static MessageCodec none() {
        return new MessageCodec() {
            @Override
            public void write(Message message, ByteSink sink) {
                throw new IllegalArgumentException("no encoding of " + message.kind());
            }

            @Override
            public Message read(ByteSource source) {
                throw new IllegalArgumentException("no encoding of messages");
            }
        };
    }
}
