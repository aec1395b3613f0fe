package epidemic.cli;

import epidemic.lab.CampaignReport;
import epidemic.lab.bench.Figures;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Figures as a table for people. */
final class BenchReport {
    private static final double MEGA = 1e6;

    private BenchReport() {}

    static void printHead(PrintWriter out) {
        out.printf(
                "%-18s %11s %9s %9s %9s %9s %9s %7s %9s %8s %8s %9s%n",
                "load",
                "committed/s",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms",
                "cpu s",
                "bytes/tx",
                "gc ms",
                "log MB",
                "heap MB");
        out.flush();
    }

    static void print(Figures figures, PrintWriter out) {
        Figures.Percentiles latency = figures.latency();
        out.printf(
                Locale.ROOT,
                "%-18s %11.0f %9.3f %9.3f %9.3f %9.3f %9.3f %7.2f %9.0f %8d %8.1f %4.0f/%4.0f%n",
                figures.shape().label(),
                figures.throughput(),
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                figures.cpuSeconds(),
                figures.bytesPerAnswer(),
                figures.collectionMillis(),
                figures.logBytes() / MEGA,
                figures.heapLiveBytes() / MEGA,
                figures.heapPeakBytes() / MEGA);
        if (figures.refused() + figures.unknown() + figures.unanswered() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%-18s %d refused (%.0f/s; p50 %.3f ms, p99 %.3f ms), %d unknown, %d unanswered%n",
                    "",
                    figures.refused(),
                    figures.refused() / figures.seconds(),
                    figures.refusals().p50(),
                    figures.refusals().p99(),
                    figures.unknown(),
                    figures.unanswered());
        }
        out.flush();
    }

    static void print(CampaignReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-18s %.0f events/s, %.0f runs/s in the simulator; %d runs, %d violations%n",
                "simulated",
                report.eventsPerSecond(),
                report.runsPerSecond(),
                report.runs(),
                report.violationCount());
        out.flush();
    }

    /** Whether every request had an answer, and none an uncertain one. */
    static boolean isClean(List<Figures> all) {
        return all.stream().allMatch(figures -> figures.unknown() + figures.unanswered() == 0);
    }
}
