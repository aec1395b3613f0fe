// @ts-check
// Where to draw the nodes of any topology: one band a layer, lower nodes under the nodes that feed them. Pure.

/**
 * @typedef {{layer: number, name: string, guarantee: string, nodes: string[]}} Layer
 * @typedef {{from: string, to: string, kind: string, trigger: string}} Link
 * @typedef {{layers: Layer[], links: Link[]}} Topology
 * @typedef {{x: number, y: number, side: "left" | "right" | "below"}} Place
 * @typedef {{layer: number, nodes: string[], titles: {name: string, guarantee: string}[]}} Group
 * @typedef {Group & {y: number, height: number}} Band
 */

const NARROW = 620;
const ROW_MAX = 7;
/** A row of more nodes begins under the name of its band. */
const ROW_BESIDE_NAME = 4;
const NAME_HEIGHT = 22;

/**
 * Each node once, in the first layer that it is in. A layer without nodes of its own shares the group of its first node.
 * @param {Topology} topology @returns {Group[]}
 */
export function groups(topology) {
  const found = [];
  const placed = (id) => found.find((group) => group.nodes.includes(id));
  for (const { layer, name, guarantee, nodes } of topology.layers) {
    const own = nodes.filter((id) => !placed(id));
    const others = nodes.filter((id) => placed(id));
    if (own.length) found.push({ layer, nodes: own, titles: [{ name, guarantee: others.length ? `${guarantee}, with ${others.join(", ")}` : guarantee }] });
    else placed(nodes[0])?.titles.push({ name, guarantee });
  }
  return found;
}

/**
 * @param {Topology} topology @param {number} width
 * @returns {{height: number, radius: number, narrow: boolean, tight: boolean, bands: Band[], places: Map<string, Place>}}
 */
export function layOut(topology, width) {
  const narrow = width < NARROW;
  const all = groups(topology);
  // Many nodes are better small and in rows than tiny and in one.
  const widest = Math.max(1, ...all.map(({ nodes }) => Math.min(nodes.length, Math.max(ROW_MAX, Math.ceil(Math.sqrt(2 * nodes.length))))));
  const radius = Math.max(22, Math.min(narrow ? 31 : 44, width / (widest * 3.2)));
  const margin = narrow ? radius + 14 : radius + 116;
  const gap = narrow ? 78 : 84;
  const bands = [];
  /** @type {Map<string, Place>} */
  const places = new Map();
  let top = 0;
  for (const layer of all) {
    const round = isRound(layer, topology.links);
    // Narrow pages have the band's name above the nodes; captions below nodes need room too.
    const rowHeight = 2 * radius + (narrow ? 90 : !round && layer.nodes.length > 2 ? 78 : 36);
    const rows = round ? [layer.nodes] : rowsOf(layer.nodes, Math.floor((width - 2 * margin) / (2.9 * radius)) + 1);
    const nameHeight = !narrow && !round && rows[0].length > ROW_BESIDE_NAME ? NAME_HEIGHT : 0;
    const height = round ? rowHeight + radius * (narrow ? 3 : 2.5) : nameHeight + rowHeight * rows.length;
    bands.push({ ...layer, y: top, height });
    const y = top + (narrow ? 32 : 18) + nameHeight + radius;
    if (round) placeRound(layer, topology.links, places, { width, margin, y, drop: height - rowHeight });
    else rows.forEach((nodes, row) => placeRow({ ...layer, nodes }, topology.links, places,
      { width, margin, y: y + row * rowHeight, spacing: narrow ? 2.9 * radius : 3.7 * radius }));
    rows.forEach((nodes) => turnCaptions({ ...layer, nodes }, places, narrow, round));
    top += height + gap;
  }
  return { height: Math.max(0, top - gap), radius, narrow, tight: narrow && widest > 3, bands, places };
}

/** So many nodes that they do not fit beside each other stand in several rows, about alike. @param {string[]} nodes @param {number} room */
function rowsOf(nodes, room) {
  const count = Math.ceil(nodes.length / Math.max(1, room));
  const each = Math.ceil(nodes.length / count);
  return Array.from({ length: count }, (_, row) => nodes.slice(row * each, (row + 1) * each));
}

/** Nodes that are linked across their neighbours stand in a ring: in a row, the links would run through nodes. */
function isRound(layer, links) {
  const index = new Map(layer.nodes.map((id, position) => [id, position]));
  return links.some(({ from, to }) => Math.abs((index.get(from) ?? NaN) - (index.get(to) ?? NaN)) > 1);
}

/** The nodes that feed nobody go to the top of the ring, so that feeds leave downwards. */
function placeRound(layer, links, places, { width, margin, y, drop }) {
  const feeds = (id) => links.some((link) => link.from === id && !layer.nodes.includes(link.to));
  const resting = layer.nodes.filter((id) => !feeds(id));
  const feeding = layer.nodes.filter(feeds);
  const above = resting.length && feeding.length ? resting : layer.nodes.slice(0, Math.floor(layer.nodes.length / 2));
  const below = layer.nodes.filter((id) => !above.includes(id));
  spread(above, places, y, width, margin, 0.5);
  spread(below, places, y + drop, width, margin, 0.27);
}

/** Evenly between two margins; a single node stands in the middle. */
function spread(ids, places, y, width, margin, inset) {
  const left = Math.max(margin, width * inset);
  ids.forEach((id, position) => {
    const share = ids.length === 1 ? 0.5 : position / (ids.length - 1);
    const x = ids.length === 1 ? width / 2 : left + share * (width - 2 * left);
    places.set(id, { x, y, side: "right" });
  });
}

/** Each node under the middle of its feeders, then pushed apart to the spacing, then back into the margins. */
function placeRow(layer, links, places, { width, margin, y, spacing }) {
  const wishes = layer.nodes.map((id, position) => {
    const feeders = links.filter((link) => link.to === id && places.has(link.from)).map((link) => places.get(link.from).x);
    const even = (width * (position + 1)) / (layer.nodes.length + 1);
    return feeders.length ? feeders.reduce((sum, x) => sum + x, 0) / feeders.length : even;
  });
  const room = (width - 2 * margin) / Math.max(1, layer.nodes.length - 1);
  const xs = pushApart(wishes, Math.min(spacing, room));
  const shift = Math.max(margin - Math.min(...xs), Math.min(0, width - margin - Math.max(...xs)));
  layer.nodes.forEach((id, position) => places.set(id, { x: xs[position] + shift, y, side: "right" }));
}

/** Keeps the order; nodes with the same wish are spread around it. @param {number[]} wishes @param {number} spacing */
function pushApart(wishes, spacing) {
  const xs = [...wishes];
  for (let round = 0; round < 40; round++) {
    for (let i = 1; i < xs.length; i++) {
      const missing = spacing - (xs[i] - xs[i - 1]);
      if (missing > 0.5) {
        xs[i - 1] -= missing / 2;
        xs[i] += missing / 2;
      }
    }
  }
  return xs;
}

/** Captions stand outside, where no link runs: left of the leftmost node, right of the rightmost. */
function turnCaptions(layer, places, narrow, round) {
  for (const id of layer.nodes) {
    const place = places.get(id);
    const row = layer.nodes.filter((other) => places.get(other).y === place.y);
    const isFirst = row.length > 1 && places.get(row[0]) === place;
    const isInner = row.length > 2 && row[0] !== id && row.at(-1) !== id;
    const isAlone = round && row.length === 1;
    place.side = (narrow && !isAlone) || (isInner && !round) ? "below" : isFirst ? "left" : "right";
  }
}
