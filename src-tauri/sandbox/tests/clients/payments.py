"""Payments by Stripe's own Python client, unmodified, against the practice Stripe: methods, payment and
setup intents, charges, tokens.
"""
import urllib.request

from practice import done, expect, refused, v1

never = {"enabled": True, "allow_redirects": "never"}
base = {"amount": 2000, "currency": "usd", "automatic_payment_methods": never}
customer = v1.customers.create({"name": "Quay Books"})

card = v1.payment_methods.create({
    "type": "card", "card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"},
    "billing_details": {"name": "Ada Quay", "address": {"city": "Portland", "country": "US"}},
})
expect("brand", (card.card.brand, card.card.last4), ("visa", "4242"))
data = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}
for change, code in (({"number": "4242424242424241"}, "incorrect_number"), ({"exp_month": 13}, "invalid_expiry_month"),
                     ({"exp_year": 95}, "invalid_expiry_year"), ({"cvc": "99"}, "invalid_cvc")):
    refused(code, lambda: v1.payment_methods.create({"type": "card", "card": {**data, **change}}), code)
v1.payment_methods.attach(card.id, {"customer": customer.id})
v1.payment_methods.update(card.id, {"metadata": {"kept": "yes"}, "card": {"exp_month": 11}})
expect("updated", v1.payment_methods.retrieve(card.id).card.exp_month, 11)
expect("of the customer", [m.id for m in v1.customers.payment_methods.list(customer.id)], [card.id])
expect("one of them", v1.customers.payment_methods.retrieve(customer.id, card.id).id, card.id)
expect("listed", [m.id for m in v1.payment_methods.list({"customer": customer.id, "type": "card"})], [card.id])

for name in ("visa", "visa_debit", "mastercard", "amex", "discover", "diners", "jcb", "unionpay", "threeDSecureOptional", "pendingRefund",
             "refundFail", "createDisputeProductNotReceived", "bypassPending"):
    paid = v1.payment_intents.create({**base, "confirm": True, "payment_method": f"pm_card_{name}", "expand": ["latest_charge.balance_transaction"]})
    expect(name, (paid.status, paid.latest_charge.paid), ("succeeded", True))
for name, code, decline in (
    ("visa_chargeDeclined", "card_declined", "generic_decline"), ("visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ("visa_chargeDeclinedLostCard", "card_declined", "lost_card"), ("visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
    ("visa_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"), ("chargeDeclinedExpiredCard", "expired_card", None),
    ("chargeDeclinedIncorrectCvc", "incorrect_cvc", None), ("chargeDeclinedProcessingError", "processing_error", None),
    ("chargeCustomerFail", "card_declined", "generic_decline"),
):
    error = refused(name, lambda: v1.payment_intents.create({**base, "confirm": True, "payment_method": f"pm_card_{name}"}), code, decline)
    expect(f"{name} leaves its intent", error.error.payment_intent.status, "requires_payment_method")
for name in ("authenticationRequired", "authenticationRequiredOnSetup", "authenticationRequiredSetupForOffSession", "threeDSecure2Required",
             "authenticationRequiredChargeDeclinedInsufficientFunds", "threeDSecureRequiredChargeDeclined", "threeDSecureRequiredProcessingError"):
    asks = v1.payment_intents.create({**base, "confirm": True, "payment_method": f"pm_card_{name}", "return_url": "https://shop.example/"})
    expect(name, (asks.status, asks.next_action.type), ("requires_action", "redirect_to_url"))
in_browser = v1.payment_intents.create({**base, "confirm": True, "payment_method": "pm_card_threeDSecure2Required"})
expect("in the browser", in_browser.next_action.type, "use_stripe_sdk")
urllib.request.urlopen(in_browser.next_action.to_dict()["use_stripe_sdk"]["stripe_js"], data=b"outcome=pass").read()
expect("passed", v1.payment_intents.retrieve(in_browser.id).status, "succeeded")
refused("nobody asked", lambda: v1.payment_intents.create({**base, "confirm": True, "error_on_requires_action": True, "payment_method": "pm_card_threeDSecure2Required"}),
        "authentication_required", "authentication_not_handled")

step = v1.payment_intents.create({**base, "customer": customer.id, "capture_method": "manual", "metadata": {"order": "7"}})
expect("new", step.status, "requires_payment_method")
step = v1.payment_intents.update(step.id, {"amount": 3000, "payment_method": card.id, "description": "Seven books"})
expect("ready", (step.status, step.amount), ("requires_confirmation", 3000))
token = v1.tokens.create({"cvc_update": {"cvc": "314"}})
step = v1.payment_intents.confirm(step.id, {"payment_method_options": {"card": {"cvc_token": token.id}}})
expect("held", (step.status, step.amount_capturable), ("requires_capture", 3000))
expect("token used", v1.tokens.retrieve(token.id).used, True)
step = v1.payment_intents.capture(step.id, {"amount_to_capture": 2500})
expect("captured", (step.status, step.amount_received), ("succeeded", 2500))
refused("captured twice", lambda: v1.payment_intents.capture(step.id), "payment_intent_unexpected_state")
gone = v1.payment_intents.cancel(v1.payment_intents.create(base).id, {"cancellation_reason": "duplicate"})
expect("canceled", (gone.status, gone.cancellation_reason), ("canceled", "duplicate"))
expect("its customer's", [i.id for i in v1.payment_intents.list({"customer": customer.id})], [step.id])

charge = v1.charges.retrieve(step.latest_charge, {"expand": ["balance_transaction", "payment_intent"]})
expect("fee", (charge.balance_transaction.fee, charge.balance_transaction.net), (103, 2397))
expect("receipt", urllib.request.urlopen(charge.receipt_url).status, 200)
v1.charges.update(charge.id, {"metadata": {"seen": "yes"}, "fraud_details": {"user_report": "safe"}})
expect("charges", [c.id for c in v1.charges.list({"payment_intent": step.id})], [charge.id])
expect("transactions", [t.source for t in v1.balance_transactions.list({"source": charge.id})], [charge.id])
v1.balance_transactions.retrieve(charge.balance_transaction.id)

setup = v1.setup_intents.create({"customer": customer.id, "automatic_payment_methods": never})
expect("setup", setup.status, "requires_payment_method")
setup = v1.setup_intents.confirm(setup.id, {"payment_method": "pm_card_mastercard"})
expect("set up", (setup.status, v1.payment_methods.retrieve(setup.payment_method).customer), ("succeeded", customer.id))
asks = v1.setup_intents.create({"confirm": True, "payment_method": "pm_card_authenticationRequiredOnSetup", "return_url": "https://shop.example/"})
expect("setup asks", asks.next_action.type, "redirect_to_url")
refused("setup declined", lambda: v1.setup_intents.create({"confirm": True, "automatic_payment_methods": never, "payment_method": "pm_card_chargeDeclined"}), "card_declined", "generic_decline")
v1.setup_intents.update(asks.id, {"description": "later"})
expect("setup canceled", v1.setup_intents.cancel(asks.id).status, "canceled")
expect("setups", v1.setup_intents.retrieve(setup.id).id in [s.id for s in v1.setup_intents.list({"customer": customer.id})], True)
expect("detached", v1.payment_methods.detach(card.id).customer, None)
refused("used up", lambda: v1.payment_methods.attach(card.id, {"customer": customer.id}), None)
done("payments")
