// Saving a PDF where the owner finds it again, from wherever it is shown.
import { problemOf } from "../bridge/call";
import type { Noun } from "../bridge/contract";
import { words } from "../words/en";
import { write } from "./reads.svelte";
import { say, sayProblem } from "./toasts.svelte";

/** Saves a record's PDF and says where. */
export async function savePaper(noun: Noun, id: string): Promise<void> {
  try {
    const file = await write("documents.save", { noun, id });
    say(words.document.saved(file.path));
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}
