// The top of the page: name, strategy, connection, theme, and a place for the token when one is wanted.
import { useState } from "./vendor/preact-hooks.js";
import { setToken, tokenWanted } from "./api.js";
import { now } from "./clock.js";
import { timeOfDay } from "./format.js";
import { momentText, replaying } from "./replay.js";
import { html } from "./html.js";
import { serverTime, strategy } from "./state.js";
import { connection, connectNow } from "./stream.js";
import { theme, toggleTheme } from "./themes.js";

export function Header() {
  return html`<header class="top">
    <h1><svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true"><g class="mark-links"><path d="M16 7 7 19M16 7l9 12M7 19h18M25 19v7" /></g>
      <circle class="layer-0" cx="16" cy="7" r="5" /><circle class="layer-0" cx="7" cy="19" r="5" /><circle class="layer-1" cx="25" cy="19" r="5" /><circle class="layer-2" cx="25" cy="28" r="3.5" /></svg>
      Epidemic</h1>
    ${strategy.value && html`<p class="strategy"><span class="faint">strategy</span> ${strategy.value}</p>`}
    ${replaying.value && html`<p class="tag-replay" title="A simulated run, played again">replay</p>`}
    <${Connection} />
    <button type="button" class="icon" onClick=${toggleTheme} data-testid="theme-toggle" aria-label="Switch to ${theme.value === "dark" ? "light" : "dark"} colours"
      title="Switch to ${theme.value === "dark" ? "light" : "dark"} colours"><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.6" /><path d="M10 2.5a7.5 7.5 0 0 1 0 15Z" fill="currentColor" /></svg></button>
  </header>
  <${Away} />
  ${tokenWanted.value && html`<${TokenForm} />`}`;
}

function Connection() {
  const { state } = connection.value;
  return html`<p class="connection ${state}" role="status" data-testid="connection" data-state=${state}><span class="bead" aria-hidden="true"></span>${state}</p>`;
}

/** Said large while disconnected: what is on the page is old. */
function Away() {
  const { state, since, retryAt } = connection.value;
  if (state !== "disconnected") return null;
  const seconds = Math.max(0, Math.ceil((retryAt - now.value) / 1000));
  return html`<div class="away" role="alert"><p><b>No connection to the server since ${timeOfDay(since)}.</b>
    ${serverTime.value ? ` What you see is from ${replaying.value ? momentText(serverTime.value) : timeOfDay(serverTime.value)}.` : " Is it running?"}</p>
    <p aria-live="off"><span aria-hidden="true">${seconds > 0 ? `Next attempt in ${seconds} s` : "Trying…"}</span> <button type="button" class="small" onClick=${connectNow}>Try now</button></p></div>`;
}

function TokenForm() {
  const [token, set] = useState("");
  const submit = (event) => {
    event.preventDefault();
    if (token) setToken(token);
  };
  return html`<form class="away" onSubmit=${submit}><p><b>This server wants a token</b> for transactions and faults (<code>epidemic.http.token</code>).</p>
    <p class="row"><input type="password" aria-label="Token" value=${token} onInput=${(event) => set(event.target.value)} autocomplete="off" /> <button type="submit" class="small">Use it</button></p></form>`;
}
