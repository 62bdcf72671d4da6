// Credit notes and everything around invoices by Stripe's own Node client, unmodified, against the
// practice Stripe.
import { done, expect, refused, stripe } from './practice.mjs';

const never = { enabled: true, allow_redirects: 'never' };
const customer = await stripe.customers.create({ name: 'Møller & Søn', tax_id_data: [{ type: 'eu_vat', value: 'DK12345678' }] });
const taxId = await stripe.customers.createTaxId(customer.id, { type: 'gb_vat', value: 'GB111111111' });
expect('tax id', [taxId.country, taxId.verification.status], ['GB', 'unverified']);
expect('tax ids', (await stripe.customers.listTaxIds(customer.id)).data.length, 2);
expect('a tax id', (await stripe.customers.retrieveTaxId(customer.id, taxId.id)).value, 'GB111111111');
expect('tax id gone', (await stripe.customers.deleteTaxId(customer.id, taxId.id)).deleted, true);

const vat = await stripe.taxRates.create({ display_name: 'MOMS', percentage: 25, inclusive: false });
const half = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: half.id }, code: 'HALV', restrictions: { minimum_amount: 5000, minimum_amount_currency: 'dkk' } });
expect('code', [code.code, code.restrictions.minimum_amount], ['HALV', 5000]);
expect('codes', (await stripe.promotionCodes.list({ code: 'halv' })).data.map((c) => c.id), [code.id]);
expect('code read', (await stripe.promotionCodes.retrieve(code.id)).active, true);
await stripe.promotionCodes.update(code.id, { metadata: { shop: 'north' } });
const rate = await stripe.shippingRates.create({ display_name: 'Post', type: 'fixed_amount', fixed_amount: { amount: 4000, currency: 'dkk' } });
await stripe.shippingRates.update(rate.id, { metadata: { by: 'bike' } });
expect('rate', [(await stripe.shippingRates.retrieve(rate.id)).display_name, (await stripe.shippingRates.list({ active: true })).data.length], ['Post', 1]);

let invoice = await stripe.invoices.create({ customer: customer.id, currency: 'dkk', collection_method: 'send_invoice', days_until_due: 8, default_tax_rates: [vat.id], shipping_cost: { shipping_rate: rate.id } });
expect('no. on it', invoice.customer_tax_ids.map((t) => t.value), ['DK12345678']);
invoice = await stripe.invoices.addLines(invoice.id, { lines: [{ amount: 20000, description: 'Skilt' }, { amount: 10000, description: 'Montering' }, { amount: 1, description: 'Fejl' }] });
invoice = await stripe.invoices.removeLines(invoice.id, { lines: [{ id: invoice.lines.data[2].id, behavior: 'delete' }] });
invoice = await stripe.invoices.updateLines(invoice.id, { lines: [{ id: invoice.lines.data[1].id, amount: 12000 }] });
await stripe.invoices.updateLineItem(invoice.id, invoice.lines.data[1].id, { description: 'Opsætning' });
invoice = await stripe.invoices.update(invoice.id, { discounts: [{ promotion_code: code.id }], expand: ['shipping_cost.taxes'] });
expect('sums', [invoice.subtotal, invoice.amount_shipping, invoice.total, invoice.shipping_cost.taxes[0].amount], [32000, 4000, 25000, 1000]);
invoice = await stripe.invoices.finalizeInvoice(invoice.id);
const deposit = await stripe.paymentIntents.create({ amount: 5000, currency: 'dkk', customer: customer.id, automatic_payment_methods: never });
invoice = await stripe.invoices.attachPayment(invoice.id, { payment_intent: deposit.id });
await stripe.paymentIntents.confirm(deposit.id, { payment_method: 'pm_card_visa' });
const line = invoice.lines.data[0].id;
const asked = { invoice: invoice.id, lines: [{ type: 'invoice_line_item', invoice_line_item: line, quantity: 1 }] };
expect('preview', (await stripe.creditNotes.preview(asked)).total, 12500);
expect('preview lines', (await stripe.creditNotes.listPreviewLineItems(asked)).data.map((l) => l.discount_amount), [10000]);
const note = await stripe.creditNotes.create(asked);
expect('note', [note.type, note.pre_payment_amount, note.number], ['pre_payment', 12500, `${invoice.number}-CN-01`]);
expect('note lines', (await stripe.creditNotes.listLineItems(note.id)).data.map((l) => l.amount), [20000]);
expect('memo', (await stripe.creditNotes.update(note.id, { memo: 'Tak' })).memo, 'Tak');
expect('void', (await stripe.creditNotes.voidCreditNote(note.id)).status, 'void');
await refused('void again', stripe.creditNotes.voidCreditNote(note.id), 'status_transition_invalid');
const mixed = await stripe.creditNotes.create({ invoice: invoice.id, amount: 22000, refund_amount: 1500, credit_amount: 500, expand: ['refunds.refund', 'invoice'] });
expect('mixed', [mixed.type, mixed.refunds[0].refund.amount, mixed.invoice.status], ['mixed', 1500, 'paid']);
expect('notes', (await stripe.creditNotes.list({ invoice: invoice.id })).data.length, 2);
expect('note read', (await stripe.creditNotes.retrieve(mixed.id)).customer_balance_transaction !== null, true);

const old = await stripe.invoices.create({ customer: customer.id, currency: 'dkk' });
await stripe.invoices.addLines(old.id, { lines: [{ amount: 9000 }] });
await stripe.invoices.finalizeInvoice(old.id);
const revision = await stripe.invoices.create({ from_invoice: { action: 'revision', invoice: old.id } });
await stripe.invoices.finalizeInvoice(revision.id);
expect('revised', [(await stripe.invoices.retrieve(old.id)).status, (await stripe.invoices.retrieve(old.id)).latest_revision], ['void', revision.id]);
expect('balance in it', (await stripe.invoices.retrieve(revision.id)).starting_balance, -500);

const product = await stripe.products.create({ name: 'Skilte' });
const tiered = await stripe.prices.create({ product: product.id, currency: 'dkk', billing_scheme: 'tiered', tiers_mode: 'graduated', tiers: [{ up_to: 2, unit_amount: 5000 }, { up_to: 'inf', unit_amount_decimal: '2999.5' }], expand: ['tiers'] });
expect('tiers', tiered.tiers.map((t) => [t.up_to, t.unit_amount]), [[2, 5000], [null, null]]);
let link = await stripe.paymentLinks.create({ line_items: [{ price: tiered.id, quantity: 3 }] });
expect('link items', (await stripe.paymentLinks.listLineItems(link.id)).data.map((i) => i.amount_total), [13000]);
link = await stripe.paymentLinks.update(link.id, { active: false });
expect('links', [(await stripe.paymentLinks.retrieve(link.id)).active, (await stripe.paymentLinks.list({ active: false })).data.length], [false, 1]);

await stripe.paymentIntents.create({ amount: 9000, currency: 'dkk', confirm: true, payment_method: 'pm_card_bypassPending', automatic_payment_methods: never });
const payout = await stripe.payouts.create({ amount: 4000, currency: 'dkk' });
await stripe.payouts.update(payout.id, { metadata: { week: '21' } });
expect('payouts', [(await stripe.payouts.retrieve(payout.id)).status, (await stripe.payouts.list()).data.length], ['pending', 1]);
await refused('payout too large', stripe.payouts.create({ amount: 9000, currency: 'dkk' }), 'balance_insufficient');
done('billing');
