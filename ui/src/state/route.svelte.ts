// Where one is: a place of the rail, a record in it, and perhaps a way of looking at it. Kept in the address after `#`,
// so that Back works and a record can be linked to. A window that opens without an address opens on the place it was
// last in.
import { keep, recall } from "./prefs";

/** The places of the rail. */
export const places = ["today", "quotes", "invoices", "payments", "subscriptions", "customers", "catalogue", "packs", "outbox", "settings"] as const;
/** One of them. */
export type Place = (typeof places)[number];

/** A place, a record in it, and what is done there (`write` is the quote editor, `connect` the page for a key). */
export interface Route {
  place: Place;
  id?: string | undefined;
  doing?: "write" | "pdf" | "connect" | undefined;
}

/** Reads an address; anything unknown leads to the quotes. */
export function parse(hash: string): Route {
  const [place, id, doing] = hash.replace(/^#?\/?/u, "").split("/").map(decodeURIComponent);
  const known = places.find((name) => name === place);
  if (!known) return { place: "quotes" };
  return { place: known, id: id === "" ? undefined : id, doing: doing === "write" || doing === "pdf" || doing === "connect" ? doing : undefined };
}

/** Writes an address. */
export function format(route: Route): string {
  const parts = [route.place, ...(route.id === undefined ? [] : [encodeURIComponent(route.id)])];
  if (route.id !== undefined && route.doing !== undefined) parts.push(route.doing);
  return `#/${parts.join("/")}`;
}

/** Where a window begins: where its address says, else at the place where it was left, without the record. */
export function first(hash: string): Route {
  return parse(hash === "" ? recall("place", "") : hash);
}

/** Keeps the place for the next start. One goes to the settings for an errand, not to be there. */
function stay({ place }: Route): void {
  if (place !== "settings") keep("place", place);
}

let current: Route = $state.raw(first(typeof location === "undefined" ? "" : location.hash));
const lastSeen = new Map<Place, string>();

if (typeof window !== "undefined") {
  window.addEventListener("hashchange", () => {
    // What was written here is no journey; where Back and Forward lead is.
    if (location.hash === written) return;
    clearTimeout(later);
    meant = undefined;
    written = location.hash;
    current = parse(written);
    stay(current);
    if (current.id !== undefined && current.doing !== "write") lastSeen.set(current.place, current.id);
  });
}

/** Between two writings of the address while one moves along a list, milliseconds: WebKit takes a hundred in ten seconds. */
const PACE = 200;
let writtenAt = -PACE;
let written: string | undefined;
/** The address of the row that one has moved on to, not written yet. */
let meant: string | undefined;
let later: ReturnType<typeof setTimeout> | undefined;

function rewrite(hash: string): void {
  meant = undefined;
  writtenAt = performance.now();
  written = hash;
  try {
    history.replaceState(null, "", hash);
  } catch {
    // Too often after all. The window knows where it is; only the address lags behind.
  }
}

/** Writes the address in place: at once, or, where that was done a moment ago, when its time has come. */
function rewriteSoon(hash: string): void {
  clearTimeout(later);
  const wait = writtenAt + PACE - performance.now();
  if (wait <= 0) return rewrite(hash);
  meant = hash;
  later = setTimeout(() => rewrite(hash), wait);
}

function push(hash: string): void {
  clearTimeout(later);
  // Back leads to the row that one was on.
  if (meant !== undefined) rewrite(meant);
  written = hash;
  try {
    history.pushState(null, "", hash);
  } catch {
    // As above.
  }
}

/** Where one is now. */
export const route = {
  get place() {
    return current.place;
  },
  get id() {
    return current.id;
  },
  get doing() {
    return current.doing;
  },
};

/** Goes there. `quietly` leaves no step for Back: moving along a list is not a journey. */
export function go(to: Route, quietly = false): void {
  if (to.id !== undefined && to.doing !== "write" && to.place !== "settings") lastSeen.set(to.place, to.id);
  current = to;
  stay(to);
  const hash = format(to);
  if (hash === (meant ?? location.hash)) return;
  if (quietly) rewriteSoon(hash);
  else push(hash);
}

/** Goes to a place, to the record that was open there. */
export function visit(place: Place): void {
  go({ place, id: lastSeen.get(place) });
}

/** Forgets which records were open: another account has others. */
export function forget(): void {
  lastSeen.clear();
}

/** A tab that a list is to open on; the list itself knows how it was left, so the address does not say. */
let tabs: Readonly<Record<string, string>> = $state.raw({});

/** Goes to a list and to one of its tabs. */
export function visitTab(place: Place, noun: string, tab: string): void {
  tabs = { ...tabs, [noun]: tab };
  go({ place });
}

/** The tab that this list is to open on, once. */
export function takeTab(noun: string): string | undefined {
  const tab = tabs[noun];
  if (tab !== undefined) tabs = Object.fromEntries(Object.entries(tabs).filter(([other]) => other !== noun));
  return tab;
}
