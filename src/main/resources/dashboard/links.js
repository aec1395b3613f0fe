// The links of the drawing: eager ones as solid lines, lazy ones as dashed arrows with a gauge for the next push. A click
// cuts or heals one.
import { postFault } from "./api.js";
import { known } from "./clock.js";
import { count, duration } from "./format.js";
import { along, rimToRim, ringSegment } from "./geometry.js";
import { html } from "./html.js";
import { replaying, troubleOf } from "./replay.js";
import { faultBetween, faultWords, linkText } from "./linkfaults.js";
import { faults, nodes } from "./state.js";
import { countOf, periodOf, remaining } from "./timing.js";

const SEGMENTS_MAX = 24;
const RING = 15;
const CAPTION = 30;

/** Eager links stand once for each direction in the topology and are drawn once. */
export function uniqueLinks(links) {
  const seen = new Map();
  for (const link of links) {
    const key = [link.from, link.to].sort().join(" ");
    if (!seen.has(key)) seen.set(key, { ...link, key });
  }
  return [...seen.values()];
}

/** The links of the topology, and those to nodes that are fed by another one than usual now. */
export function withAdopted(links, feeders) {
  const adopted = [];
  for (const { id, feeds } of feeders) {
    for (const { to } of feeds ?? []) {
      const usual = links.find((link) => link.to === to && link.kind === "lazy");
      const isKnown = links.some((link) => link.from === id && link.to === to);
      if (usual && !isKnown) adopted.push({ from: id, to, kind: "lazy", trigger: usual.trigger, adopted: usual.from });
    }
  }
  return adopted.length ? [...links, ...adopted] : links;
}

export function Links({ links, layout }) {
  return uniqueLinks(links).map((link) => {
    const [from, to] = [layout.places.get(link.from), layout.places.get(link.to)];
    if (!from || !to) return null;
    const lazy = link.kind === "lazy";
    const line = lazy ? lazyLine(from, to, layout) : rimToRim(from, to, layout.radius + 4);
    return html`<${LinkLine} key=${link.key} link=${link} line=${line} lazy=${lazy} />`;
  });
}

function LinkLine({ link, line, lazy }) {
  const fault = replaying.value ? undefined : faultBetween(faults.value, link.from, link.to);
  const trouble = replaying.value ? troubleOf(link.from, link.to) : fault ? (fault.cut ? "cut" : "clogged") : "";
  const words = fault ? faultWords(fault) : trouble;
  const drawn = html`<line class="link ${lazy ? "lazy" : "eager"} ${link.adopted ? "adopted" : ""} ${trouble}" data-link=${link.key} ...${line}
      marker-end=${lazy ? "url(#arrow)" : undefined} />
    <title>${link.from} to ${link.to}: ${link.kind}, ${link.trigger}${link.adopted ? `, in place of ${link.adopted}` : ""}${words && `; ${words} now`}</title>`;
  if (replaying.value || !faults.value.enabled) return html`<g>${drawn}</g>`;
  const toggle = async () => {
    const answer = await postFault({ [fault ? "heal" : "cut"]: [link.from, link.to] });
    if (answer.status === 200) faults.value = answer.body;
  };
  const onKeyDown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    toggle();
  };
  return html`<g class="link-button" role="button" tabindex="0" onClick=${toggle} onKeyDown=${onKeyDown} data-testid="link-${link.from}-${link.to}"
      data-fault=${words || "none"} aria-label="${fault ? "Heal" : "Cut"} the link ${linkText(link.from, link.to)}${words && `, which is: ${words}`}">
    ${drawn}<line class="link-hit" ...${line} /></g>`;
}

/** The figures of faulty links, beside the gauges. */
export function LinkFaultWords({ links, layout }) {
  if (replaying.value) return null;
  return uniqueLinks(links).map((link) => {
    const fault = faultBetween(faults.value, link.from, link.to);
    const [from, to] = [layout.places.get(link.from), layout.places.get(link.to)];
    if (!fault || !from || !to) return null;
    const lazy = link.kind === "lazy";
    const at = along(lazy ? lazyLine(from, to, layout) : rimToRim(from, to, layout.radius + 4), !lazy ? 0.5 : layout.narrow ? 0.76 : 0.86);
    return html`<text key=${link.key} class="link-words ${fault.cut ? "cut" : "clogged"}" x=${at.x} y=${at.y} dy="0.35em">${faultWords(fault)}</text>`;
  });
}

/** On narrow pages captions stand below the nodes: the line begins under them. */
function lazyLine(from, to, { radius, narrow }) {
  const line = rimToRim(from, to, radius + 9);
  if (!narrow) return line;
  const start = along(line, Math.min(0.4, CAPTION / Math.hypot(line.x2 - line.x1, line.y2 - line.y1)));
  return { ...line, x1: start.x, y1: start.y };
}

export function Gauges({ links, layout }) {
  const lazy = links.filter((link) => link.kind === "lazy" && layout.places.has(link.from) && layout.places.has(link.to));
  return lazy.map((link) => {
    const [from, to] = [layout.places.get(link.from), layout.places.get(link.to)];
    // A node with many feeds has its gauges near the lower ends, where there is room, and without words; if there are several
    // rows of nodes, those of the first.
    const siblings = lazy.filter((other) => other.from === link.from);
    const crowded = siblings.length > 2;
    if (crowded && to.y > Math.min(...siblings.map((other) => layout.places.get(other.to).y))) return null;
    const middle = along(lazyLine(from, to, layout), crowded ? 0.68 : 0.48);
    return html`<${Gauge} key=${`${link.from} ${link.to}`} link=${link} at=${middle} narrow=${layout.narrow}
      left=${to.x < from.x - 1} crowded=${crowded} />`;
  });
}

function Gauge({ link, at, left, narrow, crowded }) {
  const node = nodes.value.get(link.from);
  const feed = node?.feeds?.find(({ to }) => to === link.to);
  if (!feed) return null;
  const place = { at, left, narrow, crowded, link, feed, state: node.state, idle: node.state !== "up" };
  if (typeof feed.updatesToNextPush === "number") return html`<${CountGauge} ...${place} />`;
  if (typeof feed.msToNextPush === "number") return html`<${TimeGauge} ...${place} receivedAt=${node.receivedAt} />`;
  return null;
}

function CountGauge({ link, feed, ...place }) {
  const total = countOf(link.trigger) ?? Math.max(1, feed.updatesToNextPush);
  const left = feed.updatesToNextPush;
  const words = place.narrow ? "more" : left === 1 ? "more update" : "more updates";
  return html`<${GaugeFigure} ...${place} testid="count-${link.from}-${link.to}" value=${left}
    share=${1 - left / total} segments=${total <= SEGMENTS_MAX ? total : 0} inside=${count(left)}
    words=${place.idle ? `${link.from} is ${place.state}` : feed.inFlight ? "pushing" : words} pushing=${feed.inFlight}
    title="${link.from} pushes to ${link.to} ${link.trigger}: ${count(left)} more. Acknowledged: version ${count(feed.acknowledged)}." />`;
}

function TimeGauge({ link, feed, receivedAt, ...place }) {
  const period = periodOf(link.trigger);
  const left = place.idle ? feed.msToNextPush : remaining(feed.msToNextPush, known.value - receivedAt, period);
  const total = Math.max(period ?? feed.msToNextPush, 1);
  return html`<${GaugeFigure} ...${place} testid="countdown-${link.from}-${link.to}" value=${Math.round(left)}
    share=${Math.min(1, 1 - left / total)} segments=${0} inside=${place.crowded ? seconds(left) : ""}
    words=${place.idle ? `${link.from} is ${place.state}` : feed.inFlight ? "pushing" : left < 60_000 ? `${seconds(left)} s` : duration(left)}
    pushing=${feed.inFlight}
    title="${link.from} pushes to ${link.to} ${link.trigger}. Acknowledged: version ${count(feed.acknowledged)}." />`;
}

/** Always with one decimal, so that a countdown does not jump. */
function seconds(ms) {
  return (ms / 1000).toFixed(1);
}

function GaugeFigure({ at, left, idle, crowded, testid, value, share, segments, inside, words, title, pushing }) {
  const circumference = 2 * Math.PI * RING;
  return html`<g class="gauge ${idle ? "idle" : ""} ${pushing ? "pushing" : ""}" transform="translate(${at.x} ${at.y})"
      data-testid=${testid} data-remaining=${value}>
    <title>${title}</title>
    <circle class="gauge-face" r=${RING + 4} />
    ${segments
      ? Array.from({ length: segments }, (_, i) => html`<path key=${i} d=${ringSegment(RING, i, segments, 0.16)}
          class="gauge-part ${i < Math.round(share * segments) ? "on" : ""}" />`)
      : html`<circle class="gauge-part" r=${RING} /><circle class="gauge-part on sweep" r=${RING} transform="rotate(-90)"
          stroke-dasharray=${circumference} stroke-dashoffset=${circumference * (1 - share)} />`}
    ${inside ? html`<text class="gauge-inside" dy="0.35em">${inside}</text>` : html`<path class="gauge-hand" d="M0-7V0H5" />`}
    ${!crowded && html`<text class="gauge-words" x=${left ? -RING - 11 : RING + 11} dy="0.35em" text-anchor=${left ? "end" : "start"}>${words}</text>`}
  </g>`;
}
