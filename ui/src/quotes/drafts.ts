// Opening, copying and deleting drafts from anywhere. What a draft comes to is Rust's business.
import { problemOf } from "../bridge/call";
import type { DraftSource, QuoteSheet } from "../bridge/contract";
import { settle } from "../state/outcome";
import { write } from "../state/reads.svelte";
import { go } from "../state/route.svelte";
import { say, sayProblem } from "../state/toasts.svelte";
import { words } from "../words/en";

/** Opens a draft and goes to its editor. */
export async function start(from: DraftSource): Promise<void> {
  try {
    const { draft } = await write("drafts.open", { from });
    go({ place: "quotes", id: draft.id, doing: "write" });
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}

/** Edits a quote: the local draft of it where there is one. */
export function edit(sheet: QuoteSheet): Promise<void> {
  const draft = sheet.row.noun === "draft" ? sheet.row.id : sheet.draft;
  return start(draft === null ? { kind: "quote", id: sheet.row.id } : { kind: "draft", id: draft });
}

/** A new draft with what another quote says. */
export function copy(id: string): Promise<void> {
  return start({ kind: "copy", id });
}

/** Begins a revision of an open quote, or goes on with the one that is begun, and opens its editor. */
export async function revise(id: string): Promise<void> {
  const problem = await settle(write("quotes.revise", { id }), words.quote.revised, ({ state, subject }) => {
    if (state === "done" && subject) void start({ kind: "quote", id: subject.id });
  });
  if (problem) sayProblem(problem);
}

/** Gives an open quote more time. */
export async function extend(id: string, number: string, days: number): Promise<void> {
  const problem = await settle(write("quotes.extend", { id, days }), words.quote.extended(number, days));
  if (problem) sayProblem(problem);
}

/** Deletes a draft, with a way back. */
export async function remove(id: string): Promise<void> {
  try {
    const gone = await write("drafts.delete", { id });
    go({ place: "quotes" });
    say(words.quote.deleted, {
      label: words.common.undo,
      run: () => void write("drafts.put", gone).then(() => go({ place: "quotes", id: gone.id }), (thrown) => sayProblem(problemOf(thrown))),
    });
  } catch (thrown) {
    sayProblem(problemOf(thrown));
  }
}
