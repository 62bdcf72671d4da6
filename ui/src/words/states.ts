// The word and the tone of every state. A state is never shown by its code, and never by its colour alone.
import type { Noun, Row, State, StateCode } from "../bridge/contract";
import { daysAway, inDays, plainDay, soon } from "./dates";

type Tone = "hollow" | "open" | "done" | "soon" | "late" | "none";

/** What a tag shows. */
export interface Spoken {
  word: string;
  tone: Tone;
}

const plain: Record<StateCode, Spoken> = {
  draft: { word: "Draft", tone: "hollow" },
  open: { word: "Open", tone: "open" },
  expiring: { word: "Expires soon", tone: "soon" },
  expired: { word: "Expired", tone: "none" },
  accepted: { word: "Accepted", tone: "done" },
  canceled: { word: "Canceled", tone: "none" },
  superseded: { word: "Superseded", tone: "none" },
  scheduled: { word: "Finalizes itself", tone: "open" },
  past_due: { word: "Past due", tone: "late" },
  retrying: { word: "Retrying", tone: "soon" },
  payment_failed: { word: "Payment failed", tone: "late" },
  paid: { word: "Paid", tone: "done" },
  partly_paid: { word: "Partly paid", tone: "open" },
  void: { word: "Void", tone: "none" },
  uncollectible: { word: "Uncollectible", tone: "none" },
  active: { word: "Active", tone: "done" },
  trialing: { word: "Trial", tone: "open" },
  incomplete: { word: "First payment missing", tone: "soon" },
  incomplete_expired: { word: "Never started", tone: "none" },
  unpaid: { word: "Unpaid", tone: "late" },
  paused: { word: "On hold", tone: "soon" },
  ending: { word: "Ending", tone: "soon" },
  not_started: { word: "Not started", tone: "hollow" },
  completed: { word: "Completed", tone: "done" },
  released: { word: "Released", tone: "done" },
  issued: { word: "Issued", tone: "done" },
  archived: { word: "Archived", tone: "none" },
  needs_method: { word: "Not paid yet", tone: "hollow" },
  needs_confirmation: { word: "Card chosen", tone: "open" },
  needs_action: { word: "The bank asks", tone: "soon" },
  processing: { word: "On its way", tone: "open" },
  needs_capture: { word: "Held", tone: "soon" },
  succeeded: { word: "Received", tone: "done" },
  partly_refunded: { word: "Partly refunded", tone: "open" },
  refunded: { word: "Refunded", tone: "none" },
  disputed: { word: "Disputed", tone: "late" },
  unknown: { word: "Unknown", tone: "none" },
};

/** A state by its code alone. */
export function stateTag(code: StateCode): Spoken {
  return plain[code];
}

/** `Expires in 2 days`, `Past due 5 days`, `Trial until Dec 3`: the state with the date that belongs to it. */
export function stateWords(state: State): Spoken {
  const { word, tone } = plain[state.code];
  if (state.code === "unknown") return { word: state.stripe, tone };
  if (state.at === null) return { word, tone };
  switch (state.code) {
    case "expiring":
      return { word: `Expires ${inDays(state.at)}`, tone };
    case "past_due": {
      const late = -daysAway(state.at);
      return { word: late < 1 ? word : `Past due ${late === 1 ? "1 day" : `${late} days`}`, tone };
    }
    case "scheduled":
      return { word: `Finalizes itself ${soon(state.at)}`, tone };
    case "payment_failed":
      return { word: `${word} ${plainDay(state.at)}`, tone };
    case "retrying":
      return { word: `Next attempt ${soon(state.at)}`, tone };
    case "paid":
      return { word: `Paid ${plainDay(state.at)}`, tone };
    case "void":
      return { word: `Void since ${plainDay(state.at)}`, tone };
    case "uncollectible":
      return { word: `Uncollectible since ${plainDay(state.at)}`, tone };
    case "trialing":
      return { word: `Trial until ${plainDay(state.at)}`, tone };
    case "ending":
      return { word: `Ends ${plainDay(state.at)}`, tone };
    case "paused":
      return { word: `On hold until ${plainDay(state.at)}`, tone };
    case "not_started":
      return { word: `Starts ${plainDay(state.at)}`, tone };
    default:
      return { word, tone };
  }
}

/** What is under way with a record, said instead of its state until it is done. */
export function pendingWords(pending: NonNullable<Row["pending"]>): Spoken {
  const doing: Partial<Record<NonNullable<Row["pending"]>, string>> = {
    create: "Creating",
    save: "Saving",
    finalize: "Finalizing",
    accept: "Accepting",
    cancel: "Canceling",
    revise: "Revising",
    extend: "Extending",
    send: "Sending",
    delete: "Deleting",
    void: "Voiding",
    pay_out_of_band: "Marking paid",
    mark_uncollectible: "Writing off",
    change: "Changing",
    pause: "Putting on hold",
    resume: "Resuming",
    end_trial: "Ending the trial",
    cancel_at_end: "Setting its end",
    keep: "Keeping",
    release: "Releasing",
    pay: "Charging",
    continue: "Going on",
    capture: "Taking the money",
    refund: "Refunding",
    collect: "Collecting",
    attach_card: "Saving a card",
    detach_card: "Removing a card",
    default_card: "Choosing a card",
  };
  return { word: doing[pending] ?? "Under way", tone: "open" };
}

/** The tag of a row: what is under way, else its state. */
export function rowWords(row: Pick<Row, "pending" | "state"> & Partial<Pick<Row, "left">>): Spoken | undefined {
  if (row.pending !== null) return pendingWords(row.pending);
  if (row.left && row.state?.code === "retrying" && row.state.at !== null) {
    return { word: `Rest: next attempt ${soon(row.state.at)}`, tone: plain.retrying.tone };
  }
  return row.state === null ? undefined : stateWords(row.state);
}

/** Beside these, whose words leave it out, the day stands by which an invoice is to be paid or a quote accepted. */
const due: ReadonlySet<StateCode> = new Set<StateCode>(["open", "partly_paid"]);
const offered: ReadonlySet<StateCode> = new Set<StateCode>(["open", "expired"]);

/** `Nov 24`, `Nov 24, due Dec 3`: the days by which a record is found. Whom and what one deals in is not looked for by
    its day. */
export function daysOf(row: Row): string | undefined {
  if (row.noun === "customer" || row.noun === "product") return undefined;
  const { code, at } = row.state ?? { code: undefined, at: null };
  const made = plainDay(row.created);
  if (code === undefined || at === null) return made;
  if (row.noun === "invoice" && due.has(code)) return `${made}, due ${plainDay(at)}`;
  return row.noun === "quote" && offered.has(code) ? `${made}, until ${plainDay(at)}` : made;
}

/** What one of a kind is called. */
export const nounWord: Record<Noun, string> = {
  draft: "Draft",
  invoice_draft: "Draft",
  quote: "Quote",
  invoice: "Invoice",
  credit_note: "Credit note",
  subscription: "Subscription",
  subscription_schedule: "Scheduled subscription",
  customer: "Customer",
  product: "Product",
  payment: "Payment",
};
