// As of when a record is, in words, and whether what is shown of it has changed. It asks nothing.
import type { Row } from "../bridge/contract";
import { since } from "../words/dates";
import { words } from "../words/en";
import { desk } from "./desk.svelte";

/**
 * `As of 2 min ago`: when it was last read itself, or when everything that changed was last followed. A draft quote
 * that is changed elsewhere is not told of by Stripe, so it is only as fresh as its own reading.
 */
export function freshness(row: Pick<Row, "noun" | "as_of" | "state">): string {
  if (row.as_of === null) return words.common.onlyHere;
  const told = !(row.noun === "quote" && row.state?.code === "draft");
  return words.common.asOf(since(told ? Math.max(row.as_of, desk.overview?.sync.at ?? 0) : row.as_of));
}

/** Differs when something that is shown has changed; merely having been read again is no change. */
export function stampOf(shown: unknown): string {
  return JSON.stringify(shown, (name, value: unknown) => (name === "as_of" ? undefined : value));
}
