// What should be known before an act that cannot be taken back: asked of Rust while its question stands.
import type { BeforeAct } from "../bridge/contract";
import { read } from "./reads.svelte";

/** The remarks for a question, in words. None until they are known: they forbid nothing. */
export function cautions(about: () => BeforeAct): { readonly all: string[] } {
  const told = read("acts.before", about);
  return {
    get all() {
      return (told.value ?? []).map((caution) => caution.message);
    },
  };
}
