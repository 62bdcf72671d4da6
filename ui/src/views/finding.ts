// What the box that finds understands besides what the records say: which kinds can be chosen, sentences that start
// something, and lists that can be named. It searches nothing itself.
import type { Noun } from "../bridge/contract";
import type { IconName } from "../parts/icons";
import type { Place } from "../state/route.svelte";
import { words } from "../words/en";

/** Everything, one kind of record, or only what can be done. */
export type FindTab = "all" | "quotes" | "invoices" | "payments" | "customers" | "subscriptions" | "catalogue" | "do";

/** The choices, with the kinds each of them means; none where no record is meant. */
export const finds: { id: FindTab; label: string; nouns: Noun[] | undefined }[] = [
  { id: "all", label: words.tabs("all"), nouns: [] },
  { id: "quotes", label: words.places.quotes, nouns: ["quote", "draft"] },
  { id: "invoices", label: words.places.invoices, nouns: ["invoice", "invoice_draft"] },
  { id: "payments", label: words.places.payments, nouns: ["payment"] },
  { id: "customers", label: words.places.customers, nouns: ["customer"] },
  { id: "subscriptions", label: words.places.subscriptions, nouns: ["subscription", "subscription_schedule"] },
  { id: "catalogue", label: words.places.catalogue, nouns: ["product"] },
  { id: "do", label: words.find.make, nouns: undefined },
];

/** What a sentence asks to start, and for whom or with which name. */
export interface Wish {
  what: "quote" | "invoice" | "customer";
  name: string;
}

/** "new quote for Acme", "invoice for acme", "new customer Acme"; nothing for any other text. */
export function wishOf(text: string): Wish | undefined {
  const paper = /^\s*(?:new\s+(quote|invoice)\s+(?:for\s+)?|(quote|invoice)\s+for\s+)(\S.*)$/iu.exec(text);
  if (paper) return { what: (paper[1] ?? paper[2])?.toLowerCase() === "invoice" ? "invoice" : "quote", name: (paper[3] ?? "").trim() };
  const customer = /^\s*new\s+customer\s+(\S.*)$/iu.exec(text)?.[1];
  return customer === undefined ? undefined : { what: "customer", name: customer.trim() };
}

const lists: { place: Place; noun: Noun; icon: IconName; tabs: string[] }[] = [
  { place: "quotes", noun: "quote", icon: "quote", tabs: ["draft", "open", "expiring", "accepted", "canceled"] },
  { place: "invoices", noun: "invoice", icon: "invoice", tabs: ["draft", "open", "late", "paid", "void"] },
  { place: "payments", noun: "payment", icon: "card", tabs: ["received", "waiting", "failed", "refunded"] },
  { place: "subscriptions", noun: "subscription", icon: "subscription", tabs: ["active", "trialing", "ending", "canceled"] },
  { place: "catalogue", noun: "product", icon: "catalogue", tabs: ["archived"] },
];

/** Lists that can be gone to by name: "invoices past due", "open quotes". `also` holds other words for the same. */
export const placeWays = lists.flatMap(({ place, noun, icon, tabs }) =>
  tabs.map((tab) => ({
    id: `list-${place}-${tab}`,
    icon,
    place,
    noun,
    tab,
    title: words.find.list(words.places[place], words.tabs(tab)),
    also: words.find.also(tab),
  })),
);
