// Times as people write them: days, hours, how long ago. Times are unix seconds in UTC; they are shown in local time.
import { now } from "./clock.svelte";
import { locale } from "./locale";

const DAY = 86_400;
const year = new Intl.DateTimeFormat(locale, { year: "numeric" });
const dayOnly = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });
const dayYear = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", year: "numeric" });
const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "long" });

function date(at: number): Date {
  return new Date(at * 1000);
}

function startOfDay(at: number): number {
  const day = date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime() / 1000;
}

/** Whole days from today to the day of `at`: 0 today, 1 tomorrow, -1 yesterday. Summer time does not disturb it. */
export function daysAway(at: number): number {
  return Math.round((startOfDay(at) - startOfDay(now())) / DAY);
}

/** `Nov 24`, with the year when it is not this one; `Today`, `Yesterday` and `Tomorrow` by name. */
export function day(at: number): string {
  const away = daysAway(at);
  if (away === 0) return "Today";
  if (away === -1) return "Yesterday";
  if (away === 1) return "Tomorrow";
  return plainDay(at);
}

/** `Nov 24` or `Nov 24, 2025`, never a relative word. */
export function plainDay(at: number): string {
  const there = date(at);
  return year.format(there) === year.format(date(now())) ? dayOnly.format(there) : dayYear.format(there);
}

/** `Nov 24, 2026`: always with its year, where it is a date of record. */
export function fullDay(at: number): string {
  return dayYear.format(date(at));
}

/** `Yesterday, 10:12`. */
export function dayTime(at: number): string {
  return `${day(at)}, ${hour.format(date(at))}`;
}

/** `Jan 25, 2027, 10:12`: a moment that nothing else says the year of. */
export function fullTime(at: number): string {
  return `${fullDay(at)}, ${hour.format(date(at))}`;
}

/** `in 3 days`, `today`, `tomorrow`. */
export function inDays(at: number): string {
  const away = daysAway(at);
  if (away === 0) return "today";
  if (away === 1) return "tomorrow";
  return ago.format(away, "day");
}

/** `in 42 minutes`, `in 3 hours`, `in 5 days`: how long from now, said as a person would. */
export function soon(at: number): string {
  const seconds = at - now();
  if (seconds < 60) return "in a moment";
  if (seconds < 3600) return ago.format(Math.round(seconds / 60), "minute");
  return seconds < 2 * DAY ? ago.format(Math.round(seconds / 3600), "hour") : ago.format(Math.round(seconds / DAY), "day");
}

/** `today at 10:12`, `on Nov 24 at 18:00`: a moment within a sentence. */
export function atTime(at: number): string {
  const away = daysAway(at);
  const when = away === 0 ? "today" : away === 1 ? "tomorrow" : away === -1 ? "yesterday" : `on ${plainDay(at)}`;
  return `${when} at ${hour.format(date(at))}`;
}

/** `just now`, `2 min ago`, `3 hours ago`, then the day. */
export function since(at: number): string {
  const seconds = Math.max(0, now() - at);
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < DAY) return ago.format(-Math.floor(seconds / 3600), "hour");
  return dayTime(at);
}

/** Seconds as a person would say them: `an hour`, `3 hours`, `2 days`. */
export function span(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  if (seconds < 3570) return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  if (hours === 1) return "an hour";
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** A calendar day such as `2026-10-01` as `Oct 1, 2026`; empty where it is none. */
export function isoDay(iso: string): string {
  const there = new Date(`${iso}T12:00:00`);
  return Number.isNaN(there.getTime()) ? "" : dayYear.format(there);
}

/** Today as `YYYY-MM-DD` in local time, for date fields. */
export function isoToday(): string {
  const today = date(now());
  const pad = (number: number): string => String(number).padStart(2, "0");
  return `${today.getFullYear()}-${pad(today.getMonth() + 1)}-${pad(today.getDate())}`;
}
