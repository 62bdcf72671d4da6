// A host that answers from made-up records, typed by the contract. It adds nothing up: figures are written down as they
// would come. Only for looking at screens.
import type { Command, Reply } from "../src/bridge/call";
import type {
  Amount, CustomerSheet, DraftSheet, InvoiceSheet, Overview, Per, ProductSheet, Draft, QuoteSheet, Row, StateCode,
  SubscriptionSheet, Totals,
} from "../src/bridge/contract";
import type { Host } from "../src/bridge/host";

const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;
const monthly: Per = { interval: "month", count: 1 };

function amount(decimal: string, currency = "usd"): Amount {
  return { minor: Number(decimal.replace(".", "")), currency, decimal, text: decimal };
}

function totals(subtotal: string, discount: string, tax: string, total: string): Totals {
  return {
    subtotal: amount(subtotal),
    discounts: [{ label: "Returning customer 2 %", amount: amount(discount), inclusive: false }],
    taxes: [{ label: "VAT 20 %", amount: amount(tax), inclusive: false }],
    total: amount(total),
  };
}

type Sketch = [title: string, number: string | null, subtitle: string, figure: Amount, state: StateCode, at?: number, per?: Per];

const sketches: Sketch[] = [
  ["Halden Bicycle Works", "QT-7F3A21-0004-2", "Webshop relaunch and care plan", amount("8642.42"), "expiring", NOW + 2 * DAY],
  ["Okafor & Daughters Catering", "QT-19C0D4-0001-1", "Menu cards, spring", amount("1250.00"), "open"],
  ["東京建築設計事務所", "QT-A2210B-0002-1", "サイト制作一式", amount("1320000", "jpy"), "accepted"],
  ["Marisol Vega", null, "Photo retouching, 12 pictures", amount("960.00", "eur"), "draft"],
  ["Brightwater Dental", "QT-55E9A0-0003-1", "Hosting and care", amount("349.00"), "accepted", undefined, monthly],
  ["Nordlys Design AS", "QT-0D7C11-0001-3", "Identity, third revision", amount("4180.00", "eur"), "open"],
  ["Gulf Pearl Trading", "QT-E31F77-0001-1", "Catalogue, Arabic and English", amount("412.500", "kwd"), "open"],
  ["Halden Bicycle Works", "QT-7F3A21-0004-1", "Webshop relaunch", amount("7900.00"), "superseded"],
  ["Fennimore Books", "QT-B81D02-0002-1", "Bookmarks, 500", amount("220.00"), "canceled"],
  ["مكتبة النور", "QT-4410CE-0001-1", "Yearbook layout", amount("2730.00"), "open"],
];

function rowOf(noun: Row["noun"], at: number): Row {
  const sketch = sketches[at % sketches.length];
  if (!sketch) throw new Error("no such row");
  const [title, number, subtitle, figure, code, when, per] = sketch;
  return {
    noun,
    id: `${noun}_${at}`,
    title,
    number,
    subtitle,
    amount: figure,
    left: null,
    per: per ?? null,
    state: { code, at: when ?? null, why: null, stripe: code },
    created: NOW - at * DAY,
    as_of: NOW - 120,
    pending: null,
  };
}

const upfront = totals("7349.00", "-146.98", "1440.40", "8642.42");
const recurring = { per: monthly, totals: totals("149.00", "0.00", "29.80", "178.80") };
const line = (title: string, detail: string, figure: string, per: Per | null): QuoteSheet["lines"][number] => ({
  title, detail, quantity: 1, unit: amount(figure), amount: amount(figure), per, notes: [],
});
const lines = [
  line("Webshop relaunch", "Design, build, move of 240 products", "7200.00", null),
  line("Care plan", "Updates, backups, two hours of changes", "149.00", monthly),
];
const born = { name: null, amount: null, per: null, starts_at: null, trial_days: null, finalizes_after: null, days_until_due: null };
const births: QuoteSheet["births"] = [
  { ...born, kind: "subscription", name: "Care plan", amount: amount("178.80"), per: monthly },
  { ...born, kind: "draft_invoice", amount: amount("8642.42"), finalizes_after: 3600, days_until_due: 14 },
];
const customer = { id: "customer_0", name: "Halden Bicycle Works", email: "accounts@halden.example" };
const terms: QuoteSheet["terms"] = {
  collection: "send_invoice", days_until_due: 14, starts_at: null, trial_days: null, until: NOW + 2 * DAY,
  header: null, description: null, footer: null,
};
const can = (verb: QuoteSheet["actions"][number]["verb"], primary = false): QuoteSheet["actions"][number] => ({
  verb, allowed: true, why: null, needs_network: true, primary,
});

const quote = (id: string): QuoteSheet => ({
  row: { ...rowOf("quote", Number(id.split("_")[1] ?? 0)), id },
  customer, lines, upfront, recurring, births, terms,
  actions: [can("accept", true), can("open_pdf"), can("duplicate"), can("cancel")],
  document: { source: "stripe", sha256: "00", size: 63_488, fetched_at: NOW - 2 * DAY, path: "quote/1.pdf", file_name: "2026-11-20_QT-7F3A21-0004-2_Halden.pdf" },
  history: [
    { at: NOW + 2 * DAY, code: "expires", text: null, future: true },
    { at: NOW - 2 * DAY, code: "finalized", text: null, future: false },
    { at: NOW - 3 * DAY, code: "created", text: null, future: false },
  ],
  links: [{ noun: "quote", id: "quote_7", relation: "revision_of", label: "QT-7F3A21-0004-1" }],
  revision: 2, draft: null, headline: amount("8642.42"), problem: null,
});

const invoice = (id: string): InvoiceSheet => ({
  row: { ...rowOf("invoice", 0), id, number: "7F3A21-0011", state: { code: "past_due", at: NOW - 5 * DAY, why: null, stripe: "open" } },
  customer, lines, more_lines: false, totals: upfront, due: amount("8642.42"), paid: amount("0.00"), remaining: amount("8642.42"),
  received: [], payments: [], hosted_url: "https://invoice.example/1",
  document: { source: "stripe", sha256: "00", size: 63_488, fetched_at: NOW - 2 * DAY, path: "invoice/1.pdf", file_name: "2026-11-20_7F3A21-0011_Halden.pdf" },
  finalizes_at: null,
  actions: [can("pay_out_of_band"), can("open_hosted_page", true), can("open_pdf"), can("void"), can("mark_uncollectible")],
  history: quote(id).history, links: [{ noun: "quote", id: "quote_0", relation: "quote", label: "QT-7F3A21-0004-2" }], terms, credit_notes: [], custom_fields: [], draft: null, problem: null,
});

const subscription = (id: string): SubscriptionSheet => ({
  row: { ...rowOf("subscription", 4), id, state: { code: "active", at: null, why: null, stripe: "active" } },
  customer, items: lines.slice(1), per: monthly, period_start: NOW - 10 * DAY, period_end: NOW + 20 * DAY,
  next: { at: NOW + 20 * DAY, amount: amount("149.00") }, invoices: [rowOf("invoice", 0), rowOf("invoice", 1)],
  history: quote(id).history, links: invoice(id).links, terms,
  parts: [{ item: "si_1", price: "price_1", title: lines[1]?.title ?? "", quantity: 1, unit: amount("149.00") }],
  card: null, keeps_cards: false, hold: null, owed: null, end_reason: null, phases: [], actions: [{ verb: "change", allowed: true, why: null, needs_network: true, primary: true }], problem: null,
});

const customerSheet = (id: string): CustomerSheet => ({
  row: { ...rowOf("customer", 0), id, amount: null, number: null, state: null, subtitle: "accounts@halden.example" },
  fields: {
    name: "Halden Bicycle Works", email: "accounts@halden.example", phone: "", line1: "4 Mill Yard", line2: "", city: "Leeds",
    postal_code: "LS1 4AP", region: "", country: "GB", note: "Pays by bank transfer.",
  },
  open: [amount("8642.42")], paid: [amount("12480.00"), amount("960.00", "eur")],
  quotes: [rowOf("quote", 0), rowOf("quote", 7)], invoices: [rowOf("invoice", 0)], subscriptions: [], payments: [], currency: null, problem: null,
});

const product = (id: string): ProductSheet => ({
  row: { ...rowOf("product", 0), id, title: "Care plan", amount: null, number: null, state: null, subtitle: "Updates, backups" },
  detail: "Updates, backups, two hours of changes", active: true, problem: null,
  prices: [{ id: "price_1", product: id, name: "Care plan", detail: "Updates, backups", unit: amount("149.00"), unit_decimal: "149.00", currency: "usd", per: monthly, active: true }],
});

const vat = { id: null, name: "VAT", percent: "20", inclusive: false };
const blank = { detail: "", price: null, product: null, quantity: "1", tax: null, discount: null, item: null, fixed: false };
let draft: Draft = {
  id: "draft_1", kind: "quote", record: null, customer: { kind: "existing", ...customer }, currency: "usd",
  lines: [
    { ...blank, key: "a", name: "Webshop relaunch", detail: "Design, build, move of 240 products", unit: "7,200.00", per: null },
    { ...blank, key: "b", name: "Care plan", detail: "Updates, backups, two hours of changes", unit: "149.00", per: monthly },
  ],
  discounts: [{ coupon: null, name: "Returning customer", percent: "2", amount: null, duration: "once", months: null }],
  tax: vat, expires_on: new Date((NOW + 30 * DAY) * 1000).toISOString().slice(0, 10), header: "", description: "", footer: "",
  collection: "send_invoice", days_until_due: 14, due_on: null, custom_fields: [], starts_on: null, trial_days: null,
  updated_at: NOW,
};

const draftSheet = (): DraftSheet => ({
  draft,
  figures: {
    lines: draft.lines.map((one) => {
      const price = one.name === "Care plan" ? amount("149.00") : one.name === "Webshop relaunch" ? amount("7200.00") : null;
      return { key: one.key, unit: price, amount: price, makes_product: one.product === null && one.name === "Webshop relaunch" };
    }),
    upfront, recurring, saving: [{ ...born, kind: "product", name: "Webshop relaunch" }, { ...born, kind: "coupon", name: "Returning customer 2 %" }], accepting: births,
  },
  findings: draft.lines.flatMap((one, at) =>
    one.unit === "1.250" ? [{ path: `lines[${at}].unit`, code: "ambiguous", message: "1.250 can be read in two ways.", blocking: true, readings: ["1,250.00", "1.25"] }] : [],
  ),
  replaces: null, saved: false, pending: null, changed_since: false, problem: null,
});

const overview = (): Overview => ({
  account: { id: "practice", stripe_id: null, name: "Linden Studio", mode: "practice", currency: "usd", current: true, key_hint: null },
  counts: { open_quotes: 18, late_invoices: 3, open_invoices: 12, subscriptions: 10, customers: 25, products: 12, outbox: 1 },
  sync: { at: NOW - 120, running: false, read: 0, reachable: true, problem: null, reads: { spent: 1234, allowed: 10_000, every: 300, every_behind: 1800 } },
  expiring: [rowOf("quote", 0), rowOf("quote", 1)], late: [rowOf("invoice", 5)], open: [amount("48310.00"), amount("9240.00", "eur")],
  paid: [amount("12480.00")], now: NOW, version: "0.1.0",
});

const settings = {
  business: { name: "", address: ["12 Tanner Row", "York"], contact: "hello@linden.example", tax_id: "" },
  accent: "#15504a", paper: "a4" as const, decimal_mark: "", theme: (new URLSearchParams(location.search).get("theme") ?? "system") as "system",
  currency: "", days_until_due: 14, authentication: "where_the_bank_asks" as const, tell_payments: true, publishable_key: "",
};

type Answers = { [K in Command]?: (request: never) => Reply<K> };

const answers: Answers = {
  "app.overview": overview,
  "settings.show": () => settings,
  "settings.put": (request: typeof settings) => Object.assign(settings, request),
  "accounts.list": () => [overview().account, { id: "acct_1_test", stripe_id: "acct_1", name: "Linden Studio Ltd", mode: "test", currency: "gbp", current: false, key_hint: "…4f2a" }],
  "records.list": ({ noun, at: from }: { noun: Row["noun"]; at: number | null }) => {
    const first = from ?? 0;
    const rows = Array.from({ length: Math.max(0, Math.min(100, 240 - first)) }, (_, at) => rowOf(noun, first + at));
    return { rows, next: null, total: 240 };
  },
  "records.summary": () => ({
    tabs: [["all", 240], ["draft", 6], ["open", 12], ["expiring", 3], ["accepted", 17], ["canceled", 5]].map(([id, count]) => ({ id: String(id), count: Number(count) })),
    totals: [{ id: "open", amounts: [amount("48310.00"), amount("9240.00", "eur"), amount("1320000", "jpy")] }],
    listed: [amount("61250.00"), amount("9240.00", "eur"), amount("1320000", "jpy")],
    awaited: false, moved: null,
    currencies: ["eur", "jpy", "usd"],
  }),
  "quotes.show": ({ id }: { id: string }) => quote(id),
  "invoices.show": ({ id }: { id: string }) => invoice(id),
  "subscriptions.show": ({ id }: { id: string }) => subscription(id),
  "customers.show": ({ id }: { id: string }) => customerSheet(id),
  "products.show": ({ id }: { id: string }) => product(id),
  "search.find": () => ({ rows: [rowOf("quote", 0), rowOf("invoice", 0), rowOf("invoice", 7), { ...rowOf("customer", 0), amount: null, state: null, number: null }] }),
  "customers.pick": () => ({ rows: [0, 1, 2].map((at) => ({ ...rowOf("customer", at), subtitle: "accounts@halden.example" })) }),
  "prices.pick": () => product("product_1").prices,
  "tax_rates.list": () => [{ id: "txr_1", name: "VAT", percent: "7.7", inclusive: true }],
  "drafts.open": draftSheet,
  "drafts.put": (request: Draft) => {
    draft = request;
    return draftSheet();
  },
  "drafts.preview": () => ({
    pages: ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><rect width="595" height="842" fill="#fff"/><text x="56" y="90" font-size="27" font-family="sans-serif" fill="#15504a">Quote</text></svg>'],
  }),
  "outbox.list": () => [
    { id: "1", verb: "accept", title: "QT-55E9A0-0003-1, Brightwater Dental", state: "queued", created: NOW - 300, steps_done: 0, steps: 1, attempts: 2, problem: { code: "unreachable", message: "Stripe did not answer.", hint: "It goes out by itself as soon as the network is back.", fields: [], retry: "later", request_id: null }, bank_asks: false, subject: { noun: "quote", id: "quote_4", relation: "quote", label: "QT-55E9A0-0003-1" }, request_ids: [] },
    { id: "2", verb: "finalize", title: "quote for Marisol Vega", state: "refused", created: NOW - 9000, steps_done: 2, steps: 4, attempts: 1, problem: { code: "plan_required", message: "Stripe’s plan of this account does not include one-time quotes.", hint: "Add Invoicing Plus in Stripe’s dashboard, then try again.", fields: [], retry: "now", request_id: "req_8fQ2" }, bank_asks: false, subject: null, request_ids: ["req_8fQ2"] },
    { id: "3", verb: "cancel", title: "QT-0D7C11-0001-3, Nordlys Design AS", state: "dismissed", created: NOW - 12000, steps_done: 0, steps: 1, attempts: 0, problem: { code: "unreachable", message: "Stripe did not answer.", hint: "It goes out by itself as soon as the network is back.", fields: [], retry: "later", request_id: null }, bank_asks: false, subject: { noun: "quote", id: "quote_5", relation: "quote", label: "QT-0D7C11-0001-3" }, request_ids: [] },
  ],
  "sync.run": () => overview().sync,
};

/** The host of made-up records. */
export function cannedHost(): Host {
  const host: Host = {
    async call(name, request) {
      const answer = answers[name as Command];
      if (!answer) {
        const refusal: unknown = { code: "not_allowed", message: "Made-up records cannot be changed.", hint: null, fields: [], retry: "never", request_id: null };
        throw refusal;
      }
      return structuredClone((answer as (given: unknown) => unknown)(request));
    },
    changed: () => () => {},
    news: () => () => {},
    pressed: () => () => {},
    preview: (path) => `/preview/${path}`,
    async open(url) {
      window.open(url, "_blank", "noopener");
    },
    openMail: (of) => host.call("mail.draft", of),
    showSaved: () => Promise.resolve(),
    takeCard: async () => ({ state: "open", message: "Nothing was taken." }),
  };
  return host;
}
