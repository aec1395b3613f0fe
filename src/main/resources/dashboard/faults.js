// The buttons that stop and start a node.
import { useState } from "./vendor/preact-hooks.js";
import { postFault } from "./api.js";
import { html } from "./html.js";
import { problemOf } from "./outcome.js";
import { replaying } from "./replay.js";
import { faults } from "./state.js";

export function FaultButton({ node }) {
  const [busy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState("");
  if (replaying.value) return null;
  const stopped = node.state === "stopped";
  const { enabled } = faults.value;
  const send = async () => {
    setBusy(true);
    const answer = await postFault(stopped ? { restart: node.id } : { crash: node.id });
    if (answer.status === 200) faults.value = answer.body;
    setComplaint(answer.status === 200 ? "" : problemOf(answer));
    setBusy(false);
  };
  return html`<span class="fault"><button type="button" class="small ${stopped ? "start" : "stop"}" onClick=${send} disabled=${!enabled || busy}
      aria-busy=${busy} title=${enabled ? (stopped ? `Starts ${node.id} again on its log` : `Stops ${node.id} as a crash would`) : "Faults are not enabled on this server"}
      data-testid="${stopped ? "start" : "stop"}-${node.id}" aria-label="${stopped ? "Start" : "Stop"} ${node.id}">${stopped ? "Start" : "Stop"}</button>
    ${complaint && html`<span class="warn" role="alert">${complaint}</span>`}</span>`;
}

/** Why the buttons do nothing, if they do nothing. */
export function FaultNote() {
  if (replaying.value) return html`<p class="note" data-testid="faults-disabled">This is a replay: nodes stop and start as they did in the run.</p>`;
  if (faults.value.enabled) return null;
  return html`<p class="note" data-testid="faults-disabled">Nodes cannot be stopped from here: faults are not enabled on this server
    (<code>epidemic.faults.enabled</code>).</p>`;
}
