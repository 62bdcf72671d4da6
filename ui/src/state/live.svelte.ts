// Real money: the first change on a live account after each start has to be meant. Everything else passes unasked. It
// only asks; what is allowed at all is decided in Rust.
import { Refusal, type Command } from "../bridge/call";
import type { Mode } from "../bridge/contract";
import { words } from "../words/en";

/** The commands that end up at Stripe; reading, local drafts and settings never ask. */
const outgoing: ReadonlySet<Command> = new Set<Command>([
  "quotes.save",
  "quotes.finalize",
  "quotes.accept",
  "quotes.cancel",
  "quotes.revise",
  "quotes.extend",
  "invoices.send",
  "invoices.finalize",
  "invoices.pay_out_of_band",
  "invoices.void",
  "invoices.mark_uncollectible",
  "invoices.delete",
  "customers.put",
  "products.create",
  "products.add_price",
  "outbox.retry",
]);

/** The gate before live writes. */
export class Gate {
  asking = $state(false);
  mode: Mode = "practice";
  #meant = false;
  #waiting: ((meant: boolean) => void)[] = [];

  /** Passes, or asks first; refuses when the answer is no. */
  async pass(command: Command): Promise<void> {
    if (this.mode !== "live" || this.#meant || !outgoing.has(command)) return;
    this.asking = true;
    const meant = await new Promise<boolean>((answer) => void this.#waiting.push(answer));
    if (meant) return;
    throw new Refusal({
      code: "live_not_confirmed",
      message: words.live.nothingSent,
      hint: null,
      fields: [],
      retry: "now",
      request_id: null,
    });
  }

  /** The owner answered. */
  answer(meant: boolean): void {
    this.asking = false;
    this.#meant = meant;
    for (const tell of this.#waiting.splice(0)) tell(meant);
  }
}

/** The window's gate. */
export const gate = new Gate();
