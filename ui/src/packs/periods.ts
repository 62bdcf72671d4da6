// The periods a pack is usually asked for, as calendar days `YYYY-MM-DD`. Days only: when one begins is decided in Rust.

/** A period by its first and its last day, both of which belong to it. */
export interface Days {
  first: string;
  last: string;
}

/** What can be chosen by name. */
export type Named = "this_month" | "last_month" | "quarter";

function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month, day));
}

/** A named period, seen from today. */
export function daysOf(name: Named, today: string): Days {
  const now = new Date(`${today}T00:00:00Z`);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const months = (first: number, length: number): Days => ({
    first: iso(utc(year, first, 1)),
    // The day before the first of the month after.
    last: iso(utc(year, first + length, 0)),
  });
  if (name === "this_month") return months(month, 1);
  if (name === "last_month") return months(month - 1, 1);
  return months(month - (month % 3) - 3, 3);
}

/** The day after one; empty when it is no day. */
export function dayAfter(day: string): string {
  const there = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(there.getTime())) return "";
  there.setUTCDate(there.getUTCDate() + 1);
  return iso(there);
}
