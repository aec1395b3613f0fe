package epidemic.check.verdict;

import epidemic.check.history.Op;

/**
 * Why one operation comes before another.
 *
 * @param kind ww, wr, rw, process, realtime, or what else orders them
 * @param because in words, such as "T1 appended 3 to 9 before T2 appended 4"
 */
public record Edge(Op from, Op to, String kind, String because) {}
