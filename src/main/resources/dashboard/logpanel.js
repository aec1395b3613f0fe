// The panel of the replicated log: how far each node's log goes, and how the master finds its secondaries.
import { detail, figureText, slots, isDiverged } from "./details.js";
import { count, plural } from "./format.js";
import { PanelFrame } from "./frame.js";
import { html } from "./html.js";
import { newestVersion, nodeIds, nodes } from "./state.js";

const SLOTS_MAX = 40;
const SWITCHES = ["append delay", "errors before append", "errors after append"];

export function LogPanel() {
  const [masterId, ...secondaries] = nodeIds.value;
  const master = nodes.value.get(masterId);
  const waiting = detail(master, "clients waiting");
  const words = master?.state !== "up" ? `${masterId} is ${master?.state}`
    : master.serving ? `${figureText(detail(master, "present"))} nodes present; a write is answered when ${figureText(detail(master, "default write concern"))} hold it, unless it says otherwise`
    : master.reason;
  return html`<${PanelFrame} title="Log and health" words=${words}>
    <table class="logs"><thead><tr><th scope="col">Node</th><th scope="col">Health</th><th scope="col">Log</th><th scope="col" class="num">Messages</th>
      <th scope="col" class="num">Sent again</th><th scope="col">Beyond that</th></tr></thead>
      <tbody>
        <${LogRow} id=${masterId} node=${master} health=${master?.state !== "up" ? master?.state : master.serving ? "Healthy" : "read-only"}
          extra=${waiting?.count ? `${plural(waiting.count, "client")} ${waiting.count === 1 ? "waits" : "wait"}` : ""} />
        ${secondaries.map((id) => html`<${LogRow} key=${id} id=${id} node=${nodes.value.get(id)} health=${healthOf(id, master)}
          retries=${detail(master, "retries", id)} extra=${oddities(nodes.value.get(id))} />`)}
      </tbody></table>
  <//>`;
}

function LogRow({ id, node, health, retries, extra }) {
  const held = node?.version ?? 0;
  const cells = slots(newestVersion.value, held, SLOTS_MAX);
  const word = health ?? "";
  return html`<tr data-testid="log-of-${id}" data-health=${word.toLowerCase()} data-messages=${held}>
    <th scope="row">${id}</th>
    <td><span class="health ${word.toLowerCase()}">${word}</span></td>
    <td class="slots"><span role="img" aria-label="${id} holds ${count(held)} of ${count(newestVersion.value)}">
      ${cells[0]?.position > 1 && html`<span class="faint">${count(cells[0].position)} …</span>`}
      ${cells.map((cell) => html`<i key=${cell.position} class=${cell.held ? "held" : "lacking"} title="Message ${count(cell.position)}${cell.held ? "" : ": not here yet"}"></i>`)}</span></td>
    <td class="num">${count(held)}</td>
    <td class="num ${retries?.count ? "" : "zero"}">${retries ? figureText(retries) : ""}</td>
    <td>${extra}</td>
  </tr>`;
}

/** How the master finds a secondary. To the master one with another log is as healthy as any. */
function healthOf(id, master) {
  return isDiverged(nodes.value.get(id)) ? "Diverged" : figureText(detail(master, "health", id));
}

/** What a secondary has that is not usual: another log, messages behind a gap, test switches that are on. */
function oddities(node) {
  const gap = detail(node, "behind a gap");
  const switches = SWITCHES.map((name) => detail(node, name)).filter((each) => each?.ms || each?.percent);
  return [isDiverged(node) ? node.reason : "", gap?.count ? `${plural(gap.count, "message")} behind a gap` : "", ...switches.map((each) => `${each.name} ${figureText(each)}`)].filter(Boolean).join(", ");
}
