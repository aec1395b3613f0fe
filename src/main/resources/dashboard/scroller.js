// @ts-check
// Which rows of a list are in sight. Browsers limit the height of an element to some 17 to 33 million pixels, so a long
// list is squeezed: the scroll bar then moves over more rows than its pixels say. Pure.

const HEIGHT_MAX = 6_000_000;

/**
 * @param {number} total rows @param {number} rowHeight @param {number} viewHeight
 */
export function scroller(total, rowHeight, viewHeight) {
  const full = total * rowHeight;
  const height = Math.min(full, HEIGHT_MAX);
  const barMax = Math.max(0, height - viewHeight);
  const fullMax = Math.max(0, full - viewHeight);
  const scale = barMax > 0 ? fullMax / barMax : 1;
  return {
    height,
    barMax,
    squeezed: full > HEIGHT_MAX,
    /** The distance from the top of the list that a position of the scroll bar stands for. @param {number} bar */
    topOf: (bar) => Math.min(fullMax, bar * scale),
    /** @param {number} top */
    barOf: (top) => Math.max(0, Math.min(barMax, top / scale)),
    /** Indexes of the rows in sight. @param {number} top */
    visible: (top) => ({
      first: Math.max(0, Math.floor(top / rowHeight) - 1),
      last: Math.min(total - 1, Math.ceil((top + viewHeight) / rowHeight)),
    }),
  };
}
