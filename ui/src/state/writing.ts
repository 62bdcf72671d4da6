// Opening and deleting drafts of quotes and invoices from anywhere. What a draft comes to is Rust's business.
import { problemOf } from "../bridge/call";
import type { Draft, DraftSource } from "../bridge/contract";
import { words } from "../words/en";
import { write } from "./reads.svelte";
import { go, type Place } from "./route.svelte";
import { say, sayProblem } from "./toasts.svelte";

/** Where drafts of this kind are written. */
export function placeOfDraft(draft: Pick<Draft, "kind">): Place {
  return draft.kind === "invoice" ? "invoices" : "quotes";
}

/** Empty drafts that were begun in this window. */
const begun = new Set<string>();

/** Opens a draft and goes to its editor. */
export async function start(from: DraftSource): Promise<void> {
  try {
    const { draft } = await write("drafts.open", { from });
    if (from.kind === "new" || from.kind === "new_invoice") begun.add(draft.id);
    go({ place: placeOfDraft(draft), id: draft.id, doing: "write" });
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}

/** Leaves a draft's editor. One that was begun and left without a word is no draft; it goes without a word too. */
export async function leave(id: string, touched: boolean): Promise<void> {
  if (!begun.delete(id) || touched) return;
  try {
    await write("drafts.delete", { id });
  } catch {
    // Then it stays on the list, where it can be deleted.
  }
}

/** Deletes a draft, with a way back. */
export async function remove(id: string): Promise<void> {
  try {
    const gone = await write("drafts.delete", { id });
    const place = placeOfDraft(gone);
    go({ place });
    say(words.quote.deleted, {
      label: words.common.undo,
      run: () => void write("drafts.put", gone).then(() => go({ place, id: gone.id }), (thrown) => sayProblem(problemOf(thrown))),
    });
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}
