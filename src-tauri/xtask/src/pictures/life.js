// The life of a subscription, done through the window's own commands: written as a quote, accepted, and then
// whatever time brings. Not what is photographed of it (life.rs). It runs in the window's page, which is loaded
// anew for each picture, so what it knows lies in the page's session.
const call = (name, request) => window.__TAURI_INTERNALS__.invoke("call", { name, request });
const known = JSON.parse(sessionStorage.getItem("life") ?? "{}");
const keep = (more) => sessionStorage.setItem("life", JSON.stringify(Object.assign(known, more)));
const made = (outcome, noun) => outcome.made.find((link) => link.noun === noun).id;
const HOUR = 3600;
const DAY = 24 * HOUR;

const sheet = () => call("subscriptions.show", { noun: "subscription", id: known.subscription });
const pass = (months, seconds) => call("practice.advance", { months, seconds });

/** Gives the customer a card and has it charged for this subscription. */
async function paysWith(card) {
  const { customer } = await sheet();
  const cards = () => call("cards.list", { id: customer.id });
  const before = (await cards()).map((one) => one.id);
  await call("cards.attach", { customer: customer.id, card });
  const kept = (await cards()).find((one) => !before.includes(one.id));
  await call("subscriptions.use_card", { id: known.subscription, card: kept.id });
}

const atSubscription = () => `/subscriptions/${known.subscription}`;
const atInvoice = async () => `/invoices/${(await sheet()).invoices[0].id}`;

const life = {
  async quoted() {
    const { draft } = await call("drafts.open", { from: { kind: "new", customer: null } });
    const fields = { name: "Okafor & Daughters Catering", email: "books@okafor.example" };
    const line = {
      key: "a", name: "Web care", detail: "", price: null, product: null, unit: "49.00", quantity: "1",
      per: { interval: "month", count: 1 }, tax: null, discount: null,
    };
    const terms = { collection: "charge_automatically", days_until_due: null };
    await call("drafts.put", { ...draft, customer: { kind: "new", fields }, lines: [line], ...terms });
    const outcome = await call("quotes.finalize", { id: draft.id });
    keep({ quote: outcome.subject.id });
    return `/quotes/${known.quote}`;
  },
  async accepted() {
    keep({ subscription: made(await call("quotes.accept", { id: known.quote, note: null }), "subscription") });
    return await atInvoice();
  },
  async paid() {
    await paysWith("pm_card_visa");
    await pass(0, HOUR + 60);
    return await atInvoice();
  },
  async renewed() {
    await pass(1, 2 * HOUR);
    return atSubscription();
  },
  async failed() {
    await paysWith("pm_card_chargeCustomerFail");
    await pass(1, 2 * HOUR);
    return atSubscription();
  },
  async retried() {
    await pass(0, 4 * DAY);
    return await atInvoice();
  },
  async recovered() {
    await paysWith("pm_card_visa");
    await pass(0, 5 * DAY);
    return atSubscription();
  },
  async ended() {
    await paysWith("pm_card_chargeCustomerFail");
    await pass(2, 0);
    return atSubscription();
  },
};
