// How often something recurs, as a choice: `once`, or count and interval such as `3 month`.
import type { Per } from "../bridge/contract";
import { rhythm } from "./amounts";
import { words } from "./en";

const usual = ["1 month", "1 year", "3 month", "6 month", "1 week", "2 week", "1 day"];

/** The choice that stands for a rhythm. */
export function rhythmOf(per: Per | null): string {
  return per === null ? "once" : `${per.count} ${per.interval}`;
}

/** The rhythm a choice stands for. */
export function perOf(choice: string): Per | null {
  const [count, interval] = choice.split(" ");
  return count === undefined || interval === undefined ? null : { count: Number(count), interval };
}

/** The choices, with the one in use among them. */
export function rhythmOptions(inUse: string): { value: string; label: string }[] {
  const all = usual.includes(inUse) || inUse === "once" ? usual : [inUse, ...usual];
  return [{ value: "once", label: words.editor.once }, ...all.map((value) => ({ value, label: rhythm(perOf(value) ?? { interval: "month", count: 1 }) }))];
}
