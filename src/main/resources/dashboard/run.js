// What run a replay shows: its seed, its verdict, its faults, and the command that shows it again.
import { useState } from "./vendor/preact-hooks.js";
import { count, plural, virtualTime } from "./format.js";
import { html } from "./html.js";
import { toneOf } from "./player.js";
import { activeMarks, markList, run, seek } from "./replay.js";

export function Run() {
  const facts = run.value;
  return html`<section class="panel submit run" aria-labelledby="submit-title">
    <h2 id="submit-title">A simulated run</h2>
    ${facts ? html`<${Facts} facts=${facts} /><${MarkList} />` : html`<p class="empty">Asking the server for it…</p>`}
  </section>`;
}

function Facts({ facts }) {
  return html`<dl class="facts">
      <dt>Seed</dt><dd><b data-testid="player-seed">${facts.seed}</b></dd>
      <dt>Length</dt><dd>${virtualTime(facts.runMs)} of virtual time, ${plural(facts.happenings, "event")}</dd>
      <dt>Digest</dt><dd><code>${facts.digest}</code></dd>
    </dl>
    <${Verdict} facts=${facts} />
    ${!facts.whole && html`<p class="note">The run was too long to be kept: the player ends after ${virtualTime(facts.lengthMs)}.</p>`}
    <${Command} text=${facts.command} />
    <p class="faint run-words">This is a replay: it shows what has happened and takes no transactions. Space plays, the arrow keys step.</p>`;
}

function Verdict({ facts: { violation } }) {
  if (!violation) return html`<p class="verdict" data-testid="player-verdict" data-verdict="held">All checks held.</p>`;
  return html`<div class="verdict bad" data-testid="player-verdict" data-verdict="violated"><p><b>${violation.guarantee}</b> does not hold.
      <button type="button" class="small" onClick=${() => seek(violation.atMs)} data-testid="player-violation">Go there</button></p>
    <p class="run-violation" tabindex="0">${violation.message}</p></div>`;
}

function Command({ text }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return html`<div class="command"><code data-testid="player-command">${text}</code>
    <button type="button" class="small" onClick=${copy} aria-label="Copy the command">${copied ? "Copied" : "Copy"}</button></div>`;
}

function MarkList() {
  const active = new Set(activeMarks.value);
  return html`<h3 class="run-marks-title">What goes wrong <span class="faint">${count(markList.value.length)}</span></h3>
    <ol class="run-marks" tabindex="0" aria-label="Faults and what followed, in order">${markList.value.map((mark, i) => html`
      <li key=${i} class=${active.has(mark) ? "now" : ""}><button type="button" class="plain" onClick=${() => seek(mark.atMs)}>
        <span class="num faint">${virtualTime(mark.atMs)}</span><i class="mark-bead ${toneOf(mark.kind)}" aria-hidden="true"></i><span>${mark.text}</span></button></li>`)}</ol>`;
}
