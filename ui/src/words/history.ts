// The moments of a record and its links to others, in words. Codes come from Rust; an unknown one is shown as it is.
import type { Link, Moment } from "../bridge/contract";
import { nounWord } from "./states";

const said: Record<string, string> = {
  created: "Created",
  finalized: "Finalized",
  accepted: "Accepted",
  accepted_by: "Noted: who said yes",
  canceled: "Canceled",
  expires: "Expires",
  expired: "Expired",
  draft_opened: "Mail draft opened",
  sent: "Sent",
  due: "Due",
  paid: "Paid",
  paid_part: "Money came",
  credited: "Credited",
  credit_voided: "Credit note voided",
  voided: "Voided",
  marked_uncollectible: "Marked as uncollectible",
  period_ends: "Period ends, next invoice",
  starts: "Starts",
  ended: "Ended",
  charged: "Charged",
  held: "Held",
  released: "Let go",
  charging: "Charging",
  charge_failed: "Declined",
  refunded: "Refunded",
};

/** What is still to come, where it is not said as it is afterwards. */
const coming: Record<string, string> = { ended: "Ends", canceled: "Ends" };

/** `Finalized`, `Sent to accounts@halden.example`. */
export function momentWords(moment: Moment): string {
  const word = (moment.future ? coming[moment.code] : undefined) ?? said[moment.code] ?? moment.code.replaceAll("_", " ");
  if (moment.text === null || moment.text === "") return word;
  return moment.code === "accepted_by" ? moment.text : `${word} · ${moment.text}`;
}

const related: Record<string, string> = {
  invoice: "Invoice",
  subscription: "Subscription",
  schedule: "Scheduled subscription",
  quote: "Quote",
  revision_of: "Revises",
  revised_by: "Revised by",
  customer: "Customer",
};

/** What a link leads to, before its number or name. */
export function relationWords(link: Link): string {
  return related[link.relation] ?? nounWord[link.noun];
}
