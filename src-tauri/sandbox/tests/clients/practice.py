"""What the scripts of this folder begin with: Stripe's own Python client, unmodified, pointed at the
practice Stripe, and the words in which they say what has to come of a call.

None of them is a test of the client: every line is what a program that uses Stripe would write, and each
`expect` is what Stripe's documents say comes of it. The server's address and key come from the
environment (PRACTICE_URL, PRACTICE_KEY).
"""
import os

import stripe

url = os.environ["PRACTICE_URL"]
client = stripe.StripeClient(os.environ["PRACTICE_KEY"], base_addresses={"api": url, "files": url}, max_network_retries=0)
v1 = client.v1
held = 0


def expect(what, got, wanted):
    global held
    if got != wanted:
        raise SystemExit(f"{what}: expected {wanted!r}, got {got!r}")
    held += 1


def refused(what, ask, code=None, decline_code=None, kind=stripe.StripeError):
    """Stripe's error, which is of the kind and has the codes that are named."""
    try:
        ask()
    except kind as error:
        if code:
            expect(what, error.code, code)
        if decline_code:
            expect(f"{what}, decline code", error.error.decline_code, decline_code)
        return error
    raise SystemExit(f"{what}: was not refused")


def done(what):
    print(f"{what} by stripe {stripe.VERSION}: {held} expectations held")
