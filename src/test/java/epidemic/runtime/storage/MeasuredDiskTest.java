package epidemic.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.runtime.figures.FileFigures;
import epidemic.runtime.figures.NodeFigures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredDiskTest {
    @TempDir
    private Path directory;

    private final FileFigures figures = new FileFigures();

    @Test
    void countsBytesWritesAndForces() throws IOException {
        try (LogDisk disk = MeasuredDisk.of(FileDisk.openUnlocked(directory.resolve("file")), figures)) {
            assertThat(figures.sizeBytes()).isZero();
            disk.write(ByteBuffer.wrap(new byte[300]), 0);
            disk.write(ByteBuffer.wrap(new byte[100]), 300);
            disk.force();
            assertThat(figures.sizeBytes()).isEqualTo(400).isEqualTo(disk.size());
            assertThat(figures.groups().count()).isEqualTo(2);
            assertThat(figures.groups().sum()).isEqualTo(400);
            assertThat(figures.writes().count()).isEqualTo(2);
            assertThat(figures.syncs().count()).isEqualTo(1);
            disk.truncate(300);
            assertThat(figures.sizeBytes()).isEqualTo(300);
        }
        assertThat(figures.errors()).isZero();
    }

    @Test
    void countsFailuresAndNoWriteThatFailed() throws IOException {
        LogDisk closed = MeasuredDisk.of(FileDisk.openUnlocked(directory.resolve("file")), figures);
        closed.close();
        assertThatThrownBy(() -> closed.write(ByteBuffer.wrap(new byte[1]), 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(closed::force).isInstanceOf(IOException.class);
        assertThat(figures.errors()).isEqualTo(2);
        assertThat(figures.groups().count() + figures.syncs().count()).isZero();
    }

    @Test
    void theFilesOfANodeAreCountedApart() throws IOException {
        NodeId node = NodeId.of("A1");
        NodeFigures ofNode = new NodeFigures();
        try (NodeDisk disk = NodeDisk.open(directory, node, SyncMode.BATCH, MessageCodec.none(), ofNode)) {
            disk.log().append(List.of(Entries.entry(1)));
            assertThat(ofNode.log().sizeBytes()).isEqualTo(Files.size(VersionLogFile.pathOf(directory, node)));
            assertThat(ofNode.log().syncs().count()).isPositive();
            assertThat(ofNode.journal().sizeBytes()).isZero();
        }
    }
}
