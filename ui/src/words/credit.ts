// The words of credit notes: the question before one, and what one did. Amounts come from Rust.
import type { CreditNoteSheet, CreditPreview, CreditReason, CreditWay } from "../bridge/contract";
import { money } from "./amounts";
import { plainDay } from "./dates";

const ways: { value: CreditWay; label: string }[] = [
  { value: "balance", label: "Keep it on the customer’s balance" },
  { value: "refund", label: "Refund the card or account that paid" },
  { value: "outside", label: "Give it back another way" },
];

const reasons: { value: CreditReason | ""; label: string }[] = [
  { value: "", label: "No reason named" },
  { value: "order_change", label: "The order changed" },
  { value: "duplicate", label: "Billed twice" },
  { value: "product_unsatisfactory", label: "Not as it should be" },
  { value: "fraudulent", label: "Fraud" },
];

const whats: { value: "amount" | "lines"; label: string }[] = [
  { value: "amount", label: "An amount" },
  { value: "lines", label: "Single lines" },
];

export const creditWords = {
  title: "Credit notes",
  act: "Credit…",
  ask: (number: string, name: string) => `Credit something on ${number} for ${name}?`,
  lead: (where: string) => `${where}, a credit note takes something off a finalized invoice, and stays on record. This cannot be taken back.`,
  amount: "How much, tax included",
  what: "What is credited",
  whats,
  lines: "Lines to credit",
  leftOf: (left: string, whole: string) => `${left} left of ${whole}`,
  pieces: "How many",
  allPieces: (count: number) => `Empty: all ${count}`,
  lineAmount: "How much of it, before tax",
  orAmount: "Or how much of it, before tax",
  allOfLine: (left: string) => `Empty: all that is left, ${left}`,
  noneChosen: "Choose at least one line.",
  noLines: "No line of this invoice is left to credit.",
  reason: "Why",
  reasons,
  way: (amount: string) => `${amount} of it was paid already`,
  anyWay: "What was paid already",
  ways,
  memo: "Text for the customer",
  memoHint: "Printed on the credit note.",
  does: "What it will do",
  go: "Issue the credit note",
  issued: (number: string) => `The credit note on ${number} is issued.`,
  openPdf: "Open PDF",
  void: "Void…",
  voidAsk: (number: string, amount: string) => `Void the credit note ${number}: ${amount}?`,
  voidLead: (amount: string) => `${amount} is owed again. Its number and PDF stay on record. This cannot be taken back.`,
  voidGo: "Void the credit note",
  voided: (number: string) => `${number} is void.`,
  back: "Back to the invoice",
};

interface Line {
  icon: "invoice" | "customer" | "back" | "plus";
  title: string;
  detail?: string | undefined;
  end?: string | undefined;
  strong?: boolean;
}

/** What a credit note will do, as lines of a receipt. */
export function creditLines(preview: CreditPreview, way: CreditWay): Line[] {
  const { amount, before, after, remaining, tax } = preview;
  if (!amount || !before || !after || !remaining) return [];
  const lines: Line[] = [];
  if (before.minor !== 0) {
    lines.push({ icon: "invoice", title: "Taken off what is to be paid", detail: `${money(remaining)} still to pay then`, end: money(before) });
  }
  if (after.minor !== 0) {
    const how = { refund: "Refunded the way it was paid", balance: "Kept on the customer’s balance", outside: "Given back another way" }[way];
    const detail = { refund: "Stripe sends it back", balance: "For the next invoice", outside: "By you: cash or a transfer" }[way];
    lines.push({ icon: way === "balance" ? "customer" : "back", title: how, detail, end: money(after) });
  }
  const taxed = tax && tax.minor !== 0 ? `${money(tax)} of it tax` : undefined;
  lines.push({ icon: "plus", title: "A credit note with a number", detail: taxed, end: money(amount), strong: true });
  return lines;
}

/** What a credit note did, in a line. */
export function creditDid(note: CreditNoteSheet): string {
  const parts = [
    note.before.minor !== 0 ? `${money(note.before)} off what was to be paid` : "",
    note.refunded.minor !== 0 ? `${money(note.refunded)} refunded` : "",
    note.balance.minor !== 0 ? `${money(note.balance)} on the balance` : "",
    note.outside.minor !== 0 ? `${money(note.outside)} given back another way` : "",
    note.voided_at === null ? "" : `void since ${plainDay(note.voided_at)}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
