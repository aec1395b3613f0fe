// The kinds of messages seen so far. Each gets a colour and a shape, so that neither is the only mark.
import { signal } from "./vendor/signals.js";

const STYLES = 6;
const SHAPES = [
  "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
  "M0-1.25 1.25 0 0 1.25-1.25 0Z",
  "M-.95-.95H.95V.95H-.95Z",
  "M0-1.2 1.15.9H-1.15Z",
  "M-1.2-.45H-.45V-1.2H.45V-.45H1.2V.45H.45V1.2H-.45V.45H-1.2Z",
  "M-1.15-.9H1.15L0 1.2Z",
];

/** Map of kind to {style, total}, in the order in which the kinds were first seen. */
export const kinds = signal(new Map());

/** Adds the counts of a change. */
export function countKinds(messages) {
  const next = new Map(kinds.value);
  for (const { kind, count } of messages) {
    const known = next.get(kind) ?? { style: freeStyle(kind, next), total: 0 };
    next.set(kind, { ...known, total: known.total + count });
  }
  kinds.value = next;
}

/** Derived from the name, so that a kind mostly looks the same after a reload; the next one if that is taken. */
function freeStyle(kind, known) {
  const taken = new Set([...known.values()].map(({ style }) => style));
  let style = [...kind].reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)) % 9973, 7) % STYLES;
  while (taken.has(style) && taken.size < STYLES) style = (style + 1) % STYLES;
  return style;
}

export function styleOf(kind) {
  return kinds.value.get(kind)?.style ?? STYLES - 1;
}

export function shapeOf(style) {
  return SHAPES[style];
}
