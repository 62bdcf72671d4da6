//! Stripe's test cards and what becomes of a payment with each. Cards that ask for authentication are
//! not offered yet; they are unknown here rather than passed without asking.

use serde_json::{Value, json};

#[derive(Debug)]
pub(super) struct Card {
    pub(super) name: &'static str,
    pub(super) brand: &'static str,
    pub(super) last4: &'static str,
    decline: Option<Decline>,
}

/// Why a card does not pay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decline {
    pub(super) code: &'static str,
    pub(super) decline_code: Option<&'static str>,
    pub(super) message: &'static str,
    /// It can still be given to a customer.
    pub(super) attaches: bool,
}

impl Decline {
    pub(super) fn as_json(self) -> Value {
        let mut out = json!({ "type": "card_error", "code": self.code, "message": self.message });
        if let Some(code) = self.decline_code {
            crate::json::Fields::put(&mut out, "decline_code", code);
        }
        out
    }
}

const fn good(name: &'static str, brand: &'static str, last4: &'static str) -> Card {
    Card {
        name,
        brand,
        last4,
        decline: None,
    }
}

const fn bad(
    name: &'static str,
    last4: &'static str,
    code: &'static str,
    decline_code: Option<&'static str>,
    message: &'static str,
) -> Card {
    Card {
        name,
        brand: "visa",
        last4,
        decline: Some(Decline {
            code,
            decline_code,
            message,
            attaches: false,
        }),
    }
}

const DECLINED: &str = "Your card was declined.";

const CARDS: &[Card] = &[
    good("pm_card_visa", "visa", "4242"),
    good("pm_card_visa_debit", "visa", "5556"),
    good("pm_card_mastercard", "mastercard", "4444"),
    good("pm_card_amex", "amex", "8431"),
    good("pm_card_discover", "discover", "9424"),
    good("pm_card_diners", "diners", "3237"),
    good("pm_card_jcb", "jcb", "0505"),
    good("pm_card_unionpay", "unionpay", "0005"),
    bad(
        "pm_card_visa_chargeDeclined",
        "0002",
        "card_declined",
        Some("generic_decline"),
        DECLINED,
    ),
    bad(
        "pm_card_chargeDeclined",
        "0002",
        "card_declined",
        Some("generic_decline"),
        DECLINED,
    ),
    bad(
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "9995",
        "card_declined",
        Some("insufficient_funds"),
        "Your card has insufficient funds.",
    ),
    bad(
        "pm_card_chargeDeclinedInsufficientFunds",
        "9995",
        "card_declined",
        Some("insufficient_funds"),
        "Your card has insufficient funds.",
    ),
    bad(
        "pm_card_visa_chargeDeclinedLostCard",
        "9987",
        "card_declined",
        Some("lost_card"),
        DECLINED,
    ),
    bad(
        "pm_card_visa_chargeDeclinedStolenCard",
        "9979",
        "card_declined",
        Some("stolen_card"),
        DECLINED,
    ),
    bad(
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        "6975",
        "card_declined",
        Some("card_velocity_exceeded"),
        DECLINED,
    ),
    bad(
        "pm_card_chargeDeclinedExpiredCard",
        "0069",
        "expired_card",
        None,
        "Your card has expired.",
    ),
    bad(
        "pm_card_chargeDeclinedIncorrectCvc",
        "0127",
        "incorrect_cvc",
        None,
        "Your card's security code is incorrect.",
    ),
    bad(
        "pm_card_chargeDeclinedProcessingError",
        "0119",
        "processing_error",
        None,
        "An error occurred while processing your card. Try again in a little bit.",
    ),
    Card {
        name: "pm_card_chargeCustomerFail",
        brand: "visa",
        last4: "0341",
        decline: Some(Decline {
            code: "card_declined",
            decline_code: Some("generic_decline"),
            message: DECLINED,
            attaches: true,
        }),
    },
];

/// The card of this name; the legacy `tok_visa` is the same card.
pub(super) fn named(name: &str) -> Option<&'static Card> {
    let name = match name.strip_prefix("tok_") {
        Some(rest) => format!("pm_card_{rest}"),
        None => name.to_owned(),
    };
    CARDS.iter().find(|card| card.name == name)
}

pub(super) fn decline(name: &str) -> Option<Decline> {
    named(name).and_then(|card| card.decline)
}
