//! What Stripe lets an amount be in each currency: how many decimals, the least that can be charged,
//! the most that fits.

use crate::errors::Refusal;

const ZERO_DECIMAL: &[&str] = &[
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
    "xof", "xpf",
];
const THREE_DECIMAL: &[&str] = &["bhd", "jod", "kwd", "omr", "tnd"];
/// Two decimals on paper, but only whole units may be charged.
const WHOLE_UNITS: &[&str] = &["isk", "ugx"];

const OTHERS: &[&str] = &[
    "aed", "afn", "all", "amd", "ang", "aoa", "ars", "aud", "awg", "azn", "bam", "bbd", "bdt",
    "bgn", "bmd", "bnd", "bob", "brl", "bsd", "bwp", "byn", "bzd", "cad", "cdf", "chf", "cny",
    "cop", "crc", "cve", "czk", "dkk", "dop", "dzd", "egp", "etb", "eur", "fjd", "fkp", "gbp",
    "gel", "gip", "gmd", "gtq", "gyd", "hkd", "hnl", "htg", "huf", "idr", "ils", "inr", "jmd",
    "kes", "kgs", "khr", "kyd", "kzt", "lak", "lbp", "lkr", "lrd", "lsl", "mad", "mdl", "mkd",
    "mmk", "mnt", "mop", "mur", "mvr", "mwk", "mxn", "myr", "mzn", "nad", "ngn", "nio", "nok",
    "npr", "nzd", "pab", "pen", "pgk", "php", "pkr", "pln", "qar", "ron", "rsd", "rub", "sar",
    "sbd", "scr", "sek", "sgd", "shp", "sle", "sos", "srd", "std", "szl", "thb", "tjs", "top",
    "try", "ttd", "twd", "tzs", "uah", "usd", "uyu", "uzs", "wst", "xcd", "yer", "zar", "zmw",
];

/// The smallest charge, in minor units, where Stripe names one.
const MINIMUMS: &[(&str, i64)] = &[
    ("usd", 50),
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1000),
];

/// How many decimals the currency is written with.
pub(super) fn decimals(currency: &str) -> u32 {
    if ZERO_DECIMAL.contains(&currency) {
        0
    } else if THREE_DECIMAL.contains(&currency) {
        3
    } else {
        2
    }
}

/// The least that can be charged, in minor units; 1 where Stripe names none.
pub(crate) fn minimum(currency: &str) -> i64 {
    MINIMUMS
        .iter()
        .find(|(c, _)| *c == currency)
        .map_or(1, |(_, least)| *least)
}

/// The currency in lower case, if Stripe has it.
pub(crate) fn check_currency(currency: &str, param: &str) -> Result<String, Refusal> {
    let lower = currency.to_lowercase();
    let known = [ZERO_DECIMAL, THREE_DECIMAL, WHOLE_UNITS, OTHERS]
        .iter()
        .any(|list| list.contains(&lower.as_str()));
    if known {
        return Ok(lower);
    }
    Err(Refusal::invalid(format!("Invalid currency: {lower}. Stripe currently supports these currencies: usd, eur, gbp, jpy, … Please see https://stripe.com/docs/currencies.")).param(param))
}

/// Refuses amounts that are too large for the currency. Sums that come of percentages are held to this
/// alone: no document says that Stripe rounds or refuses a total of KWD 28.025.
pub(crate) fn check_size(amount: i64, currency: &str, param: &str) -> Result<(), Refusal> {
    let digits = match currency {
        "idr" => 12,
        "inr" => 9,
        _ => 8,
    };
    let most = 10_i64.pow(digits) - 1;
    if amount.abs() > most {
        let shown = super::format::plain(most, currency);
        return Err(Refusal::invalid(format!(
            "Invalid integer: {amount}. The maximum amount in {} is {shown}.",
            currency.to_uppercase()
        ))
        .code("amount_too_large")
        .param(param));
    }
    Ok(())
}

/// Refuses amounts that nobody may ask for in the currency. They may be zero or negative.
pub(crate) fn check_amount(amount: i64, currency: &str, param: &str) -> Result<(), Refusal> {
    check_size(amount, currency, param)?;
    if THREE_DECIMAL.contains(&currency) && amount % 10 != 0 {
        return Err(Refusal::invalid(format!(
            "Invalid amount: {amount}. Amounts in {} must have 0 as their last digit.",
            currency.to_uppercase()
        ))
        .code("invalid_charge_amount")
        .param(param));
    }
    if WHOLE_UNITS.contains(&currency) && amount % 100 != 0 {
        return Err(Refusal::invalid(format!(
            "Invalid amount: {amount}. {} has no decimals; amounts must be divisible by 100.",
            currency.to_uppercase()
        ))
        .code("invalid_charge_amount_no_decimal_compatible")
        .param(param));
    }
    Ok(())
}
