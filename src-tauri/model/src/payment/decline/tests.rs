//! Every code that Stripe documents for a declined card has words and a way on.

use super::*;

/// The decline codes that Stripe documents.
const DOCUMENTED: &str = "
    authentication_required approve_with_id call_issuer card_not_supported
    card_velocity_exceeded currency_not_supported do_not_honor do_not_try_again
    duplicate_transaction expired_card fraudulent generic_decline incorrect_number incorrect_cvc
    incorrect_pin incorrect_zip insufficient_funds invalid_account invalid_amount invalid_cvc
    invalid_expiry_month invalid_expiry_year invalid_number invalid_pin issuer_not_available
    lost_card merchant_blacklist new_account_information_available no_action_taken not_permitted
    offline_pin_required online_or_offline_pin_required pickup_card pin_try_exceeded
    processing_error reenter_transaction restricted_card revocation_of_all_authorizations
    revocation_of_authorization security_violation service_not_allowed stolen_card
    stop_payment_order testmode_decline transaction_not_allowed try_again_later
    withdrawal_count_limit_exceeded authentication_not_handled
";

/// The codes of card errors, some of which come without a decline code.
const CARD_ERRORS: &str = "
    card_declined expired_card incorrect_cvc incorrect_number incorrect_zip incorrect_address
    incorrect_postal_code invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number
    processing_error insufficient_funds authentication_required
    card_decline_rate_limit_exceeded invoice_payment_intent_requires_action
    payment_intent_action_required payment_intent_authentication_failure
    payment_intent_payment_attempt_expired payment_intent_payment_attempt_failed
    payment_method_customer_decline payment_method_provider_decline
    payment_method_provider_timeout payment_method_not_available
    setup_intent_authentication_failure three_d_secure_authentication_not_supported
    three_d_secure_authentication_upstream_error refer_to_customer
";

#[test]
fn every_documented_code_has_words_of_its_own() {
    for code in DOCUMENTED
        .split_whitespace()
        .chain(CARD_ERRORS.split_whitespace())
    {
        let found = DECLINES.iter().find(|known| known.code == code);
        assert!(found.is_some(), "{code} has no words");
    }
}

#[test]
fn the_table_is_in_order_and_speaks_in_sentences() {
    for pair in DECLINES.windows(2) {
        assert!(
            pair[0].code < pair[1].code,
            "{} stands too late",
            pair[1].code
        );
    }
    for known in DECLINES {
        let without = known.step.advice(false);
        assert!(
            !without.contains("payment page"),
            "{}: {without}",
            known.code
        );
        for said in [
            known.what,
            known.to_customer(),
            known.step.advice(true),
            without,
        ] {
            assert!(said.ends_with('.'), "{}: {said}", known.code);
            assert!(!said.contains('_'), "{} shows a code: {said}", known.code);
        }
    }
}

#[test]
fn what_may_be_theft_is_not_told_to_whoever_holds_the_card() {
    for code in DISCREET {
        let known = decline_of(Some(code), Some("card_declined"));
        assert_eq!(known.code, code);
        assert_eq!(
            known.to_customer(),
            "Your card was declined. Another card will do."
        );
        assert!(
            known
                .advice(true)
                .contains("only that the card was declined"),
            "{code}"
        );
    }
    assert!(
        !decline_of(Some("insufficient_funds"), None)
            .advice(true)
            .contains("only that")
    );
}

#[test]
fn the_banks_reason_comes_before_the_kind_of_error_and_the_unknown_gets_general_words() {
    let check = |decline_code, code, expect: (&str, NextStep)| {
        let found = decline_of(decline_code, code);
        assert_eq!(
            (found.code, found.step),
            expect,
            "{decline_code:?} {code:?}"
        );
    };
    check(
        Some("insufficient_funds"),
        Some("card_declined"),
        ("insufficient_funds", NextStep::OtherCard),
    );
    check(
        None,
        Some("expired_card"),
        ("expired_card", NextStep::OtherCard),
    );
    check(
        Some("authentication_not_handled"),
        Some("authentication_required"),
        ("authentication_not_handled", NextStep::SendLink),
    );
    check(
        Some("made_up_tomorrow"),
        Some("card_declined"),
        ("card_declined", NextStep::OtherCard),
    );
    check(
        Some("made_up"),
        Some("too"),
        ("card_declined", NextStep::CallBank),
    );
    check(
        Some("try_again_later"),
        Some("card_declined"),
        ("try_again_later", NextStep::Wait),
    );
    assert!(decline_of(Some("try_again_later"), None).may_pass());
    assert!(!decline_of(Some("do_not_try_again"), None).may_pass());
}
