// @ts-check
// What the server says about time, counted on locally. The stream sends no message when only `ageMs` or
// `msToNextPush` changed. Pure.

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * The period of a trigger such as "every 10s" in ms, or null for a count.
 * @param {string} trigger
 */
export function periodOf(trigger) {
  const match = /every\s+([\d.]+)\s*(ms|millis\w*|s|sec\w*|m|min\w*|h|hours?)\b/i.exec(trigger);
  if (!match) return null;
  const unit = match[2].toLowerCase();
  const short = unit.startsWith("mi") ? (unit.startsWith("mil") ? "ms" : "m") : unit === "ms" ? "ms" : unit[0];
  return Number(match[1]) * UNITS[short];
}

/** The count of a trigger such as "every 10 updates", or null. @param {string} trigger */
export function countOf(trigger) {
  const match = /every\s+(\d+)\s+(updates?|writes?)\b/i.exec(trigger);
  return match ? Number(match[1]) : null;
}

/**
 * The time left to the next push. A push without news changes no status, so nothing is sent and the period just starts
 * over: hence the wrap.
 * @param {number} msToNextPush as received @param {number} elapsed ms since then @param {number | null} period
 */
export function remaining(msToNextPush, elapsed, period) {
  const left = msToNextPush - elapsed;
  if (left >= 0) return left;
  return period ? ((left % period) + period) % period : 0;
}

/**
 * A node's age now: it grows while the node is behind and is 0 while it is the newest.
 * @param {{behind: number, ageMs: number}} node @param {number} elapsed ms since it was received
 */
export function ageNow(node, elapsed) {
  return node.behind > 0 ? node.ageMs + elapsed : node.ageMs;
}
