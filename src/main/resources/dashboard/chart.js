// Versions over time, one line a node.
import { useEffect, useRef, useState } from "./vendor/preact-hooks.js";
import { effect } from "./vendor/signals.js";
import uPlot from "./vendor/uplot.js";
import { timeOfDay } from "./format.js";
import { onSample, runSamples, samples } from "./history.js";
import { html } from "./html.js";
import { groups } from "./layout.js";
import { position, replaying, runChart, seek } from "./replay.js";
import { nodeIds, topology } from "./state.js";
import { theme } from "./themes.js";

const MINUTES = [1, 5, 15];
const HEIGHT = 240;
// Nodes of one layer share its colour, so the dashes tell them apart.
const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export function Chart() {
  const [field, setField] = useState("version");
  const [minutes, setMinutes] = useState(1);
  const [hidden, setHidden] = useState(new Set());
  const toggle = (id) => setHidden((known) => {
    const next = new Set(known);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  const lines = groups(topology.value).flatMap((layer) => layer.nodes.map((id, i) => ({ id, layer: layer.layer % 3, dash: DASHES[i % DASHES.length] })));
  return html`<section class="panel chart" aria-labelledby="chart-title">
    <div class="row spread"><h2 id="chart-title">Over time</h2><div class="row">
      <${Choice} label="What to draw" options=${[["version", "Version"], ["behind", "Behind"]]} value=${field} onChange=${setField} />
      ${!replaying.value && html`<${Choice} label="How long" options=${MINUTES.map((m) => [m, `${m} min`])} value=${minutes} onChange=${setMinutes} />`}</div></div>
    <${replaying.value ? RunPlot : Plot} key=${`${theme.value} ${nodeIds.value.join()}`} lines=${lines} field=${field} minutes=${minutes} hidden=${hidden} />
    <div class="chart-legend" role="group" aria-label="Lines of the chart">${lines.map(({ id, layer, dash }) => html`
      <button key=${id} type="button" class="chip line layer-${layer}" aria-pressed=${!hidden.has(id)} onClick=${() => toggle(id)}>
        <svg width="26" height="8" aria-hidden="true"><line x1="0" y1="4" x2="26" y2="4" stroke-dasharray=${dash.join(" ")} /></svg> ${id}</button>`)}</div>
  </section>`;
}

function Choice({ label, options, value, onChange }) {
  return html`<div class="segmented" role="group" aria-label=${label}>${options.map(([option, name]) => html`
    <button key=${option} type="button" aria-pressed=${option === value} onClick=${() => onChange(option)}>${name}</button>`)}</div>`;
}

function Plot({ lines, field, minutes, hidden }) {
  const frame = useRef(null);
  const plot = useRef(null);
  useEffect(() => {
    plot.current = new uPlot(options(lines, frame.current), [[], ...lines.map(() => [])], frame.current);
    const observer = new ResizeObserver(() => plot.current.setSize({ width: frame.current.clientWidth, height: HEIGHT }));
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      plot.current.destroy();
    };
  }, []);
  useEffect(() => {
    const ids = lines.map(({ id }) => id);
    const draw = () => {
      if (document.hidden) return;
      const span = minutes * 60;
      const end = Date.now() / 1000;
      plot.current.batch(() => {
        plot.current.setData(samples(ids, field, span * 1000), false);
        plot.current.setScale("x", { min: end - span, max: end });
      });
    };
    draw();
    return onSample(draw);
  }, [field, minutes]);
  useEffect(() => {
    lines.forEach(({ id }, i) => plot.current.setSeries(i + 1, { show: !hidden.has(id) }));
  }, [hidden]);
  return html`<div class="plot" ref=${frame} role="img" aria-label="Line chart of each node over time; the table of nodes has the current numbers" data-testid="chart"></div>`;
}

/** The whole run of a replay, with a line where the player is; a click goes there. */
function RunPlot({ lines, field, hidden }) {
  const frame = useRef(null);
  const plot = useRef(null);
  useEffect(() => {
    plot.current = new uPlot(runOptions(lines, frame.current), [[], ...lines.map(() => [])], frame.current);
    const observer = new ResizeObserver(() => plot.current.setSize({ width: frame.current.clientWidth, height: HEIGHT }));
    observer.observe(frame.current);
    const onClick = (event) => seek(plot.current.posToVal(event.clientX - plot.current.over.getBoundingClientRect().left, "x") * 1000);
    plot.current.over.addEventListener("click", onClick);
    const line = document.createElement("i");
    line.className = "plot-now";
    plot.current.over.append(line);
    const end = effect(() => {
      line.style.left = `${(100 * position.value) / (runChart.value?.lengthMs ?? Infinity)}%`;
    });
    return () => {
      end();
      observer.disconnect();
      plot.current.destroy();
    };
  }, []);
  useEffect(() => {
    if (!runChart.value) return;
    plot.current.setData(runSamples(runChart.value, lines.map(({ id }) => id), field), false);
    plot.current.setScale("x", { min: 0, max: runChart.value.lengthMs / 1000 });
  }, [field, runChart.value]);
  useEffect(() => {
    lines.forEach(({ id }, i) => plot.current.setSeries(i + 1, { show: !hidden.has(id) }));
  }, [hidden]);
  return html`<div class="plot seekable" ref=${frame} role="img" aria-label="Line chart of each node over the run; the table of nodes has the numbers of this moment" data-testid="chart"></div>`;
}

function runOptions(lines, frame) {
  const usual = options(lines, frame);
  const seconds = { ...usual.axes[0], values: (_, ticks) => ticks.map((second) => `${second} s`) };
  return { ...usual, scales: { ...usual.scales, x: { time: false } }, axes: [seconds, usual.axes[1]] };
}

function options(lines, frame) {
  const faint = colourOf("--ink-faint");
  const axis = { stroke: faint, grid: { stroke: colourOf("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  return {
    width: frame.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { y: { range: (_, min, max) => niceRange(min, max) } },
    axes: [{ ...axis, space: 90, size: 32, values: (_, ticks) => ticks.map((second) => timeOfDay(second * 1000)) }, { ...axis, size: 58, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7] }],
    series: [{}, ...lines.map(({ id, layer, dash }) => ({
      label: id, stroke: colourOf(`--layer-${layer}`), width: 1.8, dash, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }),
    }))],
  };
}

/** Never a flat line glued to the frame. */
function niceRange(min, max) {
  if (min === null || max === null) return [0, 10];
  const air = Math.max(1, (max - min) * 0.06);
  return [Math.max(0, min - air), max + air];
}

/** A canvas needs the colour itself: a custom property may still say light-dark(). */
function colourOf(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
