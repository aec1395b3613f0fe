// Compares the version logs of two nodes: one should be a prefix of the other.
import { useEffect, useRef, useState } from "./vendor/preact-hooks.js";
import { versions } from "./api.js";
import { NodeSelect } from "./choices.js";
import { compareLogs, same, verdict } from "./comparing.js";
import { count, plural, writesText } from "./format.js";
import { html } from "./html.js";
import { generation, nodeIds, nodes } from "./state.js";

const BOUND = 20_000;

export function Compare() {
  const [left, setLeft] = useState("");
  const [right, setRight] = useState("");
  const [everything, setEverything] = useState(false);
  const [progress, setProgress] = useState(null);
  const [result, setResult] = useState(null);
  const [problem, setProblem] = useState("");
  const stop = useRef(null);
  const ids = nodeIds.value;
  const [leftId, rightId] = [ids.includes(left) ? left : ids[0] ?? "", ids.includes(right) ? right : ids.at(-1) ?? ""];
  useEffect(() => setResult(null), [generation.value, leftId, rightId]);

  const run = async () => {
    stop.current = new AbortController();
    const side = (id) => ({ id, version: nodes.value.get(id)?.version ?? 0 });
    setProblem("");
    setResult(null);
    setProgress({ done: 0, total: 1 });
    try {
      const bound = everything ? Infinity : BOUND;
      setResult(await compareLogs(side(leftId), side(rightId), bound, read, (done, total) => setProgress({ done, total }), stop.current.signal));
    } catch (failed) {
      setProblem(failed.message);
    }
    setProgress(null);
  };

  return html`<section class="panel compare" aria-labelledby="compare-title">
    <h2 id="compare-title">Compare two nodes</h2>
    <div class="row tools">
      <${NodeSelect} label="Left" value=${leftId} onChange=${setLeft} testid="compare-left" />
      <${NodeSelect} label="Right" value=${rightId} onChange=${setRight} testid="compare-right" />
      ${progress
        ? html`<button type="button" onClick=${() => stop.current.abort()}>End</button>`
        : html`<button type="button" class="primary" onClick=${run} disabled=${!leftId} data-testid="compare-run">Compare</button>`}
      <label class="check"><input type="checkbox" checked=${everything} onChange=${(event) => setEverything(event.target.checked)} /> from the first version, however long</label>
    </div>
    ${progress && html`<progress max=${progress.total} value=${progress.done} aria-label="Versions compared"></progress>`}
    ${problem && html`<p class="warn" role="alert">${problem}</p>`}
    <div aria-live="polite" data-testid="compare-result" data-verdict=${!result ? "none" : result.difference === null ? "prefix" : "differ"}>
      ${result ? html`<${Result} result=${result} />` : !progress && !problem && html`<p class="empty">Every node holds a prefix of the same sequence of versions. Check it: the entries of both logs are compared one by one.</p>`}
    </div>
  </section>`;
}

async function read(node, from, limit) {
  const { status, body } = await versions(node, from, limit);
  if (status !== 200) throw new Error(`The version log of ${node} could not be read: ${body.message}`);
  return body.entries;
}

function Result({ result }) {
  const { left, right, rows, difference } = result;
  const longer = left.version > right.version ? left : right;
  const unseen = longer.version - (rows.at(-1)?.version ?? 0);
  return html`<p class="verdict ${difference === null ? "good" : "bad"}">${verdict(result, count)}</p>
    ${rows.length > 0 && html`<div class="scroll-x" tabindex="0" role="region" aria-label="Entries side by side"><table class="sides">
      <thead><tr><th scope="col" class="num">Version</th><th scope="col">${left.id}</th><th scope="col">${right.id}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.version} class=${rowKind(row)}><th scope="row" class="num">${count(row.version)}</th>
        <td>${cell(row.left)}</td><td>${rowKind(row) === "same" ? html`<span class="ditto">the same</span>` : cell(row.right)}</td></tr>`)}</tbody>
    </table></div>`}
    ${unseen > 0 && difference === null && html`<p class="faint">and ${plural(unseen, "more version")} that only ${longer.id} has</p>`}`;
}

function rowKind({ left, right }) {
  if (!left || !right) return "missing";
  return same(left, right) ? "same" : "differ";
}

function cell(entry) {
  if (!entry) return html`<span class="faint">has it not</span>`;
  return html`<code>${writesText(entry)}</code> <span class="faint">${entry.transaction}</span>`;
}
