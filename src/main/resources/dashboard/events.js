// The events that the server tells of, newest first.
import { useState } from "./vendor/preact-hooks.js";
import { html } from "./html.js";
import { momentText } from "./replay.js";
import { events } from "./state.js";

const SHOWN_MAX = 200;

export function Events() {
  const [filter, setFilter] = useState("");
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = events.value.filter((event) => matches(event, words));
  return html`<section class="panel events" aria-labelledby="events-title">
    <div class="row spread"><h2 id="events-title">Events</h2>
      <label class="field"><span class="visually-hidden">Filter events by node, kind or text</span>
        <input type="search" placeholder="Filter: A1 view…" value=${filter} onInput=${(event) => setFilter(event.target.value)} data-testid="events-filter" /></label></div>
    <ol class="event-list" tabindex="0" aria-label="Events, newest first" data-testid="events">
      ${found.slice(0, SHOWN_MAX).map((event) => html`<li key=${event.key}><time class="num faint">${momentText(event.time)}</time>
        <b>${event.node}</b> <span class="kind">${event.kind}</span> <span class="event-text">${event.text}</span></li>`)}
    </ol>
    ${found.length === 0 && html`<p class="empty">${events.value.length ? "No event has these words." : "No events yet."}</p>`}
  </section>`;
}

function matches(event, words) {
  const text = `${event.node} ${event.kind} ${event.text}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
