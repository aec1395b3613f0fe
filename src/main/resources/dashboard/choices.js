// Selects for nodes and for where a transaction goes.
import { html } from "./html.js";
import { nodeIds, nodes, topology } from "./state.js";

export function NodeSelect({ label, value, onChange, testid }) {
  return html`<label class="field"><span>${label}</span>
    <select value=${value} onChange=${(event) => onChange(event.target.value)} data-testid=${testid}>
      ${nodeIds.value.map((id) => html`<option key=${id} value=${id} selected=${id === value}>${id}</option>`)}
    </select></label>`;
}

export function TargetSelect({ label, value, onChange, testid }) {
  const { layers } = topology.value;
  return html`<label class="field"><span>${label}</span>
    <select value=${value} onChange=${(event) => onChange(event.target.value)} data-testid=${testid}>
      <option value="">a random node of its layer</option>
      ${layers.map((layer) => html`<optgroup key=${layer.layer} label=${layer.name}>
        ${layer.nodes.length > 1 && html`<option value="layer:${layer.layer}">any node of ${layer.name}</option>`}
        ${layer.nodes.map((id) => html`<option key=${id} value=${id}>${id}</option>`)}
      </optgroup>`)}
    </select></label>`;
}

/** The node to pin a transaction to: "" leaves the choice to the server. */
export function nodeFor(target) {
  if (!target.startsWith("layer:")) return target;
  const layer = topology.value.layers.find((candidate) => `layer:${candidate.layer}` === target);
  const ids = layer?.nodes ?? [];
  const serving = ids.filter((id) => nodes.value.get(id)?.state === "up");
  const from = serving.length ? serving : ids;
  return from[Math.floor(Math.random() * from.length)] ?? "";
}
