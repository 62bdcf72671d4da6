// A list of any length, fetched page by page as far as it has been scrolled, and fetched again in place when something
// in it changed. It knows nothing of rows on a screen.
import { call, problemOf } from "../bridge/call";
import { TAGS, type ListPage, type Page, type Problem, type Row, type Tag } from "../bridge/contract";

/** What a list shows: everything but where a page starts. */
export type Listing = Omit<ListPage, "cursor" | "limit">;

/** Rows a page; Rust allows up to 200. */
export const PAGE = 100;

/** How a page is asked for: replaced in tests. */
export type AskPage = (request: ListPage) => Promise<Page>;

/** The pages of one list. */
export class Pages {
  rows: Row[] = $state.raw([]);
  total = $state(0);
  problem: Problem | undefined = $state.raw();
  /** The first answer has come, so that "nothing here" is true and not merely early. */
  ready = $state(false);

  /** Rows are being fetched: what is shown may be about to change. */
  busy = $state(false);

  readonly #ask: AskPage;
  #listing: Listing | undefined;
  #next: string | null = null;
  #round = 0;

  constructor(ask: AskPage = (request) => call("records.list", request)) {
    this.#ask = ask;
  }

  /** Shows another list from its top. */
  async show(listing: Listing): Promise<void> {
    this.#listing = listing;
    this.ready = false;
    await this.#load(PAGE, []);
  }

  /** Fetches as many rows again as are there, so that the place in the list is kept. */
  async again(): Promise<void> {
    await this.#load(Math.max(PAGE, this.rows.length), []);
  }

  /** Fetches the next page, once at a time. */
  async more(): Promise<void> {
    if (this.busy || this.#next === null) return;
    await this.#load(this.rows.length + PAGE, this.rows, this.#next);
  }

  /** Whether a change with these tags may have touched the list. */
  concerns(tags: readonly Tag[] | "all"): boolean {
    return tags === "all" || TAGS["records.list"].tags.some((tag) => tags.includes(tag));
  }

  async #load(upTo: number, kept: Row[], from: string | null = null): Promise<void> {
    const listing = this.#listing;
    if (!listing) return;
    this.#round += 1;
    const mine = this.#round;
    this.busy = true;
    let rows = kept;
    let cursor = from;
    try {
      do {
        const page = await this.#ask({ ...listing, cursor, limit: PAGE });
        if (mine !== this.#round) return;
        rows = [...rows, ...page.rows];
        cursor = page.next;
        this.total = page.next === null ? rows.length : page.total;
      } while (cursor !== null && rows.length < upTo);
      this.rows = rows;
      this.#next = cursor;
      this.problem = undefined;
      this.ready = true;
    } catch (thrown) {
      if (mine === this.#round) this.problem = problemOf(thrown);
    } finally {
      if (mine === this.#round) this.busy = false;
    }
  }
}
