// One node of the drawing: a disc with its version, and a ring that empties as the node falls behind.
import { useEffect, useRef } from "./vendor/preact-hooks.js";
import { known } from "./clock.js";
import { compact, count, duration, plural } from "./format.js";
import { ringSegment } from "./geometry.js";
import { html } from "./html.js";
import { chosen, topology } from "./state.js";
import { ageNow } from "./timing.js";

export const SEGMENTS = 20;
/** What a line inside of the ring may measure, in radii times letters per font size; and the smallest letters. */
const ROOM = 2;
const LETTER_MIN = 9;
const CAPTION_ROOM = 6;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export function NodeFigure({ node, place, radius, unit, tight }) {
  const missing = node.state === "stopped" ? SEGMENTS : Math.min(SEGMENTS, Math.ceil(node.behind / unit));
  const version = compact(node.version, Math.floor((radius * ROOM) / LETTER_MIN));
  const isChosen = chosen.value === node.id;
  const choose = () => (chosen.value = node.id);
  const onKeyDown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  };
  return html`<g class="node layer-${node.layer % 3} ${node.state} ${isChosen ? "chosen" : ""} ${node.serving ? "" : "silent"}"
      transform="translate(${place.x} ${place.y})" role="button" tabindex="0" aria-pressed=${isChosen}
      aria-label=${nodeLabel(node)} onClick=${choose} onKeyDown=${onKeyDown} data-testid="node-${node.id}"
      data-version=${node.version} data-state=${node.state} data-pending=${node.pending} data-behind=${node.behind}>
    <title>${nodeLabel(node)}</title>
    <circle class="focus-ring" r=${radius + 8} />
    <${Ripple} version=${node.version} radius=${radius} />
    <circle class="disc" r=${radius} />
    ${Array.from({ length: SEGMENTS }, (_, i) => html`<path key=${i} d=${ringSegment(radius - 4.5, i, SEGMENTS)}
      class="segment ${i < SEGMENTS - missing ? "on" : ""}" />`)}
    <text class="node-id" y=${-radius * 0.3}>${node.id}</text>
    <text class="node-version" y=${radius * 0.26} style=${{ fontSize: `${versionSize(version, radius)}px` }}>${version}</text>
    <${Caption} node=${node} side=${place.side} radius=${radius} tight=${tight} />
  </g>`;
}

/** Long numbers are set smaller so that they stay inside of the ring. @param {string} text */
function versionSize(text, radius) {
  return Math.min(radius * 0.54, (radius * ROOM) / text.length);
}

/** What the figure says to those who do not see it. */
function nodeLabel(node) {
  const standing = node.behind ? `${plural(node.behind, "version")} behind` : "the newest";
  const pending = node.pending ? `, ${count(node.pending)} pending` : "";
  const reason = node.reason ? `; ${node.reason}` : "";
  return `${node.id}, ${node.role}, ${node.state}, version ${count(node.version)}, ${standing}${pending}${reason}`;
}

/** A wave that leaves the node when it takes on new versions; one at a time, however fast they come. */
function Ripple({ version, radius }) {
  const circle = useRef(null);
  const before = useRef(version);
  useEffect(() => {
    const grown = version > before.current;
    before.current = version;
    if (!grown || CALM.matches || circle.current.getAnimations().length) return;
    circle.current.animate(
      [{ transform: "scale(1)", opacity: 0.45 }, { transform: "scale(1.42)", opacity: 0 }],
      { duration: 700, easing: "ease-out" },
    );
  }, [version]);
  return html`<circle ref=${circle} class="ripple" r=${radius} />`;
}

function Caption({ node, side, radius, tight }) {
  const lines = captionLines(node, tight);
  const step = 15;
  const x = side === "left" ? -radius - 15 : side === "right" ? radius + 15 : 0;
  const y = side === "below" ? radius + 16 : -((lines.length - 1) * step) / 2;
  const anchor = side === "left" ? "end" : side === "right" ? "start" : "middle";
  return html`<g class="caption" text-anchor=${anchor}>
    ${lines.map(([kind, text], i) => html`<text key=${kind} class=${kind} x=${x} y=${y + i * step} dy="0.35em">${text}</text>`)}
  </g>`;
}

/** Whether a node's view has all nodes of its layer. */
function isWhole({ layer, members = [] }) {
  const all = topology.value.layers.find((candidate) => candidate.layer === layer)?.nodes ?? [];
  return members.length === 0 || members.length === all.length;
}

/** Where nodes stand close together a minus has to do for the word. */
function captionLines(node, tight) {
  const lines = [];
  if (node.state !== "up") lines.push(["warn", node.state]);
  if (node.behind > 0) {
    const age = duration(ageNow(node, Math.max(0, known.value - node.receivedAt)));
    const behind = compact(node.behind, CAPTION_ROOM);
    lines.push(["strong", tight ? `−${behind}` : `${behind} behind`], ["faint age", age]);
  } else if (node.state === "up") {
    lines.push(["strong", "newest"]);
  }
  if (node.layer === 0) {
    if (node.state === "up" && !node.serving) lines.push(["warn refuses", "refuses"]);
    if (node.epoch) lines.push(["faint", `epoch ${count(node.epoch)}${isWhole(node) ? "" : `: ${node.members.join(" ")}`}`]);
    if (node.pending > 0) lines.push(["warn held", `${count(node.pending)} pending`]);
  }
  return lines;
}
