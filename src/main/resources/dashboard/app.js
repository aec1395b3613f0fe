// The dashboard. Each part of the page is a module of its own; docs/dashboard.md lists the hooks for browser tests.
import { render } from "./vendor/preact.js";
import { Chart } from "./chart.js";
import { Compare } from "./compare.js";
import { Data } from "./data.js";
import { Events } from "./events.js";
import { Header } from "./header.js";
import { html } from "./html.js";
import { Log } from "./log.js";
import { Nodes } from "./nodes.js";
import { StrategyPanel } from "./panel.js";
import { Player } from "./player.js";
import { replaying } from "./replay.js";
import { Run } from "./run.js";
import { connect, connection } from "./stream.js";
import { Submit } from "./submit.js";
import { Drawing } from "./topology.js";

function App() {
  return html`<a class="skip" href="#submit-title">${replaying.value ? "Skip to the run" : "Skip to the transactions"}</a>
    <${Header} /><${Player} />
    <main class=${connection.value.state === "disconnected" ? "stale" : ""}>
      <${Drawing} /><${replaying.value ? Run : Submit} /><${StrategyPanel} /><${Nodes} /><${Chart} /><${Log} /><${Compare} /><${Data} /><${Events} />
    </main>`;
}

const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
connect();
