// What the page knows, as signals, and how a message of the status stream changes it.
import { batch, computed, signal } from "./vendor/signals.js";

const EVENTS_MAX = 400;
const EMPTY_TOPOLOGY = { layers: [], links: [] };

export const strategy = signal("");
export const topology = signal(EMPTY_TOPOLOGY);
/** Map of node id to NODE; each with `receivedAt`, when its status came by the clock of `clock.js`. */
export const nodes = signal(new Map());
export const faults = signal({ enabled: false, crashed: [] });
/** The newest first. */
export const events = signal([]);
/** Counts the snapshots: everything that was cached from an earlier one is void. */
export const generation = signal(0);
/** The server's clock at the last message, ms since 1970. */
export const serverTime = signal(0);
/** The node that is chosen in the drawing and shown in the version log. */
export const chosen = signal("");

/** Where the player of a replay is: {positionMs, playing, speed, at}, `at` being the local time; null on a live page. */
export const player = signal(null);
/** Counts the first snapshots of connections: what was learned of the server before may be void. */
export const firstSnapshots = signal(0);

/** Each node once, layer by layer. */
export const nodeIds = computed(() => [...new Set(topology.value.layers.flatMap((layer) => layer.nodes))]);
export const newestVersion = computed(() => Math.max(0, ...[...nodes.value.values()].map((node) => node.version)));

const messageListeners = new Set();
const versionListeners = new Set();

/** Calls back with the `messages` of each change. Returns the function that ends it. */
export function onMessages(listener) {
  messageListeners.add(listener);
  return () => messageListeners.delete(listener);
}

/** Calls back with the `versions` of each change. Returns the function that ends it. */
export function onVersions(listener) {
  versionListeners.add(listener);
  return () => versionListeners.delete(listener);
}

export function applySnapshot(message, localTime) {
  batch(() => {
    const receivedAt = takePlayer(message, localTime);
    player.value = message.replay ? player.value : null;
    if (message.seq === 0) firstSnapshots.value += 1;
    strategy.value = message.strategy;
    topology.value = message.topology ?? EMPTY_TOPOLOGY;
    nodes.value = withNodes(new Map(), message.nodes, receivedAt);
    faults.value = message.faults ?? { enabled: false, crashed: [] };
    events.value = newestFirst(message.events ?? [], []);
    serverTime.value = message.time;
    generation.value += 1;
    if (!nodes.value.has(chosen.value)) chosen.value = nodeIds.value[0] ?? "";
  });
}

export function applyChanges(message, localTime) {
  batch(() => {
    const receivedAt = takePlayer(message, localTime);
    serverTime.value = message.time;
    if (message.nodes) nodes.value = withNodes(nodes.value, message.nodes, receivedAt);
    if (message.faults) faults.value = message.faults;
    if (message.events) events.value = newestFirst(message.events, events.value);
  });
  if (message.versions) versionListeners.forEach((listener) => listener(message.versions));
  if (message.messages) messageListeners.forEach((listener) => listener(message.messages));
}

/** When a message came, by the clock that countdowns go by: in a replay that is the virtual time. */
function takePlayer({ replay }, localTime) {
  if (!replay) return localTime;
  player.value = { ...replay, at: localTime };
  return replay.positionMs;
}

function withNodes(known, changed = [], receivedAt) {
  const result = new Map(known);
  for (const node of changed) result.set(node.id, { ...node, receivedAt });
  return result;
}

let eventCount = 0;

function newestFirst(fresh, known) {
  const numbered = fresh.map((event) => ({ ...event, key: eventCount++ })).reverse();
  return [...numbered, ...known].slice(0, EVENTS_MAX);
}
