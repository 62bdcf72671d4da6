// Lines, totals, documents and histories of any sheet, turned into what the parts show: plain words and figures.
import type { DocumentView, Link, Moment, Row, SheetLine, Totals } from "../bridge/contract";
import { money, rhythm, size } from "./amounts";
import { dayTime, plainDay } from "./dates";
import { words } from "./en";
import { momentWords } from "./history";

/** A line as a table shows it. */
export interface LineWords {
  title: string;
  detail: string | undefined;
  quantity: string;
  unit: string;
  amount: string;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** A line, with its rhythm, taxes and discounts under its name. */
export function lineWords(line: SheetLine): LineWords {
  const remarks = [line.per ? capital(rhythm(line.per)) : null, line.detail, ...line.notes].filter((part) => part !== null && part !== "");
  return {
    title: line.title,
    detail: remarks.length === 0 ? undefined : remarks.join(" · "),
    quantity: String(line.quantity),
    unit: line.unit ? money(line.unit) : "",
    amount: money(line.amount),
  };
}

interface Figure {
  label: string;
  value: string;
  weight?: "sum" | "after" | undefined;
}

/** The figures of a document, its sum under the name given. */
export function totalFigures(totals: Totals, sum: string): Figure[] {
  const shares = [...totals.discounts, ...totals.taxes];
  return [
    ...(shares.length === 0 ? [] : [{ label: words.common.subtotal, value: money(totals.subtotal) }]),
    ...shares.map((share) => ({
      label: share.inclusive ? words.common.included(share.label) : share.label,
      value: money(share.amount),
    })),
    { label: sum, value: money(totals.total), weight: "sum" as const },
  ];
}

/** `Stripe’s PDF · kept Nov 20, 62 KB`. */
export function documentWords(document: DocumentView, draft: boolean): string {
  if (draft) return words.document.ours;
  const stripes = words.document.stripes;
  if (document.source !== "stripe" || document.fetched_at === null || document.size === null) return `${stripes} · ${words.document.notKept}`;
  return `${stripes} · ${words.document.kept(plainDay(document.fetched_at), size(document.size))}`;
}

/** History as a timeline shows it, in the order it came. */
export function historyWords(history: readonly Moment[]): { label: string; when: string; ahead: boolean; wrong: boolean }[] {
  return history.map((moment) => ({ label: momentWords(moment), when: dayTime(moment.at), ahead: moment.future, wrong: moment.code === "charge_failed" }));
}

/** Which place of the rail shows a record of this kind. */
export function placeOf(noun: Row["noun"]): "quotes" | "invoices" | "payments" | "subscriptions" | "customers" | "catalogue" {
  switch (noun) {
    case "draft":
    case "quote":
      return "quotes";
    case "credit_note":
    case "invoice_draft":
    case "invoice":
      return "invoices";
    case "subscription":
    case "subscription_schedule":
      return "subscriptions";
    case "customer":
      return "customers";
    case "product":
      return "catalogue";
    case "payment":
      return "payments";
  }
}

/** Where a link or a row leads. */
export function addressOf(target: Pick<Link, "noun" | "id">): { place: ReturnType<typeof placeOf>; id: string } {
  return { place: placeOf(target.noun), id: target.id };
}
