// A replay of a simulated run: what run it is, where its player is, and the orders for it. On a live page `run` is null.
import { computed, effect, signal } from "./vendor/signals.js";
import { postReplay, replayChart, replayFacts } from "./api.js";
import { exactTime, virtualMoment } from "./format.js";
import { firstSnapshots, player } from "./state.js";

export const SPEEDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** GET /api/replay, once for each connection; null while it is not known. */
export const run = signal(null);
/** GET /api/replay/chart; null while it is not known. */
export const runChart = signal(null);
/** What the last order was refused for. */
export const complaint = signal("");
/** Where the player is now in ms of virtual time, counted on between messages. */
export const position = signal(0);

export const replaying = computed(() => player.value !== null);
/** Whether time goes on: always on a live page. */
export const moving = computed(() => player.value === null || player.value.playing);
/** How much longer or shorter dots travel than on a live page: they follow the speed, within sight. */
export const pace = computed(() => {
  if (player.value === null) return 1;
  return Math.min(2.5, Math.max(0.5, (0.1 / player.value.speed) ** (1 / 3)));
});

/** Faults of the network and of nodes end when everything heals. */
const marks = computed(() => {
  const all = run.value?.marks ?? [];
  const heal = all.find(({ kind }) => kind === "heal")?.atMs ?? Infinity;
  return all.map((mark) => (mark.atMs < heal ? { ...mark, untilMs: Math.min(mark.untilMs, heal) } : mark));
});
export const markList = marks;

const activeKey = computed(() =>
  marks.value.map((mark, i) => (mark.atMs <= position.value && position.value < mark.untilMs ? i : -1)).filter((i) => i >= 0).join());
/** The marks whose time is now. */
export const activeMarks = computed(() => (activeKey.value ? activeKey.value.split(",").map((i) => marks.value[i]) : []));

/** How a link is now: "cut", "clogged" or "". */
export function troubleOf(from, to) {
  for (const { kind, nodes } of activeMarks.value) {
    if (kind === "partition" && nodes.includes(from) !== nodes.includes(to)) return "cut";
    if ((kind === "cut" || kind === "clog") && nodes.includes(from) && nodes.includes(to)) return kind === "cut" ? "cut" : "clogged";
  }
  return "";
}

/** A moment as the page says it: the time of day, or in a replay the virtual time. @param {number | string} time */
export function momentText(time) {
  if (!replaying.value) return exactTime(time);
  return run.value ? virtualMoment(new Date(time).getTime() - run.value.epoch) : "";
}

export function positionNow() {
  const { positionMs, playing, speed, at } = player.value;
  const moved = playing ? (performance.now() - at) * speed : 0;
  return Math.min(run.value?.lengthMs ?? Infinity, positionMs + moved);
}

// Orders. One is on its way at a time; of several that wait, the last one counts.
let asking = false;
let waiting = null;

export async function order(what) {
  if (asking) {
    waiting = joined(waiting ?? {}, what);
    return;
  }
  asking = true;
  const answer = await postReplay(what);
  complaint.value = answer.status === 200 ? "" : answer.body.message || answer.body.error;
  asking = false;
  if (waiting) {
    const next = waiting;
    waiting = null;
    await order(next);
  }
}

/** One order for two: steps are added, what comes before a jump is void, the last word on playing counts. */
function joined(earlier, later) {
  const { speed, ...rest } = earlier;
  const kept = "seek" in later ? {} : rest;
  if ("play" in later || "pause" in later) {
    delete kept.play;
    delete kept.pause;
  }
  const steps = (kept.step ?? 0) + (later.step ?? 0);
  return { ...(speed ? { speed } : {}), ...kept, ...later, ...(steps ? { step: steps } : {}) };
}

export const toggle = () => order(moving.value ? { pause: true } : { play: true });
export const step = (count) => order({ step: count });
export function seek(ms) {
  player.value = { ...player.value, positionMs: ms, at: performance.now() };
  return order({ seek: `${Math.max(0, ms).toFixed(6)}ms` });
}

/** One notch slower or faster. */
export function shift(notches) {
  const nearest = SPEEDS.reduce((best, speed, i) => (Math.abs(Math.log(speed / player.value.speed)) < Math.abs(Math.log(SPEEDS[best] / player.value.speed)) ? i : best), 0);
  order({ speed: SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, nearest + notches))] });
}

effect(() => {
  if (firstSnapshots.value && replaying.peek()) load();
});

async function load() {
  const [facts, chart] = await Promise.all([replayFacts(), replayChart()]);
  if (facts.status === 200) run.value = facts.body;
  if (chart.status === 200) runChart.value = chart.body;
}

// The position is drawn as often as the screen is while it moves, and once when it does not.
let frame = 0;
effect(() => {
  cancelAnimationFrame(frame);
  if (player.value === null) return;
  const tick = () => {
    position.value = positionNow();
    if (player.peek()?.playing) frame = requestAnimationFrame(tick);
  };
  tick();
});

const TYPING = "input:not([type=range]), textarea, select, [contenteditable]";
const PRESSABLE = "button, a, summary, [role=button], input[type=checkbox]";

addEventListener("keydown", (event) => {
  if (!replaying.value || event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.(TYPING)) return;
  const long = (run.value?.lengthMs ?? 0) / 20;
  const actions = {
    " ": toggle,
    ArrowRight: () => (event.shiftKey ? seek(position.value + long) : step(1)),
    ArrowLeft: () => (event.shiftKey ? seek(position.value - long) : step(-1)),
  };
  const action = actions[event.key];
  if (!action || (event.key === " " && event.target.closest?.(PRESSABLE))) return;
  event.preventDefault();
  action();
});
