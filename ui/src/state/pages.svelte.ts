// A list of any length, of which only the pages that are or were just in sight are here: any row can be asked for, so
// that the end of 100,000 is as near as the beginning. What is here is fetched again in place when something in it
// changed. It knows nothing of rows on a screen.
import { call, problemOf } from "../bridge/call";
import { TAGS, type ListPage, type Page, type Problem, type Row, type Tag } from "../bridge/contract";

/** What a list shows: everything but which page. */
export type Listing = Omit<ListPage, "cursor" | "at" | "limit">;

/** Rows a page: two screens of a large window, so that what comes into sight comes soon. Rust allows up to 200. */
export const PAGE = 50;

/** So many pages are kept: a few screens on either side of wherever one is. */
const ROOM = 24;

/** How a page is asked for: replaced in tests. */
export type AskPage = (request: ListPage) => Promise<Page>;

/** The pages of one list. */
export class Pages {
  total = $state(0);
  problem: Problem | undefined = $state.raw();
  /** The first answer has come, so that "nothing here" is true and not merely early. */
  ready = $state(false);
  /** Rows are being fetched: what is shown may be about to change. */
  busy = $state(false);

  readonly #ask: AskPage;
  #listing: Listing | undefined;
  #pages: ReadonlyMap<number, Row[]> = $state.raw(new Map());
  /** Pages under way, by the round in which they were asked for. */
  #asked = new Set<number>();
  #sight: [from: number, to: number] = [0, PAGE];
  #round = 0;

  constructor(ask: AskPage = (request) => call("records.list", request)) {
    this.#ask = ask;
  }

  /** The row at a place, if it is here. */
  row(at: number): Row | undefined {
    return this.#pages.get(Math.floor(at / PAGE))?.[at % PAGE];
  }

  /** The place of a row, if it is here; else -1. */
  placeOf(id: string): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.id === id);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /** Shows another list from its top. */
  async show(listing: Listing): Promise<void> {
    this.#listing = listing;
    this.ready = false;
    this.#sight = [0, PAGE];
    await this.#begin();
  }

  /** Fetches what is in sight again; the rest is fetched anew when it comes into sight. */
  async again(): Promise<void> {
    await this.#begin();
  }

  /** Sees to it that these rows are here or on their way, `to` not included. */
  async need(from: number, to: number): Promise<void> {
    this.#sight = [from, to];
    const missing = pagesOf(from, Math.min(to, this.total)).filter((page) => !this.#pages.has(page) && !this.#asked.has(page));
    await Promise.all(missing.map((page) => this.#fetch(page, this.#round)));
  }

  /** Whether a change with these tags may have touched the list. */
  concerns(tags: readonly Tag[] | "all"): boolean {
    return tags === "all" || TAGS["records.list"].tags.some((tag) => tags.includes(tag));
  }

  async #begin(): Promise<void> {
    if (!this.#listing) return;
    this.#round += 1;
    this.#asked.clear();
    const mine = this.#round;
    // The pages before stay on the screen until all the new ones are there: nothing flickers.
    const fresh = new Map<number, Row[]>();
    await Promise.all(pagesOf(...this.#sight).map((page) => this.#fetch(page, mine, fresh)));
    if (mine !== this.#round || fresh.size === 0) return;
    this.#pages = fresh;
    this.ready = true;
  }

  async #fetch(page: number, mine: number, into?: Map<number, Row[]>): Promise<void> {
    const listing = this.#listing;
    if (!listing) return;
    this.#asked.add(page);
    this.busy = true;
    try {
      const answer = await this.#ask({ ...listing, cursor: null, at: page * PAGE, limit: PAGE });
      if (mine !== this.#round) return;
      this.total = answer.total;
      this.problem = undefined;
      if (into) into.set(page, answer.rows);
      else this.#keep(page, answer.rows);
    } catch (thrown) {
      if (mine === this.#round) this.problem = problemOf(thrown);
    } finally {
      if (mine === this.#round) {
        this.#asked.delete(page);
        this.busy = this.#asked.size > 0;
      }
    }
  }

  #keep(page: number, rows: Row[]): void {
    const kept = new Map(this.#pages);
    kept.set(page, rows);
    const here = Math.floor(this.#sight[0] / PAGE);
    // The farthest goes first.
    for (const far of [...kept.keys()].toSorted((one, other) => Math.abs(other - here) - Math.abs(one - here))) {
      if (kept.size <= ROOM) break;
      kept.delete(far);
    }
    this.#pages = kept;
  }
}

function pagesOf(from: number, to: number): number[] {
  const first = Math.floor(Math.max(0, from) / PAGE);
  const last = Math.floor(Math.max(from, to - 1, 0) / PAGE);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
