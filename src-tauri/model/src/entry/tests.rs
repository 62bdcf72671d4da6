//! What people type, and what it has to become.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails here has found something"
)]

use super::*;

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

/// `expect` is the decimal text of the amount.
fn reads(text: &str, code: &str, hint: Hint, expect: &str) {
    let money = parse_amount(text, currency(code), hint);
    assert_eq!(
        money.map(Money::decimal),
        Ok(expect.to_owned()),
        "{text} in {code}"
    );
}

fn refuses(text: &str, code: &str, expect: &str) {
    let error = parse_amount(text, currency(code), Hint::NONE).unwrap_err();
    assert_eq!(error.to_string(), expect, "{text} in {code}");
}

#[test]
fn the_conventions_of_the_world() {
    let check = |text, expect| reads(text, "usd", Hint::NONE, expect);
    check("1250", "1250.00");
    check("1.250,50", "1250.50");
    check("1,250.50", "1250.50");
    check("1250,5", "1250.50");
    check("1250.5", "1250.50");
    check("1 250.50", "1250.50");
    check("1\u{a0}250,50", "1250.50");
    check("1\u{202f}250,50", "1250.50");
    check("1'250.50", "1250.50");
    check("1’250", "1250.00");
    check("250.000,75", "250000.75");
    reads("1.250.000", "idr", Hint::NONE, "1250000.00");
    reads("12,50,000.75", "inr", Hint::NONE, "1250000.75");
    check("  7  ", "7.00");
    check(".5", "0.50");
    check(",5", "0.50");
    check("12.", "12.00");
    check("0.250", "0.25"); // no group begins with 0
    check("0", "0.00");
    check("50,-", "50.00");
    check("50.–", "50.00");
}

#[test]
fn codes_and_signs() {
    reads("$1,250.00", "usd", Hint::NONE, "1250.00");
    reads("US$ 12", "usd", Hint::NONE, "12.00");
    reads("12 USD", "usd", Hint::NONE, "12.00");
    reads("usd 12", "usd", Hint::NONE, "12.00");
    reads("$12", "aud", Hint::NONE, "12.00");
    reads("1.250,50 €", "eur", Hint::NONE, "1250.50");
    reads("￥1,320,000", "jpy", Hint::NONE, "1320000");
    reads("KWD 412.50", "kwd", Hint::NONE, "412.500");
    reads("Rs.500", "inr", Hint::NONE, "500.00");
    reads("CHF 1'250.50", "chf", Hint::NONE, "1250.50");
    refuses(
        "€50",
        "usd",
        "The amount says €, but everything here is in USD. Write it in USD.",
    );
    refuses(
        "50 GBP",
        "usd",
        "The amount says GBP, but everything here is in USD. Write it in USD.",
    );
}

#[test]
fn digits_of_other_scripts() {
    reads("١٬٢٥٠٫٥٠", "usd", Hint::NONE, "1250.50");
    reads("۱۲۵۰", "usd", Hint::NONE, "1250.00");
    reads("१२५०.५०", "inr", Hint::NONE, "1250.50");
    reads("１２，５００", "jpy", Hint::NONE, "12500");
    reads("๑๒", "thb", Hint::NONE, "12.00");
    reads("\u{200f}١٢٫٥", "kwd", Hint::NONE, "12.500");
}

#[test]
fn sums() {
    let check = |text, expect| reads(text, "usd", Hint::NONE, expect);
    check("12*3", "36.00");
    check("12+3*4", "24.00");
    check("(12+3)*4", "60.00");
    check("100/8", "12.50");
    check("10/3*3", "10.00");
    check("2 × 49,90", "99.80");
    check("3 x 19.99", "59.97");
    check("100 − 12.5", "87.50");
    check("-5+10", "5.00");
    check("2*(3+(4-1))", "12.00");
    check("$10 + $5", "15.00");
}

#[test]
fn what_can_be_read_in_two_ways_is_asked_about() {
    let check = |text: &str, code: &str, expect: [&str; 2]| match parse_amount(
        text,
        currency(code),
        Hint::NONE,
    ) {
        Err(AmountError::Ambiguous { readings }) => {
            assert_eq!(readings.map(UnitAmount::text), expect.map(str::to_owned));
        }
        other => panic!("{text} in {code} is {other:?}"),
    };
    check("1.250", "usd", ["$1.25", "$1,250.00"]);
    check("1,250", "usd", ["$1,250.00", "$1.25"]);
    check("1.250*2", "eur", ["€2.50", "€2,500.00"]);
    check("1.250", "kwd", ["KWD 1.250", "KWD 1,250.000"]);
    refuses(
        "1.250",
        "usd",
        "This can be read as $1.25 or as $1,250.00. Choose the one you mean.",
    );
}

#[test]
fn a_currency_that_cannot_have_one_reading_settles_it() {
    reads("1.250", "jpy", Hint::NONE, "1250");
    reads("1,250", "jpy", Hint::NONE, "1250");
    reads("1.255", "usd", Hint::NONE, "1255.00");
    reads("1.250", "isk", Hint::NONE, "1250.00");
}

#[test]
fn a_hint_settles_it_too() {
    reads("1.250", "usd", Hint::POINT, "1.25");
    reads("1.250", "usd", Hint::COMMA, "1250.00");
    reads("1,250", "usd", Hint::COMMA, "1.25");
    reads("412.500", "kwd", Hint::POINT, "412.500");
    reads("1250.50", "usd", Hint::COMMA, "1250.50"); // the only reading that makes sense
    reads("1.250", "usd", Hint { decimal: Some(',') }, "1250.00");
}

#[test]
fn each_mistake_has_its_sentence() {
    refuses(
        "",
        "usd",
        "The amount is empty. Write one, or 0 if it costs nothing.",
    );
    refuses(
        "  ",
        "usd",
        "The amount is empty. Write one, or 0 if it costs nothing.",
    );
    refuses(
        "$",
        "usd",
        "The amount is empty. Write one, or 0 if it costs nothing.",
    );
    refuses(
        "ten",
        "usd",
        "\u{201c}ten\u{201d} is not an amount. Write it in digits, such as 1250.50.",
    );
    refuses(
        "-5",
        "usd",
        "The amount is below zero. Write a positive one, and use a discount to take something off.",
    );
    refuses(
        "12.345,678",
        "usd",
        "USD has at most 2 decimals. Round the amount.",
    );
    refuses(
        "10/3",
        "usd",
        "USD has at most 2 decimals. Round the amount.",
    );
    refuses("12.5", "jpy", "JPY has no decimals. Write a whole amount.");
    refuses(
        "1000000",
        "usd",
        "Stripe takes at most $999,999.99. Write a smaller amount.",
    );
    refuses(
        "99999999999999999999999999999999999999999999",
        "usd",
        "Stripe takes at most $999,999.99. Write a smaller amount.",
    );
    refuses(
        "1,2345",
        "kwd",
        "KWD has at most 3 decimals. Round the amount.",
    );
    refuses(
        "0.255",
        "kwd",
        "Stripe takes KWD only in steps of KWD 0.010. Write KWD 0.250 or KWD 0.260.",
    );
    refuses(
        "4.125",
        "bhd",
        "Stripe takes BHD only in steps of BHD 0.010. Write BHD 4.120 or BHD 4.130.",
    );
    refuses(
        "4,125",
        "kwd",
        "Stripe takes KWD only in steps of KWD 0.010. Write KWD 4.120 or KWD 4.130.",
    );
    refuses(
        "12.50",
        "isk",
        "Stripe takes ISK only in steps of ISK 1.00. Write ISK 12.00 or ISK 13.00.",
    );
}

#[test]
fn what_makes_no_sense_is_not_an_amount() {
    for text in [
        "1.2.3",
        "1,2,3",
        "12 3",
        "1 2.50.1",
        "1''000",
        "12+",
        "*3",
        "(12",
        "12)",
        "()",
        "1/0",
        "1,250 000",
        "+",
        "..",
        ",",
        "1e3",
        "12%",
        "12;3",
        "5 apples",
        "0,250.00",
    ] {
        let error = parse_amount(text, Currency::USD, Hint::NONE);
        assert!(
            matches!(error, Err(AmountError::NotANumber(_))),
            "{text} is {error:?}"
        );
    }
    let long = "1+".repeat(150);
    let error = parse_amount(&long, Currency::USD, Hint::NONE).unwrap_err();
    assert_eq!(error.to_string().chars().filter(|&c| c == '1').count(), 21);
}

#[test]
fn prices_may_be_finer_than_the_minor_unit() {
    let check = |text, expect: &str| {
        let unit = parse_unit(text, Currency::USD, Hint::POINT);
        assert_eq!(
            unit.map(UnitAmount::decimal),
            Ok(expect.to_owned()),
            "{text}"
        );
    };
    check("0.0005", "0.0005");
    check("12.5", "12.50");
    check("1/8", "0.125");
    let thirds = parse_unit("1/3", Currency::USD, Hint::NONE);
    assert_eq!(thirds, Err(AmountError::TooManyDecimals(Currency::USD)));
    let large = parse_unit("1000000", Currency::USD, Hint::NONE);
    assert!(
        matches!(large, Err(AmountError::TooLarge { .. })),
        "{large:?}"
    );
    let asked = parse_unit("1.255", Currency::USD, Hint::NONE);
    assert!(
        matches!(asked, Err(AmountError::Ambiguous { .. })),
        "{asked:?}"
    );
}
