package epidemic.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this JVM has used by some moment.
 *
 * @param nanos the moment
 * @param cpuNanos of all threads
 * @param allocatedBytes of all threads that live
 * @param collectionMillis of all garbage collectors
 * @param logBytes of all version logs
 */
record Resources(long nanos, long cpuNanos, long allocatedBytes, long collectionMillis, long logBytes) {
    private static final String LOG = "versions.jsonl";

    /**
     * By now.
     *
     * @param data the directory of the logs
     */
    static Resources now(Path data) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Resources(System.nanoTime(), system.getProcessCpuTime(), allocated(), collecting(), logged(data));
    }

    /** From an earlier moment to this one. */
    Resources since(Resources earlier) {
        return new Resources(
                nanos - earlier.nanos,
                cpuNanos - earlier.cpuNanos,
                allocatedBytes - earlier.allocatedBytes,
                collectionMillis - earlier.collectionMillis,
                logBytes - earlier.logBytes);
    }

    /** Of two JVMs over the same time. */
    Resources plus(Resources other) {
        return new Resources(
                Math.max(nanos, other.nanos),
                cpuNanos + other.cpuNanos,
                allocatedBytes + other.allocatedBytes,
                collectionMillis + other.collectionMillis,
                logBytes + other.logBytes);
    }

    /** With what logs have grown by elsewhere. */
    Resources withLogged(long bytes) {
        return new Resources(nanos, cpuNanos, allocatedBytes, collectionMillis, bytes);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private static long collecting() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, collector.getCollectionTime());
        }
        return sum;
    }

    /** The bytes of all version logs below a directory. */
    static long logged(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            long sum = 0;
            for (Path log : files.filter(file -> file.endsWith(LOG)).toList()) {
                sum += Files.size(log);
            }
            return sum;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Forgets the peak so far. */
    static void resetHeapPeak() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The most bytes of heap since the last {@link #resetHeapPeak}, garbage included. */
    static long heapPeakBytes() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            sum += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        return sum;
    }

    /** The bytes of heap that are in use; collects garbage first. */
    static long heapLiveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
