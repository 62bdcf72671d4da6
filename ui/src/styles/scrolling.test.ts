// What scrolls behind a dialog stands still while it is open, because WebKit paints its scrollbar over the dialog.
import { expect, it } from "vitest";

const parts = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });

/** These scroll in a dialog or in a list over one, or show no scrollbar. */
const APART = ["../parts/Dialog.svelte", "../parts/Palette.svelte", "../parts/Combobox.svelte", "../parts/Tabs.svelte"];

it("has its overflow from the page", () => {
  const scrolling = Object.entries(parts).filter(([, text]) => /overflow(?:-[xy])?: (?:auto|scroll)/u.test(text));
  expect(scrolling.map(([name]) => name).toSorted()).toEqual(APART.toSorted());
});

it("gets it also where the rows of a list are", () => {
  expect(parts["../parts/Rows.svelte"]).toContain("overflow-y: var(--scroll)");
});
