// Paged lists: any row can be asked for, a refresh keeps the place, another list wins over a slow answer.
import { expect, it } from "vitest";
import type { ListPage, Page, Row } from "../bridge/contract";
import { everything } from "./listing";
import { PAGE, Pages, type Listing } from "./pages.svelte";

const listing: Listing = { noun: "quote", tab: "all", filter: everything, sort: "newest" };

function row(id: string): Row {
  return { noun: "quote", id, title: id, subtitle: "", number: null, amount: null, left: null, per: null, state: null, created: 0, as_of: null, pending: null };
}

function library(size: number): { ask: (request: ListPage) => Promise<Page>; starts: (number | null)[] } {
  const starts: (number | null)[] = [];
  return {
    starts,
    async ask({ at, limit, tab }) {
      starts.push(at);
      const from = at ?? 0;
      const rows = Array.from({ length: Math.max(0, Math.min(size, from + limit) - from) }, (_, offset) => row(`${tab}-${from + offset}`));
      return { rows, next: null, total: size };
    },
  };
}

it("begins with the first page and knows how long the list is", async () => {
  const { ask, starts } = library(100_000);
  const pages = new Pages(ask);
  await pages.show(listing);
  expect(pages.total).toBe(100_000);
  expect(pages.row(0)?.id).toBe("all-0");
  expect(pages.row(PAGE)).toBeUndefined();
  expect(starts).toEqual([0]);
});

it("jumps anywhere and asks for no page twice", async () => {
  const { ask, starts } = library(100_000);
  const pages = new Pages(ask);
  await pages.show(listing);
  await Promise.all([pages.need(99_985, 100_000), pages.need(99_990, 100_012)]);
  expect(pages.row(99_999)?.id).toBe("all-99999");
  expect(pages.placeOf("all-99950")).toBe(99_950);
  await pages.need(57_340, 57_410);
  expect([pages.row(57_399)?.id, pages.row(57_400)?.id], "over the edge of a page").toEqual(["all-57399", "all-57400"]);
  expect(starts).toEqual([0, 99_950, 57_300, 57_350, 57_400]);
});

it("keeps only what is near", async () => {
  const { ask } = library(100_000);
  const pages = new Pages(ask);
  await pages.show(listing);
  for (let at = 0; at < 5000; at += PAGE) await pages.need(at, at + 20);
  expect(pages.row(0), "the beginning is far away by now").toBeUndefined();
  expect(pages.row(4900)?.id).toBe("all-4900");
  expect(pages.row(4500)?.id, "a few screens back").toBe("all-4500");
});

it("fetches what is in sight again when something changed", async () => {
  const { ask, starts } = library(1000);
  const pages = new Pages(ask);
  await pages.show(listing);
  await pages.need(520, 540);
  await pages.again();
  expect(starts).toEqual([0, 500, 500]);
  expect(pages.row(545)?.id, "the place in the list is kept").toBe("all-545");
});

it("shows the list chosen last, not the one that answers last", async () => {
  const slow: ((page: Page) => void)[] = [];
  const pages = new Pages((request) =>
    request.tab === "all" ? new Promise((answer) => void slow.push(answer)) : Promise.resolve({ rows: [row("open")], next: null, total: 1 }),
  );
  const first = pages.show(listing);
  await pages.show({ ...listing, tab: "open" });
  slow[0]?.({ rows: [row("late")], next: null, total: 1 });
  await first;
  expect([pages.row(0)?.id, pages.total]).toEqual(["open", 1]);
});
