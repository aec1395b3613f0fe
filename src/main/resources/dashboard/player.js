// The bar of a replay: play, step, speed, and a slider over the whole run with its marks.
import { html } from "./html.js";
import { virtualTime, speedText } from "./format.js";
import { connection } from "./stream.js";
import { player } from "./state.js";
import { complaint, markList, moving, order, position, replaying, run, seek, shift, SPEEDS, step, toggle } from "./replay.js";

const PLAY = "M6 3.5v13l10.5-6.5Z";
const PAUSE = "M5.5 3.5h3v13h-3ZM11.5 3.5h3v13h-3Z";
const FORTH = "M4 4v12l8-6ZM13.5 4h2.5v12h-2.5Z";
const BACK = "M16 4v12l-8-6ZM4 4h2.5v12H4Z";

export function Player() {
  if (!replaying.value) return null;
  const off = connection.value.state !== "connected";
  return html`<section class="player" aria-label="Player of the simulated run" data-testid="player" data-playing=${moving.value}>
    <div class="player-keys">
      <${Key} path=${BACK} label="Step back" title="To what happened before (←)" onClick=${() => step(-1)} off=${off} testid="player-back" />
      <${Key} path=${moving.value ? PAUSE : PLAY} label=${moving.value ? "Pause" : "Play"} title="${moving.value ? "Pause" : "Play"} (space)" main=${true}
        onClick=${toggle} off=${off} testid="player-play" />
      <${Key} path=${FORTH} label="Step" title="To the next message, version, fault or status (→)" onClick=${() => step(1)} off=${off} testid="player-step" />
    </div>
    <${Time} />
    <${Slider} off=${off} />
    <${Speed} off=${off} />
    ${complaint.value && html`<p class="warn" role="alert">${complaint.value}</p>`}
  </section>`;
}

function Key({ path, label, title, onClick, off, main, testid }) {
  return html`<button type="button" class="key ${main ? "primary" : ""}" aria-label=${label} title=${title} onClick=${onClick} disabled=${off} data-testid=${testid}>
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d=${path} fill="currentColor" /></svg></button>`;
}

/** Apart, so that the moving time renders only this. */
function Time() {
  const length = run.value?.lengthMs ?? 0;
  return html`<p class="player-time"><b class="num" data-testid="player-time" data-ms=${position.value.toFixed(3)}>${virtualTime(position.value)}</b>
    <span class="faint">of ${virtualTime(length)}</span></p>`;
}

function Slider({ off }) {
  const length = run.value?.lengthMs ?? 1;
  const onKeyDown = (event) => {
    const places = { Home: 0, End: length };
    if (!(event.key in places)) return;
    event.preventDefault();
    seek(places[event.key]);
  };
  return html`<div class="track" style=${{ "--at": Math.min(1, position.value / length) }}>
    <${Marks} length=${length} />
    <input type="range" min="0" max=${length} step="any" value=${position.value} disabled=${off} aria-label="Virtual time"
      aria-valuetext=${virtualTime(position.value)} onInput=${(event) => seek(Number(event.target.value))} onKeyDown=${onKeyDown} data-testid="player-slider" />
  </div>`;
}

/** What went wrong when; a click goes there. Apart, so that the moving time does not render it. */
function Marks({ length }) {
  const share = (ms) => `${Math.min(100, (100 * ms) / length).toFixed(3)}%`;
  return html`<div class="marks" aria-hidden="true">${markList.value.map((mark, i) => html`<i key=${i} class="mark ${toneOf(mark.kind)} ${mark.untilMs > mark.atMs ? "long" : ""}"
      title="${virtualTime(mark.atMs)}: ${mark.text}" style=${{ left: share(mark.atMs), width: mark.untilMs > mark.atMs ? `max(3px, ${share(mark.untilMs - mark.atMs)})` : undefined }}
      onClick=${() => seek(mark.atMs)} data-testid="mark-${mark.kind}"></i>`)}</div>`;
}

/** Three tones are enough to tell apart: what harms, what mends, what must not be. */
export function toneOf(kind) {
  if (kind === "violation") return "violation";
  return kind === "restart" || kind === "heal" ? kind : "harm";
}

function Speed({ off }) {
  const now = player.value.speed;
  const all = SPEEDS.includes(now) ? SPEEDS : [...SPEEDS, now].sort((a, b) => a - b);
  return html`<div class="player-speed" role="group" aria-label="Speed">
    <button type="button" class="small" onClick=${() => shift(-1)} disabled=${off || now <= SPEEDS[0]} aria-label="Slower" data-testid="player-slower">−</button>
    <label><span class="visually-hidden">Virtual seconds a second</span>
      <select value=${now} onChange=${(event) => order({ speed: Number(event.target.value) })} disabled=${off} data-testid="player-speed"
        title="Virtual time to real time">${all.map((speed) => html`<option key=${speed} value=${speed} selected=${speed === now}>${speedText(speed)}</option>`)}</select></label>
    <button type="button" class="small" onClick=${() => shift(1)} disabled=${off || now >= SPEEDS.at(-1)} aria-label="Faster" data-testid="player-faster">+</button>
  </div>`;
}
