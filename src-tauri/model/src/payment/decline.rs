//! Why a card said no, in plain words, and what to do then. The codes are Stripe's: a
//! `decline_code`, or the `code` of a card error that has none. The table is closed: a code that
//! is not in it gets the words of a decline that the bank does not explain.

/// What to do next. Trying the same card again at once is never among it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// It may pass: the same card may be tried again after a while.
    Wait,
    /// The card will not pay: ask for another one.
    OtherCard,
    /// Only the customer can clear it up, with the bank of the card.
    CallBank,
    /// The customer has to be asked: send the payment page.
    SendLink,
    /// Something was typed wrongly: the card has to be entered again.
    Retype,
    /// It may have been paid already: look before anything is charged again.
    LookFirst,
}

impl NextStep {
    /// A key for user interfaces: "other_card".
    pub fn key(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::OtherCard => "other_card",
            Self::CallBank => "call_bank",
            Self::SendLink => "send_link",
            Self::Retype => "retype",
            Self::LookFirst => "look_first",
        }
    }

    /// What to do, in a sentence for the owner: with the payment page that an invoice has, or without.
    pub fn advice(self, has_page: bool) -> &'static str {
        if !has_page {
            return self.advice_without_page();
        }
        match self {
            Self::Wait => {
                "Wait a while, then try the same card once more, or send the payment page."
            }
            Self::OtherCard => "Charge another card, or send the payment page.",
            Self::CallBank => {
                "The customer can ask the bank of the card. Until then, charge another card, or send the payment page."
            }
            Self::SendLink => "Send the payment page: there the bank asks its customer.",
            Self::Retype => {
                "Send the payment page, where the customer enters the card again, or charge another card."
            }
            Self::LookFirst => {
                "Look among the payments whether it was taken already, before you charge anything."
            }
        }
    }

    fn advice_without_page(self) -> &'static str {
        match self {
            Self::Wait => {
                "Wait a while, then try the same card once more, or collect the amount by a payment link."
            }
            Self::OtherCard => "Charge another card, or collect the amount by a payment link.",
            Self::CallBank => {
                "The customer can ask the bank of the card. Until then, charge another card, or collect the amount by a payment link."
            }
            Self::SendLink => {
                "Charge it again when the customer is at hand, or collect the amount by a payment link: there the bank asks its customer."
            }
            Self::Retype => {
                "Charge another card, or collect the amount by a payment link, where the customer enters the card again."
            }
            Self::LookFirst => self.advice(true),
        }
    }
}

/// One reason for a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decline {
    /// Stripe's code.
    pub code: &'static str,
    /// What is the case, in a sentence for the owner.
    pub what: &'static str,
    /// What to do next.
    pub step: NextStep,
}

/// Codes of which the customer is told no more than that the card was declined: Stripe asks for
/// it, because whoever holds the card may not be its owner.
pub const DISCREET: [&str; 4] = [
    "fraudulent",
    "lost_card",
    "merchant_blacklist",
    "stolen_card",
];

/// What is said where the bank says nothing.
pub const UNEXPLAINED: Decline = decline(
    "card_declined",
    "The bank declined the card and says nothing more.",
    NextStep::CallBank,
);

impl Decline {
    /// Whether the customer is told no more than that the card was declined.
    pub fn is_discreet(&self) -> bool {
        DISCREET.contains(&self.code)
    }

    /// What to tell the customer.
    pub fn to_customer(&self) -> &'static str {
        if self.is_discreet() {
            return "Your card was declined. Another card will do.";
        }
        match self.step {
            NextStep::Wait => "Your card could not be charged just now. We try again later.",
            NextStep::OtherCard => "Your card was declined. Another card will do.",
            NextStep::CallBank => "Your card was declined. Your bank can tell you why.",
            NextStep::SendLink => {
                "Your bank wants to ask you first. We send you a page where you can do that."
            }
            NextStep::Retype => {
                "Some detail of the card was not right. We send you a page where you can enter it again."
            }
            NextStep::LookFirst => "We look whether your payment has come already.",
        }
    }

    /// What to do, with what the customer is to be told where that matters.
    pub fn advice(&self, has_page: bool) -> String {
        let advice = self.step.advice(has_page);
        if self.is_discreet() {
            format!("{advice} Tell the customer only that the card was declined.")
        } else {
            advice.to_owned()
        }
    }

    /// Whether the same card may be tried again after a while.
    pub fn may_pass(&self) -> bool {
        self.step == NextStep::Wait
    }
}

/// The words for a card error: by its `decline_code` first, then by its `code`.
pub fn decline_of(decline_code: Option<&str>, code: Option<&str>) -> Decline {
    [decline_code, code]
        .into_iter()
        .flatten()
        .find_map(|code| DECLINES.iter().find(|known| known.code == code))
        .copied()
        .unwrap_or(UNEXPLAINED)
}

const fn decline(code: &'static str, what: &'static str, step: NextStep) -> Decline {
    Decline { code, what, step }
}

/// Every code there are words for, by name.
pub const DECLINES: &[Decline] = &[
    decline(
        "approve_with_id",
        "The bank could not approve the payment just now.",
        NextStep::Wait,
    ),
    decline(
        "authentication_not_handled",
        "The bank of the card wants to ask its customer first, and the charge was made without asking.",
        NextStep::SendLink,
    ),
    decline(
        "authentication_required",
        "The bank of the card wants to ask its customer first.",
        NextStep::SendLink,
    ),
    decline(
        "call_issuer",
        "The bank declined the card and says nothing more.",
        NextStep::CallBank,
    ),
    decline(
        "card_decline_rate_limit_exceeded",
        "This card was declined too often in a short time, so Stripe does not try it for a day.",
        NextStep::Wait,
    ),
    decline(
        "card_declined",
        "The bank declined the card.",
        NextStep::OtherCard,
    ),
    decline(
        "card_not_supported",
        "The card cannot be used for this kind of payment.",
        NextStep::CallBank,
    ),
    decline(
        "card_velocity_exceeded",
        "The card has reached its limit of payments or of money.",
        NextStep::CallBank,
    ),
    decline(
        "currency_not_supported",
        "The card cannot pay in this currency.",
        NextStep::CallBank,
    ),
    decline(
        "do_not_honor",
        "The bank declined the card and says nothing more.",
        NextStep::CallBank,
    ),
    decline(
        "do_not_try_again",
        "The bank declined the card for good.",
        NextStep::CallBank,
    ),
    decline(
        "duplicate_transaction",
        "A payment of the same amount was made with this card a moment ago.",
        NextStep::LookFirst,
    ),
    decline("expired_card", "The card has expired.", NextStep::OtherCard),
    decline(
        "expired_payment_method",
        "The saved card has expired.",
        NextStep::OtherCard,
    ),
    decline(
        "fraudulent",
        "Stripe or the bank takes this payment for fraud.",
        NextStep::OtherCard,
    ),
    decline(
        "generic_decline",
        "The bank declined the card and says nothing more.",
        NextStep::CallBank,
    ),
    decline(
        "incorrect_address",
        "The address of the card is not the one that the bank knows.",
        NextStep::Retype,
    ),
    decline(
        "incorrect_cvc",
        "The security code of the card is wrong.",
        NextStep::Retype,
    ),
    decline(
        "incorrect_number",
        "The card number is wrong.",
        NextStep::Retype,
    ),
    decline(
        "incorrect_pin",
        "The PIN of the card is wrong.",
        NextStep::Retype,
    ),
    decline(
        "incorrect_postal_code",
        "The postal code is not the one that the bank knows.",
        NextStep::Retype,
    ),
    decline(
        "incorrect_zip",
        "The postal code is not the one that the bank knows.",
        NextStep::Retype,
    ),
    decline(
        "insufficient_funds",
        "There is not enough money on the card.",
        NextStep::OtherCard,
    ),
    decline(
        "invalid_account",
        "The card, or the account behind it, does not work.",
        NextStep::CallBank,
    ),
    decline(
        "invalid_amount",
        "The amount is more than the bank lets this card pay.",
        NextStep::CallBank,
    ),
    decline(
        "invalid_card_type",
        "This kind of card cannot be charged.",
        NextStep::OtherCard,
    ),
    decline(
        "invalid_cvc",
        "The security code of the card is wrong.",
        NextStep::Retype,
    ),
    decline(
        "invalid_expiry_month",
        "The month in which the card expires is wrong.",
        NextStep::Retype,
    ),
    decline(
        "invalid_expiry_year",
        "The year in which the card expires is wrong.",
        NextStep::Retype,
    ),
    decline(
        "invalid_number",
        "The card number is wrong.",
        NextStep::Retype,
    ),
    decline(
        "invalid_pin",
        "The PIN of the card is wrong.",
        NextStep::Retype,
    ),
    decline(
        "invoice_payment_intent_requires_action",
        "The bank of the card wants to ask its customer first.",
        NextStep::SendLink,
    ),
    decline(
        "issuer_not_available",
        "The bank of the card could not be reached.",
        NextStep::Wait,
    ),
    decline(
        "lost_card",
        "The card is reported as lost.",
        NextStep::OtherCard,
    ),
    decline(
        "merchant_blacklist",
        "The payment matches a rule on your block list at Stripe.",
        NextStep::OtherCard,
    ),
    decline(
        "new_account_information_available",
        "The card, or the account behind it, has changed.",
        NextStep::CallBank,
    ),
    decline(
        "no_action_taken",
        "The bank did not carry the payment out and says nothing more.",
        NextStep::CallBank,
    ),
    decline(
        "not_permitted",
        "The bank does not allow this payment.",
        NextStep::CallBank,
    ),
    decline(
        "offline_pin_required",
        "The card wants its PIN.",
        NextStep::Retype,
    ),
    decline(
        "online_or_offline_pin_required",
        "The card wants its PIN.",
        NextStep::Retype,
    ),
    decline(
        "payment_intent_action_required",
        "The bank of the card wants to ask its customer first.",
        NextStep::SendLink,
    ),
    decline(
        "payment_intent_authentication_failure",
        "The bank asked its customer, and the answer did not come or was no.",
        NextStep::OtherCard,
    ),
    decline(
        "payment_intent_payment_attempt_expired",
        "The customer did not finish paying in time.",
        NextStep::SendLink,
    ),
    decline(
        "payment_intent_payment_attempt_failed",
        "The payment failed at the bank.",
        NextStep::OtherCard,
    ),
    decline(
        "payment_method_customer_decline",
        "The customer said no to the payment.",
        NextStep::OtherCard,
    ),
    decline(
        "payment_method_not_available",
        "This way to pay is not available just now.",
        NextStep::Wait,
    ),
    decline(
        "payment_method_provider_decline",
        "The provider of the payment declined it.",
        NextStep::OtherCard,
    ),
    decline(
        "payment_method_provider_timeout",
        "The provider of the payment did not answer in time.",
        NextStep::Wait,
    ),
    decline(
        "payment_method_restricted",
        "The saved payment method may not be charged.",
        NextStep::OtherCard,
    ),
    decline(
        "payment_method_unactivated",
        "Your Stripe account does not take this kind of payment yet.",
        NextStep::OtherCard,
    ),
    decline(
        "pickup_card",
        "The bank no longer lets this card be used.",
        NextStep::CallBank,
    ),
    decline(
        "pin_try_exceeded",
        "The PIN of the card was entered wrongly too often.",
        NextStep::OtherCard,
    ),
    decline(
        "processing_error",
        "Something went wrong while the card was charged. Nothing was taken.",
        NextStep::Wait,
    ),
    decline(
        "reenter_transaction",
        "The bank could not carry the payment out and asks for it once more.",
        NextStep::Wait,
    ),
    decline(
        "refer_to_customer",
        "The bank wants to hear from its customer first.",
        NextStep::CallBank,
    ),
    decline(
        "restricted_card",
        "The bank no longer lets this card be used.",
        NextStep::CallBank,
    ),
    decline(
        "revocation_of_all_authorizations",
        "The customer told the bank to stop all payments to you.",
        NextStep::CallBank,
    ),
    decline(
        "revocation_of_authorization",
        "The customer told the bank to stop this payment.",
        NextStep::CallBank,
    ),
    decline(
        "security_violation",
        "The bank declined the card for reasons of security.",
        NextStep::CallBank,
    ),
    decline(
        "service_not_allowed",
        "The bank does not allow this kind of payment.",
        NextStep::CallBank,
    ),
    decline(
        "setup_intent_authentication_failure",
        "The bank asked its customer before keeping the card, and the answer did not come or was no.",
        NextStep::OtherCard,
    ),
    decline(
        "stolen_card",
        "The card is reported as stolen.",
        NextStep::OtherCard,
    ),
    decline(
        "stop_payment_order",
        "The customer told the bank to stop this payment.",
        NextStep::CallBank,
    ),
    decline(
        "testmode_decline",
        "This is one of Stripe\u{2019}s test cards, and it pays only in test mode.",
        NextStep::OtherCard,
    ),
    decline(
        "three_d_secure_authentication_not_supported",
        "The bank of the card cannot ask its customer.",
        NextStep::OtherCard,
    ),
    decline(
        "three_d_secure_authentication_upstream_error",
        "The bank of the card could not be asked just now.",
        NextStep::Wait,
    ),
    decline(
        "transaction_not_allowed",
        "The bank does not allow this kind of payment.",
        NextStep::CallBank,
    ),
    decline(
        "try_again_later",
        "The bank declined the card for the moment and says nothing more.",
        NextStep::Wait,
    ),
    decline(
        "withdrawal_count_limit_exceeded",
        "The card has reached its limit.",
        NextStep::OtherCard,
    ),
];

#[cfg(test)]
mod tests;
