// The table of nodes: everything the drawing says, in rows.
import { known } from "./clock.js";
import { FaultButtons, FaultNote, LinkBox } from "./faults.js";
import { count, duration } from "./format.js";
import { html } from "./html.js";
import { chosen, nodeIds, nodes, topology } from "./state.js";
import { ageNow } from "./timing.js";

export function Nodes() {
  const rows = nodeIds.value.map((id) => nodes.value.get(id)).filter(Boolean);
  return html`<section class="panel nodes" aria-labelledby="nodes-title">
    <h2 id="nodes-title">Nodes</h2>
    ${rows.length === 0 ? html`<p class="empty">No nodes yet.</p>` : html`<table>
      <thead><tr><th scope="col">Node</th><th scope="col">State</th><th scope="col" class="num">Version</th>
        <th scope="col" class="num">Behind</th><th scope="col" class="num">Age</th><th scope="col" class="num">Pending</th>
        <th scope="col"><span class="visually-hidden">Stop, start, isolate</span></th></tr></thead>
      <tbody>${rows.map((node) => html`<${Row} key=${node.id} node=${node} />`)}</tbody>
    </table>`}
    <${LinkBox} /><${FaultNote} />
  </section>`;
}

function Row({ node }) {
  const layer = topology.value.layers.find((candidate) => candidate.layer === node.layer);
  const epoch = node.layer === 0 && node.epoch ? `, epoch ${count(node.epoch)}` : "";
  const members = node.layer === 0 ? (node.members ?? []) : [];
  return html`<tr class="${node.state} ${chosen.value === node.id ? "chosen" : ""}" data-testid="row-${node.id}" data-members=${members.join(" ")} data-serving=${node.serving}>
    <th scope="row"><button type="button" class="plain layer-${node.layer % 3}" onClick=${() => (chosen.value = node.id)}
      aria-pressed=${chosen.value === node.id}><span class="bead" aria-hidden="true"></span>${node.id}</button>
      <span class="faint role">${node.role || layer?.name}${epoch}</span>
      ${members.length > 0 && html`<span class="role ${members.length < layer?.nodes.length ? "warn" : "faint"}">view ${members.join(" ")}</span>`}</th>
    <td data-label="State"><span class="state ${node.state}">${node.state}</span>
      ${node.state === "up" && !node.serving && html`<span class="warn refuses">refuses</span>`}
      ${node.reason && node.reason !== node.state && html`<span class="faint reason">${node.reason}</span>`}</td>
    <td class="num" data-label="Version">${count(node.version)}</td>
    <td class="num ${node.behind ? "" : "zero"}" data-label="Behind">${count(node.behind)}</td>
    <td class="num" data-label="Age"><${Age} node=${node} /></td>
    <td class="num ${node.pending ? "" : "zero"}" data-label="Pending">${count(node.pending)}</td>
    <td class="act"><${FaultButtons} node=${node} /></td>
  </tr>`;
}

/** Apart, so that the clock renders only this cell. */
function Age({ node }) {
  if (node.behind === 0 && node.ageMs === 0) return html`<span class="zero">newest</span>`;
  return duration(ageNow(node, Math.max(0, known.value - node.receivedAt)));
}
