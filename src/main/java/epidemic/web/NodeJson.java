package epidemic.web;

import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodePair;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Topology and nodes as docs/api.md tells their JSON. */
final class NodeJson {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private NodeJson() {}

    /** The fields {@code strategy} and {@code topology}. */
    static void writeSystem(JsonGenerator json, String strategy, Topology topology) throws IOException {
        json.writeStringField("strategy", strategy);
        json.writeObjectFieldStart("topology");
        json.writeArrayFieldStart("layers");
        for (int number = 0; number < topology.layers().size(); number++) {
            writeLayer(json, number, topology.layers().get(number));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("links");
        for (Topology.Link link : topology.links()) {
            writeLink(json, link);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeLayer(JsonGenerator json, int number, Topology.Layer layer) throws IOException {
        json.writeStartObject();
        json.writeNumberField("layer", number);
        json.writeStringField("name", layer.name());
        json.writeStringField("guarantee", layer.guarantee());
        writeNames(json, "nodes", layer.nodes());
        json.writeEndObject();
    }

    private static void writeLink(JsonGenerator json, Topology.Link link) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", link.from().name());
        json.writeStringField("to", link.to().name());
        json.writeStringField("kind", link.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("trigger", link.trigger());
        json.writeEndObject();
    }

    /** The field {@code nodes}: all these nodes. */
    static void writeNodes(JsonGenerator json, Collection<NodeReport> nodes) throws IOException {
        json.writeArrayFieldStart("nodes");
        for (NodeReport node : nodes) {
            writeNode(json, node);
        }
        json.writeEndArray();
    }

    /** One node. */
    static void writeNode(JsonGenerator json, NodeReport node) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", node.id().name());
        json.writeNumberField("layer", node.layer());
        json.writeStringField("state", node.state().name().toLowerCase(Locale.ROOT));
        json.writeStringField("role", node.role());
        json.writeNumberField("version", node.version());
        json.writeNumberField("pending", node.pending());
        json.writeNumberField("behind", node.behind());
        json.writeNumberField("ageMs", node.ageMillis());
        json.writeNumberField("epoch", node.epoch());
        writeNames(json, "members", node.members());
        json.writeBooleanField("serving", node.serving());
        json.writeStringField("reason", node.reason());
        json.writeArrayFieldStart("feeds");
        for (ReplicaView.Feed feed : node.feeds()) {
            writeFeed(json, feed);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("details");
        for (Detail detail : node.details()) {
            writeDetail(json, detail);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeDetail(JsonGenerator json, Detail detail) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", detail.name());
        json.writeObjectField("peer", detail.peer().map(NodeId::name).orElse(null));
        Detail.Figure figure = detail.figure();
        if (figure instanceof Detail.Count count) {
            json.writeNumberField("count", count.count());
        } else if (figure instanceof Detail.Time time) {
            json.writeNumberField("ms", time.nanos() / (double) NANOS_PER_MILLI);
        } else if (figure instanceof Detail.Share share) {
            json.writeNumberField("percent", share.percent());
        } else if (figure instanceof Detail.Word word) {
            json.writeStringField("word", word.text());
        }
        json.writeEndObject();
    }

    private static void writeFeed(JsonGenerator json, ReplicaView.Feed feed) throws IOException {
        json.writeStartObject();
        json.writeStringField("to", feed.target().name());
        json.writeNumberField("acknowledged", feed.acknowledged());
        json.writeBooleanField("inFlight", feed.inFlight());
        writeNumberOrNull(json, "updatesToNextPush", feed.updatesToNextPush());
        writeNumberOrNull(json, "msToNextPush", feed.nanosToNextPush().map(nanos -> nanos / NANOS_PER_MILLI));
        json.writeEndObject();
    }

    private static void writeNumberOrNull(JsonGenerator json, String name, Optional<Long> number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.get());
        } else {
            json.writeNullField(name);
        }
    }

    /** A field with the names of nodes. */
    static void writeNames(JsonGenerator json, String field, Collection<NodeId> nodes) throws IOException {
        json.writeArrayFieldStart(field);
        for (NodeId node : nodes) {
            json.writeString(node.name());
        }
        json.writeEndArray();
    }

    /** The fields of the faults. */
    static void writeFaults(JsonGenerator json, boolean enabled, FaultReport faults) throws IOException {
        json.writeBooleanField("enabled", enabled);
        writeNames(json, "crashed", faults.crashed());
        json.writeArrayFieldStart("links");
        for (Map.Entry<NodePair, LinkFault> link : faults.links().entrySet()) {
            writeFault(json, link.getKey(), link.getValue());
        }
        json.writeEndArray();
    }

    private static void writeFault(JsonGenerator json, NodePair link, LinkFault fault) throws IOException {
        json.writeStartObject();
        writeNames(json, "link", List.of(link.first(), link.second()));
        json.writeBooleanField("cut", fault.cut());
        json.writeNumberField("delayMs", fault.delay().toNanos() / (double) NANOS_PER_MILLI);
        json.writeNumberField("drop", fault.drop());
        json.writeNumberField("duplicate", fault.duplicate());
        json.writeEndObject();
    }
}
