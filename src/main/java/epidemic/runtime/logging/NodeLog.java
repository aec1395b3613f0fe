package epidemic.runtime.logging;

import epidemic.kernel.NodeId;
import epidemic.runtime.trace.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The log of one node: each line carries the node's id, in the MDC under {@value #NODE}. A line below the level costs one
 * comparison. (Pekko's {@code withMdc} fills the MDC for every message, logged or not.)
 */
public final class NodeLog {
    /** The MDC's key of the node's id. */
    public static final String NODE = "node";

    /** The MDC's key of the trace's id, as OpenTelemetry names it. */
    public static final String TRACE = "trace_id";

    private final Logger log;
    private final String node;

    private NodeLog(Logger log, String node) {
        this.log = log;
        this.node = node;
    }

    /** What a class says of a node. */
    public static NodeLog of(Class<?> speaker, NodeId node) {
        return new NodeLog(LoggerFactory.getLogger(speaker), node.name());
    }

    /** For those who look closely: once for each update at most. */
    public void debug(String format, Object... arguments) {
        if (log.isDebugEnabled()) {
            marked(() -> log.debug(format, arguments));
        }
    }

    /** As {@link #debug}, with the trace's id in the MDC under {@value #TRACE}. */
    public void traced(Trace trace, String format, Object... arguments) {
        if (log.isDebugEnabled()) {
            MDC.put(TRACE, trace.traceId());
            try {
                debug(format, arguments);
            } finally {
                MDC.remove(TRACE);
            }
        }
    }

    /** An operator should look at it. */
    public void warn(String format, Object... arguments) {
        marked(() -> log.warn(format, arguments));
    }

    /** The node cannot go on. */
    public void error(String format, Object... arguments) {
        marked(() -> log.error(format, arguments));
    }

    private void marked(Runnable line) {
        MDC.put(NODE, node);
        try {
            line.run();
        } finally {
            MDC.remove(NODE);
        }
    }
}
