// One clock for everything that counts on between messages: countdowns and ages.
import { signal } from "./vendor/signals.js";
import { positionNow, replaying } from "./replay.js";
import { connection } from "./stream.js";

const TICK_MS = 100;

/** Monotonic ms; ticks ten times a second while the page is visible. */
export const now = signal(performance.now());

/**
 * The same, but it stands still while disconnected: nobody knows how the server's times go on. In a replay it is the
 * virtual time.
 */
export const known = signal(now.value);

setInterval(() => {
  if (document.hidden) return;
  now.value = performance.now();
  if (connection.value.state !== "connected") return;
  known.value = replaying.value ? positionNow() : now.value;
}, TICK_MS);
