// Sentences that start something, and lists by their names.
import { expect, it } from "vitest";
import { score } from "../parts/combobox";
import { placeWays, wishOf } from "./finding";

it.each([
  ["new quote for Acme", { what: "quote", name: "Acme" }],
  ["New quote Halden Bicycle", { what: "quote", name: "Halden Bicycle" }],
  ["quote for  acme ", { what: "quote", name: "acme" }],
  ["new invoice for Acme", { what: "invoice", name: "Acme" }],
  ["Invoice for acme", { what: "invoice", name: "acme" }],
  ["new customer Ana Ruiz", { what: "customer", name: "Ana Ruiz" }],
  ["new quote", undefined],
  ["quote forms", undefined],
  ["invoice acme", undefined],
  ["acme", undefined],
])("%s", (text, wish) => {
  expect(wishOf(text)).toEqual(wish);
});

it.each([
  ["invoices past due", "list-invoices-late"],
  ["overdue", "list-invoices-late"],
  ["late invoices", "list-invoices-late"],
  ["open quotes", "list-quotes-open"],
  ["paid", "list-invoices-paid"],
])("“%s” leads to a list", (text, id) => {
  const best = placeWays.map((way) => ({ id: way.id, rank: score(`${way.title} ${way.also}`, text) })).toSorted((one, other) => other.rank - one.rank)[0];
  expect(best?.id).toBe(id);
});
