// What a list was last asked to show, kept for each account and each list over restarts: tab, order and what narrows
// it. Days stand as days, so that they mean the same wherever the computer is. It asks nothing and draws nothing.
import type { ListFilter, Noun, Sort } from "../bridge/contract";
import { keep, recall } from "./prefs";

/** Nothing narrows the list. */
export const everything: ListFilter = { customer: null, currency: null, from: null, to: null, least: null, most: null, overdue: false };

/** What narrows a list, as a person chose it. */
export interface Choice {
  customer?: { id: string; name: string } | undefined;
  currency?: string | undefined;
  /** The first and the last day that belong to it, `YYYY-MM-DD`. */
  from?: string | undefined;
  to?: string | undefined;
  least?: string | undefined;
  most?: string | undefined;
  overdue?: boolean | undefined;
}

/** All that is kept of a list. */
export interface Habit {
  tab: string;
  sort: Sort;
  choice: Choice;
}

const usual: Habit = { tab: "all", sort: "newest", choice: {} };
const sorts: readonly Sort[] = ["newest", "oldest", "date", "latest", "amount", "smallest", "name"];
const name = (account: string, noun: Noun): string => `list.${account}.${noun}`;

/** How a list was left; what cannot be read is as if nothing had been chosen. */
export function recallHabit(account: string, noun: Noun): Habit {
  try {
    const kept = JSON.parse(recall(name(account, noun), "{}")) as Partial<Habit>;
    return {
      tab: typeof kept.tab === "string" ? kept.tab : usual.tab,
      sort: sorts.find((sort) => sort === kept.sort) ?? usual.sort,
      choice: typeof kept.choice === "object" && kept.choice !== null ? kept.choice : {},
    };
  } catch {
    return usual;
  }
}

/** Keeps how a list is left. */
export function keepHabit(account: string, noun: Noun, habit: Habit): void {
  keep(name(account, noun), JSON.stringify(habit));
}

/** The choice as it is asked for: days become the moments at which they begin here. */
export function filterOf(choice: Choice): ListFilter {
  return {
    customer: choice.customer?.id ?? null,
    currency: choice.currency ?? null,
    from: choice.from === undefined ? null : beginOf(choice.from, 0),
    to: choice.to === undefined ? null : beginOf(choice.to, 1),
    least: choice.least ?? null,
    most: choice.most ?? null,
    overdue: choice.overdue ?? false,
  };
}

/** Whether anything is chosen. */
export function isNarrow(choice: Choice): boolean {
  return Object.values(choice).some((one) => one !== undefined && one !== false);
}

/** When a day begins in local time, some days later; unix seconds. */
function beginOf(day: string, later: number): number | null {
  const [year, month, ofMonth] = day.split("-").map(Number);
  if (year === undefined || month === undefined || ofMonth === undefined) return null;
  const at = new Date(year, month - 1, ofMonth + later).getTime();
  return Number.isNaN(at) ? null : Math.floor(at / 1000);
}
