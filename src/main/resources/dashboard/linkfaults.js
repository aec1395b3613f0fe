// @ts-check
// What is wrong with links, out of the field `faults` of the status stream. Pure.

/** @typedef {{link: string[], cut: boolean, delayMs: number, drop: number, duplicate: number}} LinkFault */
/** @typedef {{links?: LinkFault[]}} Faults */

/** The fault of a link, whichever way round it is named. @param {Faults} faults @param {string} from @param {string} to */
export function faultBetween(faults, from, to) {
  return (faults.links ?? []).find(({ link }) => link.includes(from) && link.includes(to));
}

/** Whether a node is cut off from all others. @param {Faults} faults @param {string} node @param {string[]} all */
export function isIsolated(faults, node, all) {
  return all.length > 1 && all.every((other) => other === node || faultBetween(faults, node, other)?.cut);
}

/** A fault in a few words. @param {Omit<LinkFault, "link">} fault */
export function faultWords({ cut, delayMs, drop, duplicate }) {
  if (cut) return "cut";
  const words = [];
  if (delayMs > 0) words.push(`${+delayMs.toFixed(1)} ms`);
  if (drop > 0) words.push(`${percent(drop)} lost`);
  if (duplicate > 0) words.push(`${percent(duplicate)} twice`);
  return words.join(", ");
}

/** @param {string} from @param {string} to */
export function linkText(from, to) {
  return `${from}–${to}`;
}

/** @param {number} share */
function percent(share) {
  return `${+(share * 100).toPrecision(3)} %`;
}
