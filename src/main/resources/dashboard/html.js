// The templating in one place: htm bound to Preact. Importing signals makes components follow the signals they read.
import { h } from "./vendor/preact.js";
import htm from "./vendor/htm.js";
import "./vendor/signals.js";

export const html = htm.bind(h);
