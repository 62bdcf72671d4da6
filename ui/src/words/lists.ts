// The words of lists and of the box that finds: tabs, orders, what narrows, what was found. A part of `en.ts`.
import type { Noun, Sort } from "../bridge/contract";
import { count } from "./amounts";

/** What each tab is called. */
export const tabs: Record<string, string> = {
  all: "All",
  draft: "Draft",
  open: "Open",
  expiring: "Expiring",
  expired: "Expired",
  accepted: "Accepted",
  canceled: "Canceled",
  superseded: "Superseded",
  past_due: "Past due",
  late: "Past due",
  paid: "Paid",
  void: "Void",
  uncollectible: "Uncollectible",
  active: "Active",
  trialing: "Trial",
  scheduled: "Scheduled",
  retrying: "Retrying",
  ending: "Ending",
  unpaid: "Unpaid",
  one_time: "One-time",
  recurring: "Recurring",
  archived: "Archived",
  received: "Received",
  waiting: "Waiting",
  failed: "Failed",
  refunded: "Refunded",
  disputed: "Disputed",
};

/** What things are called, one and many. */
export const kinds: Record<Noun, [one: string, many: string]> = {
  draft: ["draft", "drafts"],
  quote: ["quote", "quotes"],
  invoice: ["invoice", "invoices"],
  credit_note: ["credit note", "credit notes"],
  invoice_draft: ["draft", "drafts"],
  subscription: ["subscription", "subscriptions"],
  subscription_schedule: ["subscription", "subscriptions"],
  customer: ["customer", "customers"],
  product: ["product", "products"],
  payment: ["payment", "payments"],
};

function sortWord(noun: Noun, sort: Sort): string {
  const due = noun === "invoice";
  switch (sort) {
    case "newest":
      return "Newest first";
    case "oldest":
      return "Oldest first";
    case "date":
      return due ? "Due soonest first" : "Expiring soonest first";
    case "latest":
      return due ? "Due latest first" : "Expiring latest first";
    case "amount":
      return "Largest first";
    case "smallest":
      return "Smallest first";
    case "name":
      return "By name";
  }
}

/** The sentences themselves. */
export const listWords = {
  find: {
    label: "Find anything, or do anything",
    placeholder: "Name, number, amount, day, or what to do",
    nothing: "Nothing found. Try a name, a number or an amount.",
    more: (number: number) => `These are the first ${number}. Write more of it to narrow them down.`,
    go: "Go to",
    make: "Do",
    start: "Start",
    newQuoteFor: (name: string) => `New quote for ${name}`,
    newInvoiceFor: (name: string) => `New invoice for ${name}`,
    newCustomer: (name: string) => `New customer “${name}”`,
    connect: "Connect a Stripe account",
    only: "What to look for",
    list: (place: string, tab: string) => `${place}: ${tab.toLocaleLowerCase()}`,
    /** Other words under which a list is looked for. */
    also: (tab: string) => ({ late: "late overdue", expiring: "expire soon", void: "written off uncollectible", trialing: "trials", scheduled: "finalizes itself", retrying: "tried again", failed: "declined" })[tab] ?? "",
    /** Other words under which a place is looked for. */
    alsoPlace: (place: string) => ({ packs: "accountant month export csv zip", outbox: "waiting queue", settings: "theme dark light business colour doctor backup accounts key" })[place],
    counted: (number: number) => (number === 0 ? "Nothing found" : `${count(number, "line")}`),
  },

  list: {
    showing: (noun: Noun) => `Which ${kinds[noun][1]} to show`,
    counted: (noun: Noun, number: number, sort: Sort) => `${count(number, ...kinds[noun])}, ${sortWord(noun, sort).toLocaleLowerCase()}`,
    /** Beside what is left of an amount. */
    leftOf: (whole: string) => `of ${whole}`,
    /** Beside a sum that counts what remains. */
    stillToPay: (sums: string) => `${sums} still to be paid`,
    /** Beside a sum of the money that moved, not of what the payments were for. */
    moved: { received: (sums: string) => `${sums} received`, went_back: (sums: string) => `${sums} went back` },
    /** Where nothing is listed because nothing was ever fetched. */
    unfetched: "Not fetched yet",
    unreachable: "Stripe cannot be reached.",
    emptyTab: (noun: Noun) => `No ${kinds[noun][1]} in this tab`,
    emptyNarrow: (noun: Noun) => `No ${kinds[noun][1]} like that here`,
  },
  sort: {
    label: "In which order",
    by: (noun: Noun, sort: Sort) => sortWord(noun, sort),
  },
  filter: {
    title: (noun: Noun) => `Which ${kinds[noun][1]} to list`,
    chips: "What narrows the list",
    add: "Filter",
    remove: (what: string) => `List without “${what}”`,
    customer: "Customer",
    anybody: "Anybody",
    from: "From",
    to: "Up to and including",
    least: "At least",
    most: "At most",
    currency: "Currency",
    anyCurrency: "Any",
    overdue: "Past due",
    go: "Show them",
    clear: "Show all",
    days: (from: string | undefined, to: string | undefined) =>
      from === undefined || from === "" ? `Up to ${to ?? ""}` : to === undefined || to === "" ? `Since ${from}` : from === to ? from : `${from} – ${to}`,
    amounts: (least: string | undefined, most: string | undefined) =>
      least === undefined ? `At most ${most ?? ""}` : most === undefined ? `At least ${least}` : `${least} – ${most}`,
  },
};
