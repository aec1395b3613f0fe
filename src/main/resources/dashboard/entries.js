// The entries of one node's version log, fetched in pieces as they come into sight. Bounded: old pieces are dropped.
import { versions } from "./api.js";

const ENTRIES_MAX = 20_000;
const MARGIN = 60;
const LIMIT_MAX = 1000;
const SETTLE_MS = 40;
const RETRY_MS = 1500;

export class Entries {
  #known = new Map();
  #wanted = { first: 1, last: 0 };
  #timer = 0;
  #asking = null;
  #onChange;

  /** @param {string} node @param {(problem: string) => void} onChange called when entries came, or could not */
  constructor(node, onChange) {
    this.node = node;
    this.#onChange = onChange;
  }

  get(version) {
    return this.#known.get(version);
  }

  /** Entries that the status stream brought. */
  put(entries) {
    for (const entry of entries) this.#known.set(entry.version, entry);
    this.#trim();
  }

  /** Sees to it that these versions are there soon. What was wanted before is forgotten. */
  want(first, last) {
    this.#wanted = { first, last };
    if (!this.#asking && !this.#timer) this.#later(SETTLE_MS);
  }

  close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#onChange = () => {};
  }

  #later(ms) {
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#fetch();
    }, ms);
  }

  async #fetch() {
    const { first, last } = this.#wanted;
    let missing = first;
    while (missing <= last && this.#known.has(missing)) missing++;
    if (missing > last) return;
    const from = Math.max(1, missing - MARGIN);
    const limit = Math.min(LIMIT_MAX, last - from + 1 + MARGIN);
    this.#asking = new AbortController();
    try {
      const { status, body } = await versions(this.node, from, limit, this.#asking.signal);
      const arrived = status === 200 && body.entries.length > 0;
      if (arrived) this.put(body.entries);
      this.#onChange(status === 200 ? "" : body.message);
      // A log on disk may be shorter than the status says for a moment: no tight loop of questions.
      this.#asking = null;
      this.#later(arrived ? SETTLE_MS : RETRY_MS);
    } catch {
      this.#asking = null;
    }
  }

  #trim() {
    if (this.#known.size <= ENTRIES_MAX) return;
    let surplus = this.#known.size - ENTRIES_MAX * 0.75;
    for (const version of this.#known.keys()) {
      if (surplus-- <= 0) return;
      this.#known.delete(version);
    }
  }
}
