// A quote or an invoice while it is written: what is typed is held here, kept in Rust a moment later, and what comes back (figures,
// findings) is shown. It adds nothing up and judges nothing itself. One keeping is under way at a time, so that an older
// text never overtakes a newer one.
import { problemOf } from "../bridge/call";
import type { Amount, DraftLine, DraftSheet, Finding, PriceView, Problem, Draft } from "../bridge/contract";

/** How long a pause in typing has to be before the draft is kept, ms. */
const PAUSE = 140;
/** Before what could not be kept is tried once more by itself, ms. */
const AGAIN = 3000;

/** Keeps a draft and says what it comes to: replaced in tests. */
export type Put = (draft: Draft) => Promise<DraftSheet>;

let lastKey = 0;

/** A line of its own, not from the catalogue. */
export function blankLine(name = ""): DraftLine {
  lastKey += 1;
  return {
    key: `line_${Date.now().toString(36)}_${lastKey}`,
    name,
    detail: "",
    price: null,
    product: null,
    unit: "",
    quantity: "1",
    per: null,
    tax: null,
    discount: null,
    item: null,
    fixed: false,
  };
}

/** A line with everything its price says; on an invoice, which bills once, without how often. */
export function priceLine(price: PriceView, invoice = false): DraftLine {
  return {
    ...blankLine(price.name),
    detail: price.detail ?? "",
    price: invoice && price.per !== null ? null : price.id,
    product: price.product,
    unit: typed(price.unit_decimal ?? price.unit?.decimal ?? ""),
    per: invoice ? null : price.per,
  };
}

/** A figure as one would type it: `412.500` reads as four hundred thousand to half the world, `412.5` to nobody. */
export function typed(decimal: string): string {
  return /\.\d{3}$/u.test(decimal) ? decimal.replace(/\.?0+$/u, "") : decimal;
}

/** The draft in the editor. */
export class Editor {
  draft: Draft = $state() as Draft;
  sheet: DraftSheet = $state.raw() as DraftSheet;
  keeping: "kept" | "keeping" | "failed" = $state("kept");
  /** Why it could not be kept; the text stays on the screen. */
  problem: Problem | undefined = $state.raw();
  /** Finalizing was tried: from now on what is missing is said beside its field. */
  attempted = $state(false);
  /** Something was typed since it was opened. */
  touched = false;

  readonly #put: Put;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;
  #running: Promise<void> | undefined;

  constructor(sheet: DraftSheet, put: Put) {
    this.sheet = sheet;
    this.draft = structuredClone(sheet.draft);
    this.#put = put;
  }

  /** Something was typed. */
  touch = (): void => {
    this.touched = true;
    this.#dirty = true;
    this.keeping = "keeping";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE);
  };

  /** Keeps what was typed now, and waits until it is kept. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    // What could not be kept is not given up with the timer that would have tried it again.
    if (this.keeping === "failed") this.#dirty = true;
    while (this.#dirty || this.#running) {
      this.#running ??= this.#keep();
      await this.#running;
    }
  }

  /** Tries to keep it once more. */
  again = (): void => {
    this.#dirty = true;
    void this.flush();
  };

  async #keep(): Promise<void> {
    this.#dirty = false;
    try {
      this.sheet = await this.#put($state.snapshot(this.draft));
      this.problem = undefined;
      if (!this.#dirty) this.keeping = "kept";
    } catch (thrown) {
      this.problem = problemOf(thrown);
      this.keeping = "failed";
      // A disk that is full may have room again in a moment: nothing that was typed waits for a click.
      if (this.problem.retry !== "never") this.#timer = setTimeout(this.again, AGAIN);
    } finally {
      this.#running = undefined;
    }
  }

  /** Whether it is an invoice that is being written. */
  get invoice(): boolean {
    return this.draft.kind === "invoice";
  }

  /** The currency from before the customer brought one along. */
  #before: string | undefined;

  /** The customer is billed in this currency for good, or in any; it is taken as long as nothing has a price. */
  billIn(currency: string | null): void {
    if (this.draft.record !== null || this.draft.lines.some((line) => line.price !== null || line.unit.trim() !== "")) return;
    const to = currency ?? this.#before;
    if (to === undefined || to === this.draft.currency) return;
    this.#before ??= this.draft.currency;
    this.draft.currency = to;
    this.touch();
  }

  /** What a line comes to. */
  amount(key: string): Amount | null {
    return this.sheet.figures?.lines.find((line) => line.key === key)?.amount ?? null;
  }

  /** Whether saving makes a product for a line. */
  makesProduct(key: string): boolean {
    return this.sheet.figures?.lines.find((line) => line.key === key)?.makes_product ?? false;
  }

  /** What is to be said about a field: at once when something was typed there, else only once finalizing was tried. */
  finding(path: string, text: string | null | undefined): Finding | undefined {
    const found = this.sheet.findings.find((finding) => finding.path === path);
    if (!found) return undefined;
    return this.attempted || !found.blocking || (text ?? "") !== "" ? found : undefined;
  }

  /** What stands in the way of finalizing. */
  get blocking(): Finding[] {
    return this.sheet.findings.filter((finding) => finding.blocking);
  }

  /** Adds a line, at the end or after another; answers its key. */
  add(line: DraftLine, after?: string): string {
    const at = after === undefined ? -1 : this.draft.lines.findIndex((other) => other.key === after);
    this.draft.lines.splice(at < 0 ? this.draft.lines.length : at + 1, 0, line);
    this.touch();
    return line.key;
  }

  /** Takes a line away; answers how to put it back. */
  remove(key: string): () => void {
    const at = this.draft.lines.findIndex((line) => line.key === key);
    const [line] = at < 0 ? [] : this.draft.lines.splice(at, 1);
    this.touch();
    return () => {
      if (!line) return;
      this.draft.lines.splice(Math.min(at, this.draft.lines.length), 0, line);
      this.touch();
    };
  }

  /** Moves a line up (-1) or down (1). */
  move(key: string, by: -1 | 1): void {
    const at = this.draft.lines.findIndex((line) => line.key === key);
    const to = at + by;
    const line = this.draft.lines[at];
    const other = this.draft.lines[to];
    if (!line || !other) return;
    this.draft.lines[to] = line;
    this.draft.lines[at] = other;
    this.touch();
  }

  /** Repeats a line below itself; answers the new key. */
  repeat(key: string): string | undefined {
    const line = this.draft.lines.find((other) => other.key === key);
    if (!line) return undefined;
    return this.add({ ...$state.snapshot(line), key: blankLine().key, item: null, fixed: false }, key);
  }
}
