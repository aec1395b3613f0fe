package epidemic.web;

import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.kernel.NodeId;
import epidemic.replay.Happening;
import epidemic.replay.Mark;
import epidemic.replay.Player;
import epidemic.replay.Recording;
import epidemic.replay.Timeline;
import java.io.IOException;
import java.util.List;

/** A replay as docs/api.md tells its JSON. Times are milliseconds of virtual time with fractions. */
final class ReplayJson {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int POINTS_MAX = 2_000;

    private ReplayJson() {}

    /** The field {@code replay}: where the player is. */
    static void writeField(JsonGenerator json, ReplayPosition position) throws IOException {
        json.writeObjectFieldStart("replay");
        writePosition(json, position);
        json.writeEndObject();
    }

    private static void writePosition(JsonGenerator json, ReplayPosition position) throws IOException {
        writeMillis(json, "positionMs", position.atNanos());
        json.writeBooleanField("playing", position.playing());
        json.writeNumberField("speed", position.speed());
    }

    /** What run it is, its marks, and where the player is. */
    static void write(JsonGenerator json, Recording recording, ReplayPosition position) throws IOException {
        Recording.Facts facts = recording.facts();
        json.writeStringField("strategy", facts.strategy());
        json.writeStringField("seed", Long.toString(facts.seed()));
        json.writeStringField("digest", facts.digest());
        json.writeStringField("command", facts.command());
        json.writeNumberField("epoch", facts.epochMillis());
        json.writeNumberField("happenings", facts.eventCount());
        writeMillis(json, "runMs", facts.virtualNanos());
        writeMillis(json, "lengthMs", recording.lengthNanos());
        json.writeBooleanField("whole", recording.timeline().isWhole());
        writeVerdict(json, facts);
        json.writeNumberField("speedMin", Player.SPEED_MIN);
        json.writeNumberField("speedMax", Player.SPEED_MAX);
        writePosition(json, position);
        json.writeArrayFieldStart("marks");
        for (Mark mark : recording.marks()) {
            writeMark(json, mark);
        }
        json.writeEndArray();
    }

    private static void writeVerdict(JsonGenerator json, Recording.Facts facts) throws IOException {
        if (facts.violation().isEmpty()) {
            json.writeNullField("violation");
            return;
        }
        json.writeObjectFieldStart("violation");
        json.writeStringField("guarantee", facts.violation().get().guarantee());
        json.writeStringField("message", facts.violation().get().message());
        writeMillis(json, "atMs", facts.virtualNanos());
        json.writeEndObject();
    }

    private static void writeMark(JsonGenerator json, Mark mark) throws IOException {
        json.writeStartObject();
        writeMillis(json, "atMs", mark.atNanos());
        writeMillis(json, "untilMs", mark.untilNanos());
        json.writeStringField("kind", mark.kind());
        NodeJson.writeNames(json, "nodes", mark.nodes());
        json.writeStringField("text", mark.text());
        json.writeEndObject();
    }

    /** The version of each node over the whole run, as [time, version] where it changed. */
    static void writeChart(JsonGenerator json, Recording recording) throws IOException {
        writeMillis(json, "lengthMs", recording.lengthNanos());
        json.writeObjectFieldStart("versions");
        for (NodeId node : recording.facts().topology().nodes()) {
            json.writeArrayFieldStart(node.name());
            writePoints(json, recording.timeline(), node);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Of many changes only so many are told, evenly chosen, and the last one. */
    private static void writePoints(JsonGenerator json, Timeline timeline, NodeId node) throws IOException {
        List<Happening.Changed> changes = timeline.changesOf(node);
        int pace = 1 + changes.size() / POINTS_MAX;
        long told = -1;
        for (int index = 0; index < changes.size(); index++) {
            Happening.Changed changed = changes.get(index);
            boolean isTold = index % pace == 0 || index == changes.size() - 1;
            if (isTold && changed.state().version() != told) {
                told = changed.state().version();
                json.writeStartArray();
                json.writeNumber(changed.atNanos() / NANOS_PER_MILLI);
                json.writeNumber(told);
                json.writeEndArray();
            }
        }
    }

    private static void writeMillis(JsonGenerator json, String field, long nanos) throws IOException {
        json.writeNumberField(field, nanos / NANOS_PER_MILLI);
    }
}
