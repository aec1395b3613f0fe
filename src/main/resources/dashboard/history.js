// Samples of every node's version for the chart: a bounded number, taken at a fixed pace.
import { generation, nodeIds, nodes } from "./state.js";
import { connection } from "./stream.js";

export const SAMPLE_MS = 500;
const SAMPLES_MAX = (15 * 60 * 1000) / SAMPLE_MS;

const times = [];
const columns = new Map();
const listeners = new Set();

/** Calls back after each sample. Returns the function that ends it. */
export function onSample(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** [seconds, values of each node...] of the last `ms`, as uPlot wants it. @param {"version" | "behind"} field */
export function samples(ids, field, ms) {
  const first = Math.max(0, times.length - Math.ceil(ms / SAMPLE_MS));
  return [times.slice(first), ...ids.map((id) => (columns.get(id)?.[field] ?? []).slice(first))];
}

/** The whole run of a replay in the same form. @param {{lengthMs: number, versions: Record<string, [number, number][]>}} chart */
export function runSamples(chart, ids, field) {
  const moments = [...new Set([0, chart.lengthMs, ...ids.flatMap((id) => (chart.versions[id] ?? []).map(([ms]) => ms))])].sort((a, b) => a - b);
  const version = ids.map((id) => heldAt(chart.versions[id] ?? [], moments));
  if (field === "version") return [moments.map((ms) => ms / 1000), ...version];
  const newest = moments.map((_, i) => Math.max(...version.map((values) => values[i])));
  return [moments.map((ms) => ms / 1000), ...version.map((values) => values.map((value, i) => newest[i] - value))];
}

/** The value at each moment of what changes at [moment, value]. */
function heldAt(changes, moments) {
  let next = 0;
  let value = 0;
  return moments.map((ms) => {
    while (next < changes.length && changes[next][0] <= ms) value = changes[next++][1];
    return value;
  });
}

function take() {
  const connected = connection.value.state === "connected";
  if (generation.value === 0) return;
  times.push(Date.now() / 1000);
  for (const id of nodeIds.value) {
    const column = columnOf(id);
    const node = nodes.value.get(id);
    // Without a connection nothing is known: a gap, not a flat line.
    column.version.push(connected && node ? node.version : null);
    column.behind.push(connected && node ? node.behind : null);
  }
  if (times.length > SAMPLES_MAX) drop(times.length - SAMPLES_MAX);
  listeners.forEach((listener) => listener());
}

function columnOf(id) {
  if (!columns.has(id)) {
    const empty = () => new Array(times.length - 1).fill(null);
    columns.set(id, { version: empty(), behind: empty() });
  }
  return columns.get(id);
}

function drop(surplus) {
  times.splice(0, surplus);
  for (const column of columns.values()) {
    column.version.splice(0, surplus);
    column.behind.splice(0, surplus);
  }
}

setInterval(take, SAMPLE_MS);
