// The scrolled list of a version log. Only the rows in sight exist.
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "./vendor/preact-hooks.js";
import { Entries } from "./entries.js";
import { count, writesText } from "./format.js";
import { html } from "./html.js";
import { momentText, replaying } from "./replay.js";
import { scroller } from "./scroller.js";
import { generation, onVersions } from "./state.js";

const ROW = 34;
const ROW_NARROW = 54;
const NARROW = 520;

export function LogList({ node, follow, jump, opened, onLeave, onOpen }) {
  const view = useRef(null);
  const lastBar = useRef(0);
  const [size, setSize] = useState({ width: 600, height: 400 });
  const [top, setTop] = useState(0);
  const [problem, setProblem] = useState("");
  const entries = useEntries(node, setProblem, follow);
  const narrow = size.width < NARROW;
  const rowHeight = narrow ? ROW_NARROW : ROW;
  const list = scroller(node.version, rowHeight, size.height);
  const end = list.topOf(list.barMax);
  const shownTop = follow ? end : Math.min(top, end);
  const { first, last } = list.visible(shownTop);
  const bar = follow ? list.barMax : list.barOf(shownTop);

  const moveTo = (target) => {
    const next = Math.max(0, Math.min(end, target));
    if (next < shownTop) onLeave();
    lastBar.current = list.barOf(next);
    view.current.scrollTop = lastBar.current;
    setTop(next);
  };

  useLayoutEffect(() => {
    const measure = () => setSize({ width: view.current.clientWidth, height: view.current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(view.current);
    measure();
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (!follow) return;
    view.current.scrollTop = lastBar.current = list.barMax;
    setTop(end);
  }, [follow, list.barMax]);
  useEffect(() => {
    if (jump.times) moveTo((jump.version - 1) * rowHeight - size.height / 3);
  }, [jump.times]);
  useEffect(() => {
    if (node.version > 0) entries.want(first + 1, last + 1);
  }, [first, last, entries]);
  useWheel(view, list.squeezed, (delta) => moveTo(shownTop + delta));

  const onScroll = () => {
    const moved = view.current.scrollTop;
    const up = moved < lastBar.current - 1;
    // In a squeezed list a set position comes back rounded: it is not the user who moved it.
    if (Math.abs(moved - lastBar.current) <= 1) return;
    lastBar.current = moved;
    // Asked of the element, not of this rendering: a resized or shortened list is moved by the browser, not the user.
    const { clientHeight, scrollHeight } = view.current;
    if (up && moved + clientHeight < scrollHeight - rowHeight / 2) onLeave();
    setTop(list.topOf(moved));
  };
  const onKeyDown = (event) => {
    const page = size.height - rowHeight;
    const steps = { ArrowUp: -rowHeight, ArrowDown: rowHeight, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    moveTo(shownTop + steps[event.key]);
  };

  const rows = [];
  for (let index = first; index <= last; index++) {
    const version = index + 1;
    rows.push(html`<${Row} key=${version} version=${version} entry=${entries.get(version)} y=${bar + index * rowHeight - shownTop}
      height=${rowHeight} mark=${version === opened ? "opened" : version === jump.version && jump.times ? "found" : ""} onOpen=${onOpen} />`);
  }
  return html`<div class="log-view ${narrow ? "narrow" : ""}" ref=${view} tabindex="0" style=${{ "--digits": count(node.version).length }} onScroll=${onScroll} onKeyDown=${onKeyDown}
      role="table" aria-label="Version log of ${node.id}" aria-rowcount=${node.version} data-testid="log-list" data-follow=${follow}>
      <div class="log-space" role="rowgroup" style=${{ height: `${list.height}px` }}>${rows}</div>
    </div>
    ${node.version === 0 && html`<p class="empty over-log">No versions yet${replaying.value ? "." : ": submit a transaction."}</p>`}
    ${problem && html`<p class="warn" role="alert">The version log of ${node.id} could not be read: ${problem}.</p>`}`;
}

function Row({ version, entry, y, height, mark, onOpen }) {
  return html`<div class="log-row ${mark}" role="row" aria-rowindex=${version} style=${{ transform: `translateY(${y}px)`, height: `${height}px` }}
      data-testid="log-entry-${version}" onClick=${() => entry && onOpen(entry)}>
    <span role="cell" class="num v"><button type="button" class="plain" aria-label="Open version ${version}">${count(version)}</button></span>
    <span role="cell" class="writes code">${entry ? writesText(entry) : "…"}</span>
    <span role="cell" class="origin">${entry?.origin ?? ""}</span>
    <span role="cell" class="time num faint">${entry ? momentText(entry.committedAt) : ""}</span>
    <span role="cell" class="transaction faint" title=${entry?.transaction}>${entry?.transaction ?? ""}</span>
  </div>`;
}

/** The node's entries. A new snapshot, or a log that became shorter, makes what was fetched void. */
function useEntries(node, onProblem, follow) {
  const [, render] = useReducer((n) => n + 1, 0);
  const held = useRef(null);
  const length = useRef(0);
  const followed = useRef(follow);
  followed.current = follow;
  const open = () => new Entries(node.id, (problem) => {
    onProblem(problem);
    render();
  });
  held.current ??= open();

  const known = useRef(generation.value);
  if (known.current !== generation.value || node.version < length.current) {
    known.current = generation.value;
    held.current.close();
    held.current = open();
  }
  length.current = node.version;

  useEffect(() => {
    const end = onVersions((items) => {
      const news = items.find((item) => item.node === node.id);
      // Away from the end the news would only push the rows in sight out of memory.
      if (news && followed.current) {
        held.current.put(news.entries);
        render();
      }
    });
    return () => {
      end();
      held.current.close();
    };
  }, []);
  return held.current;
}

/** A squeezed list moves too far with the browser's own scrolling, so the wheel is taken over. */
function useWheel(view, active, move) {
  const current = useRef(move);
  current.current = move;
  useEffect(() => {
    if (!active) return undefined;
    const element = view.current;
    const onWheel = (event) => {
      event.preventDefault();
      current.current(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * ROW : event.deltaY);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [active]);
}
