// That the records are damaged, once any question came upon it: one page of a file may be, while the rest still answers.
// It is known until everything is read anew, from another file or once more. It repairs nothing.
import { refused } from "../bridge/call";
import type { Problem } from "../bridge/contract";
import { cache } from "./reads.svelte";
import { go } from "./route.svelte";

let found: Problem | undefined = $state.raw();
let leading = $state(false);

/** What was come upon, and the way to what can be done about it. */
export const damage = {
  get found(): Problem | undefined {
    return found;
  },
  /** Somebody asked for the ways out and has not been led to them yet. */
  get leading(): boolean {
    return leading;
  },
  lead(): void {
    leading = true;
    go({ place: "settings" });
  },
  arrived(): void {
    leading = false;
  },
  /** Asks everything that is on the screen again. */
  again(): void {
    cache.drop("all");
  },
};

/** Begins to look out for it; answers how to stop. Called once by the frame of the window. */
export function lookOut(): () => void {
  const stops = [
    refused((problem) => {
      if (problem.code === "damaged") found = problem;
    }),
    cache.dropped((tags) => {
      if (tags === "all") found = undefined;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
