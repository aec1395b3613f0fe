// The frame that the panels of the strategies have in common.
import { html } from "./html.js";

export function PanelFrame({ title, words, children }) {
  return html`<section class="panel strategy-panel" aria-labelledby="strategy-title" data-testid="strategy-panel">
    <div class="row spread"><h2 id="strategy-title">${title}</h2><p class="faint">${words}</p></div>
    ${children}
  </section>`;
}
