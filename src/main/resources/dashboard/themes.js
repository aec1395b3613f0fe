// Light and dark: the system's choice, unless the user has made another one.
import { computed, effect, signal } from "./vendor/signals.js";

const KEY = "epidemic.theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const system = signal(systemDark.matches ? "dark" : "light");
const own = signal(document.documentElement.dataset.theme ?? "");

export const theme = computed(() => own.value || system.value);

/** A choice that equals the system's is forgotten, so that the page follows the system again. */
export function toggleTheme() {
  const next = theme.value === "dark" ? "light" : "dark";
  own.value = next === system.value ? "" : next;
}

systemDark.addEventListener("change", () => (system.value = systemDark.matches ? "dark" : "light"));

effect(() => {
  if (own.value) {
    document.documentElement.dataset.theme = own.value;
    localStorage.setItem(KEY, own.value);
  } else {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEY);
  }
});
