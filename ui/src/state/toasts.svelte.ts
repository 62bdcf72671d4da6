// Short remarks that come and go. What must be read stands in the sheet or a dialog, not here.
import type { Problem } from "../bridge/contract";

interface Remark {
  id: number;
  text: string;
  tone: "calm" | "wrong";
  act?: { label: string; run: () => void } | undefined;
}

let remarks: Remark[] = $state([]);
let last = 0;

/** The remarks on the screen. */
export const toasts = {
  get all(): Remark[] {
    return remarks;
  },
};

/** Takes a remark away. */
export function hush(id: number): void {
  remarks = remarks.filter((remark) => remark.id !== id);
}

/** Says something for a while; longer when there is something to take back. */
export function say(text: string, act?: { label: string; run: () => void }, tone: "calm" | "wrong" = "calm"): void {
  last += 1;
  const id = last;
  const wrapped = act && {
    label: act.label,
    run: () => {
      hush(id);
      act.run();
    },
  };
  // The same words twice say nothing more than once.
  remarks = [...remarks.filter((remark) => remark.text !== text).slice(-2), { id, text, tone, act: wrapped }];
  setTimeout(() => hush(id), tone === "wrong" || act ? 10_000 : 5000);
}

/** Says what went wrong and what to do, for a small act whose place on the screen is gone already. */
export function sayProblem(problem: Problem): void {
  say(problem.hint === null ? problem.message : `${problem.message} ${problem.hint}`, undefined, "wrong");
}
