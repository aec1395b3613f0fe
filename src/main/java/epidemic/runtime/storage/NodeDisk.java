package epidemic.runtime.storage;

import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.runtime.figures.NodeFigures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of one node: its version log and its journal. The log's lock guards both. */
final class NodeDisk implements Closeable {
    private final VersionLogFile log;
    private final SyncMode sync;
    private final JournalOpener opener;
    private JournalFile journal;
    private List<Message> found;

    /** Opens the journal, again for each life of the node. */
    private interface JournalOpener {
        JournalFile open(List<Message> found) throws IOException;
    }

    private NodeDisk(VersionLogFile log, SyncMode sync, JournalOpener opener) throws IOException {
        this.log = log;
        this.sync = sync;
        this.opener = opener;
        this.found = new ArrayList<>();
        this.journal = opener.open(found);
    }

    /**
     * Opens a node's files.
     *
     * @param figures where they are counted
     * @throws VersionLogException if one of them is damaged, open elsewhere or not accessible
     */
    static NodeDisk open(Path directory, NodeId node, SyncMode sync, MessageCodec codec, NodeFigures figures)
            throws IOException {
        Path file = VersionLogFile.pathOf(directory, node);
        return open(
                VersionLogFile.open(file, MeasuredDisk.of(FileDisk.open(file), figures.log()), sync),
                JournalPlace.at(JournalFile.pathOf(directory, node)).measured(figures.journal()),
                sync,
                codec);
    }

    /** As {@link #open(Path, NodeId, SyncMode, MessageCodec, NodeFigures)}, with a log that is open; it is closed if that fails. */
    static NodeDisk open(VersionLogFile log, JournalPlace place, SyncMode sync, MessageCodec codec) throws IOException {
        try {
            return new NodeDisk(log, sync, found -> JournalFile.open(place, codec, sync, found));
        } catch (IOException failure) {
            log.close();
            throw failure;
        }
    }

    /** Whose files they are: they lie in a directory of the node's name. */
    NodeId node() {
        Path directory = log.path().toAbsolutePath().getParent();
        return NodeId.of(directory.getFileName().toString());
    }

    VersionLogFile log() {
        return log;
    }

    /** Whether what is written needs no force to be as durable as the mode promises. */
    boolean isForced() {
        return sync == SyncMode.NEVER;
    }

    /** What is in the journal now. */
    List<Message> readJournal() throws IOException {
        if (found.isEmpty()) {
            journal.close();
            journal = opener.open(found);
        }
        List<Message> records = found;
        found = new ArrayList<>();
        return records;
    }

    /** Writes in order: neighbours that only append go out together. */
    void writeJournal(List<JournalWrite> writes) throws IOException {
        List<Message> group = new ArrayList<>();
        for (JournalWrite write : writes) {
            if (write.replaces()) {
                group.clear();
                journal.rewrite(write.records());
            } else {
                group.addAll(write.records());
            }
        }
        if (!group.isEmpty()) {
            journal.append(group);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            log.close();
        }
    }
}
