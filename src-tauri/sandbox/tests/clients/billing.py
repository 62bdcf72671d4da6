"""Everything around invoices by Stripe's own Python client, unmodified, against the practice Stripe: lines,
several payments, revisions, discounts and codes, shipping, tax ids, tiers, payment links, payouts.
"""
from practice import done, expect, refused, v1

never = {"enabled": True, "allow_redirects": "never"}
vat = v1.tax_rates.create({"display_name": "VAT", "percentage": 20, "inclusive": False})
within = v1.tax_rates.create({"display_name": "MwSt", "percentage": 19, "inclusive": True})
customer = v1.customers.create({"name": "Quay Books", "tax_id_data": [{"type": "eu_vat", "value": "DE123456789"}], "expand": ["tax_ids"]})
expect("tax id with the customer", [t.value for t in customer.tax_ids], ["DE123456789"])
books = v1.products.create({"name": "Books"})
maps = v1.products.create({"name": "Maps"})

# Tax ids.
tax_id = v1.customers.tax_ids.create(customer.id, {"type": "gb_vat", "value": "GB000000000"})
expect("tax id", (tax_id.country, tax_id.verification.status, tax_id.owner.type), ("GB", "verified", "customer"))
expect("one tax id", v1.customers.tax_ids.retrieve(customer.id, tax_id.id).id, tax_id.id)
expect("tax ids", [t.id for t in v1.customers.tax_ids.list(customer.id, {"limit": 1})], [tax_id.id])
refused("not a number", lambda: v1.customers.tax_ids.create(customer.id, {"type": "us_ein", "value": "12"}), "tax_id_invalid")
expect("tax id gone", v1.customers.tax_ids.delete(customer.id, tax_id.id).deleted, True)
refused("tax id gone for good", lambda: v1.customers.tax_ids.retrieve(customer.id, tax_id.id), "resource_missing")

# Lines of a draft.
draft = v1.invoices.create({"customer": customer.id, "currency": "usd", "collection_method": "send_invoice", "days_until_due": 14, "default_tax_rates": [vat.id],
                            "footer": "Thank you", "custom_fields": [{"name": "Order", "value": "7"}]})
expect("customer's number on it", [t.value for t in draft.customer_tax_ids], ["DE123456789"])
price = v1.prices.create({"product": books.id, "currency": "usd", "unit_amount_decimal": "1249.5"})
pending = v1.invoice_items.create({"customer": customer.id, "amount": 700, "currency": "usd", "description": "Carriage"})
draft = v1.invoices.add_lines(draft.id, {"invoice_metadata": {"season": "spring"}, "lines": [
    {"pricing": {"price": price.id}, "quantity": 3, "tax_rates": [within.id]},
    {"price_data": {"currency": "usd", "product_data": {"name": "Folding"}, "unit_amount": 50}, "quantity_decimal": "2.5"},
    {"invoice_item": pending.id},
    {"amount": 1000, "description": "Reckoned elsewhere", "tax_amounts": [{"amount": 77, "taxable_amount": 1000,
     "tax_rate_data": {"display_name": "Local", "percentage": 7.7, "inclusive": False, "jurisdiction_level": "city"}}]},
]})
expect("lines", [(l.amount, l.quantity, l.description) for l in draft.lines], [(3749, 3, "Books"), (125, 2, "Folding"), (700, 1, "Carriage"), (1000, 1, "Reckoned elsewhere")])
expect("taxes", [[t.amount for t in l.taxes] for l in draft.lines], [[599], [25], [140], [77]])
expect("sums", (draft.subtotal, draft.total, draft.total_excluding_tax, draft.metadata.season), (5574, 5816, 4975, "spring"))
first, second, third, last = [l.id for l in draft.lines]
draft = v1.invoices.update_lines(draft.id, {"lines": [{"id": first, "quantity": 2, "description": "Two books"}, {"id": second, "discountable": False, "metadata": {"a": "1"}}]})
expect("changed", [(l.id, l.amount, l.description) for l in draft.lines][:2], [(first, 2499, "Two books"), (second, 125, "Folding")])
line = v1.invoices.line_items.update(draft.id, last, {"amount": 900, "tax_amounts": ""})
expect("one changed", (line.amount, [t.amount for t in line.taxes]), (900, [180]))
draft = v1.invoices.remove_lines(draft.id, {"lines": [{"id": second, "behavior": "delete"}, {"id": third, "behavior": "unassign"}]})
expect("removed", [l.id for l in draft.lines], [first, last])
expect("pending again", [i.id for i in v1.invoice_items.list({"customer": customer.id, "pending": True})], [pending.id])
refused("not a line", lambda: v1.invoices.update_lines(draft.id, {"lines": [{"id": "il_none"}]}), "resource_missing")

# Shipping.
rate = v1.shipping_rates.create({"display_name": "Ground", "type": "fixed_amount", "fixed_amount": {"amount": 500, "currency": "usd"},
                                 "delivery_estimate": {"minimum": {"unit": "business_day", "value": 3}}, "metadata": {"van": "red"}})
v1.shipping_rates.update(rate.id, {"metadata": {"van": ""}, "tax_behavior": "exclusive"})
expect("shipping rate", v1.shipping_rates.retrieve(rate.id).tax_behavior, "exclusive")
expect("shipping rates", [r.id for r in v1.shipping_rates.list({"active": True, "currency": "usd"})], [rate.id])
draft = v1.invoices.update(draft.id, {"shipping_cost": {"shipping_rate": rate.id}, "expand": ["shipping_cost.shipping_rate", "shipping_cost.taxes"],
                                      "shipping_details": {"name": "Ada Quay", "address": {"city": "Portland", "country": "US"}}})
expect("shipping", (draft.amount_shipping, draft.shipping_cost.amount_tax, draft.shipping_cost.amount_total, draft.shipping_cost.taxes[0].rate.id), (500, 100, 600, vat.id))
expect("with shipping", (draft.subtotal, draft.total), (3399, 2499 + 1080 + 600))
refused("another currency", lambda: v1.invoices.update(draft.id, {"shipping_cost": {"shipping_rate_data": {"display_name": "Air", "fixed_amount": {"amount": 1, "currency": "eur"}}}}))

# A deposit and the rest; what a payment is for cannot be changed.
invoice = v1.invoices.finalize_invoice(draft.id)
refused("lines are fixed now", lambda: v1.invoices.add_lines(invoice.id, {"lines": [{"amount": 1}]}), "invoice_not_editable")
base = {"currency": "usd", "customer": customer.id, "automatic_payment_methods": never}
deposit = v1.payment_intents.create({**base, "amount": 1000})
invoice = v1.invoices.attach_payment(invoice.id, {"payment_intent": deposit.id, "expand": ["payments"]})
expect("attached", [(p.is_default, p.status, p.amount_requested) for p in invoice.payments], [(True, "open", 4179), (False, "open", 1000)])
refused("voided now", lambda: v1.invoices.void_invoice(invoice.id), "status_transition_invalid")
refused("attached twice", lambda: v1.invoices.attach_payment(invoice.id, {"payment_intent": deposit.id}))
refused("too much", lambda: v1.invoices.attach_payment(invoice.id, {"payment_intent": v1.payment_intents.create({**base, "amount": 4180}).id}))
refused("changed", lambda: v1.payment_intents.update(deposit.id, {"amount": 900}), "payment_intent_unexpected_state")
v1.payment_intents.confirm(deposit.id, {"payment_method": "pm_card_visa"})
invoice = v1.invoices.retrieve(invoice.id)
expect("deposit", (invoice.status, invoice.amount_paid, invoice.amount_remaining), ("open", 1000, 3179))
gone = v1.payment_intents.create({**base, "amount": 50})
v1.invoices.attach_payment(invoice.id, {"payment_intent": gone.id})
v1.payment_intents.cancel(gone.id)
invoice = v1.invoices.pay(invoice.id, {"payment_method": "pm_card_visa", "expand": ["payments"]})
expect("paid", (invoice.status, invoice.amount_paid, invoice.amount_remaining), ("paid", 4179, 0))
expect("payments", [(p.status, p.amount_paid) for p in invoice.payments], [("paid", 3179), ("paid", 1000), ("canceled", None)])
refund = v1.credit_notes.create({"invoice": invoice.id, "lines": [{"type": "invoice_line_item", "invoice_line_item": first, "quantity": 1}], "shipping_cost": {"shipping_rate": rate.id}, "refund_amount": 1250 + 600})
expect("shipping back", (refund.amount_shipping, refund.shipping_cost.amount_total, refund.total), (500, 600, 1850))
refused("shipping twice", lambda: v1.credit_notes.create({"invoice": invoice.id, "shipping_cost": {"shipping_rate": rate.id}, "out_of_band_amount": 600}))

# A revision takes the place of what it revises.
old = v1.invoices.create({"customer": customer.id, "collection_method": "send_invoice", "days_until_due": 14, "footer": "As agreed", "pending_invoice_items_behavior": "include"})
old = v1.invoices.finalize_invoice(old.id)
new = v1.invoices.create({"from_invoice": {"action": "revision", "invoice": old.id}})
expect("revision", (new.status, new.number, new.from_invoice.invoice, new.footer, new.total), ("draft", None, old.id, "As agreed", 700))
v1.invoices.update_lines(new.id, {"lines": [{"id": new.lines.data[0].id, "amount": 650}]})
new = v1.invoices.finalize_invoice(new.id)
old = v1.invoices.retrieve(old.id, {"expand": ["latest_revision"]})
expect("revised", (old.status, old.latest_revision.id, new.status, new.amount_due), ("void", new.id, "open", 650))
refused("revised twice", lambda: v1.invoices.create({"from_invoice": {"action": "revision", "invoice": old.id}}), "status_transition_invalid")

# Coupons for some products, and codes with conditions.
off = v1.coupons.create({"amount_off": 300, "currency": "usd", "duration": "repeating", "duration_in_months": 3, "applies_to": {"products": [maps.id]}})
code = v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": off.id}, "code": "MAPS3", "customer": customer.id, "max_redemptions": 9,
                                  "restrictions": {"minimum_amount": 1000, "minimum_amount_currency": "usd"}})
expect("code", (code.code, code.active, code.promotion.coupon, code.restrictions.minimum_amount), ("MAPS3", True, off.id, 1000))
refused("taken", lambda: v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": off.id}, "code": "maps3"}), "resource_already_exists")
expect("found", [c.id for c in v1.promotion_codes.list({"code": "maps3"})], [code.id])
expect("of the coupon", [c.id for c in v1.promotion_codes.list({"coupon": off.id, "active": True, "customer": customer.id})], [code.id])
invoice = v1.invoices.create({"customer": customer.id, "currency": "usd"})
invoice = v1.invoices.add_lines(invoice.id, {"lines": [{"price_data": {"currency": "usd", "product": p.id, "unit_amount": 800}, "description": p.name} for p in (books, maps)]})
invoice = v1.invoices.update(invoice.id, {"discounts": [{"promotion_code": code.id}], "expand": ["discounts.promotion_code", "discounts.source.coupon"]})
expect("only maps", [[c.amount for c in l.discount_amounts] for l in invoice.lines], [[], [300]])
expect("discount", (invoice.discounts[0].promotion_code.id, invoice.discounts[0].source.coupon.id, invoice.total), (code.id, off.id, 1300))
other = v1.customers.create({"name": "Tide Press"})
theirs = v1.invoices.create({"customer": other.id, "currency": "usd"})
refused("not theirs", lambda: v1.invoices.update(theirs.id, {"discounts": [{"promotion_code": code.id}]}), "promotion_code_not_redeemable")
newcomers = v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": off.id}, "restrictions": {"first_time_transaction": True}, "metadata": {"for": "newcomers"}})
refused("not a newcomer", lambda: v1.invoices.update(invoice.id, {"discounts": [{"promotion_code": newcomers.id}]}), "promotion_code_not_redeemable")
expect("a newcomer", len(v1.invoices.update(theirs.id, {"discounts": [{"promotion_code": newcomers.id}]}).discounts), 1)
expect("closed", v1.promotion_codes.update(code.id, {"active": False, "metadata": {"why": "over"}}).active, False)
expect("still closed", v1.promotion_codes.retrieve(code.id, {"expand": ["promotion.coupon"]}).promotion.coupon.duration, "repeating")
monthly = v1.prices.create({"product": maps.id, "currency": "usd", "unit_amount": 2000, "recurring": {"interval": "month"}})
subscription = v1.subscriptions.create({"customer": other.id, "items": [{"price": monthly.id}], "discounts": [{"promotion_code": newcomers.id}], "collection_method": "send_invoice", "days_until_due": 7})
expect("a code used", v1.promotion_codes.retrieve(newcomers.id).times_redeemed, 1)
expect("discount gone", (v1.subscriptions.delete_discount(subscription.id).deleted, v1.subscriptions.retrieve(subscription.id).discounts), (True, []))
refused("none left", lambda: v1.subscriptions.delete_discount(subscription.id), "resource_missing")

# Tiers, in prices, quotes and invoices.
tiers = [{"up_to": 10, "unit_amount": 500}, {"up_to": 20, "unit_amount_decimal": "400.5", "flat_amount": 1000}, {"up_to": "inf", "unit_amount": 300}]
graduated = v1.prices.create({"product": books.id, "currency": "usd", "billing_scheme": "tiered", "tiers_mode": "graduated", "tiers": tiers, "expand": ["tiers"]})
expect("tiers", [(t.up_to, t.unit_amount, t.flat_amount) for t in graduated.tiers], [(10, 500, None), (20, None, 1000), (None, 300, None)])
volume = v1.prices.create({"product": books.id, "currency": "usd", "billing_scheme": "tiered", "tiers_mode": "volume", "tiers": tiers})
packs = v1.prices.create({"product": books.id, "currency": "usd", "unit_amount": 900, "transform_quantity": {"divide_by": 4, "round": "up"}})
lines = [{"price": graduated.id, "quantity": 11}, {"price": volume.id, "quantity": 11}, {"price": packs.id, "quantity": 9}]
quote = v1.quotes.create({"customer": other.id, "line_items": lines, "expand": ["line_items"]})
expect("quoted", [l.amount_total for l in quote.line_items], [5000 + 1401, 5406, 2700])
invoice = v1.invoices.add_lines(v1.invoices.create({"customer": other.id, "currency": "usd"}).id, {"lines": [{"pricing": {"price": l["price"]}, "quantity": l["quantity"]} for l in lines]})
expect("billed", [(l.amount, l.pricing.unit_amount_decimal) for l in invoice.lines][:2], [(6401, None), (5406, None)])
refused("no last tier", lambda: v1.prices.create({"product": books.id, "currency": "usd", "billing_scheme": "tiered", "tiers_mode": "volume", "tiers": tiers[:2]}))
v1.prices.list({"expand": ["data.tiers"]})

# Payment links.
link = v1.payment_links.create({"line_items": [{"price": packs.id, "quantity": 8, "adjustable_quantity": {"enabled": True, "maximum": 40}},
                                               {"price_data": {"currency": "usd", "unit_amount": 100, "product_data": {"name": "Wrapping"}}, "quantity": 1}],
                                "after_completion": {"type": "redirect", "redirect": {"url": "https://shop.example/thanks"}}, "allow_promotion_codes": True,
                                "metadata": {"shelf": "3"}, "restrictions": {"completed_sessions": {"limit": 5}}, "expand": ["line_items"]})
expect("link", (link.active, link.currency, link.after_completion.redirect.url, [i.amount_total for i in link.line_items]), (True, "usd", "https://shop.example/thanks", [1800, 100]))
expect("link's items", [i.quantity for i in v1.payment_links.line_items.list(link.id)], [8, 1])
link = v1.payment_links.update(link.id, {"active": False, "inactive_message": "Sold out", "line_items": [{"id": link.line_items.data[0].id, "quantity": 4}]})
expect("closed link", (link.active, link.inactive_message, v1.payment_links.retrieve(link.id).active), (False, "Sold out", False))
expect("closed links", [l.id for l in v1.payment_links.list({"active": False})], [link.id])
recurring = v1.payment_links.create({"line_items": [{"price": monthly.id, "quantity": 1}], "subscription_data": {"trial_period_days": 7}, "phone_number_collection": {"enabled": True}})
expect("recurring link", (recurring.subscription_data.trial_period_days, recurring.invoice_creation), (7, None))

# Payouts: out of what is available, and back.
v1.payment_intents.create({"amount": 9000, "currency": "usd", "confirm": True, "payment_method": "pm_card_bypassPending", "automatic_payment_methods": never})
available = lambda: next(b.amount for b in v1.balance.retrieve().available if b.currency == "usd")
before = available()
refused("more than there is", lambda: v1.payouts.create({"amount": before + 1, "currency": "usd"}), "balance_insufficient")
payout = v1.payouts.create({"amount": 2500, "currency": "usd", "description": "Rent", "metadata": {"month": "5"}, "expand": ["balance_transaction"]})
expect("payout", (payout.status, payout.balance_transaction.amount, payout.balance_transaction.type, available()), ("pending", -2500, "payout", before - 2500))
expect("its movement", v1.balance_transactions.list({"source": payout.id, "expand": ["data.source"]}).data[0].source.id, payout.id)
expect("updated payout", v1.payouts.update(payout.id, {"metadata": {"month": ""}}).metadata.to_dict(), {})
expect("payouts", [p.id for p in v1.payouts.list({"status": "pending"})], [payout.id])
told = {e.type for e in v1.events.list({"limit": 100})}
expect("told", {"promotion_code.created", "promotion_code.updated", "payment_link.created", "payment_link.updated", "payout.created", "customer.discount.deleted"} - told, set())
done("billing")
