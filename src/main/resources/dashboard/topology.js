// The drawing: layers as bands, nodes, links, gauges and the messages between nodes.
import { useEffect, useLayoutEffect, useRef, useState } from "./vendor/preact-hooks.js";
import { clearDots, dotsIn, moveDots } from "./dots.js";
import { NodeFigure, SEGMENTS } from "./figure.js";
import { count, plural } from "./format.js";
import { segmentUnit } from "./geometry.js";
import { html } from "./html.js";
import { countKinds, kinds, shapeOf } from "./kinds.js";
import { layOut } from "./layout.js";
import { Gauges, LinkFaultWords, Links, withAdopted } from "./links.js";
import { moving, pace, replaying } from "./replay.js";
import { generation, newestVersion, nodes, onMessages, topology } from "./state.js";

export function Drawing() {
  const frame = useRef(null);
  const dots = useRef(null);
  const current = useRef(null);
  const width = useWidth(frame);
  const layout = layOut(topology.value, width);
  current.current = layout;

  useEffect(() => {
    const draw = dotsIn(dots.current, () => current.current);
    return onMessages((messages) => {
      countKinds(messages);
      draw(messages);
    });
  }, []);

  // A jump in a replay makes messages on their way void; a pause holds them where they are.
  useEffect(() => clearDots(dots.current), [generation.value]);
  useEffect(() => moveDots(dots.current, moving.value, pace.value), [moving.value, pace.value]);

  const all = [...nodes.value.values()];
  const links = withAdopted(topology.value.links, all);
  const unit = segmentUnit(Math.max(0, ...all.filter((node) => node.state === "up").map((node) => node.behind)), SEGMENTS);
  return html`<section class="hero panel" aria-labelledby="drawing-title">
    <header class="hero-head">
      <h2 id="drawing-title"><span class="hero-v">V</span> ${count(newestVersion.value)}</h2>
      <p class="hero-words">${standing(all)}</p>
    </header>
    <div class="drawing" ref=${frame}>
      <svg width=${width} height=${layout.height} viewBox="0 0 ${width} ${layout.height}" role="group"
        aria-label="Nodes in their layers and the links between them. The table of nodes below has the same facts.">
        <defs><marker id="arrow" viewBox="0 0 10 10" refX="7" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path class="arrow" d="M1 1 9 5 1 9Z" /></marker></defs>
        ${layout.bands.map((band) => html`<${Band} key=${band.layer} band=${band} width=${width} />`)}
        <${Links} links=${links} layout=${layout} />
        <g ref=${dots} aria-hidden="true"></g>
        <${Gauges} links=${links} layout=${layout} />
        <${LinkFaultWords} links=${links} layout=${layout} />
        ${all.filter((node) => layout.places.has(node.id)).map((node) => html`<${NodeFigure} key=${node.id} node=${node}
          place=${layout.places.get(node.id)} radius=${layout.radius} unit=${unit}
          tight=${layout.tight} />`)}
      </svg>
    </div>
    <${Legend} unit=${unit} />
  </section>`;
}

function Band({ band, width }) {
  return html`<g class="band layer-${band.layer % 3}">
    <rect x="0.5" y=${band.y + 0.5} width=${Math.max(0, width - 1)} height=${band.height - 1} rx="14" />
    <text x="16" y=${band.y + 24}>${band.titles.map(({ name, guarantee }, i) => html`<tspan key=${name} class="band-name" dx=${i && 14}>${name}</tspan><tspan
      dx="8" class="band-guarantee">${guarantee}</tspan>`)}</text>
  </g>`;
}

/** The whole drawing in a sentence. */
function standing(all) {
  if (!all.length) return "No nodes yet.";
  const away = all.filter((node) => node.state !== "up").map((node) => `${node.id} is ${node.state}`);
  const last = all.reduce((a, b) => (b.behind > a.behind ? b : a));
  const newest = Math.max(...all.map((node) => node.version));
  const words = newest === 0
    ? `No versions yet${replaying.value ? "." : ": submit a transaction."}`
    : last.behind === 0
      ? `All ${all.length} nodes hold the newest version.`
      : `${plural(all.filter((node) => node.behind === 0).length, "node")} at the newest version; ${last.id} is the farthest behind, by ${count(last.behind)}.`;
  const refusing = all.filter((node) => node.state === "up" && !node.serving).map((node) => node.id);
  if (refusing.length) away.push(`${refusing.join(", ")} ${refusing.length === 1 ? "refuses" : "refuse"} transactions`);
  return [words, ...away.map((text) => `${text}.`)].join(" ");
}

function Legend({ unit }) {
  return html`<div class="legend">
    <span><svg width="34" height="10" aria-hidden="true"><line class="link eager" x1="1" y1="5" x2="33" y2="5" /></svg> eager link</span>
    <span><svg width="34" height="10" aria-hidden="true"><line class="link lazy" x1="1" y1="5" x2="26" y2="5" /><path class="arrow" d="M26 1 34 5 26 9Z" /></svg> lazy link</span>
    <span><svg class="layer-0" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true"><circle class="legend-ring" r="7" pathLength="20" stroke-dasharray="14 6" transform="rotate(-90)" /></svg>
      an empty ring segment: ${unit === 1 ? "1 version" : `up to ${plural(unit, "version")}`} behind</span>
    ${[...kinds.value].map(([kind, { style, total }]) => html`<span key=${kind} class="legend-kind">
      <svg width="12" height="12" viewBox="-1.5 -1.5 3 3" aria-hidden="true"><path class="kind-${style}" d=${shapeOf(style)} /></svg> ${kind} <b>${count(total)}</b></span>`)}
  </div>`;
}

function useWidth(element) {
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const measure = () => setWidth(Math.max(280, Math.floor(element.current.clientWidth)));
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}
