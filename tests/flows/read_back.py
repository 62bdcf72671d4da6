"""Reads invoices and their credit notes with Stripe's own client, and prints what it sees as one JSON document."""

import json
import os

import stripe

url = os.environ["PRACTICE_URL"]
client = stripe.StripeClient(os.environ["PRACTICE_KEY"], base_addresses={"api": url, "files": url})

seen = []
for invoice in client.v1.invoices.list({"limit": 20}).data:
    notes = client.v1.credit_notes.list({"invoice": invoice.id}).data
    seen.append(
        {
            "id": invoice.id,
            "status": invoice.status,
            "total": invoice.total,
            "remaining": invoice.amount_remaining,
            "memo": invoice.description,
            "lines": [line.description for line in invoice.lines.data],
            "credit_notes": [{"id": note.id, "status": note.status, "total": note.total} for note in notes],
        }
    )
print(json.dumps(seen))
