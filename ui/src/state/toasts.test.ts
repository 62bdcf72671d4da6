// Remarks go by themselves, but never while somebody is at them.
import { beforeEach, expect, test, vi } from "vitest";
import { holdRemarks, hush, hushAll, say, toasts } from "./toasts.svelte";

beforeEach(() => {
  vi.useFakeTimers();
  for (const remark of toasts.all) hush(remark.id);
});

const said = (): string[] => toasts.all.map((remark) => remark.text);

test("a remark with a way back stays longer than one without", () => {
  say("Copied.");
  say("The draft is deleted.", { label: "Undo", run: () => undefined });
  vi.advanceTimersByTime(5000);
  expect(said()).toEqual(["The draft is deleted."]);
  vi.advanceTimersByTime(5000);
  expect(said()).toEqual([]);
});

test("a remark stays while it is held, and has its time again afterwards", () => {
  say("The draft is deleted.", { label: "Undo", run: () => undefined });
  vi.advanceTimersByTime(9000);
  holdRemarks(true);
  vi.advanceTimersByTime(60_000);
  expect(said()).toEqual(["The draft is deleted."]);
  holdRemarks(false);
  vi.advanceTimersByTime(9000);
  expect(said()).toEqual(["The draft is deleted."]);
  vi.advanceTimersByTime(1000);
  expect(said()).toEqual([]);
});

test("no remark about one account stays when another takes its place", () => {
  say("Copied.");
  say("The draft is deleted.", { label: "Undo", run: () => undefined });
  hushAll();
  expect(said()).toEqual([]);
});
