package epidemic.web;

import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.storage.VersionLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages of the status stream as docs/api.md tells their JSON. */
final class StatusJson {
    private StatusJson() {}

    /**
     * All that sockets are told alike at their beginning.
     *
     * @param faults what is wrong on purpose
     * @param events the newest events, oldest first
     * @param replay where the player is, if this is a replay
     */
    record Snapshot(
            long timeMillis,
            Shown shown,
            List<NodeReport> nodes,
            FaultReport faults,
            List<StatusEvent> events,
            Optional<ReplayPosition> replay) {
        /** Of nodes that run. */
        Snapshot(long timeMillis, Shown shown, List<NodeReport> nodes, FaultReport faults, List<StatusEvent> events) {
            this(timeMillis, shown, nodes, faults, events, Optional.empty());
        }
    }

    /** The first message of a socket. */
    static String snapshot(long sequence, Snapshot snapshot) {
        return Json.text(Json.object(json -> {
            json.writeStringField("type", "snapshot");
            json.writeNumberField("seq", sequence);
            json.writeNumberField("time", snapshot.timeMillis());
            NodeJson.writeSystem(
                    json, snapshot.shown().strategy(), snapshot.shown().topology());
            NodeJson.writeNodes(json, snapshot.nodes());
            writeFaults(json, snapshot.shown(), snapshot.faults());
            writeEvents(json, snapshot.events());
            if (snapshot.replay().isPresent()) {
                ReplayJson.writeField(json, snapshot.replay().get());
            }
        }));
    }

    /**
     * A later message.
     *
     * @param fields what {@link #changeFields} made
     */
    static String changes(long sequence, String fields) {
        return "{\"type\":\"changes\",\"seq\":" + sequence + "," + fields;
    }

    /** What is the same for all sockets in a later message: its fields behind {@code seq}, and the end. */
    static String changeFields(ChangeSet changes, Shown shown) {
        String object = Json.text(Json.object(json -> {
            json.writeNumberField("time", changes.timeMillis());
            if (!changes.nodes().isEmpty()) {
                NodeJson.writeNodes(json, changes.nodes().values());
            }
            writeVersions(json, changes.versions());
            writeMessages(json, changes.messages());
            if (!changes.events().isEmpty()) {
                writeEvents(json, changes.events());
            }
            if (changes.faults().isPresent()) {
                writeFaults(json, shown, changes.faults().get());
            }
            if (changes.replay().isPresent()) {
                ReplayJson.writeField(json, changes.replay().get());
            }
        }));
        return object.substring(1);
    }

    private static void writeFaults(JsonGenerator json, Shown shown, FaultReport faults) throws IOException {
        json.writeObjectFieldStart("faults");
        NodeJson.writeFaults(json, shown.faultsEnabled(), faults);
        json.writeEndObject();
    }

    private static void writeVersions(JsonGenerator json, Map<NodeId, VersionNews> versions) throws IOException {
        if (versions.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("versions");
        for (Map.Entry<NodeId, VersionNews> item : versions.entrySet()) {
            json.writeStartObject();
            json.writeStringField("node", item.getKey().name());
            json.writeNumberField("from", item.getValue().from());
            json.writeNumberField("to", item.getValue().to());
            writeEntries(json, item.getValue().entries());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The field {@code entries}. */
    static void writeEntries(JsonGenerator json, List<VersionEntry> entries) throws IOException {
        json.writeArrayFieldStart("entries");
        for (VersionEntry entry : entries) {
            VersionLine.writeTo(json, entry);
        }
        json.writeEndArray();
    }

    private static void writeMessages(JsonGenerator json, Map<MessageLink, Long> messages) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("messages");
        for (Map.Entry<MessageLink, Long> item : messages.entrySet()) {
            json.writeStartObject();
            json.writeStringField("from", item.getKey().from().name());
            json.writeStringField("to", item.getKey().to().name());
            json.writeStringField("kind", item.getKey().kind());
            json.writeNumberField("count", item.getValue());
            if (item.getKey().lost()) {
                json.writeBooleanField("lost", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEvents(JsonGenerator json, List<StatusEvent> events) throws IOException {
        json.writeArrayFieldStart("events");
        for (StatusEvent event : events) {
            json.writeStartObject();
            json.writeNumberField("time", event.timeMillis());
            json.writeStringField("node", event.node().name());
            json.writeStringField("kind", event.kind());
            json.writeStringField("text", event.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
