// Saving a PDF where the owner finds it again, and showing where what was saved lies.
import { problemOf, showSaved } from "../bridge/call";
import type { Noun } from "../bridge/contract";
import { words } from "../words/en";
import { write } from "./reads.svelte";
import { say, sayProblem } from "./toasts.svelte";

/** Saves a record's PDF and says where. */
export async function savePaper(noun: Noun, id: string): Promise<void> {
  try {
    const file = await write("documents.save", { noun, id });
    say(words.document.saved(file.path), { label: words.common.showInFolder, run: () => void showInFolder(file.name) });
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}

/** Shows a saved file, by its name, in the file manager; or says why not. */
export async function showInFolder(name: string): Promise<void> {
  try {
    await showSaved(name);
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}
