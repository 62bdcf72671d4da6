"""What Stripe's clients offer around invoices and its published description leaves out: a customer's
balance transactions, a customer's discount, tax ids by themselves, payouts canceled and reversed.
"""
from practice import done, expect, refused, v1

customer = v1.customers.create({"name": "Quay Books", "balance": -500})
ledger = v1.customers.balance_transactions
expect("initial", [(t.type, t.amount, t.ending_balance, t.currency) for t in ledger.list(customer.id)], [("initial", -500, -500, "usd")])
made = ledger.create(customer.id, {"amount": -700, "currency": "usd", "description": "Goodwill", "metadata": {"case": "7"}})
expect("adjusted", (made.type, made.ending_balance, made.customer), ("adjustment", -1200, customer.id))
refused("another currency", lambda: ledger.create(customer.id, {"amount": 1, "currency": "eur"}))
refused("not an amount", lambda: ledger.create(customer.id, {"amount": "x", "currency": "usd"}), "parameter_invalid_integer")
expect("said otherwise", ledger.update(customer.id, made.id, {"description": "Goodwill, May", "metadata": {"case": ""}}).description, "Goodwill, May")
expect("one of them", ledger.retrieve(customer.id, made.id).metadata.to_dict(), {})
v1.customers.update(customer.id, {"balance": -1000})


def billed(amount):
    invoice = v1.invoices.create({"customer": customer.id, "collection_method": "send_invoice", "days_until_due": 30, "currency": "usd"})
    v1.invoices.add_lines(invoice.id, {"lines": [{"amount": amount}]})
    return v1.invoices.finalize_invoice(invoice.id)


invoice = billed(1020)
expect("too small", (invoice.status, invoice.starting_balance, invoice.ending_balance, invoice.amount_due), ("paid", -1000, 20, 0))
expect("moved", [(t.type, t.amount) for t in ledger.list(customer.id, {"invoice": invoice.id})], [("invoice_too_small", 20), ("applied_to_invoice", 1000)])
invoice = billed(480)
expect("owed is added", (invoice.starting_balance, invoice.ending_balance, invoice.amount_due), (20, 0, 500))
v1.invoices.void_invoice(invoice.id)
expect("given back", (v1.customers.retrieve(customer.id).balance, ledger.list(customer.id).data[0].type), (20, "unapplied_from_invoice"))
expect("credits exceed", (billed(-300).status, v1.customers.retrieve(customer.id).balance), ("paid", -280))
newest = ledger.list(customer.id, {"limit": 2})
expect("pages", (len(newest.data), newest.has_more), (2, True))
total = sum(t.amount for t in ledger.list(customer.id).auto_paging_iter())
expect("the ledger adds up", total, -280)

# Tax ids by themselves.
own = v1.tax_ids.create({"type": "us_ein", "value": "12-3456789"})
expect("the account's", (own.owner.type, own.customer, own.verification.status), ("self", None, "unavailable"))
theirs = v1.tax_ids.create({"type": "eu_vat", "value": "FR111111111", "owner": {"type": "customer", "customer": customer.id}})
expect("a customer's", (theirs.country, theirs.verification.status), ("FR", "unverified"))
expect("listed", ([t.id for t in v1.tax_ids.list()], [t.id for t in v1.tax_ids.list({"owner": {"type": "customer", "customer": customer.id}})]), ([own.id], [theirs.id]))
expect("retrieved", v1.tax_ids.retrieve(theirs.id).value, "FR111111111")
expect("deleted", v1.tax_ids.delete(theirs.id).deleted, True)

# A customer's discount, in the old way to give one.
half = v1.coupons.create({"percent_off": 50, "duration": "forever"})
before = {"stripe_version": "2024-06-20"}
customer = v1.customers.create({"name": "Tide Press", "coupon": half.id}, before)
expect("discount", customer.discount.source.coupon, half.id)
expect("at work", billed(1000).total, 500)
expect("gone", (v1.customers.delete_discount(customer.id).deleted, v1.customers.retrieve(customer.id).discount), (True, None))
refused("nothing left", lambda: v1.customers.delete_discount(customer.id), "resource_missing")
refused("not in this version", lambda: v1.customers.create({"coupon": half.id}), "parameter_unknown")

# Payouts that do not stay.
v1.payment_intents.create({"amount": 9000, "currency": "usd", "confirm": True, "payment_method": "pm_card_bypassPending",
                           "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}})
available = lambda: next(b.amount for b in v1.balance.retrieve().available if b.currency == "usd")
before = available()
payout = v1.payouts.cancel(v1.payouts.create({"amount": 2500, "currency": "usd"}).id)
expect("canceled", (payout.status, available()), ("canceled", before))
refused("canceled twice", lambda: v1.payouts.cancel(payout.id))
refused("not paid", lambda: v1.payouts.reverse(payout.id))
done("balances")
