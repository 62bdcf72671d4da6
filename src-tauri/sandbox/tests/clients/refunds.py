"""Refunds, disputes and the balance by Stripe's own Python client, unmodified, against the practice Stripe.
"""
import stripe
from practice import done, expect, refused, v1


def pay(card):
    return v1.payment_intents.create({
        "amount": 2000, "currency": "usd", "confirm": True, "payment_method": f"pm_card_{card}",
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
    })


paid = pay("visa")
part = v1.refunds.create({"payment_intent": paid.id, "amount": 500, "reason": "requested_by_customer", "metadata": {"case": "1"}})
expect("part", (part.status, part.amount), ("succeeded", 500))
rest = v1.refunds.create({"charge": paid.latest_charge, "expand": ["charge.refunds", "balance_transaction"]})
expect("rest", (rest.amount, rest.charge.refunded, rest.balance_transaction.net), (1500, True, -1500))
expect("both", [r.id for r in rest.charge.refunds.data], [rest.id, part.id])
refused("already refunded", lambda: v1.refunds.create({"payment_intent": paid.id}), "charge_already_refunded", kind=stripe.InvalidRequestError)
v1.refunds.update(part.id, {"metadata": {"case": "2"}})
expect("retrieved", v1.refunds.retrieve(part.id).metadata.to_dict(), {"case": "2"})
expect("listed", [r.id for r in v1.refunds.list({"payment_intent": paid.id})], [rest.id, part.id])
pending = v1.refunds.create({"payment_intent": pay("pendingRefund").id})
expect("pending", pending.status, "pending")
expect("canceled", v1.refunds.cancel(pending.id).status, "canceled")
expect("failing", v1.refunds.create({"payment_intent": pay("refundFail").id}).status, "succeeded")

disputed = pay("createDisputeProductNotReceived")
dispute = v1.disputes.list({"payment_intent": disputed.id, "expand": ["data.charge"]}).data[0]
expect("dispute", (dispute.status, dispute.reason, dispute.charge.disputed), ("needs_response", "product_not_received", True))
expect("same", v1.disputes.retrieve(dispute.id).id, dispute.id)
staged = v1.disputes.update(dispute.id, {"evidence": {"product_description": "Seven books", "customer_name": "Ada"}, "metadata": {"case": "9"}, "submit": False})
expect("staged", (staged.status, staged.evidence.customer_name, staged.evidence_details.has_evidence), ("needs_response", "Ada", True))
expect("closed", v1.disputes.close(dispute.id).status, "lost")
answered = v1.disputes.list({"payment_intent": pay("createDisputeProductNotReceived").id}).data[0]
expect("answered", v1.disputes.update(answered.id, {"evidence": {"uncategorized_text": "winning_evidence"}}).status, "under_review")
kinds = {e.type for e in v1.events.list({"limit": 100}).auto_paging_iter()}
for kind in ("refund.created", "refund.updated", "charge.refunded", "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed"):
    expect(f"event {kind}", kind in kinds, True)
moved = {t.type for t in v1.balance_transactions.list({"limit": 100}).auto_paging_iter()}
expect("movements", moved, {"charge", "refund", "refund_failure", "adjustment"})
whole = v1.balance.retrieve()
expect("balance", whole.available[0].amount + whole.pending[0].amount, sum(t.net for t in v1.balance_transactions.list({"limit": 100}).auto_paging_iter()))
done("refunds")
