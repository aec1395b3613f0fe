package epidemic.runtime.storage;

import epidemic.runtime.figures.FileFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a journal is: one file that is used, and room beside it for the next one. */
interface JournalPlace {
    /** For messages. */
    Path path();

    /** The journal; it is made if it is missing. */
    LogDisk open() throws IOException;

    /** An empty file beside it. */
    LogDisk openNext() throws IOException;

    /**
     * Puts the file beside it in its place, at once or not at all.
     *
     * @param sync whether that is to survive a loss of power
     */
    void replace(SyncMode sync) throws IOException;

    /** The same place, with its disks counted. */
    default JournalPlace measured(FileFigures figures) {
        JournalPlace place = this;
        return new JournalPlace() {
            @Override
            public Path path() {
                return place.path();
            }

            @Override
            public LogDisk open() throws IOException {
                return MeasuredDisk.of(place.open(), figures);
            }

            @Override
            public LogDisk openNext() throws IOException {
                return MeasuredDisk.of(place.openNext(), figures);
            }

            @Override
            public void replace(SyncMode sync) throws IOException {
                place.replace(sync);
            }
        };
    }

    /** In a directory, under this name. */
    static JournalPlace at(Path file) {
        Path next = file.resolveSibling("journal.new");
        return new JournalPlace() {
            @Override
            public Path path() {
                return file;
            }

            @Override
            public LogDisk open() throws IOException {
                return FileDisk.openUnlocked(file);
            }

            @Override
            public LogDisk openNext() throws IOException {
                LogDisk fresh = FileDisk.openUnlocked(next);
                fresh.truncate(0);
                return fresh;
            }

            @Override
            public void replace(SyncMode sync) throws IOException {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
                if (sync == SyncMode.BATCH) {
                    FileDisk.forceDirectory(file.toAbsolutePath().getParent());
                }
            }
        };
    }
}
