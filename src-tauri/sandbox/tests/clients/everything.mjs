// Every operation that the practice Stripe offers, called by Stripe's own Node client, unmodified; what
// each does in depth is tried elsewhere.
import { done, expect, stripe, url } from './practice.mjs';

const never = { enabled: true, allow_redirects: 'never' };
const base = { amount: 2000, currency: 'usd', automatic_payment_methods: never };
const ids = (list) => list.data.map((one) => one.id);

// The account.
expect('account', (await stripe.accounts.retrieveCurrent()).object, 'account');
expect('balance', (await stripe.balance.retrieve()).object, 'balance');

// Customers and the catalogue.
const customer = await stripe.customers.create({ name: 'Quay Books', email: 'ada@quay.example', payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } });
expect('customer', (await stripe.customers.update(customer.id, { phone: '555-1000' })).phone, '555-1000');
expect('customer again', (await stripe.customers.retrieve(customer.id)).id, customer.id);
expect('customers', ids(await stripe.customers.list({ email: 'ada@quay.example' })), [customer.id]);
const found = await stripe.customers.search({ query: 'email:"ADA@quay.example" AND phone~"555"', expand: ['total_count'] });
expect('customers found', [ids(found), found.total_count, found.has_more], [[customer.id], 1, false]);
const product = await stripe.products.create({ name: 'Bookkeeping' });
await stripe.products.update(product.id, { description: 'Every month' });
expect('product', (await stripe.products.retrieve(product.id)).description, 'Every month');
expect('products', (await stripe.products.list({ active: true })).object, 'list');
expect('products found', ids(await stripe.products.search({ query: 'description~"every" name:"bookkeeping"' })), [product.id]);
await stripe.products.del((await stripe.products.create({ name: 'Mistake' })).id);
const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 4500, lookup_key: 'books' });
const monthly = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 3000, recurring: { interval: 'month' } });
await stripe.prices.update(price.id, { nickname: 'Once' });
expect('price', (await stripe.prices.retrieve(price.id)).nickname, 'Once');
expect('prices', (await stripe.prices.list({ product: product.id })).data.length, 2);
expect('prices found', ids(await stripe.prices.search({ query: `lookup_key:"books" -type:"recurring" product:"${product.id}"` })), [price.id]);
const tax = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false });
await stripe.taxRates.update(tax.id, { description: 'Full' });
expect('tax rate', (await stripe.taxRates.retrieve(tax.id)).description, 'Full');
expect('tax rates', ids(await stripe.taxRates.list()), [tax.id, ...ids(await stripe.taxRates.list({ starting_after: tax.id }))]);
const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
await stripe.coupons.update(coupon.id, { name: 'Regulars' });
expect('coupon', (await stripe.coupons.retrieve(coupon.id)).name, 'Regulars');
expect('coupons', (await stripe.coupons.list()).object, 'list');
await stripe.coupons.del((await stripe.coupons.create({ percent_off: 5, duration: 'once' })).id);

// Quotes.
let quote = await stripe.quotes.create({ customer: customer.id, line_items: [{ price: price.id }] });
await stripe.quotes.update(quote.id, { description: 'As discussed' });
expect('quote', (await stripe.quotes.retrieve(quote.id)).description, 'As discussed');
expect('quotes', ids(await stripe.quotes.list({ customer: customer.id })), [quote.id]);
expect('quote lines', (await stripe.quotes.listLineItems(quote.id)).data.length, 1);
expect('upfront lines', (await stripe.quotes.listComputedUpfrontLineItems(quote.id)).data.length, 1);
await stripe.quotes.finalizeQuote(quote.id);
let bytes = 0;
for await (const chunk of await stripe.quotes.pdf(quote.id, {}, { host: url.hostname })) bytes += chunk.length;
expect('a pdf has bytes', bytes > 1000, true);
quote = await stripe.quotes.accept(quote.id);
expect('accepted', quote.status, 'accepted');
expect('canceled', (await stripe.quotes.cancel((await stripe.quotes.create({ line_items: [{ price: price.id }] })).id)).status, 'canceled');

// Invoices and their items.
let invoice = await stripe.invoices.create({ customer: customer.id, currency: 'usd', collection_method: 'send_invoice', days_until_due: 14 });
const item = await stripe.invoiceItems.create({ customer: customer.id, invoice: invoice.id, amount: 2500, currency: 'usd', description: 'Extra hour' });
await stripe.invoiceItems.update(item.id, { amount: 3000 });
expect('item', (await stripe.invoiceItems.retrieve(item.id)).amount, 3000);
expect('items', ids(await stripe.invoiceItems.list({ invoice: invoice.id })), [item.id]);
await stripe.invoiceItems.del((await stripe.invoiceItems.create({ customer: customer.id, amount: 1, currency: 'usd' })).id);
await stripe.invoices.update(invoice.id, { description: 'May' });
expect('invoice', (await stripe.invoices.retrieve(invoice.id)).total, 3000);
expect('invoice lines', (await stripe.invoices.listLineItems(invoice.id)).data.length, 1);
expect('invoices', ids(await stripe.invoices.list({ customer: customer.id })), [invoice.id, quote.invoice]);
expect('preview', (await stripe.invoices.createPreview({ customer: customer.id, invoice_items: [{ amount: 100, currency: 'usd' }] })).total, 100);
await stripe.invoices.finalizeInvoice(invoice.id);
await stripe.invoices.sendInvoice(invoice.id);
invoice = await stripe.invoices.pay(invoice.id, { expand: ['payments'] });
expect('paid', invoice.status, 'paid');
expect('invoices found', ids(await stripe.invoices.search({ query: `number:"${invoice.number}" AND total>2999` })), [invoice.id]);
const payment = (await stripe.invoicePayments.list({ invoice: invoice.id })).data[0];
expect('invoice payment', (await stripe.invoicePayments.retrieve(payment.id)).status, 'paid');

// Money that came another way.
const today = Math.floor(Date.now() / 1000);
const came = await stripe.paymentRecords.reportPayment({
  amount_requested: { currency: 'usd', value: 600 }, initiated_at: today, outcome: 'guaranteed', guaranteed: { guaranteed_at: today },
  payment_method_details: { type: 'custom', custom: { display_name: 'Cash' } },
  processor_details: { type: 'custom', custom: { payment_reference: 'Till 4' } },
});
expect('reported', (await stripe.paymentRecords.retrieve(came.id)).amount_guaranteed.value, 600);
expect('records', ids(await stripe.paymentRecords.list({ limit: 3 })), [came.id]);
const draft = async () => {
  const made = await stripe.invoices.create({ customer: customer.id, currency: 'usd' });
  await stripe.invoiceItems.create({ customer: customer.id, invoice: made.id, amount: 1000, currency: 'usd' });
  return made.id;
};
const open = async () => (await stripe.invoices.finalizeInvoice(await draft(), { auto_advance: false })).id;
expect('voided', (await stripe.invoices.voidInvoice(await open())).status, 'void');
expect('uncollectible', (await stripe.invoices.markUncollectible(await open())).status, 'uncollectible');
expect('deleted', (await stripe.invoices.del(await draft())).deleted, true);

// Payment methods, intents, charges, tokens.
const card = await stripe.paymentMethods.create({ type: 'card', card: { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123' } });
await stripe.paymentMethods.attach(card.id, { customer: customer.id });
await stripe.paymentMethods.update(card.id, { metadata: { kept: 'yes' } });
expect('method', (await stripe.paymentMethods.retrieve(card.id)).metadata, { kept: 'yes' });
expect('methods', ids(await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).includes(card.id), true);
expect('its methods', ids(await stripe.customers.listPaymentMethods(customer.id)).includes(card.id), true);
expect('its method', (await stripe.customers.retrievePaymentMethod(customer.id, card.id)).id, card.id);
const token = await stripe.tokens.create({ cvc_update: { cvc: '314' } });
expect('token', (await stripe.tokens.retrieve(token.id)).used, false);
let intent = await stripe.paymentIntents.create({ ...base, customer: customer.id, capture_method: 'manual' });
await stripe.paymentIntents.update(intent.id, { payment_method: card.id, metadata: { order: '7' } });
intent = await stripe.paymentIntents.confirm(intent.id, { payment_method_options: { card: { cvc_token: token.id } } });
expect('held', intent.status, 'requires_capture');
intent = await stripe.paymentIntents.capture(intent.id);
expect('captured', (await stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
expect('intents', (await stripe.paymentIntents.list({ customer: customer.id })).data.length >= 1, true);
expect('intents found', ids(await stripe.paymentIntents.search({ query: 'metadata["order"]:"7" status:"succeeded"' })), [intent.id]);
expect('intent canceled', (await stripe.paymentIntents.cancel((await stripe.paymentIntents.create(base)).id)).status, 'canceled');
let setup = await stripe.setupIntents.create({ customer: customer.id, automatic_payment_methods: never });
await stripe.setupIntents.update(setup.id, { description: 'For later' });
setup = await stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_mastercard' });
expect('set up', (await stripe.setupIntents.retrieve(setup.id)).status, 'succeeded');
expect('setups', ids(await stripe.setupIntents.list({ customer: customer.id })), [setup.id]);
expect('setup canceled', (await stripe.setupIntents.cancel((await stripe.setupIntents.create({ automatic_payment_methods: never })).id)).status, 'canceled');
expect('detached', (await stripe.paymentMethods.detach(card.id)).customer, null);
const charge = await stripe.charges.create({ amount: 2000, currency: 'usd', source: 'tok_visa', capture: false });
await stripe.charges.update(charge.id, { metadata: { seen: 'yes' } });
expect('charge captured', (await stripe.charges.capture(charge.id)).captured, true);
expect('charge', (await stripe.charges.retrieve(charge.id)).metadata, { seen: 'yes' });
expect('charges', (await stripe.charges.list({ payment_intent: intent.id })).data.length, 1);
expect('charges found', ids(await stripe.charges.search({ query: 'metadata["seen"]:"yes" payment_method_details.card.last4:"4242" -refunded:"true"' })), [charge.id]);

// Refunds, disputes, movements.
const refund = await stripe.refunds.create({ charge: charge.id, amount: 500 });
await stripe.refunds.update(refund.id, { metadata: { case: '1' } });
expect('refund', (await stripe.refunds.retrieve(refund.id)).metadata, { case: '1' });
expect('refunds', ids(await stripe.refunds.list({ charge: charge.id })), [refund.id]);
const slow = await stripe.paymentIntents.create({ ...base, confirm: true, payment_method: 'pm_card_pendingRefund' });
expect('refund canceled', (await stripe.refunds.cancel((await stripe.refunds.create({ payment_intent: slow.id })).id)).status, 'canceled');
const disputed = await stripe.paymentIntents.create({ ...base, confirm: true, payment_method: 'pm_card_createDisputeProductNotReceived' });
const dispute = (await stripe.disputes.list({ payment_intent: disputed.id })).data[0];
expect('dispute', (await stripe.disputes.retrieve(dispute.id)).status, 'needs_response');
expect('dispute answered', (await stripe.disputes.update(dispute.id, { evidence: { customer_name: 'Ada' }, submit: false })).evidence.customer_name, 'Ada');
expect('dispute closed', (await stripe.disputes.close(dispute.id)).status, 'lost');
const movement = (await stripe.balanceTransactions.list({ source: charge.id })).data[0];
expect('movement', (await stripe.balanceTransactions.retrieve(movement.id)).type, 'charge');

// Around invoices: lines, several payments, credit notes, balances, codes, shipping, tax ids, links, payouts.
const edited = await draft();
const added = await stripe.invoices.addLines(edited, { lines: [{ amount: 700, description: 'Carriage' }, { amount: 50, description: 'Folding' }] });
expect('lines added', added.lines.data.length, 3);
const [, carriage, folding] = ids(added.lines);
await stripe.invoices.updateLines(edited, { lines: [{ id: carriage, amount: 750 }] });
expect('line updated', (await stripe.invoices.updateLineItem(edited, folding, { amount: 60 })).amount, 60);
expect('line removed', (await stripe.invoices.removeLines(edited, { lines: [{ id: folding, behavior: 'delete' }] })).total, 1750);
const owed = await stripe.invoices.finalizeInvoice(edited, { auto_advance: false });
const deposit = await stripe.paymentIntents.create({ ...base, amount: 500, customer: customer.id, confirm: true, payment_method: 'pm_card_visa' });
expect('part paid', (await stripe.invoices.attachPayment(owed.id, { payment_intent: deposit.id })).amount_remaining, 1250);
const credit = { invoice: owed.id, amount: 200 };
expect('credit preview', (await stripe.creditNotes.preview(credit)).total, 200);
expect('its lines', (await stripe.creditNotes.listPreviewLineItems(credit)).object, 'list');
const note = await stripe.creditNotes.create(credit);
await stripe.creditNotes.update(note.id, { memo: 'Late' });
expect('note', (await stripe.creditNotes.retrieve(note.id)).memo, 'Late');
expect('notes', ids(await stripe.creditNotes.list({ invoice: owed.id })), [note.id]);
expect('note lines', (await stripe.creditNotes.listLineItems(note.id)).object, 'list');
expect('note voided', (await stripe.creditNotes.voidCreditNote(note.id)).status, 'void');
const moved = await stripe.customers.createBalanceTransaction(customer.id, { amount: -700, currency: 'usd' });
await stripe.customers.updateBalanceTransaction(customer.id, moved.id, { description: 'Goodwill' });
expect('balance moved', (await stripe.customers.retrieveBalanceTransaction(customer.id, moved.id)).description, 'Goodwill');
expect('balance', ids(await stripe.customers.listBalanceTransactions(customer.id)), [moved.id]);
const number = await stripe.customers.createTaxId(customer.id, { type: 'eu_vat', value: 'DE123456789' });
expect('tax id', (await stripe.customers.retrieveTaxId(customer.id, number.id)).value, 'DE123456789');
expect('tax ids', ids(await stripe.customers.listTaxIds(customer.id)), [number.id]);
expect('tax id gone', (await stripe.customers.deleteTaxId(customer.id, number.id)).deleted, true);
const own = await stripe.taxIds.create({ type: 'us_ein', value: '12-3456789' });
expect('own tax id', (await stripe.taxIds.retrieve(own.id)).id, own.id);
expect('own tax ids', ids(await stripe.taxIds.list()), [own.id]);
expect('own gone', (await stripe.taxIds.del(own.id)).deleted, true);
const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'REGULAR' });
await stripe.promotionCodes.update(code.id, { metadata: { shelf: '3' } });
expect('code', (await stripe.promotionCodes.retrieve(code.id)).code, 'REGULAR');
expect('codes', ids(await stripe.promotionCodes.list({ code: 'regular' })), [code.id]);
const van = await stripe.shippingRates.create({ display_name: 'Ground', type: 'fixed_amount', fixed_amount: { amount: 500, currency: 'usd' } });
await stripe.shippingRates.update(van.id, { active: false });
expect('shipping', (await stripe.shippingRates.retrieve(van.id)).active, false);
expect('shippings', ids(await stripe.shippingRates.list()), [van.id]);
const link = await stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 1 }] });
await stripe.paymentLinks.update(link.id, { active: false });
expect('link', (await stripe.paymentLinks.retrieve(link.id)).active, false);
expect('links', ids(await stripe.paymentLinks.list()), [link.id]);
expect('link items', (await stripe.paymentLinks.listLineItems(link.id)).data.length, 1);
await stripe.paymentIntents.create({ ...base, amount: 9000, confirm: true, payment_method: 'pm_card_bypassPending' });
const payout = await stripe.payouts.create({ amount: 1000, currency: 'usd' });
await stripe.payouts.update(payout.id, { metadata: { month: '5' } });
expect('payout', (await stripe.payouts.retrieve(payout.id)).metadata, { month: '5' });
expect('payouts', ids(await stripe.payouts.list()), [payout.id]);
let reason = '';
await stripe.payouts.reverse(payout.id).catch((error) => { reason = error.type; });
expect('only what is paid is reversed', reason, 'StripeInvalidRequestError');
expect('payout canceled', (await stripe.payouts.cancel(payout.id)).status, 'canceled');
const old = await stripe.customers.create({ name: 'Tide Press', coupon: coupon.id }, { apiVersion: '2024-06-20' });
expect('discount gone', (await stripe.customers.deleteDiscount(old.id)).deleted, true);

// Subscriptions, their items and schedules.
const plan = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }], discounts: [{ coupon: coupon.id }], metadata: { a: '1' } });
expect('subscription', (await stripe.subscriptions.retrieve(plan.id)).status, 'active');
expect('subscriptions', ids(await stripe.subscriptions.list({ customer: customer.id })), [plan.id]);
expect('subscriptions found', ids(await stripe.subscriptions.search({ query: 'metadata["a"]:"1" -status:"canceled"' })), [plan.id]);
await stripe.subscriptions.update(plan.id, { description: 'Books, monthly' });
expect('discount gone', (await stripe.subscriptions.deleteDiscount(plan.id)).deleted, true);
const extra = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 700, recurring: { interval: 'month' } });
const seat = await stripe.subscriptionItems.create({ subscription: plan.id, price: extra.id });
await stripe.subscriptionItems.update(seat.id, { quantity: 2 });
expect('seat', (await stripe.subscriptionItems.retrieve(seat.id)).quantity, 2);
expect('seats', (await stripe.subscriptionItems.list({ subscription: plan.id })).data.length, 2);
expect('seat gone', (await stripe.subscriptionItems.del(seat.id)).deleted, true);
await stripe.subscriptions.pause(plan.id, { type: 'subscription' });
await stripe.subscriptions.resume(plan.id);
expect('ended', (await stripe.subscriptions.cancel(plan.id)).status, 'canceled');
const later = Math.floor(Date.now() / 1000) + 40 * 86400;
const schedule = async () => {
  const made = await stripe.quotes.create({ customer: customer.id, line_items: [{ price: monthly.id }], subscription_data: { effective_date: later } });
  await stripe.quotes.finalizeQuote(made.id, { expires_at: later });
  return (await stripe.quotes.accept(made.id)).subscription_schedule;
};
const first = await schedule();
expect('schedule', (await stripe.subscriptionSchedules.retrieve(first)).status, 'not_started');
expect('schedules', ids(await stripe.subscriptionSchedules.list({ customer: customer.id })), [first]);
expect('schedule canceled', (await stripe.subscriptionSchedules.cancel(first)).status, 'canceled');
expect('schedule released', (await stripe.subscriptionSchedules.release(await schedule())).status, 'released');
const planned = await stripe.subscriptionSchedules.create({ customer: customer.id, start_date: later, end_behavior: 'cancel', phases: [{ items: [{ price: monthly.id }], duration: { interval: 'month', interval_count: 2 } }] });
expect('schedule updated', (await stripe.subscriptionSchedules.update(planned.id, { metadata: { shelf: '3' } })).metadata, { shelf: '3' });

// Test clocks.
const start = Math.floor(Date.now() / 1000);
const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start, name: 'Next month' });
await stripe.customers.create({ name: 'Of another time', test_clock: clock.id });
await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: start + 30 * 86400 });
expect('clock', (await stripe.testHelpers.testClocks.retrieve(clock.id)).frozen_time, start + 30 * 86400);
expect('clocks', ids(await stripe.testHelpers.testClocks.list()), [clock.id]);
expect('clock gone', (await stripe.testHelpers.testClocks.del(clock.id)).deleted, true);

// What happened.
const event = (await stripe.events.list({ type: 'quote.*', limit: 1 })).data[0];
expect('event', (await stripe.events.retrieve(event.id)).type, event.type);
expect('customer deleted', (await stripe.customers.del(customer.id)).deleted, true);
done('everything');
