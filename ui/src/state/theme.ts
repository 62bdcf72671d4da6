// Light, dark, or as the system has it: a habit of this window, whichever account is in use.
import { keep, recall } from "./prefs";

/** How the window may look. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** What was chosen last. */
export function worn(): Theme {
  const kept = recall("theme", "system");
  return THEMES.find((theme) => theme === kept) ?? "system";
}

/** Puts a theme on the page, and keeps it. Every colour is a `light-dark()` pair, so one property decides them all. */
export function wear(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
  keep("theme", theme);
}
