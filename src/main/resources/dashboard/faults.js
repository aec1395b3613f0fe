// Faults on purpose: the buttons that stop, start and isolate a node, and the box for the links between nodes.
import { useState } from "./vendor/preact-hooks.js";
import { postFault } from "./api.js";
import { html } from "./html.js";
import { faultBetween, faultWords, isIsolated, linkText } from "./linkfaults.js";
import { uniqueLinks } from "./links.js";
import { problemOf } from "./outcome.js";
import { replaying } from "./replay.js";
import { faults, nodeIds, topology } from "./state.js";

/** Sends faults, one at a time: {busy, complaint, send}. */
function useFaults() {
  const [busy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState("");
  const send = async (fault) => {
    setBusy(true);
    const answer = await postFault(fault);
    if (answer.status === 200) faults.value = answer.body;
    setComplaint(answer.status === 200 ? "" : problemOf(answer));
    setBusy(false);
  };
  return { busy, complaint, send };
}

export function FaultButtons({ node }) {
  const { busy, complaint, send } = useFaults();
  if (replaying.value) return null;
  const stopped = node.state === "stopped";
  const { enabled } = faults.value;
  const isolated = isIsolated(faults.value, node.id, nodeIds.value);
  const off = "Faults are not enabled on this server";
  return html`<span class="fault">
    <button type="button" class="small isolate" onClick=${() => send(isolated ? { heal: node.id } : { isolate: node.id })} disabled=${!enabled || busy}
      title=${enabled ? (isolated ? `Heals all links of ${node.id}` : `Cuts all links of ${node.id}; it goes on running`) : off}
      data-testid="${isolated ? "heal" : "isolate"}-${node.id}" aria-label="${isolated ? "Heal the links of" : "Isolate"} ${node.id}">${isolated ? "Heal" : "Isolate"}</button>
    <button type="button" class="small ${stopped ? "start" : "stop"}" onClick=${() => send(stopped ? { restart: node.id } : { crash: node.id })} disabled=${!enabled || busy}
      aria-busy=${busy} title=${enabled ? (stopped ? `Starts ${node.id} again on its log` : `Stops ${node.id} as a crash would`) : off}
      data-testid="${stopped ? "start" : "stop"}-${node.id}" aria-label="${stopped ? "Start" : "Stop"} ${node.id}">${stopped ? "Start" : "Stop"}</button>
    ${complaint && html`<span class="warn" role="alert">${complaint}</span>`}</span>`;
}

/** The links that have a fault, and a line to give one to a link. */
export function LinkBox() {
  const { busy, complaint, send } = useFaults();
  const links = uniqueLinks(topology.value.links);
  const [key, setKey] = useState("");
  const [delay, setDelay] = useState("200");
  const [loss, setLoss] = useState("10");
  if (replaying.value || !faults.value.enabled || links.length === 0) return null;
  const link = links.find((candidate) => candidate.key === key) ?? links[0];
  const ends = [link.from, link.to];
  const isCut = faultBetween(faults.value, ...ends)?.cut;
  const faulty = faults.value.links ?? [];
  const slow = () => send({ link: ends, delay: `${Math.round(Number(delay) || 0)}ms`, drop: (Number(loss) || 0) / 100 });
  return html`<div class="link-box" role="group" aria-labelledby="links-title">
    <div class="row spread"><h3 id="links-title">Links</h3>
      ${faulty.length > 0 && html`<button type="button" class="small" onClick=${() => send({ heal: "all" })} disabled=${busy} data-testid="heal-all">Heal all links</button>`}</div>
    <div class="link-line">
      <label class="field"><span>Link</span><select value=${link.key} onChange=${(event) => setKey(event.target.value)} data-testid="link-choice">
        ${links.map((each) => html`<option key=${each.key} value=${each.key}>${linkText(each.from, each.to)}</option>`)}</select></label>
      <button type="button" onClick=${() => send(isCut ? { heal: ends } : { cut: ends })} disabled=${busy} data-testid="link-cut">${isCut ? "Heal" : "Cut"}</button>
      <label class="field"><span>Delay in ms</span><input type="number" min="0" max="60000" value=${delay} onInput=${(event) => setDelay(event.target.value)} data-testid="link-delay" /></label>
      <label class="field"><span>Lost in %</span><input type="number" min="0" max="100" value=${loss} onInput=${(event) => setLoss(event.target.value)} data-testid="link-loss" /></label>
      <button type="button" onClick=${slow} disabled=${busy} data-testid="link-slow">Slow down</button>
    </div>
    ${complaint && html`<p class="warn" role="alert">${complaint}</p>`}
    ${faulty.length > 0
      ? html`<ul class="link-list" data-testid="link-faults">${faulty.map(({ link: [from, to], ...fault }) => html`<li key=${`${from} ${to}`} class=${fault.cut ? "cut" : "slow"}>
          <b>${linkText(from, to)}</b> ${faultWords(fault)}
          <button type="button" class="plain" onClick=${() => send({ heal: [from, to] })} disabled=${busy} aria-label="Heal the link ${linkText(from, to)}" title="Heal">×</button></li>`)}</ul>`
      : html`<p class="note">All links carry everything. A click on a line of the drawing cuts it, another one heals it.</p>`}
  </div>`;
}

/** Why the buttons do nothing, if they do nothing. */
export function FaultNote() {
  if (replaying.value) return html`<p class="note" data-testid="faults-disabled">This is a replay: nodes stop and start as they did in the run.</p>`;
  if (faults.value.enabled) return null;
  return html`<p class="note" data-testid="faults-disabled">Nodes cannot be stopped from here: faults are not enabled on this server
    (<code>epidemic.faults.enabled</code>).</p>`;
}
