// The panel of the strategy that runs, for those that have more to show than the drawing does.
import { BackupPanel } from "./backuppanel.js";
import { CachePanel } from "./cachepanel.js";
import { html } from "./html.js";
import { LogPanel } from "./logpanel.js";
import { nodes, strategy } from "./state.js";

const PANELS = { "replicated-log": LogPanel, passive: CachePanel, "primary-backup": BackupPanel };

export function StrategyPanel() {
  const Panel = PANELS[strategy.value];
  if (!Panel || nodes.value.size === 0) return null;
  return html`<${Panel} />`;
}
