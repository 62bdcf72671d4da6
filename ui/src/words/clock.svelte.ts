// The time by which this window says "today" and "in 3 days". Whatever is said by it is said anew when it is set.

let clock: () => number = $state.raw(() => Date.now() / 1000);

/** The practice account has a clock of its own; whoever knows it sets it here. Answers unix seconds. */
export function setClock(now: () => number): void {
  clock = now;
}

/** Now, by the clock of the account that is open; unix seconds. */
export function now(): number {
  return clock();
}
