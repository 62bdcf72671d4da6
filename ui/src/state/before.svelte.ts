// What should be known before an act that cannot be taken back: asked of Rust while its question stands.
import type { BeforeAct } from "../bridge/contract";
import { words } from "../words/en";
import { desk } from "./desk.svelte";
import { read } from "./reads.svelte";

/** Said in a question whose yes can wait, while Stripe cannot be reached. */
export function waits(): string[] {
  return desk.offline === undefined ? [] : [words.outcome.willWait];
}

/** The remarks for a question, in words. None until they are known: they forbid nothing. */
export function cautions(about: () => BeforeAct): { readonly all: string[] } {
  const told = read("acts.before", about);
  return {
    get all() {
      return [...(told.value ?? []).map((caution) => caution.message), ...waits()];
    },
  };
}
