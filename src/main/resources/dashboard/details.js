// @ts-check
// What a strategy tells of a node beyond what all strategies do: {name, peer, and one of count, ms, percent, word}. Pure.
import { count, duration } from "./format.js";

/** @typedef {{name: string, peer: string | null, count?: number, ms?: number, percent?: number, word?: string}} Detail */

/** @param {{details?: Detail[]} | undefined} node @param {string} name @param {string | null} peer @returns {Detail | undefined} */
export function detail(node, name, peer = null) {
  return node?.details?.find((each) => each.name === name && each.peer === peer);
}

/** Whether somebody has to start the node empty. @param {{state: string, role: string} | undefined} node */
export const isDiverged = (node) => node?.state === "up" && node.role === "diverged";

/** @param {Detail | undefined} shown */
export function figureText(shown) {
  if (!shown) return "–";
  if (shown.count !== undefined) return count(shown.count);
  if (shown.ms !== undefined) return shown.ms > 0 && shown.ms < 10 ? `${shown.ms.toFixed(2)} ms` : duration(shown.ms);
  if (shown.percent !== undefined) return `${shown.percent} %`;
  return shown.word ?? "–";
}

/** @param {Detail} shown */
export function labelText(shown) {
  return shown.peer ? `${shown.name} of ${shown.peer}` : shown.name;
}

/**
 * The last positions of a log that has so many, and each one's state at a node that holds so many of them.
 * @param {number} newest @param {number} held @param {number} most
 * @returns {{position: number, held: boolean}[]}
 */
export function slots(newest, held, most) {
  const first = Math.max(1, newest - most + 1);
  return Array.from({ length: Math.max(0, newest - first + 1) }, (_, i) => ({ position: first + i, held: first + i <= held }));
}
