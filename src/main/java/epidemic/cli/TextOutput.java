package epidemic.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes in UTF-8 for a writer, piece by piece: a summary may be longer than memory. */
final class TextOutput extends OutputStream {
    private static final int PIECE = 8_192;
    /** The longest character has so many bytes: what is left of a piece that ends within one. */
    private static final int CHARACTER_MAX = 4;

    private final Writer writer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE + CHARACTER_MAX);
    private final CharBuffer text = CharBuffer.allocate(PIECE + CHARACTER_MAX);

    TextOutput(Writer writer) {
        this.writer = writer;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        for (int done = 0; done < length; ) {
            int piece = Math.min(length - done, PIECE);
            bytes.put(source, offset + done, piece);
            done += piece;
            decode();
        }
    }

    private void decode() {
        bytes.flip();
        decoder.decode(bytes, text, false);
        bytes.compact();
        text.flip();
        try {
            writer.append(text);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        text.clear();
    }
}
