// The data of a node at a version.
import { useEffect, useState } from "./vendor/preact-hooks.js";
import { signal } from "./vendor/signals.js";
import { dataOf } from "./api.js";
import { NodeSelect } from "./choices.js";
import { count, plural, valueText } from "./format.js";
import { html } from "./html.js";
import { nodeIds } from "./state.js";

const ROWS_MAX = 500;

/** What another part of the page wants to see here; `times` tells two equal wishes apart. */
const wish = signal({ node: "", version: 0, times: 0 });

export function showData(node, version) {
  wish.value = { node, version, times: wish.value.times + 1 };
}

export function Data() {
  const [node, setNode] = useState("");
  const [version, setVersion] = useState("");
  const [filter, setFilter] = useState("");
  const [answer, setAnswer] = useState(null);
  const id = nodeIds.value.includes(node) ? node : nodeIds.value[0] ?? "";

  const load = async (of, at) => setAnswer(await dataOf(of, at));
  useEffect(() => {
    const { node: of, version: at, times } = wish.value;
    if (!times) return;
    setNode(of);
    setVersion(String(at));
    load(of, at);
    document.getElementById("data-title").scrollIntoView({ block: "nearest" });
  }, [wish.value.times]);

  const onSubmit = (event) => {
    event.preventDefault();
    load(id, Number(version) || null);
  };
  return html`<section class="panel data" aria-labelledby="data-title">
    <h2 id="data-title">Data</h2>
    <form class="row tools" onSubmit=${onSubmit}>
      <${NodeSelect} label="Node" value=${id} onChange=${setNode} testid="data-node" />
      <label class="field"><span>Version</span><input type="number" min="1" step="1" inputmode="numeric" placeholder="newest" value=${version}
        onInput=${(event) => setVersion(event.target.value)} data-testid="data-version" /></label>
      <button type="submit" disabled=${!id} data-testid="data-show">Show</button>
      <label class="field"><span class="visually-hidden">Keys that contain</span><input type="search" placeholder="Filter keys" value=${filter} onInput=${(event) => setFilter(event.target.value)} /></label>
    </form>
    <div aria-live="polite" data-testid="data-result">${answer ? html`<${Result} answer=${answer} filter=${filter} />` : html`<p class="empty">The keys and values of a node, now or at a version that it still holds.</p>`}</div>
  </section>`;
}

function Result({ answer, filter }) {
  const { status, body } = answer;
  if (status !== 200) return html`<p class="warn">${body.message}</p>`;
  const all = Object.entries(body.data);
  const found = all.filter(([key]) => key.includes(filter));
  return html`<p>${body.node} at version <b>${count(body.version)}</b>: ${plural(all.length, "key")}. <span class="faint">It holds the data of versions ${count(body.oldest)} and later.</span></p>
    ${found.length > 0 && html`<dl class="values" tabindex="0" aria-label="Keys and values">${found.slice(0, ROWS_MAX).map(([key, value]) => html`<div key=${key}><dt>${key}</dt><dd>${valueText(value)}</dd></div>`)}</dl>`}
    ${found.length > ROWS_MAX && html`<p class="faint">The first ${count(ROWS_MAX)} of ${count(found.length)} keys. Filter to see others.</p>`}`;
}
