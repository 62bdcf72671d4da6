// Days as they are typed: every way of writing one leads to the same day, and what is none is taken for none.
import { expect, it } from "vitest";
import { days } from "./days";
import { isoToday } from "./dates";

it.each([
  "2026-01-15",
  "2026/1/15",
  "1/15/2026",
  "15/1/2026",
  "1/15/26",
  "15.1.2026",
  "15.01.26",
  "01152026",
  "15012026",
  "20260115",
  "Jan 15, 2026",
  "15 january 2026",
  "2026 jan 15",
])("reads %s", (text) => {
  expect(days.read(text)).toBe("2026-01-15");
});

it("takes the order of the owner's dates where both make sense, and points for day before month", () => {
  expect(days.read("3/4/2026")).toBe("2026-03-04");
  expect(days.read("3.4.2026")).toBe("2026-04-03");
});

it("takes this year where none is written", () => {
  const year = isoToday().slice(0, 4);
  expect(days.read("Nov 3")).toBe(`${year}-11-03`);
  expect(days.read("11/3")).toBe(`${year}-11-03`);
});

it.each(["", "soon", "2026-02-30", "13/13/2026", "Jan", "Ja 5", "115", "0001-01-01", "1 2 3 4"])("takes %j for no day", (text) => {
  expect(days.read(text)).toBeUndefined();
});

it("reads what it writes", () => {
  expect(days.read(days.write("2026-01-15"))).toBe("2026-01-15");
  expect(days.write("")).toBe("");
});
