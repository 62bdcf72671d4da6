// A change of what a subscription bills, while it is put together. What it comes to is asked of Rust; this only holds
// what was typed and chosen.
import type { ItemChange, PriceView, Proration, SubscriptionChange, SubscriptionPart } from "../bridge/contract";

/** An item as the dialog shows it: one that is there, or one that is added. */
export interface Entry {
  key: string;
  part: SubscriptionPart | undefined;
  /** The price it will have; none for the one it has. */
  price: PriceView | undefined;
  quantity: string;
  removed: boolean;
}

/** The change in the making. */
export class Change {
  entries: Entry[] = $state([]);
  rest: Proration = $state("create_prorations");
  #added = 0;

  constructor(
    readonly id: string,
    parts: readonly SubscriptionPart[],
  ) {
    this.entries = parts.map((part) => ({
      key: part.item,
      part,
      price: undefined,
      quantity: part.quantity === null ? "" : String(part.quantity),
      removed: false,
    }));
  }

  /** Bills something else as well. */
  add(price: PriceView): void {
    this.#added += 1;
    this.entries.push({ key: `added-${this.#added}`, part: undefined, price, quantity: "1", removed: false });
  }

  /** Takes an item out, or puts it back; one that was only added goes altogether. */
  remove(entry: Entry): void {
    if (entry.part) entry.removed = !entry.removed;
    else this.entries = this.entries.filter((other) => other.key !== entry.key);
  }

  /** What changes, as the contract takes it; none while nothing does. */
  get asked(): SubscriptionChange | undefined {
    const items = this.entries.flatMap((entry) => changeOf(entry) ?? []);
    return items.length === 0 ? undefined : { id: this.id, items, proration: this.rest, prorated_at: null };
  }
}

/** What changes of one item; a quantity that is no whole number goes along as none, and Rust says so. */
export function changeOf(entry: Entry): ItemChange | undefined {
  const item = entry.part?.item ?? null;
  if (entry.removed) return { item, price: null, quantity: null, remove: true };
  const typed = entry.quantity.trim();
  const quantity = typed === "" ? null : /^\d+$/u.test(typed) ? Number.parseInt(typed, 10) : 0;
  const same = entry.part !== undefined && (quantity === null || quantity === entry.part.quantity);
  const price = entry.price?.id ?? null;
  if (entry.part && same && price === null) return undefined;
  return { item, price, quantity: same ? null : (quantity ?? 1), remove: false };
}
