// What the last card said of an invoice, as long as nothing was received since. It decides nothing about money.
import type { Failure, PaymentSheet } from "../bridge/contract";

/** Why the last card said no; nothing where a later one was charged. */
export function lastNo(payments: readonly Pick<PaymentSheet, "attempts" | "failure">[]): Failure | null {
  const taken = payments.flatMap(({ attempts }) => attempts.filter(({ state }) => state === "taken").map(({ at }) => at));
  const received = Math.max(0, ...taken);
  // What failed before there was a charge has no time of its own and counts as the latest.
  const failed = payments.find(({ attempts, failure }) => failure !== null && (attempts[0]?.at ?? Infinity) > received);
  return failed?.failure ?? null;
}
