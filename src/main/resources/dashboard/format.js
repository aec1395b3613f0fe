// @ts-check
// Numbers, times and entries as text. Pure.

const whole = new Intl.NumberFormat("en");
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {number} n */
export function count(n) {
  return whole.format(n);
}

/** "1 version", "2 versions". @param {number} n @param {string} noun */
export function plural(n, noun) {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** A number for a place with room for so many characters: 1,234,567 or 1.23 M. @param {number} n @param {number} room */
export function compact(n, room) {
  const full = count(n);
  if (full.length <= room) return full;
  return n < 1_000_000 ? `${(n / 1000).toFixed(1)} k` : `${(n / 1_000_000).toFixed(2)} M`;
}

/** A length of time as people say it. @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The time of day, local. @param {number | string} time ms since 1970 or ISO-8601 */
export function timeOfDay(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : clock.format(date);
}

/** The time of day with milliseconds, for version logs. @param {number | string} time */
export function exactTime(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  return `${clock.format(date)}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Virtual time since the beginning of a run: 1.234 567 s. @param {number} ms */
export function virtualTime(ms) {
  const micros = Math.round(Math.abs(ms) * 1000);
  const digits = String(micros % 1_000_000).padStart(6, "0");
  return `${ms < 0 ? "−" : ""}${count(Math.floor(micros / 1_000_000))}.${digits.slice(0, 3)}\u202f${digits.slice(3)} s`;
}

/** The same as servers date events, to the millisecond: 1.234 s. @param {number} ms */
export function virtualMoment(ms) {
  const millis = Math.round(Math.abs(ms));
  return `${ms < 0 ? "−" : ""}${count(Math.floor(millis / 1000))}.${String(millis % 1000).padStart(3, "0")} s`;
}

/** @param {number} speed virtual seconds a second */
export function speedText(speed) {
  return `${speed}×`;
}

/** One write of an entry: 49 = 53, or 7 + 1 for an append. @param {[string, any]} write */
export function writeText([key, value]) {
  if (value !== null && typeof value === "object" && "append" in value) return `${key} + ${value.append}`;
  return `${key} = ${valueText(value)}`;
}

/** A value as a read returns it: null, a string or a list. @param {any} value */
export function valueText(value) {
  if (value === null || value === undefined) return "never written";
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return String(value);
}

/** @param {{writes?: [string, any][]}} entry */
export function writesText(entry) {
  return (entry.writes ?? []).map(writeText).join(", ");
}
