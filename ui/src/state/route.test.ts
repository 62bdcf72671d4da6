// Addresses: written and read back the same, whatever an id holds; unknown places lead to the quotes.
import { expect, it } from "vitest";
import { format, parse, type Route } from "./route.svelte";

it.each<Route>([
  { place: "quotes", id: undefined, doing: undefined },
  { place: "quotes", id: "qt_1", doing: undefined },
  { place: "quotes", id: "draft_1", doing: "write" },
  { place: "invoices", id: "in/1 ü", doing: "pdf" },
])("reads what it writes: %o", (route) => {
  expect(parse(format(route))).toEqual(route);
});

it("leads to the quotes from anywhere unknown", () => {
  expect(parse("#/nowhere").place).toBe("quotes");
  expect(parse("").place).toBe("quotes");
});
