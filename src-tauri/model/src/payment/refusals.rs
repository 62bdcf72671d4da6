//! Why Stripe does not take a request about money, in plain words: not the card's no, but that of
//! the request itself. Closed like the table of declines; what is not in it is told in Stripe's
//! own words.

/// One reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestRefusal {
    /// Stripe's `code`.
    pub code: &'static str,
    /// What is the case.
    pub what: &'static str,
    /// What to do.
    pub advice: &'static str,
}

const fn no(code: &'static str, what: &'static str, advice: &'static str) -> RequestRefusal {
    RequestRefusal { code, what, advice }
}

/// Every code there are words for, by name.
pub const REFUSALS: &[RequestRefusal] = &[
    no(
        "amount_too_large",
        "The amount is more than Stripe takes in one payment.",
        "Take it in several payments.",
    ),
    no(
        "amount_too_small",
        "The amount is less than Stripe takes in this currency.",
        "Collect more at once, or record that it was paid another way.",
    ),
    no(
        "balance_insufficient",
        "There is not enough money in your Stripe balance to give this back.",
        "Add money to the balance in the Stripe Dashboard, or wait for further payments.",
    ),
    no(
        "capture_charge_authorization_expired",
        "The money was held for too long, and the bank has let it go.",
        "Charge the card again.",
    ),
    no(
        "charge_already_captured",
        "This payment has been taken.",
        "There is nothing left to take.",
    ),
    no(
        "charge_already_refunded",
        "All of this payment went back.",
        "There is nothing left to refund.",
    ),
    no(
        "charge_disputed",
        "The cardholder\u{2019}s bank is taking this payment back itself.",
        "Answer the dispute in the Stripe Dashboard; a refund beside it would pay twice.",
    ),
    no(
        "charge_expired_for_capture",
        "The money was held for too long, and the bank has let it go.",
        "Charge the card again.",
    ),
    no(
        "charge_not_refundable",
        "This payment cannot be refunded.",
        "Give the money back another way, and note it on the invoice with a credit note.",
    ),
    no(
        "customer_max_payment_methods",
        "Stripe keeps no more cards for this customer.",
        "Take a saved card away first.",
    ),
    no(
        "invoice_already_paid",
        "This invoice is paid.",
        "There is nothing left to pay.",
    ),
    no(
        "payment_intent_unexpected_state",
        "The payment is no longer where it was when you looked.",
        "Look at it again; it may have been taken or given up meanwhile.",
    ),
    no(
        "payment_method_currency_mismatch",
        "The saved payment method cannot pay in this currency.",
        "Choose another one, or send the customer a link to pay at.",
    ),
    no(
        "payment_method_unexpected_state",
        "The saved card can no longer be used.",
        "Choose another one, or send the customer a link to pay at.",
    ),
    no(
        "refund_disputed_payment",
        "The cardholder\u{2019}s bank is taking this payment back itself.",
        "Answer the dispute in the Stripe Dashboard; a refund beside it would pay twice.",
    ),
    no(
        "token_already_used",
        "This card was entered for one payment and has been used.",
        "Have it entered again.",
    ),
];

/// The words for a code.
pub fn refusal(code: &str) -> Option<RequestRefusal> {
    REFUSALS.iter().find(|known| known.code == code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_speaks_in_sentences() {
        for pair in REFUSALS.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[1].code);
        }
        for known in REFUSALS {
            assert!(
                known.what.ends_with('.') && known.advice.ends_with('.'),
                "{}",
                known.code
            );
        }
        assert!(refusal("charge_disputed").is_some());
        assert_eq!(refusal("made_up"), None);
    }
}
