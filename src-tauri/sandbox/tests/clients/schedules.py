"""Schedules and test clocks by Stripe's own Python client, unmodified, against the practice Stripe: a business year
on a clock, from a quote to the end.
"""
import time

from practice import done, expect, refused, v1

clocks = v1.test_helpers.test_clocks
DAY = 86400


def advance(to):
    expect("advancing", clocks.advance(clock.id, {"frozen_time": to}).status, "advancing")
    ready = clocks.retrieve(clock.id)
    expect("ready", (ready.status, ready.frozen_time), ("ready", to))


product = v1.products.create({"name": "Support"})
month = {"interval": "month"}
price = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 3000, "recurring": month})
dearer = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 6000, "recurring": month})
setup = v1.prices.create({"product": product.id, "currency": "usd", "unit_amount": 500})
coupon = v1.coupons.create({"percent_off": 50, "duration": "once"})
start = int(time.time()) // 60 * 60
clock = clocks.create({"frozen_time": start, "name": "A year"})
expect("listed", [c.id for c in clocks.list({"limit": 3})], [clock.id])
card = "pm_card_visa"
customer = v1.customers.create({"name": "Quay Books", "test_clock": clock.id, "payment_method": card, "invoice_settings": {"default_payment_method": card}})
expect("on its clock", (customer.created, customer.test_clock), (start, clock.id))
refused("not back", lambda: clocks.advance(clock.id, {"frozen_time": start}), None)

# A quote's subscription: its first hour, renewal, failing, retries, recovery.
quote = v1.quotes.create({"customer": customer.id, "line_items": [{"price": price.id}], "test_clock": clock.id})
v1.quotes.finalize_quote(quote.id)
quote = v1.quotes.accept(quote.id, {"expand": ["subscription"]})
subscription = quote.subscription.id
advance(start + 3700)
expect("first invoice", v1.subscriptions.retrieve(subscription, {"expand": ["latest_invoice"]}).latest_invoice.status, "paid")
bad = v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer.id})
v1.subscriptions.update(subscription, {"default_payment_method": bad.id})
end = quote.subscription["items"].data[0].current_period_end
advance(end + 3700)
late = v1.subscriptions.retrieve(subscription, {"expand": ["latest_invoice"]})
expect("past due", (late.status, late.latest_invoice.status, late.latest_invoice.attempt_count), ("past_due", "open", 1))
expect("tried again", late.latest_invoice.next_payment_attempt, end + 3600 + 3 * DAY)
advance(end + 4 * DAY)
expect("twice", v1.invoices.retrieve(late.latest_invoice.id).attempt_count, 2)
v1.subscriptions.update(subscription, {"default_payment_method": v1.payment_methods.attach(card, {"customer": customer.id}).id})
advance(end + 10 * DAY)
recovered = v1.subscriptions.retrieve(subscription, {"expand": ["latest_invoice"]})
expect("recovered", (recovered.status, recovered.latest_invoice.status), ("active", "paid"))
v1.subscriptions.update(subscription, {"default_payment_method": bad.id})
advance(end + 60 * DAY)
expect("given up", v1.subscriptions.retrieve(subscription).status, "canceled")
expect("why", v1.subscriptions.retrieve(subscription).cancellation_details.reason, "payment_failed")

# Schedules: phases, a change, the end.
now = end + 60 * DAY
schedule = v1.subscription_schedules.create({
    "customer": customer.id, "start_date": "now", "end_behavior": "cancel", "metadata": {"a": "b"},
    "default_settings": {"collection_method": "send_invoice", "invoice_settings": {"days_until_due": 5}},
    "phases": [
        {"items": [{"price": price.id, "discounts": [{"coupon": coupon.id}]}], "duration": {"interval": "month", "interval_count": 1}, "add_invoice_items": [{"price": setup.id}]},
        {"items": [{"price": dearer.id, "quantity": 2}], "duration": {"interval": "month", "interval_count": 1}, "proration_behavior": "none"},
    ], "expand": ["subscription.latest_invoice"],
})
expect("begun", (schedule.status, schedule.subscription.latest_invoice.total), ("active", 2000))
expect("to end", schedule.subscription.cancel_at, schedule.phases[1].end_date)
preview = v1.invoices.create_preview({"schedule": schedule.id, "schedule_details": {"end_behavior": "release"}})
expect("preview", preview.total, 12000)
expect("of phases", v1.invoices.create_preview({"customer": customer.id, "schedule_details": {"phases": [{"items": [{"price": price.id}]}]}}).total, 3000)
changed = v1.subscription_schedules.update(schedule.id, {"end_behavior": "release", "proration_behavior": "none", "phases": [
    {"items": [{"price": price.id, "quantity": 3}], "start_date": schedule.phases[0].start_date, "end_date": schedule.phases[0].end_date},
    {"items": [{"price": dearer.id}], "duration": {"interval": "month"}}]})
expect("changed", (changed.end_behavior, len(changed.phases)), ("release", 2))
quantity = v1.subscriptions.retrieve(schedule.subscription.id)["items"].data[0].quantity
expect("at once", quantity, 3)
advance(now + 10 * DAY)
sent = v1.subscriptions.retrieve(schedule.subscription.id, {"expand": ["latest_invoice"]})
expect("overdue", (sent.status, sent.latest_invoice.status), ("past_due", "open"))
v1.invoices.pay(sent.latest_invoice.id, {"paid_out_of_band": True})
expect("settled", v1.subscriptions.retrieve(sent.id).status, "active")
advance(changed.phases[0].end_date + 3700)
expect("second phase", v1.subscriptions.retrieve(sent.id, {"expand": ["latest_invoice"]}).latest_invoice.total, 6000)
expect("released", v1.subscription_schedules.release(schedule.id).released_subscription, sent.id)
other = v1.subscription_schedules.create({"from_subscription": sent.id})
expect("taken up", (other.status, v1.subscriptions.retrieve(sent.id, {"expand": ["schedule"]}).schedule.id), ("active", other.id))
expect("canceled", v1.subscription_schedules.cancel(other.id, {"invoice_now": False, "prorate": False}).status, "canceled")
expect("with it", v1.subscriptions.retrieve(sent.id).status, "canceled")
expect("all", len(v1.subscription_schedules.list({"customer": customer.id}).data), 2)
expect("retrieved", v1.subscription_schedules.retrieve(schedule.id).status, "released")
expect("subscriptions", len(v1.subscriptions.list({"test_clock": clock.id, "status": "all"}).data), 2)
expect("quotes", len(v1.quotes.list({"test_clock": clock.id}).data), 1)

# A trial's warning, and what a week says before an invoice.
trial = v1.subscriptions.create({"customer": customer.id, "items": [{"price": price.id}], "trial_period_days": 10})
advance(trial.created + 8 * DAY)
seen = {event.type for event in v1.events.list({"limit": 100})} | {event.type for event in v1.events.list({"limit": 100, "type": "invoice.*"})}
for kind in ("customer.subscription.trial_will_end", "invoice.upcoming", "invoice.will_be_due", "invoice.overdue", "test_helpers.test_clock.ready",
             "subscription_schedule.updated", "subscription_schedule.released", "subscription_schedule.canceled"):
    expect(kind, kind in seen, True)
expect("gone", clocks.delete(clock.id).deleted, True)
expect("with its customer", v1.customers.retrieve(customer.id).deleted, True)
done("schedules")
