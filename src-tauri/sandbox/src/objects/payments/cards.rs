//! Stripe's test cards and what becomes of a payment with each: paid, declined, asked to authenticate,
//! refunded slowly, disputed. Not here: the payment itself, which is in [`super::attempt`].

use serde_json::{Value, json};

use crate::json::Fields;

#[derive(Debug)]
pub(super) struct Card {
    /// The payment method's name, empty for a number that has none.
    pub(super) name: &'static str,
    pub(super) brand: &'static str,
    number: &'static str,
    pub(super) decline: Option<Decline>,
    pub(super) authentication: Authentication,
    pub(super) course: Course,
}

/// When the cardholder must be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Authentication {
    Never,
    Always,
    /// Until it has been set up for later use.
    UnlessSetUp,
    /// Only while the customer is there.
    OnSession,
    /// Only when the request asks for it.
    WhenAsked,
}

/// What happens to the money afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    Usual,
    /// A refund is pending first.
    SlowRefund,
    /// A refund succeeds and fails later.
    FailingRefund,
    /// The cardholder says that nothing was delivered.
    Dispute,
    /// The money can be paid out at once.
    AvailableAtOnce,
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
    pub(super) const fn new(
        code: &'static str,
        decline_code: Option<&'static str>,
        message: &'static str,
    ) -> Self {
        Self {
            code,
            decline_code,
            message,
            attaches: false,
        }
    }

    pub(super) fn as_json(self) -> Value {
        let mut out = json!({ "type": "card_error", "code": self.code, "message": self.message });
        if let Some(code) = self.decline_code {
            out.put("decline_code", code);
        }
        out
    }
}

const fn good(name: &'static str, brand: &'static str, number: &'static str) -> Card {
    Card {
        name,
        brand,
        number,
        decline: None,
        authentication: Authentication::Never,
        course: Course::Usual,
    }
}

const fn bad(name: &'static str, number: &'static str, decline: Decline) -> Card {
    Card {
        decline: Some(decline),
        ..good(name, "visa", number)
    }
}

const fn asking(name: &'static str, number: &'static str, when: Authentication) -> Card {
    Card {
        authentication: when,
        ..good(name, "visa", number)
    }
}

const fn later(name: &'static str, number: &'static str, course: Course) -> Card {
    Card {
        course,
        ..good(name, "visa", number)
    }
}

const DECLINED: &str = "Your card was declined.";
const GENERIC: Decline = Decline::new("card_declined", Some("generic_decline"), DECLINED);
const INSUFFICIENT: Decline = Decline::new(
    "card_declined",
    Some("insufficient_funds"),
    "Your card has insufficient funds.",
);
const LOST: Decline = Decline::new("card_declined", Some("lost_card"), DECLINED);
const STOLEN: Decline = Decline::new("card_declined", Some("stolen_card"), DECLINED);
const VELOCITY: Decline = Decline::new(
    "card_declined",
    Some("card_velocity_exceeded"),
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
);
const EXPIRED: Decline = Decline::new("expired_card", None, "Your card has expired.");
const WRONG_CVC: Decline = Decline::new(
    "incorrect_cvc",
    None,
    "Your card's security code is incorrect.",
);
const PROCESSING: Decline = Decline::new(
    "processing_error",
    None,
    "An error occurred while processing your card. Try again in a little bit.",
);

/// An asking card that could not authenticate because nobody was there.
pub(super) const AUTHENTICATION_REQUIRED: Decline = Decline {
    attaches: true,
    ..Decline::new(
        "authentication_required",
        Some("authentication_required"),
        "Your card was declined. This transaction requires authentication.",
    )
};
/// The request said that it cannot handle authentication.
pub(super) const AUTHENTICATION_NOT_HANDLED: Decline = Decline {
    attaches: true,
    ..Decline::new(
        "authentication_required",
        Some("authentication_not_handled"),
        "Your card was declined. This transaction requires authentication.",
    )
};

const CARDS: &[Card] = &[
    good("pm_card_visa", "visa", "4242424242424242"),
    good("pm_card_visa_debit", "visa", "4000056655665556"),
    good("pm_card_mastercard", "mastercard", "5555555555554444"),
    good("pm_card_mastercard_debit", "mastercard", "5200828282828210"),
    good(
        "pm_card_mastercard_prepaid",
        "mastercard",
        "5105105105105100",
    ),
    good("pm_card_amex", "amex", "371449635398431"),
    good("", "amex", "378282246310005"),
    good("pm_card_discover", "discover", "6011000990139424"),
    good("", "discover", "6011111111111117"),
    good("pm_card_diners", "diners", "38520000023237"),
    good("", "diners", "3056930009020004"),
    good("pm_card_jcb", "jcb", "3566002020360505"),
    good("pm_card_unionpay", "unionpay", "6200000000000005"),
    bad("pm_card_visa_chargeDeclined", "4000000000000002", GENERIC),
    bad("pm_card_chargeDeclined", "4000000000000002", GENERIC),
    bad(
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "4000000000009995",
        INSUFFICIENT,
    ),
    bad(
        "pm_card_chargeDeclinedInsufficientFunds",
        "4000000000009995",
        INSUFFICIENT,
    ),
    bad(
        "pm_card_visa_chargeDeclinedLostCard",
        "4000000000009987",
        LOST,
    ),
    bad(
        "pm_card_visa_chargeDeclinedStolenCard",
        "4000000000009979",
        STOLEN,
    ),
    bad(
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        "4000000000006975",
        VELOCITY,
    ),
    bad(
        "pm_card_chargeDeclinedExpiredCard",
        "4000000000000069",
        EXPIRED,
    ),
    bad(
        "pm_card_chargeDeclinedIncorrectCvc",
        "4000000000000127",
        WRONG_CVC,
    ),
    bad(
        "pm_card_chargeDeclinedProcessingError",
        "4000000000000119",
        PROCESSING,
    ),
    bad(
        "pm_card_chargeCustomerFail",
        "4000000000000341",
        Decline {
            attaches: true,
            ..GENERIC
        },
    ),
    asking(
        "pm_card_authenticationRequired",
        "4000002760003184",
        Authentication::Always,
    ),
    asking(
        "pm_card_authenticationRequiredOnSetup",
        "4000002500003155",
        Authentication::UnlessSetUp,
    ),
    asking(
        "pm_card_authenticationRequiredSetupForOffSession",
        "4000003800000446",
        Authentication::OnSession,
    ),
    Card {
        decline: Some(Decline {
            attaches: true,
            ..INSUFFICIENT
        }),
        ..asking(
            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
            "4000008260003178",
            Authentication::Always,
        )
    },
    asking(
        "pm_card_threeDSecure2Required",
        "4000000000003220",
        Authentication::Always,
    ),
    Card {
        decline: Some(Decline {
            attaches: true,
            ..GENERIC
        }),
        ..asking(
            "pm_card_threeDSecureRequiredChargeDeclined",
            "4000008400001629",
            Authentication::Always,
        )
    },
    Card {
        decline: Some(Decline {
            attaches: true,
            ..PROCESSING
        }),
        ..asking(
            "pm_card_threeDSecureRequiredProcessingError",
            "4000008400001280",
            Authentication::Always,
        )
    },
    asking(
        "pm_card_threeDSecureOptional",
        "4000000000003055",
        Authentication::WhenAsked,
    ),
    later(
        "pm_card_pendingRefund",
        "4000000000007726",
        Course::SlowRefund,
    ),
    later(
        "pm_card_refundFail",
        "4000000000005126",
        Course::FailingRefund,
    ),
    later(
        "pm_card_createDisputeProductNotReceived",
        "4000000000002685",
        Course::Dispute,
    ),
    later(
        "pm_card_bypassPending",
        "4000000000000077",
        Course::AvailableAtOnce,
    ),
];

impl Card {
    pub(super) fn last4(&self) -> &'static str {
        &self.number[self.number.len() - 4..]
    }

    pub(super) fn number(&self) -> &'static str {
        self.number
    }
}

/// The card of this name; the legacy `tok_visa` is the same card.
pub(super) fn named(name: &str) -> Option<&'static Card> {
    let name = match name.strip_prefix("tok_") {
        Some(rest) => format!("pm_card_{rest}"),
        None => name.to_owned(),
    };
    CARDS.iter().find(|card| card.name == name)
}

/// The card that a stored method was made of, by its number or (older files) by its name.
pub(super) fn of(method_private: &Value) -> Option<&'static Card> {
    let key = method_private.must("card");
    numbered(key).or_else(|| named(key))
}

pub(super) fn numbered(number: &str) -> Option<&'static Card> {
    CARDS.iter().find(|card| card.number == number)
}

/// Whether a number's last digit fits the others.
pub(super) fn checks_out(number: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let mut sum = 0;
    for (at, c) in number.chars().rev().enumerate() {
        match c.to_digit(10) {
            Some(digit) => sum += if at % 2 == 1 { doubled(digit) } else { digit },
            None => return false,
        }
    }
    (12..=19).contains(&number.len()) && sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::{CARDS, checks_out};

    #[test]
    fn every_test_card_is_a_number_that_checks_out() {
        for card in CARDS {
            assert!(checks_out(card.number), "{}", card.number);
        }
        assert!(!checks_out("4242424242424241"));
        assert!(!checks_out("4242"));
    }
}
