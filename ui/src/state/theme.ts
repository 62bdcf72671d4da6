// Light, dark, or as the system has it. The choice is one of the settings; this only puts it on the page.
import type { Theme } from "../bridge/contract";
import { keep, recall } from "./prefs";

/** Puts a theme on the page. Every colour is a `light-dark()` pair, so one property decides them all. */
export function wear(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
  keep("theme", theme);
}

/** Puts on what was worn last, so that a window opened in the dark does not begin with a flash. */
export function wearAgain(): void {
  const theme = recall("theme", "system");
  wear(theme === "light" || theme === "dark" ? theme : "system");
}
