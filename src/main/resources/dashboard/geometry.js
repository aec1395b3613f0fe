// @ts-check
// Points, lines and arcs of the drawing. Pure.

/** @typedef {{x: number, y: number}} Point */

/**
 * The line between two nodes from rim to rim, moved sideways by `shift` so that the two directions do not overlap.
 * @param {Point} from @param {Point} to @param {number} rim @param {number} shift
 */
export function rimToRim(from, to, rim, shift = 0) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [sx, sy] = [-uy * shift, ux * shift];
  return {
    x1: from.x + ux * rim + sx,
    y1: from.y + uy * rim + sy,
    x2: to.x - ux * rim + sx,
    y2: to.y - uy * rim + sy,
  };
}

/** @param {{x1: number, y1: number, x2: number, y2: number}} line @param {number} share 0 at the start, 1 at the end */
export function along({ x1, y1, x2, y2 }, share) {
  return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share };
}

/** Segment `index` of a ring of `total` segments, clockwise from the top, as a path. */
export function ringSegment(radius, index, total, gap = 0.07) {
  const step = (2 * Math.PI) / total;
  const start = index * step - Math.PI / 2 + (gap * step) / 2 + 0.02;
  const end = (index + 1) * step - Math.PI / 2 - (gap * step) / 2 - 0.02;
  const point = (angle) => `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  return `M${point(start)}A${radius} ${radius} 0 ${end - start > Math.PI ? 1 : 0} 1 ${point(end)}`;
}

/** How many versions one ring segment stands for, so that the farthest behind still fits: 1, 2, 5, 10, 20, ... */
export function segmentUnit(behindMax, segments) {
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      if (factor * power * segments >= behindMax) return factor * power;
    }
  }
}
