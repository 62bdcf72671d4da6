// Editing, copying and revising invoices from their sheet. What a draft comes to is Rust's business.
import type { InvoiceSheet } from "../bridge/contract";
import { settle } from "../state/outcome";
import { write } from "../state/reads.svelte";
import { sayProblem } from "../state/toasts.svelte";
import { start } from "../state/writing";
import { words } from "../words/en";

/** Edits a draft invoice: the local draft of it where there is one. */
export function edit(sheet: InvoiceSheet): Promise<void> {
  return start(sheet.draft === null ? { kind: "invoice", id: sheet.row.id } : { kind: "draft", id: sheet.draft });
}

/** A new draft with what another invoice says. */
export function copy(id: string): Promise<void> {
  return start({ kind: "copy_invoice", id });
}

/** Begins a corrected invoice, or goes on with the one that is begun, and opens its editor. */
export async function revise(id: string): Promise<void> {
  const problem = await settle(write("invoices.revise", { id }), words.invoice.revised, ({ state, subject }) => {
    if (state === "done" && subject) void start({ kind: "invoice", id: subject.id });
  });
  if (problem) sayProblem(problem);
}
