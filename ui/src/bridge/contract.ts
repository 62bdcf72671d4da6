// Generated from the list of commands by `cargo xtask contract`; not to be edited.
// One file, long as it is: it is written whole from one list, and read a name at a time.
// Times are unix seconds in UTC; amounts are minor units of the named currency.

export type Accept = { 
/**
 * The quote.
 */
id: string, 
/**
 * Who said yes, how and when, in the owner's words.
 */
note: string | null, };

export type Access = "read" | "write";

export type AccountName = { 
/**
 * Stripe's id, `acct_…`.
 */
id: string, 
/**
 * The business's name.
 */
name: string, };

export type AccountView = { 
/**
 * `practice`, or Stripe's account id with its mode.
 */
id: string, 
/**
 * Stripe's own id, as its dashboard shows it; none for the practice account.
 */
stripe_id: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Its mode.
 */
mode: Mode, 
/**
 * Its currency for new quotes, lower case.
 */
currency: string, 
/**
 * The one in use.
 */
current: boolean, 
/**
 * The end of its key, such as `…4f2a`; none for the practice account.
 */
key_hint: string | null, };

export type Action = { 
/**
 * What.
 */
verb: Verb, 
/**
 * Whether it is allowed now.
 */
allowed: boolean, 
/**
 * Why not, for people.
 */
why: string | null, 
/**
 * Needs Stripe to answer, so it is queued or disabled offline.
 */
needs_network: boolean, 
/**
 * The next thing an owner would do: the one filled button.
 */
primary: boolean, };

export type AddPrice = { 
/**
 * The product.
 */
product: string, 
/**
 * The price.
 */
price: NewPrice, };

export type Amount = { 
/**
 * Minor units of `currency` (cents, yen, fils).
 */
minor: number, 
/**
 * Three-letter code in lower case, as Stripe writes it.
 */
currency: string, 
/**
 * The exact decimal figure, such as `1234.50`, for `Intl.NumberFormat`.
 */
decimal: string, 
/**
 * The amount in English conventions, such as `$1,234.50`, for the terminal.
 */
text: string, };

export type Attempt = { 
/**
 * Stripe's id of the charge.
 */
id: string, 
/**
 * When.
 */
at: number, 
/**
 * How much: what was taken, where it was taken, else what was asked for.
 */
amount: Amount, 
/**
 * With what.
 */
card: CardRef | null, 
/**
 * How it went.
 */
state: AttemptState, 
/**
 * Why it failed.
 */
failure: Failure | null, };

export type AttemptState = "taken" | "taken_in_part" | "held" | "released" | "pending" | "failed";

export type Attend = { 
/**
 * Whether the window is in front.
 */
here: boolean, };

export type Authentication = "where_the_bank_asks" | "never";

export type BackupView = { 
/**
 * What it goes by: its day, or `before-2`.
 */
name: string, 
/**
 * When it was made.
 */
at: number, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * The format that it was made before, where it was made for a change of format.
 */
before: number | null, };

export type BeforeAct = { 
/**
 * What it is about.
 */
noun: Noun, 
/**
 * Its id.
 */
id: string, 
/**
 * What is about to be done.
 */
verb: Verb, };

export type Birth = { 
/**
 * What will be created.
 */
kind: BirthKind, 
/**
 * Its name, where it has one.
 */
name: string | null, 
/**
 * How much.
 */
amount: Amount | null, 
/**
 * How often it recurs.
 */
per: Per | null, 
/**
 * When it starts; none means at once.
 */
starts_at: number | null, 
/**
 * How long the trial before the first payment lasts, days.
 */
trial_days: number | null, 
/**
 * An invoice that finalizes itself this many seconds later.
 */
finalizes_after: number | null, 
/**
 * Days until it is due; none where it is charged automatically.
 */
days_until_due: number | null, };

export type BirthKind = "customer" | "product" | "price" | "tax_rate" | "coupon" | "quote" | "draft_invoice" | "invoice" | "subscription" | "subscription_schedule";

export type Business = { 
/**
 * Name; empty means the account's.
 */
name: string, 
/**
 * Address, a line each.
 */
address: Array<string>, 
/**
 * E-mail or telephone.
 */
contact: string, 
/**
 * Tax id, as it shall be printed.
 */
tax_id: string, };

export type ById = { 
/**
 * Its id.
 */
id: string, };

export type CapturePayment = { 
/**
 * The payment.
 */
id: string, 
/**
 * How much, as typed; none for all of it. What is not taken is let go.
 */
amount: string | null, 
/**
 * What was held when it was asked, minor units: refused where it is another amount now.
 */
shown: number | null, };

export type CardQuestion = { 
/**
 * What the card is for: an invoice's number, a payment's description.
 */
subject: string, 
/**
 * The customer's name.
 */
customer: string, 
/**
 * What is taken; none where the card is only kept.
 */
amount: Amount | null, 
/**
 * It is only held for now, and taken later or let go.
 */
hold: boolean, 
/**
 * The saved card whose security code is asked for, such as `Visa ending in 4242`.
 */
card: string | null, 
/**
 * No money moves: practice, or test mode.
 */
practice: boolean, };

export type CardRef = { 
/**
 * Such as `visa`; other kinds of payment method stand by their own names.
 */
brand: string, 
/**
 * The last four digits; empty where there are none.
 */
last4: string, };

export type CardTaken = { 
/**
 * How it stands.
 */
state: CardTakenState, 
/**
 * The same for people.
 */
message: string, };

export type CardTakenState = "done" | "processing" | "failed" | "open";

export type CardWanted = { "what": "invoice", 
/**
 * The invoice.
 */
id: string, 
/**
 * A saved card whose security code is asked for again; none where a card is typed.
 */
card: string | null, } | { "what": "payment", 
/**
 * The payment intent.
 */
id: string, 
/**
 * A saved card whose security code is asked for again; none where a card is typed.
 */
card: string | null, } | { "what": "keep", 
/**
 * The customer whose card it is.
 */
customer: string, };

export type Care = { 
/**
 * The file.
 */
file: string, 
/**
 * Why it cannot be used as it is.
 */
problem: Problem | null, 
/**
 * Whether a fresh file with all that can still be read is a way out.
 */
afresh: boolean, 
/**
 * Nothing is left of the file: there is nothing in it to be saved.
 */
gone: boolean, 
/**
 * The copies that one can go back to, the newest first.
 */
backups: Array<BackupView>, };

export type Caution = { 
/**
 * A short name of it, such as `twin`.
 */
code: string, 
/**
 * What it is, for people.
 */
message: string, };

export type ChangePreview = { 
/**
 * The invoice on which the change shows first; none where nothing more is billed.
 */
invoice: InvoicePreview | null, 
/**
 * Whether that invoice is made at once.
 */
at_once: boolean, 
/**
 * To be sent with the change, so that it bills what was shown (unix seconds UTC).
 */
prorated_at: number, };

export type ChargeCard = { 
/**
 * `invoice` or `payment`.
 */
noun: Noun, 
/**
 * Its id.
 */
id: string, 
/**
 * The saved card's id.
 */
card: string, 
/**
 * The customer is at hand, so that the bank may ask.
 */
present: boolean, 
/**
 * A part of what the invoice asks, as typed; none for all of it.
 */
part: string | null, 
/**
 * The amount that the question showed, minor units: refused where it is another one now.
 */
shown: number | null, };

export type Charged = { 
/**
 * What became of the act itself.
 */
outcome: Outcome, 
/**
 * The payment, once there is one.
 */
payment: string | null, 
/**
 * How its money stands.
 */
state: State | null, 
/**
 * A page to go to now: the bank's, where it asks its customer, or the one where the customer pays.
 */
page: string | null, };

export type CheckAbout = "account" | "keyring" | "stripe" | "records" | "freshness" | "outbox" | "backups" | "disk";

export type CheckKey = { 
/**
 * The secret or restricted key. It goes no further than Stripe and the keyring, and is never
 * shown again. None: the one that was checked last, once more.
 */
key: string | null, 
/**
 * Another address than Stripe's: on this computer only, with test keys only.
 */
api_base: string | null, 
/**
 * The account here whose key it is to replace.
 */
replaces: string | null, };

export type Code = "invalid_input" | "not_found" | "not_allowed" | "key_refused" | "permission_missing" | "plan_required" | "card_refused" | "authentication_needed" | "stripe_refused" | "stripe_failed" | "rate_limited" | "unreachable" | "keyring_missing" | "keyring_locked" | "disk" | "newer_version" | "damaged" | "live_not_confirmed" | "bug";

export type CollectAmount = { 
/**
 * From whom; a link may do without.
 */
customer: string | null, 
/**
 * Three-letter code, lower case.
 */
currency: string, 
/**
 * How much, as typed.
 */
amount: string, 
/**
 * What for; the customer reads it.
 */
description: string, 
/**
 * The saved card to charge; none makes a link to pay at, unless the card is typed.
 */
card: string | null, 
/**
 * The payment window comes next, for a card to be typed or the saved one's security code: the
 * payment is only opened.
 */
typed: boolean, 
/**
 * The card that is typed is kept with the customer.
 */
keep: boolean, 
/**
 * The customer is at hand, so that the bank may ask.
 */
present: boolean, 
/**
 * The money is only held, to be taken or let go within a week.
 */
hold: boolean, };

export type Collection = "charge_automatically" | "send_invoice";

export type ConnectAccount = { 
/**
 * Which account it is, where the key may not say so.
 */
account: AccountName | null, };

export type Counts = { 
/**
 * Quotes that wait for an answer.
 */
open_quotes: number, 
/**
 * Invoices past due.
 */
late_invoices: number, 
/**
 * Invoices that wait for payment.
 */
open_invoices: number, 
/**
 * Subscriptions that run.
 */
subscriptions: number, 
/**
 * Customers.
 */
customers: number, 
/**
 * Products that can be sold.
 */
products: number, 
/**
 * Intents that are queued, under way or refused.
 */
outbox: number, };

export type CreateProduct = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it is, in a sentence.
 */
detail: string, 
/**
 * Its prices.
 */
prices: Array<NewPrice>, };

export type CreditLine = { 
/**
 * The id of the invoice's line.
 */
line: string, 
/**
 * How many pieces, as typed.
 */
quantity: string | null, 
/**
 * How much, before discounts and taxes on top, as typed.
 */
amount: string | null, };

export type CreditNoteSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * The invoice that it takes something off.
 */
invoice: Link, 
/**
 * In all.
 */
amount: Amount, 
/**
 * The tax in it.
 */
tax: Amount, 
/**
 * Taken off what was still to be paid.
 */
before: Amount, 
/**
 * Refunded.
 */
refunded: Amount, 
/**
 * Put on the customer's balance.
 */
balance: Amount, 
/**
 * Given back another way.
 */
outside: Amount, 
/**
 * Why, in Stripe's own word.
 */
reason: string | null, 
/**
 * What it says to the customer.
 */
memo: string | null, 
/**
 * When it was voided.
 */
voided_at: number | null, 
/**
 * Its PDF.
 */
document: DocumentView, 
/**
 * What can be done.
 */
actions: Array<Action>, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type CreditPreview = { 
/**
 * In all; none while the amount cannot be read.
 */
amount: Amount | null, 
/**
 * Taken off what is still to be paid.
 */
before: Amount | null, 
/**
 * Of what was paid already.
 */
after: Amount | null, 
/**
 * Still to be paid then.
 */
remaining: Amount | null, 
/**
 * The tax in it, as Stripe reckons it; none while Stripe cannot be asked.
 */
tax: Amount | null, 
/**
 * At most so much.
 */
most: Amount, 
/**
 * At most so much can go back to the card or account that paid.
 */
refundable: Amount, 
/**
 * The invoice's lines that something can be taken off.
 */
lines: Array<CreditableLine>, 
/**
 * What is wrong, and what to do.
 */
problem: Problem | null, };

export type CreditReason = "duplicate" | "fraudulent" | "order_change" | "product_unsatisfactory";

export type CreditWay = "refund" | "balance" | "outside";

export type CreditWish = { 
/**
 * The invoice.
 */
invoice: string, 
/**
 * How much in all, taxes included, as typed; empty for all that is left. Not looked at where there
 * are lines.
 */
amount: string, 
/**
 * Single lines instead of an amount.
 */
lines: Array<CreditLine>, 
/**
 * Where what was paid already goes.
 */
way: CreditWay, 
/**
 * Why.
 */
reason: CreditReason | null, 
/**
 * A text for the customer, printed on it.
 */
memo: string, };

export type CreditableLine = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it is.
 */
title: string, 
/**
 * How many pieces there are to choose from; none where a part was credited already, or where it
 * is not counted in pieces.
 */
quantity: number | null, 
/**
 * The whole line, before discounts and taxes on top.
 */
amount: Amount, 
/**
 * What earlier notes left of that.
 */
left: Amount, };

export type CustomField = { 
/**
 * Such as `Order number`; at most 40 characters.
 */
name: string, 
/**
 * Such as `4711`; at most 140 characters.
 */
value: string, };

export type CustomerChoice = { "kind": "existing", 
/**
 * Stripe's id.
 */
id: string, 
/**
 * The name, for showing.
 */
name: string, 
/**
 * The e-mail, for showing.
 */
email: string | null, } | { "kind": "new", 
/**
 * What was entered.
 */
fields: CustomerFields, };

export type CustomerFields = { 
/**
 * Name of the business or person.
 */
name: string, 
/**
 * E-mail, where quotes and invoices go.
 */
email: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * Street and number.
 */
line1: string, 
/**
 * More of the address.
 */
line2: string, 
/**
 * Town.
 */
city: string, 
/**
 * Postal code.
 */
postal_code: string, 
/**
 * County, state or region.
 */
region: string, 
/**
 * Two-letter country code.
 */
country: string, 
/**
 * A note for the owner, kept as Stripe's description.
 */
note: string, };

export type CustomerRef = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * Name, or e-mail, or id.
 */
name: string, 
/**
 * E-mail.
 */
email: string | null, };

export type CustomerSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * The fields, for showing and editing.
 */
fields: CustomerFields, 
/**
 * The currency it is always billed in, lower case, once Stripe has settled that.
 */
currency: string | null, 
/**
 * What is open, per currency.
 */
open: Array<Amount>, 
/**
 * What was paid and has stayed, with or without an invoice, per currency.
 */
paid: Array<Amount>, 
/**
 * Quotes, newest first.
 */
quotes: Array<Row>, 
/**
 * Invoices, newest first.
 */
invoices: Array<Row>, 
/**
 * Subscriptions, newest first.
 */
subscriptions: Array<Row>, 
/**
 * Payments, newest first.
 */
payments: Array<Row>, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type DiscountChoice = { 
/**
 * Stripe's id of the coupon; none means that saving creates it.
 */
coupon: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * A percentage as typed; either this or `amount`.
 */
percent: string | null, 
/**
 * An amount as typed, in the draft's currency.
 */
amount: string | null, 
/**
 * How long it lasts.
 */
duration: DiscountDuration, 
/**
 * For how many months, when repeating.
 */
months: number | null, };

export type DiscountDuration = "once" | "repeating" | "forever";

export type DisputeView = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * When it began.
 */
at: number, 
/**
 * How much.
 */
amount: Amount, 
/**
 * How far it is and why, for people.
 */
message: string, 
/**
 * What to do.
 */
hint: string, 
/**
 * By when it is to be answered, while it is.
 */
answer_by: number | null, };

export type DocumentView = { 
/**
 * `stripe` for Stripe's own, `draft` for a preview of ours, `own` for a record of ours.
 */
source: string, 
/**
 * SHA-256 of the bytes, hex.
 */
sha256: string | null, 
/**
 * Bytes.
 */
size: number | null, 
/**
 * When it was fetched.
 */
fetched_at: number | null, 
/**
 * The path under the preview scheme where the PDF can be seen.
 */
path: string, 
/**
 * The file name that saving it proposes.
 */
file_name: string, };

export type Draft = { 
/**
 * Its own id, `draft_…`; an invoice's `draft_in_…`.
 */
id: string, 
/**
 * Which of the two.
 */
kind: DraftKind, 
/**
 * The draft at Stripe that it edits, once there is one.
 */
record: string | null, 
/**
 * For whom.
 */
customer: CustomerChoice | null, 
/**
 * Three-letter code in lower case; one for the whole.
 */
currency: string, 
/**
 * The lines.
 */
lines: Array<DraftLine>, 
/**
 * Discounts on the whole.
 */
discounts: Array<DiscountChoice>, 
/**
 * The tax of lines that have none of their own.
 */
tax: TaxChoice | null, 
/**
 * A quote is valid until the end of this day (`YYYY-MM-DD`, local time); none for Stripe's 30 days.
 */
expires_on: string | null, 
/**
 * A quote's title, at most 50 characters.
 */
header: string, 
/**
 * At most 500 characters; an invoice's memo, at most 1500.
 */
description: string, 
/**
 * At most 500 characters; an invoice's at most 5000.
 */
footer: string, 
/**
 * How it is to be paid.
 */
collection: Collection, 
/**
 * Days until due, with `send_invoice`.
 */
days_until_due: number | null, 
/**
 * The day by whose end an invoice is due (`YYYY-MM-DD`, local time), instead of a number of days.
 */
due_on: string | null, 
/**
 * What an invoice bears besides, at most four.
 */
custom_fields: Array<CustomField>, 
/**
 * When the subscription starts (`YYYY-MM-DD`, local time); none for acceptance.
 */
starts_on: string | null, 
/**
 * Days before the first payment.
 */
trial_days: number | null, 
/**
 * When it was last kept.
 */
updated_at: number, };

export type DraftFigures = { 
/**
 * The lines, in order.
 */
lines: Array<LineFigures>, 
/**
 * What the first invoice charges.
 */
upfront: Totals, 
/**
 * What recurs afterwards.
 */
recurring: RecurringTotals | null, 
/**
 * What saving creates besides the quote or invoice itself.
 */
saving: Array<Birth>, 
/**
 * What accepting a quote will create.
 */
accepting: Array<Birth>, };

export type DraftKind = "quote" | "invoice";

export type DraftLine = { 
/**
 * Names the line while it is edited; unique in the draft.
 */
key: string, 
/**
 * What.
 */
name: string, 
/**
 * More about it; becomes the description of a product that saving creates.
 */
detail: string, 
/**
 * The price it was taken from; used as long as amount and rhythm are the price's own.
 */
price: string | null, 
/**
 * The product; none means that saving creates it.
 */
product: string | null, 
/**
 * The price of one, as typed.
 */
unit: string, 
/**
 * How many, as typed.
 */
quantity: string, 
/**
 * How often it recurs; none for one-time lines.
 */
per: Per | null, 
/**
 * Its tax; none means that of the whole.
 */
tax: TaxChoice | null, 
/**
 * A discount on this line alone.
 */
discount: DiscountChoice | null, 
/**
 * The invoice item that it stands for; none where saving makes one.
 */
item: string | null, 
/**
 * A subscription drew it up: it stays on the invoice as it is.
 */
fixed: boolean, };

export type DraftSheet = { 
/**
 * What was typed.
 */
draft: Draft, 
/**
 * What it comes to; none while amounts cannot be read.
 */
figures: DraftFigures | null, 
/**
 * What its writer should know.
 */
findings: Array<Finding>, 
/**
 * The number of the invoice whose place this one is to take, where it is a correction.
 */
replaces: string | null, 
/**
 * Stripe has exactly this already.
 */
saved: boolean, 
/**
 * What waits in the outbox for it, such as `finalize`.
 */
pending: Verb | null, 
/**
 * Whether it was changed since that was asked for: what waits is the draft as it stood then.
 */
changed_since: boolean, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type DraftSource = { "kind": "new", 
/**
 * For this customer.
 */
customer: string | null, } | { "kind": "new_invoice", 
/**
 * For this customer.
 */
customer: string | null, } | { "kind": "draft", 
/**
 * The draft's id.
 */
id: string, } | { "kind": "quote", 
/**
 * Stripe's id.
 */
id: string, } | { "kind": "invoice", 
/**
 * Stripe's id.
 */
id: string, } | { "kind": "copy", 
/**
 * Stripe's id.
 */
id: string, } | { "kind": "copy_invoice", 
/**
 * Stripe's id.
 */
id: string, };

export type EndReason = "payment_failed" | "payment_disputed" | "asked";

export type Extend = { 
/**
 * The quote.
 */
id: string, 
/**
 * How many days more, counted from its expiry.
 */
days: number, };

export type Failure = { 
/**
 * What is the case.
 */
message: string, 
/**
 * What to do.
 */
hint: string, 
/**
 * What the customer may be told.
 */
to_customer: string, 
/**
 * What to do, for buttons.
 */
step: NextStep, 
/**
 * Stripe's own code, for its support.
 */
code: string, };

export type FieldProblem = { 
/**
 * Where, such as `lines[2].unit`.
 */
path: string, 
/**
 * What is wrong and what to do.
 */
message: string, };

export type Find = { 
/**
 * Words, numbers, amounts, days; may begin with the kind that is meant, as in `invoice: acme`.
 */
text: string, 
/**
 * Only of these kinds; empty for all of them.
 */
nouns: Array<Noun>, 
/**
 * How many rows at the most, up to 50.
 */
limit: number, };

export type Finding = { 
/**
 * Where, such as `lines[2].unit`.
 */
path: string, 
/**
 * A short name of it, such as `ambiguous`.
 */
code: string, 
/**
 * What is wrong and what to do.
 */
message: string, 
/**
 * Finalizing is refused while it stands.
 */
blocking: boolean, 
/**
 * What the text may mean, each of which can be entered instead.
 */
readings: Array<string>, };

export type Found = { 
/**
 * The rows.
 */
rows: Array<Row>, };

export type Health = { 
/**
 * The worst of the checks.
 */
state: HealthState, 
/**
 * What was looked at.
 */
checks: Array<HealthCheck>, 
/**
 * Counterfoil's version.
 */
version: string, 
/**
 * The version of Stripe's API that it speaks.
 */
stripe_version: string, 
/**
 * The version of SQLite that it keeps records with.
 */
sqlite_version: string, 
/**
 * The folder that holds everything.
 */
home: string, };

export type HealthCheck = { 
/**
 * What.
 */
about: CheckAbout, 
/**
 * How it is.
 */
state: HealthState, 
/**
 * The same in a sentence.
 */
said: string, 
/**
 * What to do about it.
 */
hint: string | null, };

export type HealthState = "well" | "attention" | "bad";

export type HeldInvoices = "keep_as_draft" | "mark_uncollectible" | "void";

export type Hold = { 
/**
 * What becomes of the invoices meanwhile.
 */
invoices: HeldInvoices, 
/**
 * When they go out again by themselves (unix seconds UTC); none until it is resumed.
 */
until: number | null, };

export type IntentState = "queued" | "sending" | "done" | "refused" | "dismissed";

export type InvoicePreview = { 
/**
 * When it would come (unix seconds UTC); none for at once.
 */
at: number | null, 
/**
 * Its lines.
 */
lines: Array<SheetLine>, 
/**
 * What it comes to.
 */
totals: Totals, 
/**
 * What is to be paid, after the customer's balance.
 */
due: Amount, };

export type InvoiceSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * For whom.
 */
customer: CustomerRef | null, 
/**
 * The lines that are here; `more_lines` says whether Stripe has more.
 */
lines: Array<SheetLine>, 
/**
 * Stripe has more lines than are kept here.
 */
more_lines: boolean, 
/**
 * The totals.
 */
totals: Totals, 
/**
 * What is due after the customer's balance.
 */
due: Amount, 
/**
 * Paid so far.
 */
paid: Amount, 
/**
 * Still to be paid.
 */
remaining: Amount, 
/**
 * What has come so far, oldest first.
 */
received: Array<PaidPart>, 
/**
 * The payments behind it, newest first.
 */
payments: Array<PaymentSheet>, 
/**
 * Stripe's page where the customer pays.
 */
hosted_url: string | null, 
/**
 * Its PDF.
 */
document: DocumentView | null, 
/**
 * When a draft finalizes itself.
 */
finalizes_at: number | null, 
/**
 * What can be done.
 */
actions: Array<Action>, 
/**
 * What happened and what will.
 */
history: Array<Moment>, 
/**
 * Where it comes from.
 */
links: Array<Link>, 
/**
 * What was taken off it since, newest first.
 */
credit_notes: Array<CreditNoteSheet>, 
/**
 * Terms and texts.
 */
terms: Terms, 
/**
 * What the owner has printed on it besides.
 */
custom_fields: Array<CustomField>, 
/**
 * The draft with changes to it that is kept here.
 */
draft: string | null, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type ItemChange = { 
/**
 * The item that is changed; none adds one.
 */
item: string | null, 
/**
 * The price it has from now on; none leaves it.
 */
price: string | null, 
/**
 * How many from now on; none leaves it, or is one.
 */
quantity: number | null, 
/**
 * Take the item out.
 */
remove: boolean, };

export type KeyCheck = { 
/**
 * Test or live.
 */
mode: Mode, 
/**
 * Whether it is a restricted key.
 */
restricted: boolean, 
/**
 * Its end, such as `…4f2a`.
 */
key_hint: string, 
/**
 * Whose it is, where the key may say so.
 */
account: AccountName | null, 
/**
 * Where it may not: whose it seems to be, for the owner to confirm.
 */
guess: AccountName | null, 
/**
 * The account here whose key it would replace.
 */
replaces: AccountView | null, 
/**
 * What it may read.
 */
permissions: Array<PermissionView>, 
/**
 * Why it cannot be connected as it is.
 */
problem: Problem | null, };

export type KeyNeeds = { 
/**
 * The Dashboard's page.
 */
made_at: string, 
/**
 * In the order in which a page prints them.
 */
permissions: Array<PermissionView>, };

export type LetPass = { 
/**
 * Months; none at first.
 */
months: number, 
/**
 * Seconds; none at first.
 */
seconds: number, };

export type LineFigures = { 
/**
 * The line's key.
 */
key: string, 
/**
 * The price of one; none while what was typed is none.
 */
unit: Amount | null, 
/**
 * Quantity times price; none while it cannot be told.
 */
amount: Amount | null, 
/**
 * Saving creates a product for this line.
 */
makes_product: boolean, };

export type Link = { 
/**
 * What it leads to.
 */
noun: Noun, 
/**
 * Its id.
 */
id: string, 
/**
 * How they are related: `invoice`, `subscription`, `schedule`, `quote`, `revision_of`, `revised_by`.
 */
relation: string, 
/**
 * Its number or name.
 */
label: string, };

export type ListFilter = { 
/**
 * Only this customer's.
 */
customer: string | null, 
/**
 * Only this currency, lower case.
 */
currency: string | null, 
/**
 * Made at or after this time.
 */
from: number | null, 
/**
 * Made before this time.
 */
to: number | null, 
/**
 * Of this amount or more, as typed, in whole units of whichever currency.
 */
least: string | null, 
/**
 * Of this amount or less, likewise.
 */
most: string | null, 
/**
 * Only invoices that are past due.
 */
overdue: boolean, };

export type ListPage = { 
/**
 * Of what.
 */
noun: Noun, 
/**
 * Which tab; `all` for everything.
 */
tab: string, 
/**
 * What narrows it.
 */
filter: ListFilter, 
/**
 * In which order.
 */
sort: Sort, 
/**
 * Where the page starts, as the page before said.
 */
cursor: string | null, 
/**
 * Or: the row it starts with, counted from 0. Goes before the cursor.
 */
at: number | null, 
/**
 * How many rows at the most, up to 200.
 */
limit: number, };

export type ListSummary = { 
/**
 * Of what.
 */
noun: Noun, 
/**
 * Whose rows are added up; `all` when nothing is said.
 */
tab: string | null, 
/**
 * What narrows it.
 */
filter: ListFilter, };

export type LookAgain = { 
/**
 * What the card was for.
 */
wanted: CardWanted, 
/**
 * The intent that the window was opened with.
 */
intent: string, };

export type MailDraft = { 
/**
 * The whole path of the `.eml` file.
 */
path: string, 
/**
 * The customer's e-mail; empty where none is known.
 */
to: string, 
/**
 * The subject.
 */
subject: string, 
/**
 * The text, in lines.
 */
body: string, 
/**
 * The whole path of the PDF that goes along.
 */
attachment: string, };

export type MailText = { 
/**
 * The customer's e-mail; empty where none is known.
 */
to: string, 
/**
 * The subject.
 */
subject: string, 
/**
 * The text, in lines.
 */
body: string, 
/**
 * The name of the PDF that goes along.
 */
file_name: string, 
/**
 * Stripe can send it as well.
 */
by_stripe: boolean, 
/**
 * What the owner should know before Stripe sends it, such as that no mail goes out.
 */
stripe_note: string | null, };

export type MakePack = { 
/**
 * The first day, such as `2026-10-01`.
 */
from: string, 
/**
 * The day after the last one.
 */
to: string, 
/**
 * Marks the tables as UTF-8, for spreadsheets that ask for it.
 */
bom: boolean, };

export type Mode = "practice" | "test" | "live";

export type Moment = { 
/**
 * When; in the future for what is still to come.
 */
at: number, 
/**
 * What happened: `created`, `finalized`, `accepted`, `canceled`, `expires`, `expired`, `draft_opened`, `sent`, `due`, `paid`, `voided`, `marked_uncollectible`, `accepted_by`, `period_ends`, `starts`, `ended`.
 */
code: string, 
/**
 * More about it.
 */
text: string | null, 
/**
 * Still to come.
 */
future: boolean, };

export type Moved = "received" | "went_back";

export type NewPrice = { 
/**
 * Three-letter code, lower case.
 */
currency: string, 
/**
 * The price of one, as typed.
 */
unit: string, 
/**
 * How often; none for one-time.
 */
per: Per | null, };

export type News = { 
/**
 * In a line.
 */
title: string, 
/**
 * More about it.
 */
text: string, 
/**
 * The invoice that it is about, when it is about one.
 */
invoice: string | null, };

export type NextInvoice = { 
/**
 * When.
 */
at: number, 
/**
 * How much by the items' prices; discounts and tax are on the invoice.
 */
amount: Amount | null, };

export type NextStep = "wait" | "other_card" | "call_bank" | "send_link" | "retype" | "look_first";

export type Nothing = Record<symbol, never>;

export type Noun = "draft" | "invoice_draft" | "quote" | "invoice" | "credit_note" | "subscription" | "subscription_schedule" | "customer" | "product" | "payment";

export type OfCard = { 
/**
 * The customer.
 */
customer: string, 
/**
 * The card's id at Stripe.
 */
card: string, };

export type OfRecord = { 
/**
 * What it is.
 */
noun: Noun, 
/**
 * Its id.
 */
id: string, };

export type OpenDraft = { 
/**
 * From where.
 */
from: DraftSource, };

export type OutboxItem = { 
/**
 * Its id.
 */
id: string, 
/**
 * What is to be done.
 */
verb: Verb, 
/**
 * What it is about.
 */
title: string, 
/**
 * How far it is.
 */
state: IntentState, 
/**
 * When it was intended.
 */
created: number, 
/**
 * Steps done.
 */
steps_done: number, 
/**
 * Steps in all.
 */
steps: number, 
/**
 * How often it was tried.
 */
attempts: number, 
/**
 * Why it waits or was refused.
 */
problem: Problem | null, 
/**
 * It was sent and done, and the bank of the card asks its customer before any money moves.
 */
bank_asks: boolean, 
/**
 * The record it is about.
 */
subject: Link | null, 
/**
 * Stripe's ids of the requests that were answered.
 */
request_ids: Array<string>, };

export type Outcome = { 
/**
 * The intent in the outbox.
 */
intent: string, 
/**
 * How it ended.
 */
state: OutcomeState, 
/**
 * The record to show now.
 */
subject: Link | null, 
/**
 * What was created.
 */
made: Array<Link>, 
/**
 * What is wrong.
 */
problem: Problem | null, };

export type OutcomeState = "done" | "queued" | "refused";

export type Overview = { 
/**
 * The account in use.
 */
account: AccountView, 
/**
 * Counts.
 */
counts: Counts, 
/**
 * Freshness.
 */
sync: SyncView, 
/**
 * Quotes about to expire, soonest first.
 */
expiring: Array<Row>, 
/**
 * Invoices past due, latest first.
 */
late: Array<Row>, 
/**
 * What is open, per currency.
 */
open: Array<Amount>, 
/**
 * What was paid in the last 30 days, per currency.
 */
paid: Array<Amount>, 
/**
 * Now, by Counterfoil's clock; on the practice account its own.
 */
now: number, 
/**
 * Counterfoil's version.
 */
version: string, };

export type Owed = { 
/**
 * The invoice. Its state says when the next attempt is made by itself, where one is.
 */
invoice: Row, 
/**
 * What is still to be paid.
 */
remaining: Amount, 
/**
 * Why the last card said no; none where none was tried.
 */
failure: Failure | null, };

export type PackDays = { 
/**
 * The first day, such as `2026-10-01`.
 */
from: string, 
/**
 * The day after the last one.
 */
to: string, };

export type PackGap = { 
/**
 * An invoice or a quote.
 */
noun: Noun, 
/**
 * Stripe's id.
 */
id: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Whose it is.
 */
title: string, 
/**
 * What is lacking.
 */
lack: PackLack, 
/**
 * Why; none while nothing has been tried.
 */
why: string | null, };

export type PackLack = "pdf" | "old_pdf" | "lines";

export type PackLook = { 
/**
 * Invoices finalized in it.
 */
invoices: number, 
/**
 * Quotes accepted in it.
 */
quotes: number, 
/**
 * What the invoices come to, by currency.
 */
totals: Array<PackSum>, 
/**
 * What is not kept here yet and will be fetched; the first hundred.
 */
missing: Array<PackGap>, 
/**
 * How many there are.
 */
missing_count: number, };

export type PackMade = { 
/**
 * The file's whole path.
 */
path: string, 
/**
 * The file's name.
 */
name: string, 
/**
 * Bytes of the file.
 */
size: number, 
/**
 * SHA-256 of the file, in lower-case hex.
 */
sha256: string, 
/**
 * Invoices in it.
 */
invoices: number, 
/**
 * Accepted quotes in it.
 */
quotes: number, 
/**
 * PDFs in it.
 */
pdfs: number, 
/**
 * Invoice lines in it.
 */
lines: number, 
/**
 * The files' totals beside the records', by currency.
 */
totals: Array<PackTotal>, 
/**
 * What could not be had, and why; the first hundred. The pack's own manifest names them all.
 */
missing: Array<PackGap>, 
/**
 * How many there are.
 */
missing_count: number, };

export type PackStatus = { 
/**
 * Whether one is being made.
 */
running: boolean, 
/**
 * Whether it was told to stop and is about to.
 */
stopping: boolean, 
/**
 * Steps done: documents fetched and files written.
 */
done: number, 
/**
 * Steps in all; 0 while they are being counted.
 */
total: number, };

export type PackSum = { 
/**
 * How many invoices were finalized in it.
 */
invoices: number, 
/**
 * What their lines come to, before discounts and exclusive tax.
 */
subtotal: Amount, 
/**
 * What they come to, void ones included.
 */
total: Amount, 
/**
 * What is void of that.
 */
voided: Amount, 
/**
 * What credit notes took off the rest; not taken off the total.
 */
credited: Amount, };

export type PackTotal = { 
/**
 * What the records come to.
 */
records: PackSum, 
/**
 * How many rows of this currency `invoices.csv` has.
 */
csv_invoices: number, 
/**
 * The sum of `total` in `invoices.csv`, read back from what was written.
 */
csv_total: Amount, 
/**
 * The sum of `amount` in `lines.csv`, read back from what was written.
 */
csv_lines: Amount, 
/**
 * Whether rows, totals and lines all come to the same.
 */
matches: boolean, };

export type Page = { 
/**
 * The rows, in the list's order.
 */
rows: Array<Row>, 
/**
 * Where the next page starts; none at the end.
 */
next: string | null, 
/**
 * How many rows the list has in all.
 */
total: number, };

export type PageCode = { 
/**
 * Its address.
 */
url: string, 
/**
 * The code as SVG, black on white, with the quiet border that readers need.
 */
svg: string, };

export type PaidOutOfBand = { 
/**
 * The invoice.
 */
id: string, 
/**
 * How it came, such as a transfer's text; kept with the invoice.
 */
reference: string | null, 
/**
 * A part of what remains, as typed; none for all of it.
 */
part: string | null, };

export type PaidPart = { 
/**
 * When.
 */
at: number | null, 
/**
 * How much of it counts for this invoice.
 */
amount: Amount, 
/**
 * The card or account that paid; none where it came another way than through Stripe.
 */
by: string | null, 
/**
 * How it came, as its owner noted it.
 */
reference: string | null, 
/**
 * What went back of it since.
 */
back: Amount | null, 
/**
 * The payment, where Stripe has one.
 */
payment: string | null, };

export type PaperSize = "a4" | "letter";

export type PauseSubscription = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * What becomes of the invoices meanwhile.
 */
invoices: HeldInvoices, 
/**
 * The first day (`YYYY-MM-DD`, local time) on which they go out again; none until it is resumed.
 */
until: string | null, };

export type PaymentSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * What its state means, in a sentence.
 */
sentence: string, 
/**
 * Who pays.
 */
customer: CustomerRef | null, 
/**
 * What for.
 */
description: string | null, 
/**
 * What is to be paid.
 */
amount: Amount, 
/**
 * What is held and can be taken.
 */
held: Amount, 
/**
 * What was taken.
 */
received: Amount, 
/**
 * What went back or is on its way back.
 */
refunded: Amount, 
/**
 * What can still go back.
 */
refundable: Amount, 
/**
 * With what it was paid.
 */
card: CardRef | null, 
/**
 * Why the last attempt failed.
 */
failure: Failure | null, 
/**
 * Every attempt, newest first.
 */
attempts: Array<Attempt>, 
/**
 * What went back, newest first.
 */
refunds: Array<RefundView>, 
/**
 * What the cardholder's bank takes back.
 */
dispute: DisputeView | null, 
/**
 * The payment page of its invoice.
 */
page: string | null, 
/**
 * What can be done.
 */
actions: Array<Action>, 
/**
 * What happened and what will.
 */
history: Array<Moment>, 
/**
 * Its invoice.
 */
links: Array<Link>, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type Per = { 
/**
 * `day`, `week`, `month` or `year`.
 */
interval: string, 
/**
 * Every how many intervals, at least 1.
 */
count: number, };

export type PermissionView = { 
/**
 * Its name in the Dashboard.
 */
name: string, 
/**
 * How far it has to go.
 */
access: Access, 
/**
 * Without it nothing works; the others open single acts.
 */
needed: boolean, 
/**
 * What it is used for.
 */
what_for: string, 
/**
 * Whether this key may read there; none when nobody has asked. Whether it may write, Stripe
 * says only when something is written.
 */
read: boolean | null, };

export type Pick = { 
/**
 * What was typed so far; empty for the most recent.
 */
text: string, 
/**
 * For prices: the quote's currency, lower case.
 */
currency: string | null, };

export type PracticeTime = { 
/**
 * Unix seconds, UTC.
 */
now: number, };

export type PreviewPages = { 
/**
 * A page each, as SVG.
 */
pages: Array<string>, };

export type PriceView = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * The product's id.
 */
product: string, 
/**
 * The product's name.
 */
name: string, 
/**
 * What the product is, in a sentence.
 */
detail: string | null, 
/**
 * The price of one; none for tiered prices.
 */
unit: Amount | null, 
/**
 * The exact price of one as a decimal string, which may have more decimals than the currency.
 */
unit_decimal: string | null, 
/**
 * Three-letter code in lower case.
 */
currency: string, 
/**
 * How often, for recurring prices.
 */
per: Per | null, 
/**
 * Can be used for new quotes.
 */
active: boolean, };

export type Problem = { 
/**
 * What kind of problem.
 */
code: Code, 
/**
 * What happened, one sentence.
 */
message: string, 
/**
 * What to do about it.
 */
hint: string | null, 
/**
 * The fields it concerns.
 */
fields: Array<FieldProblem>, 
/**
 * Whether trying again can help.
 */
retry: Retry, 
/**
 * Stripe's id of the request, for its support.
 */
request_id: string | null, };

export type ProductSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * What it is, in a sentence.
 */
detail: string | null, 
/**
 * Can be used for new quotes.
 */
active: boolean, 
/**
 * Its prices, newest first.
 */
prices: Array<PriceView>, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type Proration = "create_prorations" | "always_invoice" | "none";

export type PutCustomer = { 
/**
 * The customer to change; none for a new one.
 */
id: string | null, 
/**
 * The fields.
 */
fields: CustomerFields, };

export type QuoteSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * For whom.
 */
customer: CustomerRef | null, 
/**
 * The lines.
 */
lines: Array<SheetLine>, 
/**
 * What the first invoice charges.
 */
upfront: Totals, 
/**
 * What recurs afterwards.
 */
recurring: RecurringTotals | null, 
/**
 * What accepting creates.
 */
births: Array<Birth>, 
/**
 * What can be done, the likely next thing first.
 */
actions: Array<Action>, 
/**
 * Its PDF: Stripe's once kept, else our preview.
 */
document: DocumentView | null, 
/**
 * What happened and what will.
 */
history: Array<Moment>, 
/**
 * Where it leads and where it comes from.
 */
links: Array<Link>, 
/**
 * Terms and texts.
 */
terms: Terms, 
/**
 * Which revision this is, from 1; none before it has a number.
 */
revision: number | null, 
/**
 * The local draft that edits it, if there is one.
 */
draft: string | null, 
/**
 * The amount that stands large on the sheet.
 */
headline: Amount, 
/**
 * What Stripe refused last, until it is mended or withdrawn.
 */
problem: Problem | null, };

export type ReadAmount = { 
/**
 * What was typed.
 */
text: string, 
/**
 * Three-letter code, lower case.
 */
currency: string, 
/**
 * It is to be moved: whole minor units above zero. Else it is a price, which may be finer.
 */
moved: boolean, 
/**
 * What it may come to at the most where it is moved, minor units.
 */
most: number | null, };

export type Reading = { 
/**
 * The exact decimal figure.
 */
decimal: string | null, 
/**
 * The amount that would be moved.
 */
amount: Amount | null, 
/**
 * What that leaves of the most.
 */
rest: Amount | null, 
/**
 * What is wrong with it and what to do.
 */
message: string | null, 
/**
 * What it may mean, where that is not clear.
 */
readings: Array<string>, };

export type ReadsView = { 
/**
 * How many there were.
 */
spent: number, 
/**
 * How many Stripe allows at the least.
 */
allowed: number, 
/**
 * Seconds from one look to the next while the owner looks; none when only on demand.
 */
every: number | null, 
/**
 * The same while the owner looks elsewhere.
 */
every_behind: number | null, };

export type RecurringTotals = { 
/**
 * How often.
 */
per: Per, 
/**
 * What each period comes to.
 */
totals: Totals, };

export type RefundPayment = { 
/**
 * The payment.
 */
id: string, 
/**
 * How much, as typed; none for all that can still go back.
 */
amount: string | null, 
/**
 * Why.
 */
reason: RefundReason, 
/**
 * What could go back when the question was asked, minor units.
 */
shown: number | null, };

export type RefundReason = "duplicate" | "fraudulent" | "requested_by_customer";

export type RefundState = "pending" | "succeeded" | "failed" | "canceled";

export type RefundView = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * When it was asked for.
 */
at: number, 
/**
 * How much.
 */
amount: Amount, 
/**
 * How far it is.
 */
state: RefundState, 
/**
 * Why, as Stripe keeps it.
 */
reason: RefundReason | null, 
/**
 * Why it came back, for people.
 */
failure: string | null, };

export type Repair = { 
/**
 * Goes back to this backup. None: saves what can be read into a fresh file.
 */
backup: string | null, };

export type Repaired = { 
/**
 * Quotes being written.
 */
drafts: number, 
/**
 * Intents of the outbox, whatever became of them.
 */
intents: number, 
/**
 * PDFs.
 */
documents: number, 
/**
 * Not everything could be read.
 */
incomplete: boolean, 
/**
 * Where the file lies that was in use before.
 */
aside: string, };

export type Retry = "never" | "now" | "later";

export type Row = { 
/**
 * What it is.
 */
noun: Noun, 
/**
 * Its id: Stripe's, or a draft's own.
 */
id: string, 
/**
 * Who, or what it is called.
 */
title: string, 
/**
 * What it is about.
 */
subtitle: string, 
/**
 * Its number, once it has one.
 */
number: string | null, 
/**
 * How much; of an open invoice, what it asks for after credit.
 */
amount: Amount | null, 
/**
 * How much of it is left: of a payment, once something went back; of an invoice, once a part is
 * paid.
 */
left: Amount | null, 
/**
 * How often, where the amount recurs.
 */
per: Per | null, 
/**
 * Its state.
 */
state: State | null, 
/**
 * When it was made.
 */
created: number, 
/**
 * When Stripe was last asked about it; none for what only exists here.
 */
as_of: number | null, 
/**
 * What is under way with it, such as `accept`.
 */
pending: Verb | null, };

export type SavedCard = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * Brand and last four digits.
 */
card: CardRef, 
/**
 * Both as people say them: `Visa ···· 4242`.
 */
name: string, 
/**
 * `08/2029`; empty for what does not expire.
 */
expires: string, 
/**
 * It expired before today.
 */
expired: boolean, 
/**
 * It is charged unless another one is chosen.
 */
is_default: boolean, };

export type SavedFile = { 
/**
 * Its whole path.
 */
path: string, 
/**
 * Its name.
 */
name: string, };

export type SchedulePhase = { 
/**
 * Unix seconds UTC.
 */
start: number, 
/**
 * Unix seconds UTC.
 */
end: number, 
/**
 * What is billed in it.
 */
items: Array<SheetLine>, };

export type Settings = { 
/**
 * The business as papers show it.
 */
business: Business, 
/**
 * The colour of headings on papers, `#rrggbb`.
 */
accent: string, 
/**
 * Paper size.
 */
paper: PaperSize, 
/**
 * Decimal mark of typed amounts: `.`, `,` or empty for "ask where it matters".
 */
decimal_mark: string, 
/**
 * Currency of new quotes, lower case; empty means the account's.
 */
currency: string, 
/**
 * Days until due of new quotes.
 */
days_until_due: number, 
/**
 * Say with a notification of the system that a payment came in.
 */
tell_payments: boolean, 
/**
 * Whether a bank may ask its customer while a card is charged here.
 */
authentication: Authentication, 
/**
 * The account's publishable key, with which a card is taken; it is no secret. Empty where none was
 * entered, and on the practice account, which brings its own.
 */
publishable_key: string, };

export type Share = { 
/**
 * Its name, with the percentage where it has one.
 */
label: string, 
/**
 * What it comes to; discounts are negative.
 */
amount: Amount, 
/**
 * A tax that is contained in the prices already.
 */
inclusive: boolean, };

export type SheetLine = { 
/**
 * What.
 */
title: string, 
/**
 * More about it.
 */
detail: string | null, 
/**
 * How many.
 */
quantity: number, 
/**
 * The price of one, in English conventions; may have more decimals than the currency.
 */
unit: Amount | null, 
/**
 * Quantity times price, before discounts and exclusive tax.
 */
amount: Amount, 
/**
 * How often it recurs.
 */
per: Per | null, 
/**
 * Its taxes and discounts, by name.
 */
notes: Array<string>, };

export type Sort = "newest" | "oldest" | "date" | "latest" | "amount" | "smallest" | "name";

export type State = { 
/**
 * Which state.
 */
code: StateCode, 
/**
 * When it began or when it will end, whichever the state is about.
 */
at: number | null, 
/**
 * Why it is so, for people, where there is a reason: what the last card said.
 */
why: string | null, 
/**
 * Stripe's own word for it, shown where the code is unknown.
 */
stripe: string, };

export type StateCode = "draft" | "open" | "expiring" | "expired" | "accepted" | "canceled" | "superseded" | "scheduled" | "past_due" | "retrying" | "payment_failed" | "paid" | "partly_paid" | "void" | "uncollectible" | "active" | "trialing" | "incomplete" | "incomplete_expired" | "unpaid" | "paused" | "ending" | "not_started" | "completed" | "released" | "issued" | "archived" | "needs_method" | "needs_confirmation" | "needs_action" | "processing" | "needs_capture" | "succeeded" | "partly_refunded" | "refunded" | "disputed" | "unknown";

export type SubscriptionChange = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * What changes; items that are not named stay.
 */
items: Array<ItemChange>, 
/**
 * How the rest of the period is settled.
 */
proration: Proration, 
/**
 * The second (unix, UTC) that the rest of the period is counted from, as the preview said; none
 * for now.
 */
prorated_at: number | null, };

export type SubscriptionEnd = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * End it now; else it ends with the period that is paid for.
 */
now: boolean, 
/**
 * With `now`: credit what was paid for the rest of the period.
 */
credit: boolean, 
/**
 * With `now`: settle what is open in a last invoice.
 */
invoice: boolean, };

export type SubscriptionPart = { 
/**
 * Stripe's id of the item.
 */
item: string, 
/**
 * Stripe's id of its price.
 */
price: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * How many; none where use is billed.
 */
quantity: number | null, 
/**
 * The price of one; none where it is tiered or metered.
 */
unit: Amount | null, };

export type SubscriptionSheet = { 
/**
 * The row of the list.
 */
row: Row, 
/**
 * For whom.
 */
customer: CustomerRef | null, 
/**
 * Its items.
 */
items: Array<SheetLine>, 
/**
 * The same items as they are changed; none of a schedule.
 */
parts: Array<SubscriptionPart>, 
/**
 * How often it renews.
 */
per: Per | null, 
/**
 * The current period's start.
 */
period_start: number | null, 
/**
 * The current period's end.
 */
period_end: number | null, 
/**
 * The next invoice; none when it ends.
 */
next: NextInvoice | null, 
/**
 * Its invoices, newest first.
 */
invoices: Array<Row>, 
/**
 * What happened and what will.
 */
history: Array<Moment>, 
/**
 * Where it comes from.
 */
links: Array<Link>, 
/**
 * Terms.
 */
terms: Terms, 
/**
 * The saved payment method that is charged, as Stripe's id; none for the customer's default.
 */
card: string | null, 
/**
 * Stripe makes each card that pays one of its invoices the one that is charged from then on.
 */
keeps_cards: boolean, 
/**
 * Why its invoices are held back, where they are.
 */
hold: Hold | null, 
/**
 * What should have been paid and was not.
 */
owed: Owed | null, 
/**
 * Why it has ended, or will.
 */
end_reason: EndReason | null, 
/**
 * What follows when, of a schedule.
 */
phases: Array<SchedulePhase>, 
/**
 * What can be done with it.
 */
actions: Array<Action>, 
/**
 * What Stripe refused last.
 */
problem: Problem | null, };

export type Summary = { 
/**
 * The tabs, in order.
 */
tabs: Array<Tab>, 
/**
 * The totals.
 */
totals: Array<SummaryTotal>, 
/**
 * What the amounts of the chosen tab's rows add up to, one a currency, the largest share
 * first; empty where they cannot be added up.
 */
listed: Array<Amount>, 
/**
 * All of these rows wait for payment, and `listed` is what remains of them, not their totals.
 */
awaited: boolean, 
/**
 * `listed` is the money of these payments that moved this way, not their amounts.
 */
moved: Moved | null, 
/**
 * The currencies there are in the whole list, lower case.
 */
currencies: Array<string>, };

export type SummaryTotal = { 
/**
 * What is added up, such as `open`.
 */
id: string, 
/**
 * One amount a currency, the largest share first.
 */
amounts: Array<Amount>, };

export type SyncNow = { 
/**
 * Everything again, not only what changed.
 */
full: boolean, };

export type SyncView = { 
/**
 * When everything was last looked at.
 */
at: number | null, 
/**
 * Under way now.
 */
running: boolean, 
/**
 * Records read so far in this run.
 */
read: number, 
/**
 * Whether Stripe answered last time.
 */
reachable: boolean, 
/**
 * Why not, or what went wrong.
 */
problem: Problem | null, 
/**
 * How much of what Stripe lets be read was used, and how often it is looked at by itself.
 */
reads: ReadsView, };

export type Tab = { 
/**
 * Its id, such as `open`; `all` always exists.
 */
id: string, 
/**
 * How many rows it holds.
 */
count: number, };

export type Tag = "account" | "quotes" | "drafts" | "invoices" | "payments" | "subscriptions" | "customers" | "catalogue" | "documents" | "outbox" | "settings" | "sync";

export type TaxChoice = { 
/**
 * Stripe's id; none means that saving creates the tax rate.
 */
id: string | null, 
/**
 * Its name, such as `VAT`.
 */
name: string, 
/**
 * The percentage as typed, such as `20` or `7.7`.
 */
percent: string, 
/**
 * Contained in the prices already.
 */
inclusive: boolean, };

export type TaxRateView = { 
/**
 * Stripe's id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The percentage as a decimal string.
 */
percent: string, 
/**
 * Contained in the prices already.
 */
inclusive: boolean, };

export type Terms = { 
/**
 * `charge_automatically` or `send_invoice`.
 */
collection: Collection, 
/**
 * Days until due.
 */
days_until_due: number | null, 
/**
 * When the subscription starts, if later.
 */
starts_at: number | null, 
/**
 * Trial, days.
 */
trial_days: number | null, 
/**
 * Expiry of a quote, due date of an invoice.
 */
until: number | null, 
/**
 * Header text.
 */
header: string | null, 
/**
 * Description text.
 */
description: string | null, 
/**
 * Footer text.
 */
footer: string | null, };

export type Totals = { 
/**
 * Before discounts and exclusive tax.
 */
subtotal: Amount, 
/**
 * Each discount, negative.
 */
discounts: Array<Share>, 
/**
 * Each tax.
 */
taxes: Array<Share>, 
/**
 * What is to be paid.
 */
total: Amount, };

export type UseCard = { 
/**
 * The subscription.
 */
id: string, 
/**
 * The card's id at Stripe.
 */
card: string, };

export type Verb = "create" | "edit" | "save" | "finalize" | "accept" | "cancel" | "revise" | "duplicate" | "extend" | "delete" | "send" | "pay" | "pay_out_of_band" | "void" | "mark_uncollectible" | "credit" | "open_pdf" | "open_hosted_page" | "change" | "pause" | "resume" | "end_trial" | "cancel_at_end" | "keep" | "release" | "keep_card" | "continue" | "capture" | "refund" | "open_receipt" | "collect" | "attach_card" | "detach_card" | "default_card" | "take_card";

export type WebPage = { 
/**
 * Its address. It expires.
 */
url: string, };

export interface Commands {
  "app.overview": [Nothing, Overview];
  "records.list": [ListPage, Page];
  "records.summary": [ListSummary, Summary];
  "records.refresh": [OfRecord, Nothing];
  "search.find": [Find, Found];
  "quotes.show": [ById, QuoteSheet];
  "quotes.save": [ById, Outcome];
  "quotes.finalize": [ById, Outcome];
  "quotes.accept": [Accept, Outcome];
  "quotes.cancel": [ById, Outcome];
  "quotes.revise": [ById, Outcome];
  "quotes.extend": [Extend, Outcome];
  "drafts.open": [OpenDraft, DraftSheet];
  "drafts.put": [Draft, DraftSheet];
  "drafts.show": [ById, DraftSheet];
  "drafts.preview": [ById, PreviewPages];
  "drafts.delete": [ById, Draft];
  "invoices.show": [ById, InvoiceSheet];
  "invoices.save": [ById, Outcome];
  "invoices.finalize": [ById, Outcome];
  "invoices.pay_out_of_band": [PaidOutOfBand, Outcome];
  "invoices.void": [ById, Outcome];
  "invoices.mark_uncollectible": [ById, Outcome];
  "invoices.delete": [ById, Outcome];
  "invoices.send": [ById, Outcome];
  "invoices.revise": [ById, Outcome];
  "invoices.page_code": [ById, PageCode];
  "credit_notes.show": [ById, CreditNoteSheet];
  "credit_notes.preview": [CreditWish, CreditPreview];
  "credit_notes.create": [CreditWish, Outcome];
  "credit_notes.void": [ById, Outcome];
  "acts.before": [BeforeAct, Array<Caution>];
  "payments.show": [ById, PaymentSheet];
  "payments.charge": [ChargeCard, Charged];
  "payments.go_on": [ById, Charged];
  "payments.capture": [CapturePayment, Outcome];
  "payments.cancel": [ById, Outcome];
  "payments.refund": [RefundPayment, Outcome];
  "payments.receipt": [ById, WebPage];
  "payments.collect": [CollectAmount, Charged];
  "cards.list": [ById, Array<SavedCard>];
  "cards.attach": [OfCard, Outcome];
  "cards.detach": [OfCard, Outcome];
  "cards.make_default": [OfCard, Outcome];
  "mail.preview": [OfRecord, MailText];
  "mail.draft": [OfRecord, MailDraft];
  "mail.opened": [OfRecord, Nothing];
  "mail.sent": [OfRecord, Nothing];
  "documents.fetch": [OfRecord, DocumentView];
  "documents.save": [OfRecord, SavedFile];
  "packs.look": [PackDays, PackLook];
  "packs.make": [MakePack, PackMade];
  "packs.status": [Nothing, PackStatus];
  "packs.cancel": [Nothing, PackStatus];
  "till.question": [CardWanted, CardQuestion];
  "till.look_again": [LookAgain, CardTaken];
  "subscriptions.show": [OfRecord, SubscriptionSheet];
  "subscriptions.upcoming": [ById, InvoicePreview | null];
  "subscriptions.preview": [SubscriptionChange, ChangePreview];
  "subscriptions.change": [SubscriptionChange, Outcome];
  "subscriptions.pause": [PauseSubscription, Outcome];
  "subscriptions.use_card": [UseCard, Outcome];
  "subscriptions.resume": [ById, Outcome];
  "subscriptions.end_trial": [ById, Outcome];
  "subscriptions.keep": [ById, Outcome];
  "subscriptions.preview_end": [SubscriptionEnd, InvoicePreview | null];
  "subscriptions.cancel": [SubscriptionEnd, Outcome];
  "schedules.cancel": [ById, Outcome];
  "schedules.release": [ById, Outcome];
  "customers.show": [ById, CustomerSheet];
  "customers.put": [PutCustomer, Outcome];
  "customers.pick": [Pick, Found];
  "products.show": [ById, ProductSheet];
  "products.create": [CreateProduct, Outcome];
  "products.add_price": [AddPrice, Outcome];
  "prices.pick": [Pick, Array<PriceView>];
  "tax_rates.list": [Nothing, Array<TaxRateView>];
  "amounts.read": [ReadAmount, Reading];
  "outbox.list": [Nothing, Array<OutboxItem>];
  "outbox.retry": [ById, Outcome];
  "outbox.dismiss": [ById, Nothing];
  "sync.run": [SyncNow, SyncView];
  "practice.advance": [LetPass, PracticeTime];
  "settings.show": [Nothing, Settings];
  "app.attend": [Attend, Nothing];
  "settings.put": [Settings, Settings];
  "care.health": [Nothing, Health];
  "care.look": [Nothing, Care];
  "care.back_up": [Nothing, Care];
  "care.repair": [Repair, Repaired];
  "accounts.list": [Nothing, Array<AccountView>];
  "accounts.permissions": [Nothing, KeyNeeds];
  "accounts.check": [CheckKey, KeyCheck];
  "accounts.connect": [ConnectAccount, AccountView];
  "accounts.let_go": [Nothing, Nothing];
  "accounts.confirm_live": [Nothing, Nothing];
  "accounts.use": [ById, AccountView];
  "accounts.remove": [ById, Nothing];
}

export const TAGS: { [K in keyof Commands]: { writes: boolean; tags: Tag[] } } = {
  "app.overview": { writes: false, tags: ["account", "quotes", "invoices", "subscriptions", "customers", "catalogue", "drafts", "outbox", "settings", "sync"] },
  "records.list": { writes: false, tags: ["quotes", "drafts", "invoices", "subscriptions", "customers", "catalogue", "outbox", "payments"] },
  "records.summary": { writes: false, tags: ["quotes", "drafts", "invoices", "subscriptions", "customers", "catalogue", "payments"] },
  "records.refresh": { writes: true, tags: ["quotes", "invoices", "subscriptions", "customers", "catalogue", "payments"] },
  "search.find": { writes: false, tags: ["quotes", "invoices", "subscriptions", "customers", "catalogue", "payments"] },
  "quotes.show": { writes: false, tags: ["quotes", "drafts", "invoices", "subscriptions", "customers", "documents", "outbox"] },
  "quotes.save": { writes: true, tags: ["quotes", "drafts", "customers", "catalogue", "outbox"] },
  "quotes.finalize": { writes: true, tags: ["quotes", "drafts", "customers", "catalogue", "outbox"] },
  "quotes.accept": { writes: true, tags: ["quotes", "invoices", "subscriptions", "outbox"] },
  "quotes.cancel": { writes: true, tags: ["quotes", "outbox"] },
  "quotes.revise": { writes: true, tags: ["quotes", "outbox"] },
  "quotes.extend": { writes: true, tags: ["quotes", "outbox"] },
  "drafts.open": { writes: true, tags: ["drafts", "quotes", "invoices"] },
  "drafts.put": { writes: true, tags: ["drafts", "quotes", "invoices"] },
  "drafts.show": { writes: false, tags: ["drafts", "outbox", "customers", "catalogue", "settings"] },
  "drafts.preview": { writes: false, tags: ["drafts", "customers", "settings"] },
  "drafts.delete": { writes: true, tags: ["drafts", "quotes", "invoices"] },
  "invoices.show": { writes: false, tags: ["invoices", "payments", "quotes", "drafts", "subscriptions", "customers", "documents", "outbox"] },
  "invoices.save": { writes: true, tags: ["invoices", "drafts", "customers", "catalogue", "outbox"] },
  "invoices.finalize": { writes: true, tags: ["invoices", "drafts", "customers", "catalogue", "outbox"] },
  "invoices.pay_out_of_band": { writes: true, tags: ["invoices", "payments", "outbox"] },
  "invoices.void": { writes: true, tags: ["invoices", "outbox"] },
  "invoices.mark_uncollectible": { writes: true, tags: ["invoices", "outbox"] },
  "invoices.delete": { writes: true, tags: ["invoices", "outbox"] },
  "invoices.send": { writes: true, tags: ["invoices", "outbox"] },
  "invoices.revise": { writes: true, tags: ["invoices", "outbox"] },
  "invoices.page_code": { writes: false, tags: ["invoices"] },
  "credit_notes.show": { writes: false, tags: ["invoices", "documents", "outbox"] },
  "credit_notes.preview": { writes: false, tags: ["invoices", "settings"] },
  "credit_notes.create": { writes: true, tags: ["invoices", "customers", "outbox"] },
  "credit_notes.void": { writes: true, tags: ["invoices", "outbox"] },
  "acts.before": { writes: false, tags: ["quotes", "invoices", "drafts", "customers", "settings"] },
  "payments.show": { writes: false, tags: ["payments", "invoices", "customers", "outbox"] },
  "payments.charge": { writes: true, tags: ["payments", "invoices", "outbox"] },
  "payments.go_on": { writes: true, tags: ["payments", "invoices", "outbox"] },
  "payments.capture": { writes: true, tags: ["payments", "invoices", "outbox"] },
  "payments.cancel": { writes: true, tags: ["payments", "outbox"] },
  "payments.refund": { writes: true, tags: ["payments", "invoices", "outbox"] },
  "payments.receipt": { writes: true, tags: [] },
  "payments.collect": { writes: true, tags: ["payments", "outbox"] },
  "cards.list": { writes: false, tags: ["customers"] },
  "cards.attach": { writes: true, tags: ["customers", "outbox"] },
  "cards.detach": { writes: true, tags: ["customers", "outbox"] },
  "cards.make_default": { writes: true, tags: ["customers", "outbox"] },
  "mail.preview": { writes: false, tags: ["quotes", "invoices", "customers", "settings"] },
  "mail.draft": { writes: true, tags: ["documents"] },
  "mail.opened": { writes: true, tags: ["quotes", "invoices"] },
  "mail.sent": { writes: true, tags: ["quotes", "invoices"] },
  "documents.fetch": { writes: true, tags: ["documents"] },
  "documents.save": { writes: true, tags: ["documents"] },
  "packs.look": { writes: false, tags: ["invoices", "quotes", "documents"] },
  "packs.make": { writes: true, tags: ["documents"] },
  "packs.status": { writes: false, tags: ["documents"] },
  "packs.cancel": { writes: true, tags: ["documents"] },
  "till.question": { writes: false, tags: ["invoices", "customers"] },
  "till.look_again": { writes: true, tags: ["invoices", "subscriptions", "customers"] },
  "subscriptions.show": { writes: false, tags: ["subscriptions", "invoices", "quotes", "customers"] },
  "subscriptions.upcoming": { writes: false, tags: ["subscriptions", "invoices", "customers", "catalogue"] },
  "subscriptions.preview": { writes: false, tags: ["subscriptions"] },
  "subscriptions.change": { writes: true, tags: ["subscriptions", "invoices", "outbox"] },
  "subscriptions.pause": { writes: true, tags: ["subscriptions", "outbox"] },
  "subscriptions.use_card": { writes: true, tags: ["subscriptions", "outbox"] },
  "subscriptions.resume": { writes: true, tags: ["subscriptions", "invoices", "outbox"] },
  "subscriptions.end_trial": { writes: true, tags: ["subscriptions", "invoices", "outbox"] },
  "subscriptions.keep": { writes: true, tags: ["subscriptions", "outbox"] },
  "subscriptions.preview_end": { writes: false, tags: ["subscriptions"] },
  "subscriptions.cancel": { writes: true, tags: ["subscriptions", "invoices", "outbox"] },
  "schedules.cancel": { writes: true, tags: ["subscriptions", "outbox"] },
  "schedules.release": { writes: true, tags: ["subscriptions", "outbox"] },
  "customers.show": { writes: false, tags: ["customers", "quotes", "invoices", "subscriptions", "outbox"] },
  "customers.put": { writes: true, tags: ["customers", "outbox"] },
  "customers.pick": { writes: false, tags: ["customers"] },
  "products.show": { writes: false, tags: ["catalogue", "outbox"] },
  "products.create": { writes: true, tags: ["catalogue", "outbox"] },
  "products.add_price": { writes: true, tags: ["catalogue", "outbox"] },
  "prices.pick": { writes: false, tags: ["catalogue"] },
  "tax_rates.list": { writes: false, tags: ["catalogue"] },
  "amounts.read": { writes: false, tags: ["settings"] },
  "outbox.list": { writes: false, tags: ["outbox"] },
  "outbox.retry": { writes: true, tags: ["outbox", "quotes", "invoices", "payments"] },
  "outbox.dismiss": { writes: true, tags: ["outbox", "quotes", "invoices", "payments"] },
  "sync.run": { writes: true, tags: ["sync"] },
  "practice.advance": { writes: true, tags: ["account", "quotes", "invoices", "subscriptions", "customers", "sync"] },
  "settings.show": { writes: false, tags: ["settings"] },
  "app.attend": { writes: true, tags: [] },
  "settings.put": { writes: true, tags: ["settings"] },
  "care.health": { writes: false, tags: [] },
  "care.look": { writes: false, tags: ["account", "settings"] },
  "care.back_up": { writes: true, tags: ["settings"] },
  "care.repair": { writes: true, tags: ["account"] },
  "accounts.list": { writes: false, tags: ["account"] },
  "accounts.permissions": { writes: false, tags: [] },
  "accounts.check": { writes: true, tags: [] },
  "accounts.connect": { writes: true, tags: ["account"] },
  "accounts.let_go": { writes: true, tags: [] },
  "accounts.confirm_live": { writes: true, tags: [] },
  "accounts.use": { writes: true, tags: ["account"] },
  "accounts.remove": { writes: true, tags: ["account"] },
};
