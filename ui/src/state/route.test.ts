// Addresses: written and read back the same, whatever an id holds; unknown places lead to the quotes. And where a window
// begins.
import { beforeEach, expect, it, vi } from "vitest";
import { first, format, go, parse, route, type Route } from "./route.svelte";

beforeEach(() => localStorage.clear());

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

it("begins at the place where the window was left, without the record", () => {
  expect(first("").place, "nothing is kept").toBe("quotes");
  go({ place: "invoices", id: "in_1", doing: "pdf" });
  expect(first("")).toEqual({ place: "invoices", id: undefined, doing: undefined });
  go({ place: "today" });
  expect(first("").place).toBe("today");
});

it("begins where its address says, and not where an errand led", () => {
  go({ place: "payments" });
  go({ place: "settings", id: "new", doing: "connect" });
  expect(first("").place).toBe("payments");
  expect(first("#/invoices/in_1")).toEqual({ place: "invoices", id: "in_1", doing: undefined });
  localStorage.setItem("counterfoil.place", "nowhere");
  expect(first("").place).toBe("quotes");
});

it("writes the address of a list that one runs along only now and then, and the last row of it", async () => {
  go({ place: "invoices" });
  const replace = vi.spyOn(history, "replaceState");
  for (let row = 0; row < 150; row += 1) go({ place: "invoices", id: `in_${row}` }, true);
  expect(route.id).toBe("in_149");
  expect(replace.mock.calls.length).toBeLessThanOrEqual(1);
  await vi.waitFor(() => expect(location.hash).toBe("#/invoices/in_149"));
  for (let row = 0; row < 150; row += 1) go({ place: "invoices", id: `in_${row}` }, true);
  go({ place: "today" });
  expect(location.hash, "the next place is not waited for").toBe("#/today");
  expect(replace.mock.lastCall?.[2], "and Back leads to the last row").toBe("#/invoices/in_149");
  replace.mockRestore();
});

it("goes where it is told even if the browser takes no more addresses", () => {
  const push = vi.spyOn(history, "pushState").mockImplementation(() => {
    throw new DOMException("too often", "SecurityError");
  });
  go({ place: "customers" });
  expect(route.place).toBe("customers");
  push.mockRestore();
});
