// Calendar days as people type them, in English: `2026-01-15`, `1/15/2026`, `15.1.2026`, `01152025`, `Jan 15`, `15 January 2026`.
// Of two readings the one in the order of the owner's own dates is meant. A day without a year is of this year.
import { isoDay, isoToday } from "./dates";
import { locale } from "./locale";

const monthName = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
const MONTHS = Array.from({ length: 12 }, (_, month) => monthName.format(Date.UTC(2026, month, 1)).toLowerCase());
const MONTH_FIRST = new Intl.DateTimeFormat(locale).formatToParts(0).findIndex(({ type }) => type === "month") === 0;

/** `YYYY-MM-DD`, if there is such a day. */
function made(year: number, month: number, day: number): string | undefined {
  const there = new Date(Date.UTC(year, month - 1, day));
  if (year < 1970 || year > 9999 || there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day) return undefined;
  return there.toISOString().slice(0, 10);
}

/** Two numbers of which one is the month. */
function either(one: number, other: number, year: number, monthFirst: boolean): string | undefined {
  const [month, day] = monthFirst ? [one, other] : [other, one];
  return made(year, month, day) ?? made(year, day, month);
}

function monthOf(word: string): number {
  return word.length < 3 ? 0 : MONTHS.findIndex((name) => name.startsWith(word)) + 1;
}

function yearOf(word: string): number {
  return word.length === 2 ? 2000 + Number(word) : Number(word);
}

/** The day that a text means, `YYYY-MM-DD`; none when it means none. */
function read(text: string): string | undefined {
  const words = text.toLowerCase().split(/[\s,./-]+/u).filter((word) => word !== "");
  const thisYear = Number(isoToday().slice(0, 4));
  const at = words.findIndex((word) => monthOf(word) > 0);
  const numbers = words.filter((_, place) => place !== at);
  if (numbers.some((word) => !/^\d+$/u.test(word))) return undefined;
  const [first = "", second = "", third = ""] = numbers;
  if (at >= 0) {
    const month = monthOf(words[at] ?? "");
    if (numbers.length === 1 && first.length <= 2) return made(thisYear, month, Number(first));
    if (numbers.length !== 2) return undefined;
    return first.length === 4 ? made(Number(first), month, Number(second)) : made(yearOf(second), month, Number(first));
  }
  const monthFirst = MONTH_FIRST && !text.includes(".");
  if (numbers.length === 3) {
    if (first.length === 4) return made(Number(first), Number(second), Number(third));
    return either(Number(first), Number(second), yearOf(third), monthFirst);
  }
  if (numbers.length === 2) return either(Number(first), Number(second), thisYear, monthFirst);
  if (numbers.length !== 1 || first.length !== 8) return undefined;
  const [two, four] = [Number(first.slice(0, 2)), Number(first.slice(2, 4))];
  return either(two, four, Number(first.slice(4)), monthFirst) ?? made(Number(first.slice(0, 4)), Number(first.slice(4, 6)), Number(first.slice(6)));
}

export const days = {
  read,
  /** As it is shown. */
  write: (day: string): string => isoDay(day),
  /** Said of a text that means no day. */
  unread: `This is no day. Write it as ${isoDay("2026-01-15")}, or as 2026-01-15.`,
  calendar: "Choose in a calendar",
};
