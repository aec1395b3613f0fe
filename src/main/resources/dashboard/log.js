// The version log of one node: any length, scrolled, followed, jumped in.
import { useEffect, useState } from "./vendor/preact-hooks.js";
import { NodeSelect } from "./choices.js";
import { showData } from "./data.js";
import { figureText, labelText } from "./details.js";
import { count, plural, writeText } from "./format.js";
import { html } from "./html.js";
import { LogList } from "./loglist.js";
import { momentText } from "./replay.js";
import { chosen, nodes } from "./state.js";

export function Log() {
  const [follow, setFollow] = useState(true);
  const [jump, setJump] = useState({ version: 0, times: 0 });
  const [opened, setOpened] = useState(null);
  const node = nodes.value.get(chosen.value);
  useEffect(() => setOpened(null), [chosen.value]);

  const onJump = (event) => {
    event.preventDefault();
    const version = Number(new FormData(event.target).get("version"));
    if (!node || !version) return;
    setFollow(false);
    setJump((last) => ({ version: Math.max(1, Math.min(node.version, version)), times: last.times + 1 }));
  };

  return html`<section class="panel log" aria-labelledby="log-title">
    <div class="row spread"><h2 id="log-title">Version log</h2>
      <p class="faint">${node ? `${plural(node.version, "entry").replace("entrys", "entries")}${node.state === "stopped" ? ", read from the disk of the stopped node" : ""}` : ""}</p></div>
    <div class="row tools">
      <${NodeSelect} label="Node" value=${chosen.value} onChange=${(id) => (chosen.value = id)} testid="log-node" />
      <form class="row" onSubmit=${onJump}><label class="field"><span>Version</span>
        <input name="version" type="number" min="1" max=${node?.version || 1} step="1" inputmode="numeric" placeholder="jump to" data-testid="log-jump" /></label>
        <button type="submit">Go</button></form>
      <button type="button" class="toggle" aria-pressed=${follow} onClick=${() => setFollow(!follow)} data-testid="log-follow">${follow ? "Following" : "Follow"}</button>
    </div>
    ${node?.details?.length > 0 && html`<${Details} node=${node} />`}
    ${node && html`<${LogList} key=${node.id} node=${node} follow=${follow} jump=${jump} opened=${opened?.version}
      onLeave=${() => setFollow(false)} onOpen=${(entry) => setOpened(entry.version === opened?.version ? null : entry)} />`}
    ${opened && html`<${Entry} entry=${opened} node=${node} onClose=${() => setOpened(null)} />`}
  </section>`;
}

/** What the strategy tells of the node beyond what all strategies do. */
function Details({ node }) {
  return html`<details class="more"><summary>What ${node.id} tells of itself</summary>
    <table class="details" aria-label="Details of ${node.id}" data-testid="details-${node.id}"><tbody>
    ${node.details.map((each) => html`<tr key=${labelText(each)} data-name=${labelText(each)}><th scope="row">${labelText(each)}</th><td>${figureText(each)}</td></tr>`)}
    </tbody></table></details>`;
}

function Entry({ entry, node, onClose }) {
  return html`<div class="entry-detail" role="region" aria-label="Version ${entry.version}">
    <div class="row spread"><h3>Version ${count(entry.version)}</h3><button type="button" class="small" onClick=${onClose}>Close</button></div>
    <dl class="facts"><dt>Transaction</dt><dd>${entry.transaction}</dd><dt>Origin</dt><dd>${entry.origin}</dd>
      <dt>Committed at</dt><dd>${momentText(entry.committedAt)} <span class="faint">${entry.committedAt}</span></dd>
      <dt>Writes</dt><dd>${(entry.writes ?? []).map((write, i) => html`<code key=${i}>${writeText(write)}</code> `)}</dd></dl>
    <button type="button" class="small" onClick=${() => showData(node.id, entry.version)}>Data of ${node.id} at this version</button>
  </div>`;
}
