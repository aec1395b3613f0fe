package epidemic.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.runtime.figures.NodeFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalFileTest {
    private static final NodeId NODE = NodeId.of("A1");

    @TempDir
    Path directory;

    private record Note(long number, String text) implements Message {}

    private static final MessageCodec CODEC = new MessageCodec() {
        @Override
        public void write(Message message, ByteSink sink) {
            sink.number(((Note) message).number());
            sink.text(((Note) message).text());
        }

        @Override
        public Message read(ByteSource source) {
            return new Note(source.number(), source.text());
        }
    };

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void bringsBackWhatWasWritten(SyncMode sync) throws IOException {
        List<Message> all = List.of(
                new Note(1, "plain"),
                new Note(-1, ""),
                new Note(Long.MAX_VALUE, "ä€𝄞 after ascii"),
                new Note(Long.MIN_VALUE, "x".repeat(70_000)),
                new Note(64, "y".repeat(63) + "é"),
                new Note(-65, "z".repeat(64) + "é"));
        try (JournalFile journal = open(sync, new ArrayList<>())) {
            journal.append(all.subList(0, 2));
            journal.append(all.subList(2, 3));
        }
        try (JournalFile journal = open(sync, new ArrayList<>())) {
            journal.append(all.subList(3, 6));
        }

        assertThat(content()).isEqualTo(all);
    }

    @Test
    void aTornEndIsCutOffWhereverItIs() throws IOException {
        List<Message> all = List.of(new Note(1, "first"), new Note(2, "second"), new Note(3, "third"));
        List<Long> ends = new ArrayList<>(List.of(0L));
        try (JournalFile journal = open(SyncMode.NEVER, new ArrayList<>())) {
            for (Message note : all) {
                journal.append(List.of(note));
                ends.add(Files.size(journal.path()));
            }
        }
        byte[] whole = Files.readAllBytes(file());

        for (int length = whole.length; length >= 0; length--) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int cut = length;
            int complete = (int) ends.stream().filter(end -> end <= cut).count() - 1;
            assertThat(content()).as("%s bytes", length).isEqualTo(all.subList(0, complete));
            assertThat(Files.size(file())).isEqualTo(ends.get(complete));
        }
    }

    @Test
    void whatStandsBehindATornEndOnceIsNotFoundLater() throws IOException {
        try (JournalFile journal = open(SyncMode.NEVER, new ArrayList<>())) {
            journal.append(List.of(new Note(1, "first")));
            journal.append(List.of(new Note(2, "second")));
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        try (JournalFile journal = open(SyncMode.NEVER, new ArrayList<>())) {
            assertThat(journal.cutBytes()).isPositive();
            journal.append(List.of(new Note(3, "third")));
        }

        assertThat(content()).containsExactly(new Note(1, "first"), new Note(3, "third"));
    }

    @Test
    void aFlippedBitInTheMiddleIsAnErrorAndInTheLastFrameATornEnd() throws IOException {
        try (JournalFile journal = open(SyncMode.NEVER, new ArrayList<>())) {
            journal.append(List.of(new Note(1, "first")));
            journal.append(List.of(new Note(2, "second")));
        }
        byte[] whole = Files.readAllBytes(file());
        for (int position = 0; position < whole.length; position++) {
            byte[] flipped = whole.clone();
            flipped[position] ^= 4;
            Files.write(file(), flipped);
            if (position < whole.length / 2 - 1) {
                assertThatThrownBy(this::content)
                        .as("byte %s", position)
                        .isInstanceOf(VersionLogException.class)
                        .hasMessageContaining("is damaged at byte 0");
            } else if (position > whole.length / 2) {
                assertThat(content()).as("byte %s", position).containsExactly(new Note(1, "first"));
            }
        }
    }

    @Test
    void aRewriteReplacesEverythingBeforeIt() throws IOException {
        try (JournalFile journal = open(SyncMode.BATCH, new ArrayList<>())) {
            journal.append(List.of(new Note(1, "old"), new Note(2, "old")));
            journal.rewrite(List.of(new Note(3, "new")));
            journal.append(List.of(new Note(4, "later")));
        }
        assertThat(content()).containsExactly(new Note(3, "new"), new Note(4, "later"));
        assertThat(Files.exists(file().resolveSibling("journal.new"))).isFalse();
    }

    @Test
    void aRewriteThatACrashInterruptedDoesNotCount() throws IOException {
        try (JournalFile journal = open(SyncMode.NEVER, new ArrayList<>())) {
            journal.append(List.of(new Note(1, "old")));
        }
        Files.copy(file(), file().resolveSibling("journal.new"));
        try (JournalFile journal = open(SyncMode.NEVER, new ArrayList<>())) {
            journal.rewrite(List.of(new Note(2, "new")));
        }

        assertThat(content()).containsExactly(new Note(2, "new"));
    }

    @Test
    void afterAFailedWriteNothingIsWrittenAnyMore() throws IOException {
        JournalFile journal = open(SyncMode.NEVER, new ArrayList<>());
        journal.close();

        assertThatThrownBy(() -> journal.append(List.of(new Note(1, "lost"))))
                .isInstanceOf(VersionLogException.class)
                .hasMessageContaining("cannot write the journal");
        assertThatThrownBy(() -> journal.append(List.of(new Note(2, "lost")))).hasMessageContaining("is broken");
        assertThat(content()).isEmpty();
    }

    @Test
    void theDiskOfANodeTellsOfJournalWritesInGroupsAndKeepsThemForTheNextLife() throws IOException {
        try (NodeDisk disk = NodeDisk.open(directory, NODE, SyncMode.NEVER, CODEC, new NodeFigures())) {
            assertThat(disk.readJournal()).isEmpty();
            disk.writeJournal(List.of(
                    new JournalWrite(false, List.of(new Note(1, "gone"))),
                    new JournalWrite(true, List.of(new Note(2, "kept"))),
                    new JournalWrite(false, List.of(new Note(3, "kept")))));
            assertThat(disk.readJournal()).containsExactly(new Note(2, "kept"), new Note(3, "kept"));
            disk.writeJournal(List.of(new JournalWrite(false, List.of(new Note(4, "kept")))));
            assertThat(disk.readJournal()).hasSize(3);
        }
    }

    private Path file() {
        return directory.resolve("A1").resolve("journal.bin");
    }

    private JournalFile open(SyncMode sync, List<Message> found) throws IOException {
        return JournalFile.open(directory, NODE, CODEC, sync, found);
    }

    private List<Message> content() throws IOException {
        List<Message> found = new ArrayList<>();
        open(SyncMode.NEVER, found).close();
        return found;
    }
}
