"""The first sale by Stripe's own Python client, unmodified, against the practice Stripe."""
import time
import urllib.request

import stripe
from practice import done, expect, refused, v1

account = v1.accounts.retrieve_current()
expect("account", account.object, "account")
expect("balance", v1.balance.retrieve().object, "balance")

customer = v1.customers.create({
    "name": "Café Ünï & Co", "email": "cafe@uni.example", "metadata": {"ref": "A-1"},
    "address": {"line1": "1 Quay", "city": "Portland", "postal_code": "04101", "country": "US"},
})
customer = v1.customers.update(customer.id, {"metadata": {"ref": "", "kind": "trade"}})
expect("metadata", customer.metadata.to_dict(), {"kind": "trade"})

design = v1.products.create({"name": "Website design"})
care = v1.products.create({"name": "Care plan", "description": "Every month"})
design_price = v1.prices.create({"product": design.id, "currency": "usd", "unit_amount": 120000})
care_price = v1.prices.create({"product": care.id, "currency": "usd", "unit_amount": 4900, "recurring": {"interval": "month"}})
tax = v1.tax_rates.create({"display_name": "VAT", "percentage": 20, "inclusive": False})
coupon = v1.coupons.create({"percent_off": 25.5, "duration": "once", "name": "Opening"})
forever = v1.coupons.create({"percent_off": 10, "duration": "forever"})

# One-time: a quote becomes a draft invoice, which is finalized and paid out of band.
quote = v1.quotes.create({
    "customer": customer.id,
    "line_items": [
        {"price": design_price.id, "quantity": 1},
        {"price_data": {"currency": "usd", "product": design.id, "unit_amount": 1999}, "quantity": 3, "tax_rates": [tax.id]},
    ],
    "discounts": [{"coupon": coupon.id}],
    "default_tax_rates": [tax.id],
    "collection_method": "send_invoice",
    "invoice_settings": {"days_until_due": 30},
    "header": "Quote", "description": "Your new site", "footer": "Thank you",
    "metadata": {"client_ref": "abc"},
    "expand": ["line_items", "computed.upfront.line_items", "total_details.breakdown", "customer"],
})
expect("draft", (quote.status, quote.number), ("draft", None))
expect("subtotal", quote.amount_subtotal, 120000 + 5997)
expect("discount", quote.total_details.amount_discount, 32129)
expect("lines", len(quote.line_items.data), 2)
quote = v1.quotes.update(quote.id, {"description": "Your new website"})
lines = v1.quotes.line_items.list(quote.id, {"expand": ["data.discounts", "data.taxes"]})
expect("line tax", sum(l.amount_tax for l in lines.data), quote.total_details.amount_tax)
v1.quotes.computed_upfront_line_items.list(quote.id)
quote = v1.quotes.finalize_quote(quote.id)
expect("open", quote.status, "open")
expect("number", quote.number, f"QT-{customer.invoice_prefix}-0001-1")
pdf = v1.quotes.pdf(quote.id).io.read()
expect("quote pdf", pdf[:5], b"%PDF-")
revision = v1.quotes.create({"from_quote": {"quote": quote.id, "is_revision": True}})
revision = v1.quotes.finalize_quote(revision.id)
expect("revision", revision.number, f"QT-{customer.invoice_prefix}-0001-2")
v1.quotes.cancel(revision.id)
quote = v1.quotes.accept(quote.id, {"expand": ["invoice"]})
expect("accepted", quote.status, "accepted")
invoice = quote.invoice
expect("born as", (invoice.status, invoice.auto_advance, invoice.billing_reason), ("draft", False, "quote_accept"))
expect("same total", invoice.total, quote.amount_total)
expect("parent", invoice.parent.quote_details.quote, quote.id)
invoice = v1.invoices.update(invoice.id, {"description": "As quoted"})
v1.invoices.line_items.list(invoice.id)
invoice = v1.invoices.finalize_invoice(invoice.id, {"expand": ["payments", "confirmation_secret", "payments.data.payment.payment_intent"]})
expect("open invoice", (invoice.status, invoice.number), ("open", f"{customer.invoice_prefix}-0001"))
expect("secret", invoice.confirmation_secret.type, "payment_intent")
expect("invoice pdf", urllib.request.urlopen(invoice.invoice_pdf).read(5), b"%PDF-")
page = urllib.request.urlopen(invoice.hosted_invoice_url).read().decode()
expect("page names the number", invoice.number in page, True)
v1.invoices.send_invoice(invoice.id)
invoice = v1.invoices.pay(invoice.id, {"paid_out_of_band": True})
expect("paid", (invoice.status, invoice.amount_remaining), ("paid", 0))

# Recurring, beginning now: a subscription with a draft that finalizes itself.
quote = v1.quotes.create({
    "customer": customer.id,
    "line_items": [{"price": care_price.id, "quantity": 2}, {"price": design_price.id}],
    "discounts": [{"coupon": forever.id}],
    "collection_method": "send_invoice", "invoice_settings": {"days_until_due": 14},
})
expect("upfront", quote.computed.upfront.amount_total, (9800 + 120000) * 9 // 10)
expect("recurring", quote.computed.recurring.amount_total, 8820)
v1.quotes.finalize_quote(quote.id)
quote = v1.quotes.accept(quote.id)
subscription = v1.subscriptions.retrieve(quote.subscription, {"expand": ["latest_invoice", "customer", "items.data.price.product"]})
expect("subscription", subscription.status, "active")
expect("first invoice", (subscription.latest_invoice.status, subscription.latest_invoice.auto_advance), ("draft", True))
expect("finalizes in an hour", subscription.latest_invoice.automatically_finalizes_at - subscription.latest_invoice.created, 3600)
subscription = v1.subscriptions.update(quote.subscription, {"metadata": {"a": "b"}})
v1.invoices.finalize_invoice(quote.invoice or subscription.latest_invoice)
v1.invoices.void_invoice(subscription.latest_invoice)
v1.subscriptions.cancel(subscription.id)

# Recurring, beginning later: a schedule.
start = int(time.time()) + 40 * 86400
quote = v1.quotes.create({
    "customer": customer.id,
    "line_items": [{"price": care_price.id}],
    "subscription_data": {"effective_date": start, "trial_period_days": 7, "metadata": {"x": "y"}},
})
v1.quotes.finalize_quote(quote.id, {"expires_at": start})
quote = v1.quotes.accept(quote.id)
schedule = v1.subscription_schedules.retrieve(quote.subscription_schedule)
expect("schedule", (schedule.status, schedule.phases[0].start_date), ("not_started", start))
v1.subscription_schedules.cancel(schedule.id)

# An invoice of its own, paid by a test card.
invoice = v1.invoices.create({"customer": customer.id, "currency": "usd"})
item = v1.invoice_items.create({"customer": customer.id, "invoice": invoice.id, "amount": 2500, "currency": "usd", "description": "Extra hour"})
v1.invoice_items.update(item.id, {"amount": 3000})
expect("total", v1.invoices.retrieve(invoice.id).total, 3000)
refused("declined", lambda: v1.invoices.pay(invoice.id, {"payment_method": "pm_card_chargeDeclined"}), "card_declined", kind=stripe.CardError)
invoice = v1.invoices.pay(invoice.id, {"payment_method": "pm_card_visa", "expand": ["payments"]})
expect("paid by card", invoice.status, "paid")
paid = v1.invoice_payments.list({"invoice": invoice.id}).data[0]
intent = v1.payment_intents.retrieve(paid.payment.payment_intent, {"expand": ["latest_charge"]})
expect("intent", (intent.status, intent.latest_charge.amount), ("succeeded", 3000))
preview = v1.invoices.create_preview({"customer": customer.id, "invoice_items": [{"amount": 100, "currency": "usd"}]})
expect("preview", preview.total, 100)

# Refusals are Stripe's.
for attempt, kind, code in [
    (lambda: v1.customers.retrieve("cus_nobody"), stripe.InvalidRequestError, "resource_missing"),
    (lambda: v1.quotes.accept(quote.id), stripe.InvalidRequestError, "status_transition_invalid"),
    (lambda: v1.prices.create({"currency": "usd", "product": design.id, "colour": "red"}), stripe.InvalidRequestError, "parameter_unknown"),
]:
    refused(code, attempt, code, kind=kind)

# Lists, cursors, events.
for noun in (v1.customers, v1.products, v1.prices, v1.tax_rates, v1.coupons, v1.quotes, v1.invoices, v1.invoice_items,
             v1.subscriptions, v1.subscription_schedules, v1.payment_intents, v1.charges, v1.invoice_payments):
    expect("list", noun.list({"limit": 2}).object, "list")
numbers = [i.id for i in v1.invoices.list({"limit": 1}).auto_paging_iter()]
expect("paging meets everything once", len(numbers), len(set(numbers)))
kinds = {e.type for e in v1.events.list({"limit": 100}).auto_paging_iter()}
for kind in ("quote.created", "quote.finalized", "quote.accepted", "quote.canceled", "invoice.created", "invoice.finalized", "invoice.paid",
             "invoice.voided", "customer.subscription.created", "customer.subscription.deleted", "subscription_schedule.created", "charge.failed"):
    expect(f"event {kind}", kind in kinds, True)
v1.coupons.delete(coupon.id)
gone = v1.customers.delete(customer.id)
expect("deleted", gone.deleted, True)
done("first sale")
