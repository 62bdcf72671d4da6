// What every screen needs to know about where it stands: the account, whether Stripe answers, the settings. Read once
// for the whole window.
import type { Overview, Problem } from "../bridge/contract";
import { setClock } from "../words/clock.svelte";
import { words } from "../words/en";
import { damage } from "./damage.svelte";
import { keep, recall } from "./prefs";
import { read, type Read } from "./reads.svelte";
import { isOwners } from "./trouble";

let overview: Read<Overview> | undefined = $state.raw();

/** The account in use when this window was last open: most likely it is the one in use now. */
const last = recall("account", "");

/** How often what is said by the time is said anew, in milliseconds. */
const AGES = 20_000;

/** Begins to read; called once by the frame of the window. */
export function open(): Read<Overview> {
  const reading = read("app.overview", () => ({}));
  overview = reading;
  // The practice account's clock may stand elsewhere than this computer's; what passes since is the same. It is set anew
  // now and then, so that "2 min ago" grows older everywhere while nothing else happens.
  $effect(() => {
    const told = reading.value?.now;
    if (told === undefined) return undefined;
    const heard = performance.now();
    const set = (): void => setClock(() => told + (performance.now() - heard) / 1000);
    set();
    const timer = setInterval(set, AGES);
    return () => clearInterval(timer);
  });
  $effect(() => {
    const account = reading.value?.account.id;
    if (account !== undefined) keep("account", account);
  });
  return reading;
}

/** Where one stands. */
export const desk = {
  get overview(): Overview | undefined {
    return overview?.value;
  },
  /** The account in use. Until the overview is here, the one of last time, so that its list need not wait for it. */
  get account(): string | undefined {
    return overview?.value?.account.id ?? (overview?.problem || last === "" ? undefined : last);
  },
  get mode(): Overview["account"]["mode"] {
    return overview?.value?.account.mode ?? "practice";
  },
  /** Why an act that needs Stripe cannot be done now; nothing when it can. */
  get offline(): string | undefined {
    const sync = overview?.value?.sync;
    if (sync?.reachable !== false) return undefined;
    return isOwners(sync.problem) ? sync.problem.message : words.common.offline;
  },
  /** That the records are damaged, while they are open: whether a question came upon it or looking at Stripe did. */
  get damage(): Problem | undefined {
    // Where they could not be opened at all, the repair desk says so.
    const value = overview?.value;
    if (!value) return undefined;
    // The overview is asked of the same records, and may be refused as well while the last one still stands.
    const told = [overview?.problem, damage.found, value.sync.problem];
    return told.find((problem) => problem?.code === "damaged") ?? undefined;
  },
  /** "On the practice account": where an act takes place. */
  get where(): string {
    const account = overview?.value?.account;
    return words.onAccount(account?.mode ?? "practice", account?.name ?? "");
  },
};

/** Whether the strip above every place says this already. */
export function isSaidAbove(problem: Problem): boolean {
  // Each place that comes upon damage names it in its own way.
  if (problem.code === "damaged" && desk.damage) return true;
  const above = desk.overview?.sync.problem;
  return isOwners(above) && above.message === problem.message;
}
