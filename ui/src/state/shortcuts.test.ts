// Key combinations, on both kinds of keyboard.
import { expect, it } from "vitest";
import { keyName, matches } from "./shortcuts";

type Press = Partial<Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey">>;

function press(key: string, held: Press = {}): KeyboardEvent {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held } as KeyboardEvent;
}

it.each([
  ["Ctrl+K", press("k", { ctrlKey: true }), true],
  ["Ctrl+K", press("K", { ctrlKey: true, shiftKey: true }), false],
  ["Ctrl+K", press("k"), false],
  ["Ctrl+K", press("k", { metaKey: true }), false],
  ["Ctrl+/", press("/", { ctrlKey: true, shiftKey: true }), true],
  ["Alt+2", press("2", { altKey: true }), true],
  ["Alt+ArrowUp", press("ArrowUp", { altKey: true }), true],
  ["Alt+ArrowUp", press("ArrowUp"), false],
  ["F5", press("F5"), true],
  ["F5", press("F5", { ctrlKey: true }), false],
])("%s", (keys, event, expected) => {
  expect(matches(event, keys, false)).toBe(expected);
});

it("takes the Command key for Ctrl on a Mac", () => {
  expect(matches(press("n", { metaKey: true }), "Ctrl+N", true)).toBe(true);
  expect(matches(press("n", { ctrlKey: true }), "Ctrl+N", true)).toBe(false);
  expect(keyName("Ctrl+N", true)).toBe("⌘ N");
  expect(keyName("Alt+ArrowUp", false)).toBe("Alt ↑");
});
