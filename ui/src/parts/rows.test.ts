// The arithmetic of a virtual list, and the list itself under the keyboard.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, it } from "vitest";
import RowsTrial from "./RowsTrial.test.svelte";
import { destination, reveal, slice } from "./rows";

describe("the rows in sight", () => {
  it("are those the viewport touches, and a few more", () => {
    expect(slice(0, 600, 60, 1000, 6)).toEqual({ from: 0, to: 16 });
    expect(slice(6000, 600, 60, 1000, 6)).toEqual({ from: 94, to: 116 });
    expect(slice(59_700, 600, 60, 1000, 6)).toEqual({ from: 989, to: 1000 });
  });
  it("are none in an empty list", () => {
    expect(slice(0, 600, 60, 0)).toEqual({ from: 0, to: 0 });
  });
  it("are scrolled to no further than needed", () => {
    expect(reveal(0, 300, 600, 60)).toBe(0);
    expect(reveal(8, 300, 600, 60)).toBe(300);
    expect(reveal(20, 0, 600, 60)).toBe(660);
  });
});

describe("a key leads", () => {
  it.each([
    ["ArrowDown", -1, 0],
    ["ArrowDown", 3, 4],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 0, 0],
    ["PageDown", 3, 13],
    ["PageUp", 3, 0],
    ["Home", 50, 0],
    ["End", 50, 99],
  ])("%s from %i to %i", (key, from, to) => {
    expect(destination(key, from, 100, 10)).toBe(to);
  });
  it("nowhere when it is not for moving, or there is nothing", () => {
    expect(destination("a", 1, 100, 10)).toBeUndefined();
    expect(destination("End", -1, 0, 10)).toBeUndefined();
  });
});

describe("the list", () => {
  let list: ReturnType<typeof mount> | undefined;
  afterEach(async () => {
    if (list) await unmount(list);
    list = undefined;
  });

  function shown(gone: number[] = []): { box: HTMLElement; selected: () => string | null | undefined; press: (key: string) => KeyboardEvent } {
    list = mount(RowsTrial, { target: document.body, props: { have: 100, total: 240, gone } });
    flushSync();
    const box = document.querySelector<HTMLElement>("[role=listbox]");
    if (!box) throw new Error("the list is not there");
    return {
      box,
      selected: () => document.querySelector("output")?.textContent,
      press(key) {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        box.dispatchEvent(event);
        flushSync();
        return event;
      },
    };
  }

  it("moves with the arrows and says how long it is", () => {
    const { box, selected, press } = shown();
    press("ArrowDown");
    expect(selected()).toBe("row-0");
    press("ArrowDown");
    expect(selected()).toBe("row-1");
    press("ArrowUp");
    expect(selected()).toBe("row-0");
    const option = box.querySelector("[role=option]");
    expect(option?.getAttribute("aria-setsize")).toBe("240");
    expect(box.tabIndex).toBe(0);
  });

  it("takes the Enter that opens a row, so that nothing it opens gets it too", () => {
    const { press } = shown();
    expect(press("Enter").defaultPrevented, "nothing is chosen").toBe(false);
    press("ArrowDown");
    expect(press("Enter").defaultPrevented).toBe(true);
    expect(document.querySelector("samp")?.textContent).toBe("row-0");
  });

  it("asks for rows it does not have yet and goes there when they come", () => {
    const { selected, press } = shown();
    press("End");
    expect(selected(), "the rest comes page by page until the last row is there").toBe("row-239");
  });

  it("marks no other row when the chosen one has left it, and goes on from where that was", () => {
    const { box, selected, press } = shown([1]);
    press("ArrowDown");
    expect(box.querySelector("[aria-selected=true]")?.textContent).toBe("row-0");
    press("Enter");
    expect(document.querySelector("samp")?.textContent).toBe("row-0");
    press("ArrowDown");
    expect(selected()).toBe("row-1");
    expect(box.querySelector("[aria-selected=true]"), "another record stands in its place").toBeNull();
    press("Enter");
    expect(document.querySelector("samp")?.textContent, "and is not opened").toBe("row-0");
    press("ArrowUp");
    expect(selected()).toBe("row-0");
  });

  it("keeps only a few rows in the document", () => {
    const { box } = shown();
    expect(box.querySelectorAll("[role=option]").length).toBeLessThan(40);
  });
});
