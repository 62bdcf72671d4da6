"""Reads with Stripe's own client what the scenarios left behind, and prints it as one JSON document."""

import json
import os

import stripe

url = os.environ["PRACTICE_URL"]
client = stripe.StripeClient(os.environ["PRACTICE_KEY"], base_addresses={"api": url, "files": url})
v1 = client.v1


def invoice(one):
    notes = v1.credit_notes.list({"invoice": one.id}).data
    return {
        "id": one.id,
        "status": one.status,
        "total": one.total,
        "remaining": one.amount_remaining,
        "memo": one.description,
        "lines": [line.description for line in one.lines.data],
        "credit_notes": [{"id": note.id, "status": note.status, "total": note.total} for note in notes],
    }


def payment(one):
    error = one.last_payment_error
    return {
        "id": one.id,
        "status": one.status,
        "amount": one.amount,
        "received": one.amount_received,
        "description": one.description,
        "declined": error and (getattr(error, "decline_code", None) or error.code),
        "attempts": [
            {
                "id": charge.id,
                "taken": charge.status == "succeeded" and charge.captured,
                "last4": charge.payment_method_details.card.last4,
            }
            for charge in v1.charges.list({"payment_intent": one.id}).data
        ],
        "refunds": [
            {"id": refund.id, "status": refund.status, "amount": refund.amount}
            for refund in v1.refunds.list({"payment_intent": one.id}).data
        ],
    }


def customer(one):
    return {"id": one.id, "cards": [card.id for card in v1.customers.payment_methods.list(one.id).data]}


def subscription(one):
    return {
        "id": one.id,
        "status": one.status,
        "items": [{"id": item.id, "price": item.price.id, "quantity": item.quantity} for item in one["items"].data],
        "ends": one.cancel_at_period_end,
        "held": one.pause_collection and one.pause_collection.behavior,
        "card": one.default_payment_method,
        "ended": one.ended_at,
        "period_end": min(item.current_period_end for item in one["items"].data),
    }


print(
    json.dumps(
        {
            "invoices": [invoice(one) for one in v1.invoices.list({"limit": 100}).data],
            "payments": [payment(one) for one in v1.payment_intents.list({"limit": 100}).data],
            "customers": [customer(one) for one in v1.customers.list({"limit": 100}).data],
            "subscriptions": [subscription(one) for one in v1.subscriptions.list({"limit": 100, "status": "all"}).data],
        }
    )
)
