"""What the other scripts have not called of the operations that the practice Stripe offers, by Stripe's own
Python client, unmodified.
"""
import time

import stripe
from practice import done, expect, v1


def ids(page):
    return [one.id for one in page.data]


customer = v1.customers.create({"name": "Ternary & Sons", "email": "t@ternary.example", "phone": "555-3000"})
expect("customer", v1.customers.retrieve(customer.id).phone, "555-3000")
product = v1.products.create({"name": "Surveying", "description": "By the day"})
v1.products.update(product.id, {"metadata": {"kind": "field"}})
expect("product", v1.products.retrieve(product.id).metadata.to_dict(), {"kind": "field"})
price = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 9000, "lookup_key": "survey"})
v1.prices.update(price.id, {"nickname": "Day"})
expect("price", v1.prices.retrieve(price.id).nickname, "Day")
tax = v1.tax_rates.create({"display_name": "GST", "percentage": 5, "inclusive": True})
v1.tax_rates.update(tax.id, {"active": False})
expect("tax rate", v1.tax_rates.retrieve(tax.id).active, False)
coupon = v1.coupons.create({"percent_off": 5, "duration": "once"})
v1.coupons.update(coupon.id, {"name": "Spring"})
expect("coupon", v1.coupons.retrieve(coupon.id).name, "Spring")
v1.products.delete(v1.products.create({"name": "Mistake"}).id)
quote = v1.quotes.create({"customer": customer.id, "line_items": [{"price": price.id}]})
expect("quote", v1.quotes.retrieve(quote.id).status, "draft")


def draft():
    made = v1.invoices.create({"customer": customer.id, "currency": "usd", "collection_method": "send_invoice", "days_until_due": 9})
    v1.invoice_items.create({"customer": customer.id, "invoice": made.id, "amount": 1500, "currency": "usd"})
    return made.id


item = v1.invoice_items.create({"customer": customer.id, "amount": 1, "currency": "usd"})
expect("item", v1.invoice_items.retrieve(item.id).amount, 1)
v1.invoice_items.delete(item.id)
expect("deleted", v1.invoices.delete(draft()).deleted, True)
expect("given up", v1.invoices.mark_uncollectible(v1.invoices.finalize_invoice(draft()).id).status, "uncollectible")
invoice = v1.invoices.pay(draft(), {"payment_method": "pm_card_visa"})
payment = v1.invoice_payments.list({"invoice": invoice.id}).data[0]
expect("payment", v1.invoice_payments.retrieve(payment.id).status, "paid")

# Money that came another way.
owed = v1.invoices.finalize_invoice(draft())
came = v1.payment_records.report_payment({
    "amount_requested": {"currency": "usd", "value": 600}, "initiated_at": int(time.time()), "outcome": "guaranteed",
    "guaranteed": {"guaranteed_at": int(time.time())}, "payment_method_details": {"type": "custom", "custom": {"display_name": "Cash"}},
    "processor_details": {"type": "custom", "custom": {"payment_reference": "Till 4"}}})
expect("reported", v1.payment_records.retrieve(came.id).amount_guaranteed.value, 600)
expect("records", ids(v1.payment_records.list({"limit": 3})), [came.id])
owed = v1.invoices.attach_payment(owed.id, {"payment_record": came.id})
expect("a part came", (owed.status, owed.amount_paid, owed.amount_remaining), ("open", 600, 900))

note = v1.credit_notes.create({"invoice": invoice.id, "amount": 500, "out_of_band_amount": 500})
expect("credit note", v1.credit_notes.retrieve(note.id).amount, 500)
v1.payment_intents.create({"amount": 9000, "currency": "usd", "confirm": True, "payment_method": "pm_card_bypassPending",
                           "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}})
payout = v1.payouts.create({"amount": 100, "currency": "usd"})
expect("payout", v1.payouts.retrieve(payout.id).amount, 100)
monthly = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 3000, "recurring": {"interval": "month"}})
later = int(time.time()) + 40 * 86400
quote = v1.quotes.create({"customer": customer.id, "line_items": [{"price": monthly.id}], "subscription_data": {"effective_date": later}})
v1.quotes.finalize_quote(quote.id, {"expires_at": later})
schedule = v1.quotes.accept(quote.id).subscription_schedule
expect("released", v1.subscription_schedules.release(schedule).status, "released")

charge = v1.charges.create({"amount": 2000, "currency": "usd", "source": "tok_visa", "capture": False, "metadata": {"way": "old"}})
expect("captured", v1.charges.capture(charge.id).captured, True)

event = v1.events.list({"types": ["quote.created", "invoice.paid"], "limit": 1}).data[0]
expect("event", v1.events.retrieve(event.id).type, event.type)

# Search, on all that can be searched.
found = v1.customers.search({"query": 'name:"ternary & sons" -phone:null', "expand": ["total_count"]})
expect("customers", (ids(found), found.total_count), ([customer.id], 1))
expect("products", ids(v1.products.search({"query": 'metadata["kind"]:"field" active:"true"'})), [product.id])
expect("prices", ids(v1.prices.search({"query": 'lookup_key:"survey" OR lookup_key:"nothing"'})), [price.id])
expect("invoices", ids(v1.invoices.search({"query": f'customer:"{customer.id}" AND status:"paid" AND total>=1500'})), [invoice.id])
expect("charges", ids(v1.charges.search({"query": 'metadata["way"]:"old" AND disputed:"false"'})), [charge.id])
expect("intents", len(v1.payment_intents.search({"query": f'customer:"{customer.id}"'}).data), 3)
expect("subscriptions", v1.subscriptions.search({"query": 'metadata["none"]:"such"'}).data, [])
other = v1.customers.create({"name": "Quarter & Sons"})
walked = [one.id for one in v1.customers.search({"query": "created>0", "limit": 1}).auto_paging_iter()]
expect("pages meet everybody once", (len(walked), len(set(walked)) > 1), (len(set(walked)), True))
for query in ('colour:"red"', "name", 'name~"ab"', 'created>1 OR created>2 AND created>3'):
    try:
        v1.customers.search({"query": query})
        raise SystemExit(f"{query}: was not refused")
    except stripe.InvalidRequestError as error:
        expect(query, error.param, "query")
done("everything")
