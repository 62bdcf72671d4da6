// What was typed into the change of a subscription, as Rust is asked about it.
import { expect, test } from "vitest";
import type { PriceView, SubscriptionPart } from "../bridge/contract";
import { Change } from "./change.svelte";

const part: SubscriptionPart = { item: "si_1", price: "price_1", title: "Hosting", quantity: 2, unit: null };
const price = { id: "price_9", name: "Care plan" } as PriceView;

test("nothing changes until something does", () => {
  const change = new Change("sub_1", [part]);
  expect(change.asked).toBeUndefined();
  change.entries[0]!.quantity = "2";
  expect(change.asked).toBeUndefined();
});

test("a quantity, a price and an item more are one change", () => {
  const change = new Change("sub_1", [part]);
  change.entries[0]!.quantity = "5";
  change.entries[0]!.price = price;
  change.add(price);
  expect(change.asked?.items).toEqual([
    { item: "si_1", price: "price_9", quantity: 5, remove: false },
    { item: null, price: "price_9", quantity: 1, remove: false },
  ]);
});

test("what was added goes altogether, what was there is taken out and comes back", () => {
  const change = new Change("sub_1", [part]);
  change.add(price);
  change.remove(change.entries[1]!);
  change.remove(change.entries[0]!);
  expect(change.asked?.items).toEqual([{ item: "si_1", price: null, quantity: null, remove: true }]);
  change.remove(change.entries[0]!);
  expect(change.asked).toBeUndefined();
});

test("a quantity that is no whole number is left to Rust to refuse", () => {
  const change = new Change("sub_1", [part]);
  change.entries[0]!.quantity = "1.5";
  expect(change.asked?.items[0]?.quantity).toBe(0);
});
