// A card being charged: under way, refused, or waiting for the bank to ask its customer. One per dialog.
import { openOutside, problemOf, takeCard } from "../bridge/call";
import type { CardWanted, Charged, ChargeCard, CollectAmount, Problem } from "../bridge/contract";
import { words } from "../words/en";
import { write } from "./reads.svelte";
import { say } from "./toasts.svelte";

/** The state of one charge. */
export class Charging {
  busy = $state(false);
  problem: Problem | undefined = $state.raw();
  /** The bank's page, while it asks. */
  page: string | undefined = $state.raw();
  /** The bank was looked at and has no answer yet. */
  waits = $state(false);
  /** What the payment window left behind, where it was closed without an end. */
  left: string | undefined = $state.raw();
  #payment: string | undefined;

  /** The payment, once there is one. */
  get payment(): string | undefined {
    return this.#payment;
  }

  /** Charges the card; answers whether all is done. `done` is what to say then. */
  async charge(request: ChargeCard, done: string): Promise<boolean> {
    return this.#during(() => write("payments.charge", request), done);
  }

  /** Collects an amount with a saved card; answers whether all is done. */
  async collect(request: CollectAmount, done: string): Promise<boolean> {
    return this.#during(() => write("payments.collect", request), done);
  }

  /** Has a card typed, or a saved one's code asked for, in the payment window; answers whether all is done. */
  async take(wanted: CardWanted): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = this.left = undefined;
    try {
      const taken = await takeCard(wanted);
      const over = taken.state === "done" || taken.state === "processing";
      if (over) say(taken.message);
      else this.left = taken.message;
      return over;
    } catch (thrown) {
      this.problem = problemOf(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Goes on with a payment that waits for its bank. */
  async goOn(payment: string, done: string): Promise<boolean> {
    this.#payment = payment;
    const before = this.page;
    const over = await this.#during(() => write("payments.go_on", { id: payment }), done);
    this.waits = !over && this.page !== undefined && before !== undefined;
    return over;
  }

  /** Looks whether the bank has its answer. */
  async look(done: string): Promise<boolean> {
    return this.#payment === undefined ? false : this.goOn(this.#payment, done);
  }

  /** Opens the bank's page in the system's browser. */
  async open(): Promise<void> {
    if (this.page === undefined) return;
    try {
      await openOutside(this.page);
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
  }

  async #during(act: () => Promise<Charged>, done: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = this.left = undefined;
    try {
      return await this.#told(await act(), done);
    } catch (thrown) {
      this.problem = problemOf(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #told(charged: Charged, done: string): Promise<boolean> {
    if (charged.outcome.state === "refused") {
      this.problem = charged.outcome.problem ?? problemOf("refused without a reason");
      return false;
    }
    this.#payment = charged.payment ?? this.#payment;
    if (charged.page !== null) {
      const known = this.page !== undefined;
      this.page = charged.page;
      if (!known) await this.open();
      return false;
    }
    if (charged.outcome.state === "queued") say(words.outcome.queued);
    else if (charged.state?.code === "processing") say(words.payment.onItsWay);
    else if (charged.state?.code === "succeeded" || charged.state?.code === "needs_capture") say(done);
    return true;
  }
}
