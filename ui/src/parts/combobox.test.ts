// Proposals while one types: what is active, what is marked, and a late answer that must not win.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import Combobox, { type Choice } from "./Combobox.svelte";
import { pieces, score, step } from "./combobox";

describe("marking", () => {
  it("marks every word that was searched for", () => {
    expect(pieces("Halden 8,642", "hald 64")).toEqual([
      { text: "Hald", hit: true },
      { text: "en 8,", hit: false },
      { text: "64", hit: true },
      { text: "2", hit: false },
    ]);
  });
  it("leaves text alone when nothing was searched for or lower-casing changes its length", () => {
    expect(pieces("Halden", " ")).toEqual([{ text: "Halden", hit: false }]);
    expect(pieces("İstanbul", "i")).toEqual([{ text: "İstanbul", hit: false }]);
  });
  it("ranks beginnings of words above the middle of one, and nothing below everything", () => {
    expect(score("New quote", "quo")).toBeGreaterThan(score("Requote", "quo"));
    expect(score("Settings", "quo")).toBe(0);
  });
  it("wraps around with the arrows", () => {
    expect(step("ArrowDown", 2, 3)).toBe(0);
    expect(step("ArrowUp", 0, 3)).toBe(2);
    expect(step("ArrowUp", -1, 0)).toBeUndefined();
  });
});

describe("the field", () => {
  let field: ReturnType<typeof mount> | undefined;
  afterEach(async () => {
    if (field) await unmount(field);
    field = undefined;
  });

  function trial(search: (query: string) => Promise<Choice[]>): { input: HTMLInputElement; type: (text: string) => Promise<void>; key: (key: string) => void; picked: ReturnType<typeof vi.fn>; created: ReturnType<typeof vi.fn> } {
    const picked = vi.fn();
    const created = vi.fn();
    field = mount(Combobox, {
      target: document.body,
      props: { label: "Customer", text: "", search, onpick: picked, oncreate: created, createLabel: (query: string) => `New “${query}”` },
    });
    flushSync();
    const input = document.querySelector("input");
    if (!input) throw new Error("the field is not there");
    return {
      input,
      picked,
      created,
      async type(text) {
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => void setTimeout(done));
        flushSync();
      },
      key(key) {
        input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        flushSync();
      },
    };
  }

  const halden: Choice = { id: "cus_1", title: "Halden" };

  it("picks the first proposal with Enter", async () => {
    const { type, key, picked, created } = trial(async () => [halden]);
    await type("hal");
    key("Enter");
    expect(picked).toHaveBeenCalledWith(halden);
    expect(created).not.toHaveBeenCalled();
  });

  it("offers to create what is not there", async () => {
    const { type, key, created } = trial(async () => []);
    await type("Nobody yet");
    expect(document.querySelector("[role=listbox]")?.textContent).toContain("New “Nobody yet”");
    key("Enter");
    expect(created).toHaveBeenCalledWith("Nobody yet");
  });

  it("throws away an answer to an older question", async () => {
    const waiting: ((choices: Choice[]) => void)[] = [];
    const { type } = trial(() => new Promise((answer) => void waiting.push(answer)));
    await type("h");
    await type("ha");
    waiting[1]?.([halden]);
    waiting[0]?.([{ id: "cus_2", title: "Too late" }]);
    await new Promise((done) => void setTimeout(done));
    flushSync();
    expect(document.querySelector("[role=listbox]")?.textContent).not.toContain("Too late");
  });

  it("closes on Escape without closing what is around it", async () => {
    const { input, type, key } = trial(async () => [halden]);
    await type("hal");
    expect(input.getAttribute("aria-expanded")).toBe("true");
    key("Escape");
    expect(input.getAttribute("aria-expanded")).toBe("false");
  });
});
