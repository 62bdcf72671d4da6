//! The codes and signs that people write beside an amount. Not how amounts are shown: see
//! [`Money::text`](crate::money::Money::text).

use crate::currency::Currency;

/// Signs in lower case, and the currencies that are written with them.
const SIGNS: &[(&str, &[&str])] = &[
    (
        "$",
        &[
            "usd", "aud", "cad", "nzd", "hkd", "sgd", "twd", "mxn", "ars", "clp", "cop", "dop",
            "uyu", "bbd", "bmd", "bnd", "bsd", "bzd", "fjd", "gyd", "jmd", "kyd", "lrd", "nad",
            "sbd", "srd", "ttd", "xcd", "brl",
        ],
    ),
    ("us$", &["usd"]),
    ("a$", &["aud"]),
    ("au$", &["aud"]),
    ("c$", &["cad"]),
    ("ca$", &["cad"]),
    ("nz$", &["nzd"]),
    ("hk$", &["hkd"]),
    ("s$", &["sgd"]),
    ("nt$", &["twd"]),
    ("mx$", &["mxn"]),
    ("r$", &["brl"]),
    ("€", &["eur"]),
    ("£", &["gbp", "egp", "fkp", "gip", "shp", "lbp"]),
    ("¥", &["jpy", "cny"]),
    ("円", &["jpy"]),
    ("元", &["cny", "twd", "hkd"]),
    ("kr", &["dkk", "nok", "sek", "isk"]),
    ("fr", &["chf"]),
    ("sfr", &["chf"]),
    ("zł", &["pln"]),
    ("kč", &["czk"]),
    ("ft", &["huf"]),
    ("lei", &["ron", "mdl"]),
    ("лв", &["bgn"]),
    ("rs", &["inr", "pkr", "lkr", "npr", "mur", "scr"]),
    ("rm", &["myr"]),
    ("rp", &["idr"]),
    ("r", &["zar"]),
    ("₹", &["inr"]),
    ("₩", &["krw"]),
    ("₺", &["try"]),
    ("₴", &["uah"]),
    ("₫", &["vnd"]),
    ("₦", &["ngn"]),
    ("₱", &["php"]),
    ("฿", &["thb"]),
    ("₪", &["ils"]),
    ("₡", &["crc"]),
    ("₲", &["pyg"]),
    ("₸", &["kzt"]),
    ("₾", &["gel"]),
    ("₽", &["rub"]),
    ("₼", &["azn"]),
    ("₮", &["mnt"]),
    ("₭", &["lak"]),
    ("֏", &["amd"]),
    ("৳", &["bdt"]),
    ("៛", &["khr"]),
];

/// Whose a word beside an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The expected currency's.
    Ours,
    /// Another currency's.
    Anothers,
    /// It is no currency at all.
    Nobodys,
}

pub(super) fn whose(word: &str, currency: Currency) -> Whose {
    let word = word.to_lowercase().replace('￥', "¥");
    if word == currency.code() {
        return Whose::Ours;
    }
    let known = SIGNS.iter().find(|(sign, _)| *sign == word);
    match known {
        Some((_, codes)) if codes.contains(&currency.code()) => Whose::Ours,
        Some(_) => Whose::Anothers,
        None if Currency::parse(&word).is_some() => Whose::Anothers,
        None => Whose::Nobodys,
    }
}

/// Whether this character can be part of a currency's code or sign.
pub(super) fn is_part(sign: char) -> bool {
    sign.is_alphabetic()
        || matches!(
            sign,
            '$' | '£' | '¥' | '￥' | '֏' | '৳' | '฿' | '៛' | '\u{20a0}'..='\u{20cf}'
        )
}
