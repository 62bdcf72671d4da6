// What an act will create, in words and to the cent: the dashed box on a sheet, and the receipt in a dialog.
import type { Birth, Collection, RecurringTotals, Terms } from "../bridge/contract";
import { count, each, money } from "./amounts";
import { inDays, plainDay, span } from "./dates";

/** What kind of thing acceptance brings about, if anything. */
function leading(births: readonly Birth[]): Birth | undefined {
  return (
    births.find((birth) => birth.kind === "subscription_schedule") ??
    births.find((birth) => birth.kind === "subscription") ??
    births.find((birth) => birth.kind === "draft_invoice" || birth.kind === "invoice")
  );
}

/** Title of the dashed box of a quote. */
export function acceptingTitle(births: readonly Birth[]): string {
  switch (leading(births)?.kind) {
    case "subscription_schedule":
      return "Accepting this will schedule a subscription";
    case "subscription":
      return "Accepting this will start a subscription";
    case undefined:
      return "Accepting this creates nothing";
    default:
      return "Accepting this will create a draft invoice";
  }
}

/** The button that accepts says what it does. */
export function acceptingVerb(births: readonly Birth[]): string {
  switch (leading(births)?.kind) {
    case "subscription_schedule":
      return "Accept and schedule the subscription";
    case "subscription":
      return "Accept and start the subscription";
    case undefined:
      return "Accept the quote";
    default:
      return "Accept and create the draft invoice";
  }
}

function payment(collection: Collection, daysUntilDue: number | null): string {
  if (collection === "charge_automatically") return "The saved payment method is charged.";
  return daysUntilDue === null ? "Payment by invoice." : `Payment by invoice, ${due(daysUntilDue)}.`;
}

/** `due in 14 days`, `due at once`. */
export function due(days: number): string {
  return days === 0 ? "due at once" : `due in ${count(days, "day")}`;
}

/** The text of the dashed box of a quote. */
export function acceptingText(
  births: readonly Birth[],
  recurring: RecurringTotals | null,
  terms: Pick<Terms, "collection" | "days_until_due">,
): string {
  const subscription = births.find((birth) => birth.kind === "subscription" || birth.kind === "subscription_schedule");
  const invoice = births.find((birth) => birth.kind === "draft_invoice" || birth.kind === "invoice");
  const parts: string[] = [];
  if (subscription?.starts_at != null) parts.push(`It begins ${inDays(subscription.starts_at)}, on ${plainDay(subscription.starts_at)}.`);
  if (subscription?.trial_days != null) parts.push(`The first ${count(subscription.trial_days, "day")} are free.`);
  const first = invoice?.amount ? firstInvoice(invoice, subscription !== undefined) : undefined;
  const later = recurring ? `${money(recurring.totals.total)} ${each(recurring.per)}` : undefined;
  if (first && later) parts.push(`${first}; then ${later}.`);
  else if (first) parts.push(`${first}.`);
  else if (later) parts.push(`${capital(later)}.`);
  parts.push(payment(terms.collection, terms.days_until_due));
  return parts.join(" ");
}

function firstInvoice(invoice: Birth, ofSubscription: boolean): string {
  const amount = invoice.amount ? ` ${money(invoice.amount)}` : "";
  const itself = invoice.finalizes_after === null ? "" : `, finalizes itself ${span(invoice.finalizes_after)} later`;
  if (ofSubscription) return `First invoice${amount}${itself}`;
  return invoice.finalizes_after === null ? `A draft invoice of${amount}, yours to check and finalize` : `An invoice of${amount}${itself}`;
}

/** One line of the receipt, without its drawing. */
export interface BirthLine {
  title: string;
  detail: string | undefined;
  end: string | undefined;
  strong: boolean;
}

/** A line of the receipt for one thing that will be created; `among` says whether it comes with a subscription. */
export function birthLine(birth: Birth, among: readonly Birth[]): BirthLine {
  const amount = birth.amount ? money(birth.amount) : undefined;
  const details = birthDetails(birth, amount);
  const withSubscription = among.some((other) => other.kind === "subscription");
  const title = {
    customer: "A customer",
    product: "A product",
    price: "A price",
    tax_rate: "A tax rate",
    coupon: "A coupon",
    quote: "A quote",
    draft_invoice: withSubscription ? "Its first invoice" : "A draft invoice",
    invoice: withSubscription ? "Its first invoice" : "An invoice",
    subscription: "A subscription",
    subscription_schedule: "A scheduled subscription",
  }[birth.kind];
  const recurs = birth.kind === "subscription" || birth.kind === "subscription_schedule";
  return {
    title,
    detail: details.length === 0 ? undefined : capital(details.join(", ")),
    end: recurs ? (birth.starts_at === null ? "from acceptance" : `from ${plainDay(birth.starts_at)}`) : amount,
    strong: birth.kind === "draft_invoice" || birth.kind === "invoice",
  };
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function birthDetails(birth: Birth, amount: string | undefined): string[] {
  const details: string[] = [];
  if (birth.name) details.push(birth.name);
  if (birth.per && amount) details.push(`${amount} ${each(birth.per)}`);
  if (birth.trial_days !== null) details.push(`first ${count(birth.trial_days, "day")} free`);
  if (birth.finalizes_after !== null) details.push(`finalizes itself in ${span(birth.finalizes_after)}`);
  if (birth.days_until_due !== null) details.push(due(birth.days_until_due));
  return details;
}
