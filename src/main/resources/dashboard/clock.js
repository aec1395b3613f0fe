// One clock for everything that counts on between messages: countdowns and ages.
import { signal } from "./vendor/signals.js";

const TICK_MS = 100;

/** Monotonic ms; ticks ten times a second while the page is visible. */
export const now = signal(performance.now());

setInterval(() => {
  if (!document.hidden) now.value = performance.now();
}, TICK_MS);
