// @ts-check
// Compares two version logs entry by entry, in pieces. Knows nothing of the page.

const PIECE = 500;
const AROUND_BEFORE = 4;
const AROUND_AFTER = 14;

/**
 * @typedef {{id: string, version: number}} Side
 * @typedef {{left: Side, right: Side, common: number, from: number, difference: number | null, ended: boolean,
 *   rows: {version: number, left: any, right: any}[]}} Comparison
 */

/**
 * Compares the newest `bound` of the versions that both nodes have.
 * @param {Side} left @param {Side} right @param {number} bound
 * @param {(node: string, from: number, limit: number) => Promise<any[]>} read throws if the log cannot be read
 * @param {(done: number, total: number) => void} report @param {AbortSignal} stop
 * @returns {Promise<Comparison>}
 */
export async function compareLogs(left, right, bound, read, report, stop) {
  const common = Math.min(left.version, right.version);
  const start = Math.max(1, common - bound + 1);
  let difference = null;
  let from = start;
  while (from <= common && difference === null && !stop.aborted) {
    const limit = Math.min(PIECE, common - from + 1);
    const [ours, theirs] = await Promise.all([read(left.id, from, limit), read(right.id, from, limit)]);
    requireWhole(left, ours, from, limit);
    requireWhole(right, theirs, from, limit);
    const at = firstDifference(ours, theirs, limit);
    if (at >= 0) difference = from + at;
    from += limit;
    report(from - start, common - start + 1);
  }
  const edge = difference ?? common;
  const first = Math.max(1, edge - AROUND_BEFORE);
  const size = AROUND_BEFORE + AROUND_AFTER;
  const [ours, theirs] = await Promise.all([read(left.id, first, size), read(right.id, first, size)]);
  const rows = [];
  const last = Math.min(Math.max(left.version, right.version), first + size - 1);
  for (let version = first; version <= last; version++) {
    // A node may have gone on since: what is compared is the state at the start.
    const of = (side, entries) => (version <= side.version ? entries[version - first] : undefined);
    rows.push({ version, left: of(left, ours), right: of(right, theirs) });
  }
  return { left, right, common, from: start, difference, ended: stop.aborted && from <= common, rows };
}

/** The disk may be behind the status for a moment: entries that are missing are no difference. */
function requireWhole(side, entries, from, limit) {
  if (entries.length >= limit) return;
  throw new Error(`${side.id} has not yet given version ${from + entries.length}, which its status counts. Compare again.`);
}

/** The index of the first entries that are not the same, or -1. */
function firstDifference(ours, theirs, limit) {
  for (let i = 0; i < limit; i++) {
    if (!same(ours[i], theirs[i])) return i;
  }
  return -1;
}

/** Entries have the same bytes on every node, so their JSON decides. */
export function same(left, right) {
  return left !== undefined && right !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

/** The comparison in words. @param {Comparison} comparison @param {(n: number) => string} count */
export function verdict({ left, right, common, from, difference, ended }, count) {
  if (difference !== null) {
    const before = difference - from;
    return `${left.id} and ${right.id} differ from version ${count(difference)} on. ${before ? `The ${count(before)} compared before it are identical.` : ""}`;
  }
  const [shorter, longer] = left.version <= right.version ? [left, right] : [right, left];
  const standing = left.version === right.version
    ? `${left.id} and ${right.id} both hold ${count(common)} version${common === 1 ? "" : "s"}`
    : `${shorter.id} holds the first ${count(common)} of ${longer.id}'s ${count(longer.version)} versions`;
  if (common === 0) return left.version === right.version ? "Both version logs are empty." : `${shorter.id} holds none of ${longer.id}'s ${count(longer.version)} versions yet.`;
  if (ended) return `${standing}; the comparison was ended before a difference was found.`;
  if (from > 1) return `${standing}; versions ${count(from)} to ${count(common)} are identical, the older ones were not compared.`;
  return `${standing}; ${left.version === right.version ? "all" : "the first"} ${count(common)} are identical.`;
}
