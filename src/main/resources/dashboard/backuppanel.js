// The panel of primary-backup: who is the primary, how far each backup is behind it, and what the nodes have done.
import { detail, figureText, isDiverged } from "./details.js";
import { count, plural } from "./format.js";
import { PanelFrame } from "./frame.js";
import { html } from "./html.js";
import { nodeIds, nodes } from "./state.js";

export function BackupPanel() {
  const all = nodeIds.value.map((id) => nodes.value.get(id)).filter(Boolean);
  const primary = all.filter((node) => node.state === "up" && node.role === "primary").reduce((a, b) => (a && a.epoch > b.epoch ? a : b), undefined);
  const mode = figureText(detail(primary ?? all[0], "mode"));
  const words = primary ? `mode ${mode}; ${primary.id} is the primary of epoch ${count(primary.epoch)}${primary.reason && `; ${primary.reason}`}` : `mode ${mode}; no node is the primary`;
  return html`<${PanelFrame} title="Backups" words=${words}>
    <div class="backups"><${Lags} all=${all} primary=${primary} /><${Statistics} all=${all} /></div>
  <//>`;
}

function Lags({ all, primary }) {
  if (!primary) return html`<p class="empty">Without a primary nobody knows how far a backup is behind.</p>`;
  const lags = all.filter(({ id }) => id !== primary.id).map((node) => ({ node, lag: detail(primary, "lag", node.id)?.count }));
  const most = Math.max(1, ...lags.map(({ lag }) => lag ?? 0));
  return html`<ul class="lags">${lags.map(({ node, lag }) => html`<li key=${node.id} data-testid="lag-${node.id}" data-lag=${lag}>
    <b>${node.id}</b><span class="faint">${node.state === "up" ? node.role : node.state}</span>
    <span class="lag-bar" aria-hidden="true"><i style=${{ width: `${(100 * (lag ?? 0)) / most}%` }}></i></span>
    <span class=${lag ? "" : "zero"}>${lagText(node, lag)}</span></li>`)}</ul>`;
}

function lagText(node, lag) {
  if (isDiverged(node)) return "diverged: must be started empty";
  if (lag === undefined) return "not known";
  return lag === 0 ? "holds everything" : `${plural(lag, "update")} behind`;
}

function Statistics({ all }) {
  const names = [...new Set(all.flatMap((node) => (node.details ?? []).filter(({ peer, word }) => !peer && word === undefined).map(({ name }) => name)))];
  if (names.length === 0) return null;
  return html`<div class="scroll-x"><table class="statistics"><thead><tr><th scope="col">Since its start</th>${all.map(({ id }) => html`<th key=${id} scope="col" class="num">${id}</th>`)}</tr></thead>
    <tbody>${names.map((name) => html`<tr key=${name} data-name=${name}><th scope="row">${name}</th>
      ${all.map((node) => html`<td key=${node.id} class="num ${detail(node, name)?.count === 0 ? "zero" : ""}">${figureText(detail(node, name))}</td>`)}</tr>`)}</tbody></table></div>`;
}
