// The panel of passive replication: the cache time, what waits for it, and the box that sets it.
import { useState } from "./vendor/preact-hooks.js";
import { submitLine } from "./api.js";
import { known } from "./clock.js";
import { detail, figureText } from "./details.js";
import { count, duration, plural } from "./format.js";
import { PanelFrame } from "./frame.js";
import { html } from "./html.js";
import { outcomeOf, problemOf } from "./outcome.js";
import { replaying } from "./replay.js";
import { nodeIds, nodes } from "./state.js";

export function CachePanel() {
  const [mainId, ...copyIds] = nodeIds.value;
  const main = nodes.value.get(mainId);
  const waiting = detail(main, "updates that wait to be copied")?.count ?? 0;
  const words = `Updates of ${mainId} are copied ${figureText(detail(main, "cache time"))} after they were made.`;
  return html`<${PanelFrame} title="Cache" words=${words}>
    <div class="cache">
      <div class="cache-clock" data-testid="cache-countdown" data-waiting=${waiting}>
        <${Countdown} main=${main} waiting=${waiting} />
        <p>${waiting === 0 ? "No update waits to be copied." : `${plural(waiting, "update")} ${waiting === 1 ? "waits" : "wait"} to be copied.`}</p>
      </div>
      <ul class="copies">${copyIds.map((id) => html`<${Copy} key=${id} node=${nodes.value.get(id)} main=${main} />`)}</ul>
      ${!replaying.value && html`<${CacheBox} mainId=${mainId} />`}
    </div>
  <//>`;
}

/** Apart, so that the clock renders only this. */
function Countdown({ main, waiting }) {
  const next = main?.feeds?.[0]?.msToNextPush;
  const total = detail(main, "cache time")?.ms ?? 0;
  if (main?.state !== "up") return html`<p class="cache-left faint">${main?.state ?? ""}</p>`;
  if (!waiting || typeof next !== "number") return html`<p class="cache-left faint">–</p>`;
  const left = Math.max(0, next - (known.value - main.receivedAt));
  return html`<p class="cache-left">${duration(left)}</p>
    <progress max=${Math.max(total, next, 1)} value=${Math.max(total, next, 1) - left} aria-label="Time to the next copy"></progress>`;
}

function Copy({ node, main }) {
  if (!node) return null;
  const behind = Math.max(0, (main?.version ?? 0) - node.version);
  return html`<li data-testid="copy-${node.id}" data-behind=${behind}><b>${node.id}</b>
    ${node.state !== "up" ? html`<span class="state ${node.state}">${node.state}</span>`
      : behind === 0 ? html`<span class="faint">as new as ${main?.id}</span>` : html`<span>${count(behind)} behind</span>`}
    ${node.reason && node.state === "up" && html`<span class="warn">${node.reason}</span>`}</li>`;
}

function CacheBox({ mainId }) {
  const [seconds, setSeconds] = useState("10");
  const [complaint, setComplaint] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const answer = await submitLine(`b, w(cache,${seconds.trim()}), c`, mainId);
    setComplaint(outcomeOf(answer) === "committed" ? "" : problemOf(answer));
  };
  return html`<form class="row" onSubmit=${submit}>
    <label class="field"><span>Cache time in seconds</span><input type="number" min="0" step="any" value=${seconds}
      onInput=${(event) => setSeconds(event.target.value)} data-testid="cache-seconds" /></label>
    <button type="submit" disabled=${!seconds.trim()} data-testid="cache-set">Set</button>
    ${complaint && html`<p class="warn" role="alert">${complaint}</p>`}
  </form>`;
}
