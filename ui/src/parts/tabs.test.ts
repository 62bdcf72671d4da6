// The row of tabs: that it shows where it goes on, and that no half count is shown where it is cut.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, it, vi } from "vitest";
import Tabs from "./Tabs.svelte";

let row: ReturnType<typeof mount> | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  if (row) await unmount(row);
  row = undefined;
});

function shown(): { strip: HTMLElement; counts: () => (string | undefined)[]; arrows: () => HTMLElement[] } {
  row = mount(Tabs, {
    target: document.body,
    props: {
      tabs: [
        { id: "all", label: "All", count: "100,163" },
        { id: "accepted", label: "Accepted", count: "17" },
      ],
      value: "all",
      label: "Trial",
      onpick: () => {},
    },
  });
  flushSync();
  const strip = document.querySelector<HTMLElement>("[role=tablist]");
  if (!strip) throw new Error("the tabs are not there");
  return { strip, counts: () => [...strip.querySelectorAll("span:not(.cut)")].map((span) => span.textContent ?? undefined), arrows: () => [...document.querySelectorAll<HTMLElement>(".arrow")] };
}

it("counts where there is room", () => {
  expect(shown().counts()).toEqual(["100,163", "17"]);
});

it("shows that there are more, and no count that would be cut", () => {
  const places: Record<string, [number, number]> = { all: [0, 80], accepted: [80, 160] };
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const [left, right] = places[this.getAttribute("data-tab") ?? ""] ?? [0, 150];
    return new DOMRect(left, 0, right - left, 20);
  });
  const { strip, counts, arrows } = shown();
  expect(counts()).toEqual(["100,163"]);
  expect([strip.classList.contains("left"), strip.classList.contains("right")]).toEqual([false, true]);
  expect(arrows().map((arrow) => arrow.className)).toEqual([expect.stringContaining("to-right")]);
  expect(arrows()[0]?.title, "it says what lies there").toBe("Accepted");
  const scrolled = vi.spyOn(strip, "scrollBy").mockImplementation(() => {});
  arrows()[0]?.click();
  expect(scrolled, "the arrow leads on").toHaveBeenCalledOnce();
  places.accepted = [70, 150];
  strip.dispatchEvent(new Event("scroll"));
  flushSync();
  expect(counts()).toEqual(["100,163", "17"]);
  expect(strip.classList.contains("right")).toBe(false);
  expect(arrows()).toEqual([]);
});

it("hides a count that the fade would halve, not only one that the end cuts", () => {
  const places: Record<string, [number, number]> = { all: [0, 110], accepted: [150, 230] };
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const [left, right] = places[this.getAttribute("data-tab") ?? ""] ?? [0, 150];
    return new DOMRect(left, 0, right - left, 20);
  });
  expect(shown().counts()).toEqual([]);
});
