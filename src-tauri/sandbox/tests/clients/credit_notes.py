"""Credit notes and customers' balances by Stripe's own Python client, unmodified, against the practice
Stripe. What Stripe's published description leaves out (a customer's balance transactions) is in balances.py.
"""
import urllib.request

from practice import done, expect, refused, v1

vat = v1.tax_rates.create({"display_name": "VAT", "percentage": 20, "inclusive": False})
quarter = v1.coupons.create({"percent_off": 25, "duration": "once"})
customer = v1.customers.create({"name": "Quay Books", "email": "ada@quay.example"})


def billed(amounts, **more):
    """An open invoice with a line for each amount."""
    invoice = v1.invoices.create({"customer": customer.id, "collection_method": "send_invoice", "days_until_due": 30, "currency": "usd", **more})
    v1.invoices.add_lines(invoice.id, {"lines": [{"amount": a, "description": f"Part {i}"} for i, a in enumerate(amounts)]})
    return v1.invoices.finalize_invoice(invoice.id)


# Before payment: half of it, then a second one, voided, then the rest, which pays the invoice.
invoice = billed([10000, 5000], default_tax_rates=[vat.id], discounts=[{"coupon": quarter.id}])
expect("total", invoice.total, 13500)
line = invoice.lines.data[0].id
asked = {"invoice": invoice.id, "lines": [{"type": "invoice_line_item", "invoice_line_item": line, "amount": 5000}]}
preview = v1.credit_notes.preview(asked)
expect("preview", (preview.total, preview.discount_amount, preview.total_taxes[0].amount, preview.type), (4500, 1250, 750, "pre_payment"))
expect("preview's lines", [l.amount for l in v1.credit_notes.preview_lines.list(asked)], [5000])
expect("nothing has happened", v1.invoices.retrieve(invoice.id).amount_remaining, 13500)
note = v1.credit_notes.create({**asked, "reason": "order_change", "memo": "One of two", "metadata": {"case": "7"}})
expect("number", note.number, f"{invoice.number}-CN-01")
expect("note", (note.amount, note.status, note.type, note.pre_payment_amount, note.post_payment_amount), (4500, "issued", "pre_payment", 4500, 0))
invoice = v1.invoices.retrieve(invoice.id)
expect("asks for less", (invoice.amount_due, invoice.amount_remaining, invoice.pre_payment_credit_notes_amount), (9000, 9000, 4500))
expect("lines", [l.invoice_line_item for l in v1.credit_notes.line_items.list(note.id)], [line])
expect("its payment follows", v1.invoice_payments.list({"invoice": invoice.id}).data[0].amount_requested, 9000)
pdf = urllib.request.urlopen(note.pdf).read()
expect("pdf", pdf[:5], b"%PDF-")
note = v1.credit_notes.update(note.id, {"memo": "One of the two", "metadata": {"case": ""}})
expect("updated", (note.memo, note.metadata.to_dict()), ("One of the two", {}))
refused("more than the line has", lambda: v1.credit_notes.create({"invoice": invoice.id, "lines": [{"type": "invoice_line_item", "invoice_line_item": line, "amount": 5001}]}))
refused("nothing asked for", lambda: v1.credit_notes.create({"invoice": invoice.id}), "parameter_missing")
refused("too much at once", lambda: v1.credit_notes.create({"invoice": invoice.id, "amount": 1, "lines": [{"type": "invoice_line_item", "invoice_line_item": line, "amount": 1}]}), "parameters_exclusive")
second = v1.credit_notes.create({"invoice": invoice.id, "amount": 1000})
voided = v1.credit_notes.void_credit_note(second.id)
expect("voided", (voided.status, v1.invoices.retrieve(invoice.id).amount_remaining), ("void", 9000))
refused("voided twice", lambda: v1.credit_notes.void_credit_note(second.id), "status_transition_invalid")
custom = v1.credit_notes.create({"invoice": invoice.id, "lines": [
    {"type": "custom_line_item", "description": "Delay", "unit_amount": 250, "quantity": 2, "tax_rates": [vat.id]},
    {"type": "custom_line_item", "description": "Delay of the rest", "unit_amount_decimal": "12.5", "tax_amounts": [{"amount": 3, "tax_rate": vat.id, "taxable_amount": 13}]},
]})
expect("own lines", (custom.total, custom.lines.data[0].taxes[0].amount, custom.lines.data[1].amount), (616, 100, 13))
rest = v1.credit_notes.create({"invoice": invoice.id, "amount": 9000 - 616, "expand": ["invoice"]})
expect("credited in full", (rest.invoice.status, rest.invoice.amount_remaining, rest.invoice.amount_paid), ("paid", 0, 0))
refused("not of a paid invoice", lambda: v1.credit_notes.void_credit_note(rest.id), "status_transition_invalid")
expect("all of them", len(v1.credit_notes.list({"invoice": invoice.id}).data), 4)
expect("the customer's", len(v1.credit_notes.list({"customer": customer.id, "limit": 2}).data), 2)

# After payment: refunded, to the balance, outside of Stripe, and a refund that was there before.
invoice = v1.invoices.pay(billed([20000]).id, {"payment_method": "pm_card_visa"})
refused("not accounted for", lambda: v1.credit_notes.create({"invoice": invoice.id, "amount": 4000, "refund_amount": 1000}))
note = v1.credit_notes.create({"invoice": invoice.id, "amount": 6000, "refund_amount": 3000, "credit_amount": 2000, "out_of_band_amount": 1000, "expand": ["refunds.refund"]})
expect("after payment", (note.type, note.post_payment_amount, note.out_of_band_amount), ("post_payment", 6000, 1000))
expect("refund", (note.refunds[0].amount_refunded, note.refunds[0].refund.status), (3000, "succeeded"))
expect("balance", v1.customers.retrieve(customer.id).balance, -2000)
expect("invoice", (v1.invoices.retrieve(invoice.id).post_payment_credit_notes_amount, v1.invoices.retrieve(invoice.id).status), (6000, "paid"))
intent = v1.invoice_payments.list({"invoice": invoice.id, "status": "paid"}).data[0].payment.payment_intent
refund = v1.refunds.create({"payment_intent": intent, "amount": 500})
note = v1.credit_notes.create({"invoice": invoice.id, "amount": 500, "refunds": [{"refund": refund.id, "amount_refunded": 500}]})
expect("linked", [(r.refund, r.amount_refunded, r.type) for r in note.refunds], [(refund.id, 500, "refund")])
refused("linked twice", lambda: v1.credit_notes.create({"invoice": invoice.id, "amount": 500, "refunds": [{"refund": refund.id}]}))
refused("more than was paid", lambda: v1.credit_notes.create({"invoice": invoice.id, "amount": 13501, "credit_amount": 13501}))

# Partly paid: a mixed note. The balance goes into the next invoice.
invoice = billed([10000])
expect("balance applied", (invoice.starting_balance, invoice.ending_balance, invoice.amount_due), (-2000, 0, 8000))
part = v1.payment_intents.create({"amount": 3000, "currency": "usd", "customer": customer.id, "confirm": True, "payment_method": "pm_card_visa",
                                  "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}})
invoice = v1.invoices.attach_payment(invoice.id, {"payment_intent": part.id})
expect("part paid", (invoice.status, invoice.amount_paid, invoice.amount_remaining), ("open", 3000, 5000))
note = v1.credit_notes.create({"invoice": invoice.id, "amount": 6000, "credit_amount": 1000, "expand": ["invoice"]})
expect("mixed", (note.type, note.pre_payment_amount, note.post_payment_amount, note.invoice.status), ("mixed", 5000, 1000, "paid"))
expect("two payments", sorted((p.is_default, p.status) for p in v1.invoice_payments.list({"invoice": invoice.id})), [(False, "paid"), (True, "canceled")])
draft = v1.invoices.create({"customer": customer.id})
refused("of a draft", lambda: v1.credit_notes.create({"invoice": draft.id, "amount": 1}), "status_transition_invalid")
refused("of nothing", lambda: v1.credit_notes.create({"invoice": "in_none", "amount": 1}), "resource_missing")
told = {e.type for e in v1.events.list({"limit": 100})}
expect("told", {"credit_note.created", "credit_note.updated", "credit_note.voided", "refund.created", "customer.updated", "invoice.paid"} - told, set())
done("credit notes")
