// Short remarks that come and go. What must be read stands in the sheet or a dialog, not here.
import type { Problem } from "../bridge/contract";

interface Remark {
  id: number;
  text: string;
  tone: "calm" | "wrong";
  act?: { label: string; run: () => void } | undefined;
}

/** How long a remark stays, in milliseconds: time to read it, or to read it and reach its button. */
const TO_READ = 5000;
const TO_ACT = 10_000;

let remarks: Remark[] = $state([]);
let last = 0;
/** What takes each remark away, and when. None runs while somebody is at the remarks. */
const leaving = new Map<number, { timer: ReturnType<typeof setTimeout> | undefined; stays: number }>();
let held = false;

/** The remarks on the screen. */
export const toasts = {
  get all(): Remark[] {
    return remarks;
  },
};

/** Takes a remark away. */
export function hush(id: number): void {
  clearTimeout(leaving.get(id)?.timer);
  leaving.delete(id);
  remarks = remarks.filter((remark) => remark.id !== id);
  // Whoever was at a remark that is gone is at none; nothing else may tell that he left.
  if (remarks.length === 0) held = false;
}

/** Takes all remarks away: they were about another account. */
export function hushAll(): void {
  for (const remark of remarks) hush(remark.id);
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
  const stays = tone === "wrong" || act ? TO_ACT : TO_READ;
  leaving.set(id, { stays, timer: held ? undefined : setTimeout(() => hush(id), stays) });
}

/** While somebody points at the remarks or has the focus in them, none goes; afterwards each has its time again. */
export function holdRemarks(hold: boolean): void {
  held = hold;
  for (const [id, leave] of leaving) {
    clearTimeout(leave.timer);
    leave.timer = hold ? undefined : setTimeout(() => hush(id), leave.stays);
  }
}

/** Says what went wrong and what to do, for a small act whose place on the screen is gone already. */
export function sayProblem(problem: Problem): void {
  say(problem.hint === null ? problem.message : `${problem.message} ${problem.hint}`, undefined, "wrong");
}
