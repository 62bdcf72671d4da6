// Paged lists: pages follow one another by cursor, a refresh keeps the place, another list wins over a slow answer.
import { expect, it } from "vitest";
import type { ListPage, Page, Row } from "../bridge/contract";
import { Pages, type Listing } from "./pages.svelte";

const listing: Listing = { noun: "quote", tab: "all", filter: { customer: null, currency: null, from: null, to: null }, sort: "newest" };

function row(id: string): Row {
  return { noun: "quote", id, title: id, subtitle: "", number: null, amount: null, per: null, state: null, created: 0, as_of: null, pending: null };
}

function library(size: number): { ask: (request: ListPage) => Promise<Page>; requests: ListPage[] } {
  const requests: ListPage[] = [];
  return {
    requests,
    async ask(request) {
      requests.push(request);
      const from = Number(request.cursor ?? 0);
      const to = Math.min(size, from + request.limit);
      return {
        rows: Array.from({ length: to - from }, (_, at) => row(`${request.tab}-${from + at}`)),
        next: to < size ? String(to) : null,
        total: size,
      };
    },
  };
}

it("fetches a page at a time, each from where the one before ended", async () => {
  const { ask, requests } = library(250);
  const pages = new Pages(ask);
  await pages.show(listing);
  expect(pages.rows.length).toBe(100);
  expect(pages.total).toBe(250);
  await pages.more();
  await pages.more();
  await pages.more();
  expect(pages.rows.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, at) => `all-${at}`));
  expect(requests.length, "at the end nothing more is asked").toBe(3);
});

it("fetches as far as it was scrolled when something changed", async () => {
  const { ask } = library(250);
  const pages = new Pages(ask);
  await pages.show(listing);
  await pages.more();
  await pages.again();
  expect(pages.rows.length, "the place in the list is kept").toBe(200);
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
  expect(pages.rows.map(({ id }) => id)).toEqual(["open"]);
});
