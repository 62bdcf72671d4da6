// The first sale by Stripe's own Node client, unmodified, against the practice Stripe.
import { done, expect, refused, stripe, url } from './practice.mjs';

const customer = await stripe.customers.create({ name: '東京建築設計事務所', email: 'keiri@kenchiku.example', metadata: { a: 'b' } });
const product = await stripe.products.create({ name: 'Brand identity', default_price_data: { currency: 'eur', unit_amount: 480000 } });
const monthly = await stripe.prices.create({ product: product.id, currency: 'eur', unit_amount_decimal: '4999.5', recurring: { interval: 'month', interval_count: 3 } });
expect('decimal', monthly.unit_amount, null);
const tax = await stripe.taxRates.create({ display_name: 'MwSt.', percentage: 19, inclusive: true });
const coupon = await stripe.coupons.create({ amount_off: 10000, currency: 'eur', duration: 'once' });

let quote = await stripe.quotes.create({
  customer: customer.id,
  line_items: [{ price: product.default_price, quantity: 1, tax_rates: [tax.id], discounts: [{ coupon: coupon.id }] }],
  collection_method: 'send_invoice',
  invoice_settings: { days_until_due: 14 },
});
expect('gross', [quote.amount_subtotal, quote.amount_total, quote.total_details.amount_tax], [480000, 470000, 75042]);
quote = await stripe.quotes.finalizeQuote(quote.id);
const copy = await stripe.quotes.create({ from_quote: { quote: quote.id } });
expect('a copy is a draft', [copy.status, copy.number, copy.amount_total], ['draft', null, 470000]);
await stripe.quotes.cancel(copy.id);
let bytes = 0;
for await (const chunk of await stripe.quotes.pdf(quote.id, {}, { host: url.hostname })) bytes += chunk.length;
expect('a pdf has bytes', bytes > 1000, true);
quote = await stripe.quotes.accept(quote.id);
let invoice = await stripe.invoices.retrieve(quote.invoice, { expand: ['parent.quote_details', 'payments'] });
expect('draft', [invoice.status, invoice.total], ['draft', 470000]);
invoice = await stripe.invoices.finalizeInvoice(invoice.id);
invoice = await stripe.invoices.pay(invoice.id, { paid_out_of_band: true });
expect('paid', invoice.status, 'paid');

quote = await stripe.quotes.create({ customer: customer.id, line_items: [{ price: monthly.id, quantity: 2 }] });
expect('recurring', [quote.computed.recurring.amount_total, quote.computed.recurring.interval_count], [9999, 3]);
await stripe.quotes.finalizeQuote(quote.id);
quote = await stripe.quotes.accept(quote.id);
const subscription = await stripe.subscriptions.retrieve(quote.subscription, { expand: ['latest_invoice'] });
expect('subscription', [subscription.status, subscription.latest_invoice.status], ['active', 'draft']);

// The same key twice is one customer; with other parameters it is refused.
const key = { idempotencyKey: `twice-${customer.id}` };
const first = await stripe.customers.create({ name: 'Once' }, key);
const second = await stripe.customers.create({ name: 'Once' }, key);
expect('one customer', second.id, first.id);
expect('replayed', second.lastResponse.headers['idempotent-replayed'], 'true');
await stripe.customers.create({ name: 'Other' }, key).then(
  () => expect('refused', false, true),
  (error) => expect('refused', [error.type, error.statusCode], ['StripeIdempotencyError', 400]),
);

let met = 0;
for await (const event of stripe.events.list({ limit: 3, type: 'quote.*' })) met += event.type.startsWith('quote.') ? 1 : 0;
expect('quote events', met, 8);
done('first sale');
