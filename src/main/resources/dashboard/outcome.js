// The outcome of a transaction in words.
import { useState } from "./vendor/preact-hooks.js";
import { fateOf } from "./api.js";
import { count, plural, valueText } from "./format.js";
import { html } from "./html.js";

/** An answer of POST /api/transactions as one of committed, refused, unknown, bad. */
export function outcomeOf({ status, body }) {
  if (body.outcome) return body.outcome;
  return status === 0 || status >= 500 ? "unknown" : "bad";
}

/** What went wrong, without the outcome's own word. */
export function problemOf({ body }) {
  return body.message || body.error || "no reason was given";
}

export function Outcome({ answer, line }) {
  const outcome = outcomeOf(answer);
  const { body } = answer;
  return html`<div class="outcome ${outcome}">
    <p class="outcome-head"><b class="tag ${outcome}">${outcome === "bad" ? "bad line" : outcome}</b> <code>${line}</code></p>
    ${outcome === "committed" ? html`<${Committed} body=${body} />` : html`<p>${problemOf(answer)} ${body.error && html`<span class="faint">(${body.error})</span>`}</p>`}
    ${outcome === "refused" && html`<p class="faint">It has no effect and never will.</p>`}
    ${outcome === "unknown" && html`<${Unknown} key=${body.id} id=${body.id} />`}
  </div>`;
}

function Committed({ body }) {
  const reads = body.reads ?? [];
  return html`<p>Version <b>${count(body.version)}</b> at <b>${body.node}</b>${body.behind > 0 && html`, ${plural(body.behind, "version")} behind the newest`}</p>
    ${reads.length > 0 && html`<ul class="reads">${reads.map(([key, value], i) => html`<li key=${i}><code>r(${key})</code> <span class=${value === null ? "faint" : "value"}>${valueText(value)}</span></li>`)}</ul>`}
    <p class="faint">${body.id}</p>`;
}

function Unknown({ id }) {
  const [fate, setFate] = useState("");
  const ask = async () => {
    const answer = await fateOf(id);
    setFate(answer.status === 200 ? `It was committed as version ${count(answer.body.version)}.` : problemOf(answer));
  };
  return html`<p class="faint">It may have taken effect, or may yet.</p>
    ${id && html`<p><button type="button" class="small" onClick=${ask}>What became of it?</button> ${fate}</p>`}`;
}
