// @ts-check
// Transactions to begin with: name, line, and the layer that they need. Pure.

/** @typedef {[name: string, line: string, layer?: number]} Example */

/** @type {Example[]} */
const COMMON = [
  ["update", "b, r(12), w(49,53), r(69), c"],
  ["short update", "12 49.53 69"],
  ["append", "b, a(7,1), r(7), c"],
  ["read at layer 1", "b1, r(49), r(7), c", 1],
  ["read at layer 2", "49 7 2", 2],
];

/** @type {Record<string, Example[]>} */
const OWN = {
  "replicated-log": [
    ["append", "b, a(log,Msg1), c"],
    ["read at the master", "b, r(log), c"],
    ["read at a secondary", "b1, r(log), c", 1],
  ],
  passive: [
    ["update", "b, w(data,hello), c"],
    ["read at the main replica", "b, r(data), c"],
    ["read at a copy", "b1, r(data), c", 1],
    ["cache time", "b, w(cache,3), c"],
  ],
};

/** Those of a strategy that has so many layers. @param {string} strategy @param {number} layers @returns {Example[]} */
export function examplesOf(strategy, layers) {
  return (OWN[strategy] ?? COMMON).filter(([, , layer = 0]) => layer < Math.max(1, layers));
}
