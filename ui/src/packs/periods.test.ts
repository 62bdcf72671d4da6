// The usual periods: whole months and quarters, also around the turn of a year.
import { describe, expect, it } from "vitest";
import { dayAfter, daysOf } from "./periods";

describe("the periods of a pack", () => {
  it.each([
    ["this_month", "2026-11-22", "2026-11-01", "2026-11-30"],
    ["last_month", "2026-11-22", "2026-10-01", "2026-10-31"],
    ["last_month", "2026-01-31", "2025-12-01", "2025-12-31"],
    ["last_month", "2028-03-31", "2028-02-01", "2028-02-29"],
    ["quarter", "2026-11-22", "2026-07-01", "2026-09-30"],
    ["quarter", "2026-02-01", "2025-10-01", "2025-12-31"],
  ] as const)("%s seen from %s", (name, today, first, last) => {
    expect(daysOf(name, today)).toEqual({ first, last });
  });

  it("ends the day after the last one", () => {
    expect(dayAfter("2026-12-31")).toBe("2027-01-01");
    expect(dayAfter("2028-02-28")).toBe("2028-02-29");
    expect(dayAfter("")).toBe("");
  });
});
