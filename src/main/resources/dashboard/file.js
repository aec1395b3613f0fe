// A transaction file as a client: choose or drop it, and its lines are submitted in order.
import { useRef, useState } from "./vendor/preact-hooks.js";
import { submitLine } from "./api.js";
import { nodeFor, TargetSelect } from "./choices.js";
import { emptyProgress, madeUpUpdates, runClient, transactionLines } from "./client.js";
import { count, plural } from "./format.js";
import { html } from "./html.js";
import { outcomeOf, problemOf } from "./outcome.js";

const REPORT_MS = 100;
const BYTES_MAX = 32 * 1024 * 1024;

export function ClientFile() {
  const [target, setTarget] = useState("");
  const [progress, setProgress] = useState(null);
  const [complaint, setComplaint] = useState("");
  const [over, setOver] = useState(false);
  const stop = useRef(null);
  const running = Boolean(progress?.running);

  const run = async (name, text) => {
    const lines = transactionLines(text);
    setComplaint(lines.length ? "" : `${name} has no transactions: each line is blank or a comment.`);
    if (!lines.length) return;
    stop.current = new AbortController();
    const start = emptyProgress(name, lines.length);
    setProgress(start);
    const submit = async (line) => {
      const answer = await submitLine(line, nodeFor(target));
      return { outcome: outcomeOf(answer), problem: problemOf(answer), away: answer.status === 0 || answer.status === 401 };
    };
    await runClient(lines, start, submit, seldom(setProgress), stop.current.signal);
  };
  const take = async (file) => {
    if (!file || running) return;
    if (file.size > BYTES_MAX) setComplaint(`${file.name} is larger than ${count(BYTES_MAX)} bytes: submit it with the command line.`);
    else await run(file.name, await file.text());
  };
  const onDrop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };

  return html`<div class="client ${over ? "over" : ""}" onDragOver=${(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave=${() => setOver(false)} onDrop=${onDrop}>
    <h3>Submit a file as a client</h3>
    <p class="faint">One transaction a line, in order, each after the outcome of the one before. Drop a file here or choose one.</p>
    <div class="row">
      <${TargetSelect} label="Node" value=${target} onChange=${setTarget} testid="file-node" />
      <label class="button ${running ? "off" : ""}">Choose a file<input type="file" class="visually-hidden" accept=".txt,text/plain" disabled=${running}
        data-testid="file-input" onChange=${(event) => { take(event.target.files[0]); event.target.value = ""; }} /></label>
      <button type="button" disabled=${running} onClick=${() => run("10 made-up updates", madeUpUpdates(10))} data-testid="file-made-up">10 made-up updates</button>
    </div>
    ${complaint && html`<p class="warn" role="alert">${complaint}</p>`}
    ${progress && html`<${Progress} progress=${progress} onStop=${() => stop.current.abort()} />`}
  </div>`;
}

/** Passes on at most ten reports a second, and the last one always. */
function seldom(report) {
  let last = 0;
  return (progress) => {
    if (progress.running && performance.now() - last < REPORT_MS) return;
    last = performance.now();
    report(progress);
  };
}

function Progress({ progress, onStop }) {
  const { name, total, done, running, problems, more } = progress;
  const words = running ? `${count(done)} of ${plural(total, "line")}` : done === total ? `done: ${plural(total, "line")}` : `ended after ${count(done)} of ${plural(total, "line")}`;
  return html`<div class="progress" data-testid="file-progress" data-state=${running ? "running" : "done"} data-done=${done} data-total=${total}
      data-committed=${progress.committed} data-refused=${progress.refused} data-unknown=${progress.unknown} data-bad=${progress.bad}>
    <div class="row spread"><span><b>${name}</b>, ${words}</span>
      ${running && html`<button type="button" class="small" onClick=${onStop}>End</button>`}</div>
    <progress max=${total} value=${done} aria-label="Lines of ${name} with an outcome"></progress>
    <p class="tallies" aria-live=${running ? "off" : "polite"}>${["committed", "refused", "unknown", "bad"].map((outcome) => html`
      <span key=${outcome} class="tally ${progress[outcome] ? "" : "none"}"><b class="tag ${outcome}">${outcome}</b> ${count(progress[outcome])}</span>`)}</p>
    ${problems.length > 0 && html`<ol class="problems" tabindex="0" aria-label="Lines that were not committed">${problems.map((problem) => html`<li key=${problem.number}>
      <span class="num">line ${problem.number}</span> <b class="tag ${problem.outcome}">${problem.outcome}</b> <code>${problem.line}</code> <span class="faint">${problem.problem}</span></li>`)}
      ${more > 0 && html`<li class="faint">and ${plural(more, "more line")}</li>`}</ol>`}
  </div>`;
}
