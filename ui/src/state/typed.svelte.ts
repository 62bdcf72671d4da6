// An amount as it is typed into a question, and how Rust reads it: what the question says before anything is done, and
// why it cannot be answered yet. It reads nothing itself.
import { call, problemOf } from "../bridge/call";
import type { Amount } from "../bridge/contract";
import { money } from "../words/amounts";
import { words } from "../words/en";

/** What is asked about: the currency, and what it may come to at the most. */
export interface Asked {
  currency: string;
  most?: number | undefined;
}

interface Answer {
  /** Exactly what it answers. */
  of: string;
  amount: Amount | undefined;
  /** What it leaves of the most. */
  rest: Amount | undefined;
  wrong: string | undefined;
}

/** One amount that is typed. Made by the component that asks for it. */
export class TypedAmount {
  text = $state("");
  #answer: Answer | undefined = $state.raw();
  #about: () => Asked;

  constructor(about: () => Asked) {
    this.#about = about;
    $effect(() => void this.#read());
  }

  /** Nothing is typed: all of it, where that is offered. */
  get empty(): boolean {
    return this.text.trim() === "";
  }

  /** The amount, once it was read as it stands now. */
  get amount(): Amount | undefined {
    return this.#current?.amount;
  }

  /** What is wrong with it and what to write. Stays until the next answer, so that nothing flickers while one types. */
  get wrong(): string | undefined {
    return this.empty ? undefined : this.#answer?.wrong;
  }

  /** The amount as the question says it; the one before while the new one is read. */
  get said(): string | undefined {
    if (this.empty || this.#answer?.amount === undefined) return undefined;
    return money(this.#answer.amount);
  }

  /** What it leaves of the most, in words; none where that is nothing. */
  get left(): string | undefined {
    const rest = this.empty ? undefined : this.#answer?.rest;
    return rest === undefined || rest.minor === 0 ? undefined : money(rest);
  }

  /** How it was read, for below the field; else what an empty field means. */
  hint(empty?: string): string | undefined {
    return this.said === undefined ? empty : words.payment.readAs(this.said);
  }

  /** Why the question cannot be answered yet, empty while it is being read; none where it can. */
  get why(): string | undefined {
    if (this.empty || this.amount !== undefined) return undefined;
    return this.#current?.wrong ?? "";
  }

  get #asked(): string {
    const { currency, most } = this.#about();
    return JSON.stringify([this.text.trim(), currency, most ?? null]);
  }

  get #current(): Answer | undefined {
    return this.#answer?.of === this.#asked ? this.#answer : undefined;
  }

  async #read(): Promise<void> {
    const of = this.#asked;
    if (this.empty) {
      this.#answer = undefined;
      return;
    }
    const { currency, most } = this.#about();
    let answer: Answer;
    try {
      const read = await call("amounts.read", { text: this.text.trim(), currency, moved: true, most: most ?? null });
      answer = { of, amount: read.amount ?? undefined, rest: read.rest ?? undefined, wrong: read.message ?? undefined };
    } catch (thrown) {
      answer = { of, amount: undefined, rest: undefined, wrong: problemOf(thrown).message };
    }
    // An answer about what stood there before is too late.
    if (of === this.#asked) this.#answer = answer;
  }
}
