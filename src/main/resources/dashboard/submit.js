// The box for one transaction.
import { useEffect, useState } from "./vendor/preact-hooks.js";
import { submitLine } from "./api.js";
import { nodeFor, TargetSelect } from "./choices.js";
import { examplesOf } from "./examples.js";
import { ClientFile } from "./file.js";
import { html } from "./html.js";
import { Outcome, outcomeOf } from "./outcome.js";
import { nodeIds, strategy, topology } from "./state.js";

const EARLIER_MAX = 8;

export function Submit() {
  const [line, setLine] = useState("");
  const [target, setTarget] = useState("");
  const [keepsSession, setKeepsSession] = useState(false);
  const [session, setSession] = useState(null);
  const [busy, setBusy] = useState(false);
  const [answers, setAnswers] = useState([]);

  const examples = examplesOf(strategy.value, topology.value.layers.length);
  // The page opens before it knows the strategy.
  useEffect(() => setLine(examples[0][1]), [strategy.value]);

  const submit = async (event) => {
    event.preventDefault();
    if (busy || !line.trim()) return;
    setBusy(true);
    const answer = await submitLine(line.trim(), nodeFor(target), keepsSession ? session : null);
    if (answer.session) setSession(answer.session);
    setAnswers((known) => [{ answer, line: line.trim(), key: (known[0]?.key ?? 0) + 1 }, ...known].slice(0, EARLIER_MAX));
    setBusy(false);
  };

  return html`<section class="panel submit" aria-labelledby="submit-title">
    <h2 id="submit-title">Submit a transaction</h2>
    <form onSubmit=${submit}>
      <label class="field wide"><span class="visually-hidden">Transaction, one line</span>
        <input type="text" class="code" value=${line} onInput=${(event) => setLine(event.target.value)} spellcheck="false"
          autocomplete="off" autocapitalize="off" data-testid="transaction-input" placeholder="b, r(12), w(49,53), c" /></label>
      <div class="chips" role="group" aria-label="Examples">
        ${examples.map(([name, text]) => html`<button key=${name} type="button" class="chip" title=${text} onClick=${() => setLine(text)}>${name}</button>`)}
      </div>
      <div class="row">
        <${TargetSelect} label="Node" value=${target} onChange=${setTarget} testid="transaction-node" />
        <button type="submit" class="primary" disabled=${busy || !line.trim()} aria-busy=${busy} data-testid="transaction-submit">${busy ? "Waiting…" : "Submit"}</button>
      </div>
      <label class="check"><input type="checkbox" checked=${keepsSession} onChange=${(event) => setKeepsSession(event.target.checked)} />
        Keep a session${keepsSession && session ? `: seen version ${session}` : ": read no older version than was seen"}</label>
    </form>
    <${Spelling} />
    <div class="outcome-area" aria-live="polite" data-testid="transaction-outcome" data-outcome=${answers[0] ? outcomeOf(answers[0].answer) : "none"}>
      ${answers[0] ? html`<${Outcome} key=${answers[0].key} ...${answers[0]} />` : html`<p class="empty">The outcome appears here.</p>`}
    </div>
    ${answers.length > 1 && html`<details class="more"><summary>Earlier outcomes</summary>
      ${answers.slice(1).map((earlier) => html`<${Outcome} key=${earlier.key} answer=${earlier.answer} line=${earlier.line} />`)}</details>`}
    <${ClientFile} />
  </section>`;
}

function Spelling() {
  const first = topology.value.layers[0]?.name === "core" ? "the core" : "layer 0";
  const pin = nodeIds.value[1] ?? "A2";
  return html`<details class="more"><summary>How to spell a transaction</summary>
    <dl class="spelling">
      <dt><code>r(12)</code></dt><dd>reads key 12; also a bare <code>12</code></dd>
      <dt><code>w(49,53)</code></dt><dd>writes 53 at key 49; also <code>49.53</code></dd>
      <dt><code>a(7,1)</code></dt><dd>appends 1 to the list at key 7; also <code>7+1</code></dd>
      <dt><code>b, …, c</code></dt><dd>an update on ${first}, or reads from there</dd>
      <dt><code>b1, …, c</code></dt><dd>read-only, on layer 1; in the short form the last number of a read-only line is the layer: <code>49 7 1</code></dd>
      <dt><code>… @${pin}</code></dt><dd>pins the node</dd>
    </dl></details>`;
}
