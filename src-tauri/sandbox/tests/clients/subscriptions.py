"""Subscriptions by Stripe's own Python client, unmodified, against the practice Stripe: items, proration, previews,
trials, pausing, ends.
"""
from practice import done, expect, refused, v1

product = v1.products.create({"name": "Support"})
month = {"interval": "month"}
price = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 3000, "recurring": month})
dearer = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 6000, "recurring": month})
yearly = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 30000, "recurring": {"interval": "year"}})
setup = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 500})
coupon = v1.coupons.create({"percent_off": 10, "duration": "forever"})
card = "pm_card_visa"
customer = v1.customers.create({"name": "Quay Books", "payment_method": card, "invoice_settings": {"default_payment_method": card}})
poor = v1.customers.create({"name": "Nobody Yet"})

made = v1.subscriptions.create({
    "customer": customer.id, "items": [{"price": price.id, "quantity": 2, "metadata": {"seat": "desk"}}], "add_invoice_items": [{"price": setup.id}],
    "metadata": {"a": "1"}, "description": "Support", "expand": ["latest_invoice.payments"],
})
expect("created", (made.status, made.latest_invoice.status, made.latest_invoice.total), ("active", "paid", 6500))
refused("no card", lambda: v1.subscriptions.create({"customer": poor.id, "items": [{"price": price.id}]}), "resource_missing")
waiting = v1.subscriptions.create({
    "customer": poor.id, "items": [{"price": price.id}], "payment_behavior": "default_incomplete",
    "payment_settings": {"save_default_payment_method": "on_subscription"}, "expand": ["latest_invoice.confirmation_secret"],
})
expect("incomplete", (waiting.status, waiting.latest_invoice.confirmation_secret.type), ("incomplete", "payment_intent"))
v1.invoices.pay(waiting.latest_invoice.id, {"payment_method": card})
kept = v1.subscriptions.retrieve(waiting.id, {"expand": ["default_payment_method", "items.data.price"]})
expect("card kept", (kept.status, kept.default_payment_method.customer), ("active", poor.id))

item = made["items"].data[0]
preview = v1.invoices.create_preview({"subscription": made.id, "subscription_details": {
    "items": [{"id": item.id, "quantity": 3}, {"price": dearer.id}], "proration_behavior": "always_invoice"}})
expect("preview", preview.total, 3000 + 6000)
expect("next", v1.invoices.create_preview({"subscription": made.id}).total, 6000)
expect("of a new one", v1.invoices.create_preview({"customer": poor.id, "subscription_details": {"items": [{"price": price.id}]}}).total, 3000)
expect("to end now", v1.invoices.create_preview({"subscription": made.id, "subscription_details": {"cancel_now": True}}).total, -6000)
changed = v1.subscriptions.update(made.id, {
    "items": [{"id": item.id, "quantity": 3}], "proration_behavior": "always_invoice", "proration_date": made.created, "expand": ["latest_invoice"]})
expect("changed", (changed.latest_invoice.total, changed.latest_invoice.billing_reason), (3000, "subscription_update"))
expect("lines", [line.parent.invoice_item_details.proration for line in v1.invoices.line_items.list(changed.latest_invoice.id)], [True, True])
added = v1.subscription_items.create({"subscription": made.id, "price": dearer.id, "proration_behavior": "none", "metadata": {"x": "y"}})
expect("item", v1.subscription_items.retrieve(added.id).price.id, dearer.id)
expect("item changed", v1.subscription_items.update(added.id, {"quantity": 4, "discounts": [{"coupon": coupon.id}]}).quantity, 4)
expect("waiting", [i.proration for i in v1.invoice_items.list({"customer": customer.id, "pending": True})], [True])
expect("items", len(v1.subscription_items.list({"subscription": made.id}).data), 2)
expect("item gone", v1.subscription_items.delete(added.id, {"proration_behavior": "create_prorations"}).deleted, True)
longer = v1.subscriptions.update(made.id, {"items": [{"id": item.id, "price": yearly.id}], "discounts": [{"coupon": coupon.id}], "expand": ["latest_invoice", "discounts"]})
expect("yearly", longer["items"].data[0].plan.interval, "year")
v1.subscriptions.delete_discount(made.id)
anchored = v1.subscriptions.update(made.id, {"billing_cycle_anchor": {"type": "now"}, "proration_behavior": "none", "metadata": {"a": "", "b": "2"}})
expect("ends then", v1.subscriptions.update(made.id, {"cancel_at_period_end": True}).cancel_at_period_end, True)
expect("or not", v1.subscriptions.update(made.id, {"cancel_at_period_end": False}).cancel_at, None)
expect("on its day", v1.subscriptions.update(made.id, {"cancel_at": "min_period_end"}).cancel_at, anchored["items"].data[0].current_period_end)
v1.subscriptions.update(made.id, {"cancel_at": "", "pause_collection": {"behavior": "keep_as_draft"}})
v1.subscriptions.update(made.id, {"pause_collection": ""})
paused = v1.subscriptions.pause(made.id, {"bill_for": {"unused_time_from": {"type": "now"}}, "invoicing_behavior": "pending_invoice_item"})
expect("paused", (paused.status, paused.status_details.paused.subscription.type), ("paused", "pause_requested"))
expect("resumed", v1.subscriptions.resume(made.id, {"billing_cycle_anchor": {"type": "now"}, "proration_behavior": "none"}).status, "active")

v1.subscriptions.update(kept.id, {"default_payment_method": "pm_card_chargeCustomerFail"})
asked = {"items": [{"id": kept["items"].data[0].id, "quantity": 2}], "proration_behavior": "always_invoice"}
refused("or nothing", lambda: v1.subscriptions.update(kept.id, {**asked, "payment_behavior": "error_if_incomplete"}), "card_declined")
pending = v1.subscriptions.update(kept.id, {**asked, "payment_behavior": "pending_if_incomplete"})
expect("pending", pending.pending_update.subscription_items[0].quantity, 2)
v1.invoices.pay(pending.latest_invoice, {"payment_method": card})
expect("applied", v1.subscriptions.retrieve(kept.id).pending_update, None)

trial = v1.subscriptions.create({
    "customer": customer.id, "items": [{"price": price.id}], "trial_period_days": 14, "trial_settings": {"end_behavior": {"missing_payment_method": "cancel"}}})
expect("trial", trial.status, "trialing")
expect("trial ends", v1.subscriptions.update(trial.id, {"trial_end": "now"}).status, "active")
ended = v1.subscriptions.cancel(trial.id, {"prorate": True, "invoice_now": True, "cancellation_details": {"comment": "Thanks", "feedback": "unused"}})
expect("ended", (ended.status, ended.cancellation_details.reason), ("canceled", "cancellation_requested"))
refused("changed after", lambda: v1.subscriptions.update(trial.id, {"description": "x"}), "invalid_canceled_subscription_fields")
refused("no next", lambda: v1.invoices.create_preview({"subscription": trial.id}), "invoice_upcoming_none")
later = v1.subscriptions.create({
    "customer": customer.id, "items": [{"price": price.id}], "billing_cycle_anchor": made.created + 10 * 86400, "collection_method": "send_invoice", "days_until_due": 7})
expect("until the anchor", (later.status, 0 < v1.invoices.retrieve(later.latest_invoice).total < 3000), ("active", True))
expect("all", len(v1.subscriptions.list({"status": "all", "price": price.id}).data), 3)
expect("not the ended", len(v1.subscriptions.list({"customer": customer.id}).data), 2)
seen = {event.type for event in v1.events.list({"limit": 100, "type": "customer.subscription.*"})}
for kind in ("created", "updated", "deleted", "paused", "resumed", "pending_update_applied"):
    expect(kind, f"customer.subscription.{kind}" in seen, True)
done("subscriptions")
