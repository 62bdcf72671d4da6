// Key combinations: reading `Ctrl+Shift+P`, telling whether a key press is it, and naming it. No single letters, so that
// speech input and typing never trigger anything.

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/u.test(navigator.platform);

/** Whether a key press is the combination, where `Ctrl` is the Command key on a Mac. */
export function matches(event: KeyboardEvent, keys: string, onMac = mac): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  const main = onMac ? event.metaKey : event.ctrlKey;
  const other = onMac ? event.ctrlKey : event.metaKey;
  if (main !== wants("Ctrl") || other || event.altKey !== wants("Alt")) return false;
  // A character that needs Shift on some keyboards (`/`, `,`, `?`) is matched by what it is.
  const symbol = key.length === 1 && !/[a-z0-9]/iu.test(key);
  if (!symbol && event.shiftKey !== wants("Shift")) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** The combination as this keyboard shows it: `Ctrl K`, `⌘ K`. */
export function keyName(keys: string, onMac = mac): string {
  const names: Record<string, string> = onMac ? { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" } : {};
  const shown: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
  return keys
    .split("+")
    .map((part) => names[part] ?? shown[part] ?? part)
    .join(" ");
}
