// The WebSocket of the status stream: connects, watches for gaps and silence, and connects again with growing pauses.
import { signal } from "./vendor/signals.js";
import { applyChanges, applySnapshot } from "./state.js";

const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 10_000;
const CONNECT_TIMEOUT_MS = 8_000;
const SILENCE_MS = 15_000;

/** state: connecting | connected | disconnected; retryAt: local time of the next attempt; since: wall clock. */
export const connection = signal({ state: "connecting", retryAt: 0, since: Date.now() });

let socket = null;
let attempts = 0;
let nextSeq = 0;
let retryTimer = 0;
let watchTimer = 0;

export function connect() {
  clearTimeout(retryTimer);
  const url = new URL("ws/status", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  // A retry in the background does not clear the words on the page: it stays "disconnected" until it has worked.
  if (attempts === 0) connection.value = { ...connection.value, state: "connecting" };
  const opened = new WebSocket(url);
  socket = opened;
  watch(opened, CONNECT_TIMEOUT_MS, () => opened.close());
  opened.onmessage = (event) => {
    if (socket === opened) receive(opened, event.data);
  };
  opened.onclose = () => {
    if (socket === opened) retry();
  };
}

/** Tries again at once, for the button and for the browser's own word that the network is back. */
export function connectNow() {
  if (connection.value.state === "disconnected") connect();
}

function receive(opened, text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    opened.close();
    return;
  }
  // A gap means that a change was missed; only a new snapshot helps.
  if (message.type !== "snapshot" && message.seq !== nextSeq) {
    opened.close();
    return;
  }
  nextSeq = message.seq + 1;
  if (message.type === "snapshot") {
    attempts = 0;
    applySnapshot(message, performance.now());
    connection.value = { state: "connected", retryAt: 0, since: Date.now() };
  } else {
    applyChanges(message, performance.now());
  }
  watch(opened, SILENCE_MS, () => askHealth(opened));
}

/** Without news the server sends nothing, so silence alone proves nothing: ask whether it is still there. */
async function askHealth(opened) {
  try {
    const answer = await fetch("health", { signal: AbortSignal.timeout(5_000), cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    if (socket === opened) watch(opened, SILENCE_MS, () => askHealth(opened));
  } catch {
    if (socket === opened) abandon(opened);
  }
}

/** close() of a half-open socket may take minutes to report, so its callbacks are cut off first. */
function abandon(opened) {
  opened.onclose = null;
  opened.close();
  retry();
}

function watch(opened, ms, action) {
  clearTimeout(watchTimer);
  watchTimer = setTimeout(() => socket === opened && action(), ms);
}

function retry() {
  clearTimeout(watchTimer);
  clearTimeout(retryTimer);
  socket = null;
  const pause = Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** attempts) * (0.75 + Math.random() / 2);
  attempts += 1;
  const since = connection.value.state === "disconnected" ? connection.value.since : Date.now();
  connection.value = { state: "disconnected", retryAt: performance.now() + pause, since };
  retryTimer = setTimeout(connect, pause);
}

addEventListener("online", connectNow);
document.addEventListener("visibilitychange", () => document.hidden || connectNow());
