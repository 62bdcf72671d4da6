// Amounts, dates, states and births as they are read on the screen.
import { beforeEach, describe, expect, it } from "vitest";
import type { Amount, Birth, Row, State } from "../bridge/contract";
import { count, each, money, size, slash } from "./amounts";
import { acceptingText, acceptingTitle, acceptingVerb, birthLine } from "./births";
import { setClock } from "./clock.svelte";
import { daysAway, inDays, isoToday, since, soon } from "./dates";
import { words } from "./en";
import { daysOf, rowWords, stateWords } from "./states";

const at = (iso: string): number => new Date(iso).getTime() / 1000;
const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const amount = (decimal: string, currency = "usd"): Amount => ({ minor: 0, currency, decimal, text: "" });

beforeEach(() => setClock(() => at("2026-11-22T12:00:00")));

describe("amounts", () => {
  it.each([
    ["1234.50", "usd", "$1,234.50"],
    ["-146.98", "usd", "−\u2060$146.98"],
    ["1320000", "jpy", "¥1,320,000"],
    ["412.500", "kwd", "KWD 412.500"],
    ["0.0125", "usd", "$0.0125"],
    ["12345678901234567.89", "eur", "€12,345,678,901,234,567.89"],
  ])("%s %s is %s", (decimal, currency, expected) => {
    expect(plain(money({ decimal, currency }))).toBe(expected);
  });
  it("says how often", () => {
    expect(each({ interval: "month", count: 1 })).toBe("each month");
    expect(each({ interval: "month", count: 3 })).toBe("every 3 months");
    expect(slash({ interval: "year", count: 1 })).toBe("/ year");
  });
  it("counts", () => {
    expect(count(1, "quote")).toBe("1 quote");
    expect(count(1204, "quote")).toBe("1,204 quotes");
    expect(size(63_488)).toBe("62 KB");
  });
});

describe("dates", () => {
  it("counts days by the calendar, not by 24 hours", () => {
    expect(daysAway(at("2026-11-23T00:30:00"))).toBe(1);
    expect(daysAway(at("2026-11-21T23:30:00"))).toBe(-1);
    expect(inDays(at("2026-11-24T18:00:00"))).toBe("in 2 days");
  });
  it("says how long ago", () => {
    expect(since(at("2026-11-22T11:58:00"))).toBe("2 min ago");
    expect(since(at("2026-11-22T12:00:30"))).toBe("just now");
  });
  it("follows the clock of the account", () => {
    expect(isoToday()).toBe("2026-11-22");
  });
});

describe("states", () => {
  it("say their date", () => {
    expect(stateWords({ code: "expiring", at: at("2026-11-24T18:00:00"), why: null, stripe: "open" })).toEqual({ word: "Expires in 2 days", tone: "soon" });
    expect(stateWords({ code: "past_due", at: at("2026-11-17T00:00:00"), why: null, stripe: "open" })).toEqual({ word: "Past due 5 days", tone: "late" });
  });
  it("show Stripe's own word where ours is missing", () => {
    const retried = { code: "retrying", at: at("2026-11-25T18:00:00"), why: null, stripe: "open" } as const;
    expect(rowWords({ pending: null, state: retried })?.word).toBe(`Next attempt ${soon(retried.at)}`);
    expect(rowWords({ pending: null, state: retried, left: amount("0.05") })?.word).toBe(`Rest: next attempt ${soon(retried.at)}`);
    expect(stateWords({ code: "unknown", at: null, why: null, stripe: "half_open" }).word).toBe("half_open");
  });
  it("come with the days by which a record is found", () => {
    const row = (noun: Row["noun"], state: Partial<State>): Row => ({
      noun, id: "1", title: "", subtitle: "", number: null, amount: null, left: null, per: null,
      state: { code: "open", at: null, why: null, stripe: "open", ...state }, created: at("2026-11-03T12:00:00"), as_of: null, pending: null,
    });
    expect(daysOf(row("invoice", {}))).toBe("Nov 3");
    expect(daysOf(row("invoice", { at: at("2026-11-17T12:00:00") }))).toBe("Nov 3, due Nov 17");
    expect(daysOf(row("quote", { at: at("2026-12-03T12:00:00") }))).toBe("Nov 3, until Dec 3");
    expect(daysOf(row("invoice", { code: "paid", at: at("2026-11-17T12:00:00") })), "the state says that day").toBe("Nov 3");
    expect(daysOf(row("customer", {}))).toBeUndefined();
  });
});

describe("what accepting creates", () => {
  const born: Birth = { kind: "draft_invoice", name: null, amount: null, per: null, starts_at: null, trial_days: null, finalizes_after: null, days_until_due: null };
  const month = { interval: "month", count: 1 };
  const subscription: Birth = { ...born, kind: "subscription", name: "Care plan", amount: amount("178.80"), per: month };
  const first: Birth = { ...born, amount: amount("8642.42"), finalizes_after: 3600, days_until_due: 14 };
  const zero = amount("0.00");
  const recurring = { per: month, totals: { subtotal: zero, discounts: [], taxes: [], total: amount("178.80") } };
  const terms = { collection: "send_invoice", days_until_due: 14 } as const;

  it("a subscription with its first invoice, to the cent", () => {
    expect(acceptingTitle([subscription, first])).toBe("Accepting this will start a subscription");
    expect(acceptingVerb([subscription, first])).toBe("Accept and start the subscription");
    expect(acceptingText([subscription, first], recurring, terms)).toBe(
      "First invoice $8,642.42, finalizes itself an hour later; then $178.80 each month. Payment by invoice, due in 14 days.",
    );
    expect(birthLine(first, [subscription, first])).toMatchObject({ title: "Its first invoice", end: "$8,642.42" });
  });
  it("a draft invoice that waits for its owner", () => {
    const alone: Birth = { ...born, amount: amount("960.00", "eur") };
    expect(acceptingVerb([alone])).toBe("Accept and create the draft invoice");
    expect(acceptingText([alone], null, terms)).toBe(
      "A draft invoice of €960.00, yours to check and finalize. Payment by invoice, due in 14 days.",
    );
  });
  it("a schedule that begins later", () => {
    const later: Birth = { ...subscription, kind: "subscription_schedule", starts_at: at("2026-12-01T00:00:00") };
    expect(acceptingVerb([later])).toBe("Accept and schedule the subscription");
    expect(acceptingText([later], recurring, terms)).toContain("It begins in 9 days, on Dec 1.");
  });
});

describe("what was withdrawn from the outbox", () => {
  const link = { noun: "quote", id: "qt_1", relation: "quote", label: "QT-1" } as const;
  it("says whether anything of it happened, and how to do it after all", () => {
    expect(words.outbox.withdrawn({ steps_done: 0, steps: 1, subject: null })).toBe("Nothing of it happened at Stripe, and it is not sent any more.");
    const half = words.outbox.withdrawn({ steps_done: 2, steps: 4, subject: link });
    expect(half).toContain("2 of 4 steps had been done at Stripe and stay as they are.");
    expect(half).toContain("begin again there");
  });
});
