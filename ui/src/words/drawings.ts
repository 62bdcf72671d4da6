// Which drawing stands for which kind of thing, so that a quote looks like a quote in the rail, the palette and a receipt.
import type { Birth, CustomerRef, Link, Noun, Row } from "../bridge/contract";
import { money, slash } from "./amounts";
import { birthLine, type BirthLine } from "./births";
import { relationWords } from "./history";
import { rowWords, type Spoken } from "./states";

type Drawing = "quote" | "invoice" | "subscription" | "schedule" | "customer" | "catalogue" | "plus" | "find" | "card";

/** The drawing of a kind of record. */
export const nounDrawing: Record<Noun, Drawing> = {
  draft: "quote",
  invoice_draft: "invoice",
  quote: "quote",
  invoice: "invoice",
  credit_note: "invoice",
  subscription: "subscription",
  subscription_schedule: "schedule",
  customer: "customer",
  product: "catalogue",
  payment: "card",
};

const birthDrawing: Record<Birth["kind"], Drawing> = {
  customer: "customer",
  product: "catalogue",
  price: "catalogue",
  tax_rate: "plus",
  coupon: "plus",
  quote: "quote",
  draft_invoice: "invoice",
  invoice: "invoice",
  subscription: "subscription",
  subscription_schedule: "schedule",
};

/** Everything an act will create, as lines of a receipt. */
export function receipt(births: readonly Birth[]): (BirthLine & { icon: Drawing })[] {
  return births.map((birth) => ({ ...birthLine(birth, births), icon: birthDrawing[birth.kind] }));
}

/** A link as a way to go. */
export function linkWay(link: Link): { id: string; icon: Drawing; title: string; detail: string } {
  return { id: link.id, icon: nounDrawing[link.noun], title: link.label, detail: relationWords(link) };
}

/** Whoever a record is for, as the first of its ways to go. */
export function withCustomer(customer: CustomerRef | null, links: readonly Link[]): Link[] {
  return customer === null ? [...links] : [{ relation: "customer", noun: "customer", id: customer.id, label: customer.name }, ...links];
}

/** A row as a way to go, within another record's sheet. */
export function rowWay(row: Row, title: string): { id: string; icon: Drawing; title: string; detail: string; end: string | undefined; tag: Spoken | undefined } {
  return {
    id: row.id,
    icon: nounDrawing[row.noun],
    title,
    detail: row.subtitle,
    end: row.amount ? `${money(row.amount)}${row.per ? ` ${slash(row.per)}` : ""}` : undefined,
    tag: rowWords(row),
  };
}
