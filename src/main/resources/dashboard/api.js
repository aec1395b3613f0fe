// The HTTP routes that the page uses. Every function resolves to {status, body, session}; status 0 means that the
// server could not be reached.
import { signal } from "./vendor/signals.js";

const TOKEN_KEY = "epidemic.token";

/** Whether a POST was answered with 401: the page then asks for the token. */
export const tokenWanted = signal(false);

export function setToken(token) {
  sessionStorage.setItem(TOKEN_KEY, token);
  tokenWanted.value = false;
}

async function ask(url, options = {}) {
  try {
    const answer = await fetch(url, options);
    const body = await answer.json().catch(() => ({ error: "not-json", message: `status ${answer.status}` }));
    return { status: answer.status, body, session: answer.headers.get("Session") };
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    return { status: 0, body: { error: "no-answer", message: "the server could not be reached" }, session: null };
  }
}

async function post(url, type, body, headers = {}) {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const authorization = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await ask(url, {
    method: "POST",
    body,
    headers: { "Content-Type": type, ...authorization, ...headers },
  });
  if (answer.status === 401) tokenWanted.value = true;
  return answer;
}

export function submitLine(line, node = "", session = null) {
  const query = node ? `?node=${encodeURIComponent(node)}` : "";
  return post(`api/transactions${query}`, "text/plain; charset=utf-8", line, session ? { Session: session } : {});
}

export function fateOf(id) {
  return ask(`api/transactions/${encodeURIComponent(id)}`);
}

export function postFault(fault) {
  return post("api/faults", "application/json", JSON.stringify(fault));
}

export function replayFacts() {
  return ask("api/replay");
}

export function replayChart() {
  return ask("api/replay/chart");
}

export function postReplay(order) {
  return post("api/replay", "application/json", JSON.stringify(order));
}

export function versions(node, from, limit, signal) {
  return ask(`api/nodes/${encodeURIComponent(node)}/versions?from=${from}&limit=${limit}`, { signal });
}

export function dataOf(node, version) {
  const query = version ? `?version=${version}` : "";
  return ask(`api/nodes/${encodeURIComponent(node)}/data${query}`);
}
