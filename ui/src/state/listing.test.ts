// A list is found as it was left, and a day means the whole day.
import { beforeEach, expect, it } from "vitest";
import { everything, filterOf, isNarrow, keepHabit, recallHabit } from "./listing";

beforeEach(() => localStorage.clear());

it("is found as it was left, for each account and each list", () => {
  const habit = { tab: "open", sort: "amount" as const, choice: { currency: "eur", from: "2026-10-01" } };
  keepHabit("practice", "invoice", habit);
  expect(recallHabit("practice", "invoice")).toEqual(habit);
  for (const [account, noun] of [["acct_1_test", "invoice"], ["practice", "quote"]] as const) {
    expect(recallHabit(account, noun)).toEqual({ tab: "all", sort: "newest", choice: {} });
  }
});

it("takes what cannot be read for nothing chosen", () => {
  for (const kept of ["", "[", "{}", '{"sort":"sideways","choice":null,"tab":7}']) {
    localStorage.setItem("counterfoil.list.practice.invoice", kept);
    expect(recallHabit("practice", "invoice")).toEqual({ tab: "all", sort: "newest", choice: {} });
  }
});

it("asks from the beginning of the first day to the end of the last", () => {
  const filter = filterOf({ from: "2026-10-01", to: "2026-10-31" });
  expect(filter.from).toBe(new Date(2026, 9, 1).getTime() / 1000);
  expect(filter.to, "the last day belongs to it").toBe(new Date(2026, 10, 1).getTime() / 1000);
  expect(filterOf({})).toEqual(everything);
  expect([isNarrow({}), isNarrow({ overdue: false }), isNarrow({ overdue: true })]).toEqual([false, false, true]);
});
