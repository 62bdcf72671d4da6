// An act with a question before it: whether it is being asked, under way, or was just refused. One per dialog.
import type { Outcome, Problem } from "../bridge/contract";
import { settle } from "./outcome";

/** The state of one act. */
export class Act {
  asking = $state(false);
  busy = $state(false);
  problem: Problem | undefined = $state.raw();

  /** Opens the question. */
  ask = (): void => {
    this.problem = undefined;
    this.asking = true;
  };

  /** Takes the question away. */
  leave = (): void => {
    this.asking = false;
  };

  /** Carries it out; the question stays with the reason when it is refused. A second press does nothing. */
  async run(act: () => Promise<Outcome>, done: string, follow?: (outcome: Outcome) => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = await settle(act(), done, follow);
    this.busy = false;
    if (this.problem === undefined) this.asking = false;
  }
}
