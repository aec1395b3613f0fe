/**
 * Version logs on disk: one file of JSON lines a node, {@code DIR/NODE/versions.jsonl}, appended and never rewritten.
 *
 * <p>{@link epidemic.runtime.storage.VersionLine} is the format of a line, {@link
 * epidemic.runtime.storage.VersionLogFile} the file with its recovery, and {@link
 * epidemic.runtime.storage.VersionLogActor} the actor that owns a file and writes it by group commit.
 */
@NullMarked
package epidemic.runtime.storage;

import org.jspecify.annotations.NullMarked;
