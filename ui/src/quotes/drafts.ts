// Editing, copying, revising and extending quotes from their sheet. What a draft comes to is Rust's business.
import type { QuoteSheet } from "../bridge/contract";
import { settle } from "../state/outcome";
import { write } from "../state/reads.svelte";
import { sayProblem } from "../state/toasts.svelte";
import { start } from "../state/writing";
import { words } from "../words/en";

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
