// Messages as dots that travel along the links. Made outside of Preact: they come and go too often to be rendered.
import { along, rimToRim } from "./geometry.js";
import { shapeOf, styleOf } from "./kinds.js";
import { moving, pace } from "./replay.js";

const DOTS_MAX = 90;
const TRAVEL_MS = 750;
const FLASH_MS = 500;
const SIDE = 4;
/** Where a dot stands that a step of a replay has sent off. */
const HELD_AT = 0.5;
/** How far a dot gets whose message the simulated network loses. */
const LOST_AT = 0.55;
const SVG = "http://www.w3.org/2000/svg";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Returns a function that draws the `messages` of a change into an SVG group.
 * @param {SVGGElement} group @param {() => {places: Map<string, {x: number, y: number}>, radius: number}} layout
 */
export function dotsIn(group, layout) {
  return (messages) => {
    // In a hidden page animations do not run, so dots would pile up.
    if (document.hidden) return;
    // A step: what stood on its way goes on, what is new goes half of it.
    if (!moving.value) release(group);
    for (const message of messages) {
      if (calm.matches) flash(group, message);
      else if (group.childElementCount < DOTS_MAX) travel(group, layout(), message);
    }
  };
}

/** One dot for all messages of a kind on a link; more messages make it larger. */
function travel(group, { places, radius }, { from, to, kind, count, lost }) {
  const [start, end] = [places.get(from), places.get(to)];
  if (!start || !end) return;
  const style = styleOf(kind);
  const way = rimToRim(start, end, radius + 4, SIDE);
  const line = lost ? { ...way, ...endAt(along(way, LOST_AT)) } : way;
  const size = 3.6 + Math.min(3.4, Math.log2(count) * 0.7);
  const dot = document.createElementNS(SVG, "path");
  dot.setAttribute("d", shapeOf(style));
  dot.setAttribute("class", `dot kind-${style} ${lost ? "lost" : ""}`);
  group.append(dot);
  const at = (x, y, scale) => `translate(${x}px, ${y}px) scale(${scale})`;
  const animation = dot.animate(
    [
      { transform: at(line.x1, line.y1, size * 0.3), opacity: 0 },
      { transform: at(line.x1 + (line.x2 - line.x1) * 0.12, line.y1 + (line.y2 - line.y1) * 0.12, size), opacity: 1, offset: 0.12 },
      { transform: at(line.x1 + (line.x2 - line.x1) * 0.9, line.y1 + (line.y2 - line.y1) * 0.9, size), opacity: 1, offset: 0.9 },
      { transform: at(line.x2, line.y2, size * 0.4), opacity: 0 },
    ],
    { duration: TRAVEL_MS * (0.9 + Math.random() * 0.2), easing: "ease-in-out", delay: Math.random() * 60, fill: "backwards" },
  );
  animation.playbackRate = 1 / pace.value;
  if (!moving.value) hold(animation);
  animation.onfinish = animation.oncancel = () => dot.remove();
}

function hold(animation) {
  const half = animation.effect.getComputedTiming().endTime * HELD_AT;
  setTimeout(() => {
    if (moving.value || animation.playState !== "running") return;
    animation.currentTime = half;
    animation.pause();
  }, half / animation.playbackRate);
}

function endAt({ x, y }) {
  return { x2: x, y2: y };
}

/** Ends a pause of all dots or begins one, and has them follow the pace. */
export function moveDots(group, moves, slowness) {
  for (const animation of group.getAnimations({ subtree: true })) {
    animation.playbackRate = 1 / slowness;
    if (moves) animation.play();
    else animation.pause();
  }
}

export function clearDots(group) {
  group.replaceChildren();
}

function release(group) {
  for (const animation of group.getAnimations({ subtree: true })) animation.play();
}

/** For people who want no motion: the link lights up instead. */
function flash(group, { from, to }) {
  const link = group.ownerSVGElement?.querySelector(`[data-link="${CSS.escape([from, to].sort().join(" "))}"]`);
  if (!link) return;
  link.classList.add("lit");
  clearTimeout(link.litTimer);
  link.litTimer = setTimeout(() => link.classList.remove("lit"), FLASH_MS);
}
