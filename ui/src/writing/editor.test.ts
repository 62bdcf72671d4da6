// Writing a quote: typing is kept after a pause, never twice at once and never in the wrong order; lines keep their place.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { DraftSheet, Draft } from "../bridge/contract";
import { Editor, blankLine, typed } from "./editor.svelte";
import { pastedLines } from "./paste";

function sheet(draft: Draft): DraftSheet {
  return { draft, figures: null, findings: [], replaces: null, saved: false, pending: null, changed_since: false, problem: null };
}

const draft: Draft = {
  id: "draft_1", kind: "quote", record: null, customer: null, currency: "usd", lines: [], discounts: [], tax: null, expires_on: null, header: "",
  description: "", footer: "", collection: "send_invoice", days_until_due: 14, due_on: null, custom_fields: [], starts_on: null, trial_days: null, updated_at: 0,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("keeps a burst of typing once", async () => {
  const put = vi.fn(async (kept: Draft) => sheet(kept));
  const editor = new Editor(sheet(draft), put);
  for (const text of ["B", "Bo", "Boo"]) {
    editor.draft.header = text;
    editor.touch();
  }
  expect(editor.keeping).toBe("keeping");
  await vi.advanceTimersByTimeAsync(300);
  expect(put).toHaveBeenCalledTimes(1);
  expect(put.mock.calls[0]?.[0].header).toBe("Boo");
  expect(editor.keeping).toBe("kept");
});

it("sends what was typed meanwhile only after the answer, so that order holds", async () => {
  const answers: (() => void)[] = [];
  const texts: string[] = [];
  const editor = new Editor(sheet(draft), (kept) => {
    texts.push(kept.header);
    return new Promise((answer) => void answers.push(() => answer(sheet(kept))));
  });
  editor.draft.header = "one";
  editor.touch();
  await vi.advanceTimersByTimeAsync(200);
  editor.draft.header = "two";
  editor.touch();
  await vi.advanceTimersByTimeAsync(200);
  expect(texts, "the first is still under way").toEqual(["one"]);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(texts).toEqual(["one", "two"]);
  answers[1]?.();
  await editor.flush();
  expect(editor.keeping).toBe("kept");
});

it("says that it could not be kept and keeps the text", async () => {
  const editor = new Editor(sheet(draft), () => Promise.reject(new Error("gone")));
  editor.draft.header = "mine";
  editor.touch();
  await vi.advanceTimersByTimeAsync(200);
  expect(editor.keeping).toBe("failed");
  expect(editor.draft.header).toBe("mine");
});

it("tries again by itself what may be kept in a moment", async () => {
  const full = { code: "disk", message: "Full.", hint: null, fields: [], retry: "later", request_id: null };
  const put = vi.fn((kept: Draft) => Promise.resolve(sheet(kept)));
  put.mockRejectedValueOnce(full).mockRejectedValueOnce({ ...full, retry: "never" });
  const editor = new Editor(sheet(draft), put);
  editor.touch();
  await vi.advanceTimersByTimeAsync(200);
  expect(put).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(4000);
  expect(put).toHaveBeenCalledTimes(2);
  expect(editor.keeping).toBe("failed");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(put, "what never works is left to a click").toHaveBeenCalledTimes(2);
  editor.again();
  await vi.advanceTimersByTimeAsync(0);
  expect(editor.keeping).toBe("kept");
  expect(editor.problem).toBeUndefined();
});

it("moves, repeats, removes and restores lines", () => {
  const editor = new Editor(sheet(draft), async (kept) => sheet(kept));
  const names = (): string[] => editor.draft.lines.map(({ name }) => name);
  const one = editor.add(blankLine("one"));
  editor.add(blankLine("three"));
  editor.add(blankLine("two"), one);
  expect(names()).toEqual(["one", "two", "three"]);
  editor.move(one, 1);
  expect(names()).toEqual(["two", "one", "three"]);
  const again = editor.repeat(one);
  expect(names()).toEqual(["two", "one", "one", "three"]);
  expect(again, "a repeated line has a key of its own").not.toBe(one);
  const undo = editor.remove(one);
  expect(names()).toEqual(["two", "one", "three"]);
  undo();
  expect(names()).toEqual(["two", "one", "one", "three"]);
});

it("takes rows from a spreadsheet and leaves a plain word to the field", () => {
  const lines = pastedLines("Design\t2\t1.250,50\r\nHosting\t99\n\n");
  expect(lines?.map(({ name, quantity, unit }) => [name, quantity, unit])).toEqual([
    ["Design", "2", "1.250,50"],
    ["Hosting", "1", "99"],
  ]);
  expect(pastedLines("just a word")).toBeUndefined();
});

it("writes catalogue prices so that they can be read in one way only", () => {
  expect(typed("412.500")).toBe("412.5");
  expect(typed("149.00")).toBe("149.00");
  expect(typed("1320000")).toBe("1320000");
});

it("is billed in the customer's own currency as long as nothing has a price", () => {
  const editor = new Editor(sheet(draft), async (kept) => sheet(kept));
  editor.add(blankLine("Design"));
  editor.billIn("jpy");
  expect(editor.draft.currency).toBe("jpy");
  editor.billIn(null);
  expect(editor.draft.currency, "another customer, who may be billed in any").toBe("usd");
  editor.billIn("eur");
  const line = editor.draft.lines[0];
  if (line) line.unit = "90";
  editor.billIn("jpy");
  expect(editor.draft.currency, "what was priced keeps its currency").toBe("eur");
});
