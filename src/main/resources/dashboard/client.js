// @ts-check
// A client that submits the lines of a text one after the other. Knows nothing of the page.

const PROBLEMS_MAX = 100;

/** The lines that are transactions, with their line numbers; blank lines and comments are skipped. @param {string} text */
export function transactionLines(text) {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n/)
    .map((line, index) => ({ number: index + 1, line: line.trim() }))
    .filter(({ line }) => line !== "" && !line.startsWith("#"));
}

/** Lines of updates for those who have no file at hand. @param {number} total */
export function madeUpUpdates(total) {
  const digit = () => Math.floor(Math.random() * 100);
  return Array.from({ length: total }, () => `b, r(${digit()}), w(${digit()},${digit()}), c`).join("\n");
}

export function emptyProgress(name, total) {
  return { name, total, done: 0, running: true, committed: 0, refused: 0, unknown: 0, bad: 0, problems: [], more: 0 };
}

/**
 * Submits each line when the one before has its outcome. Calls `report` with the progress after each.
 * @param {{number: number, line: string}[]} lines @param {ReturnType<typeof emptyProgress>} start
 * @param {(line: string) => Promise<{outcome: string, problem: string, away: boolean}>} submit
 * @param {(progress: any) => void} report @param {AbortSignal} stop
 */
export async function runClient(lines, start, submit, report, stop) {
  let progress = start;
  for (const { number, line } of lines) {
    if (stop.aborted) break;
    const { outcome, problem, away } = await submit(line);
    progress = { ...progress, done: progress.done + 1, [outcome]: progress[outcome] + 1 };
    if (outcome !== "committed") progress = withProblem(progress, { number, line, outcome, problem });
    report(progress);
    // A server that cannot be reached would turn all the other lines into unknown ones.
    if (away) break;
  }
  report({ ...progress, running: false });
}

function withProblem(progress, problem) {
  if (progress.problems.length >= PROBLEMS_MAX) return { ...progress, more: progress.more + 1 };
  return { ...progress, problems: [...progress.problems, problem] };
}
