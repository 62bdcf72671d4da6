// Real money: the first change on a live account after each start has to be meant. Rust decides that and refuses until
// it is told; here the owner is asked, and what was refused is carried out once the answer is yes.
import { call, problemOf, Refusal } from "../bridge/call";
import { words } from "../words/en";

/** The gate before live writes. */
export class Gate {
  asking = $state(false);
  readonly #mean: () => Promise<unknown>;
  #waiting: ((meant: boolean) => void)[] = [];

  constructor(mean: () => Promise<unknown> = () => call("accounts.confirm_live", {})) {
    this.#mean = mean;
  }

  /** Carries an act out, asking first where it would be real. */
  async through<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== "live_not_confirmed") throw thrown;
      this.asking = true;
      const meant = await new Promise<boolean>((answer) => void this.#waiting.push(answer));
      if (!meant) throw new Refusal({ ...problem, message: words.live.nothingSent, hint: null });
      await this.#mean();
      return act();
    }
  }

  /** The owner answered. */
  answer(meant: boolean): void {
    this.asking = false;
    for (const tell of this.#waiting.splice(0)) tell(meant);
  }
}

/** The window's gate. */
export const gate = new Gate();
