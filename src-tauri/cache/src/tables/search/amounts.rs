//! Amounts as words that an index holds, and what a typed number may mean. Only for finding: nothing
//! shown or charged depends on it.

/// An amount as one word: its whole units, `d`, and the digits after the point, so that whole
/// units are a beginning of it.
pub(super) fn amount_word(amount: i64, currency: &str) -> String {
    let digits = decimals(currency);
    let one = 10_u64.pow(digits);
    let minor = amount.unsigned_abs();
    let (whole, part) = (minor / one, minor % one);
    let width = usize::try_from(digits).unwrap_or_default();
    match width {
        0 => format!("{whole}d"),
        _ => format!("{whole}d{part:0width$}"),
    }
}

/// How many digits after the point Stripe's amounts in a currency have. Only for finding amounts;
/// nothing shown or charged depends on it.
fn decimals(currency: &str) -> u32 {
    match currency {
        "bif" | "clp" | "djf" | "gnf" | "jpy" | "kmf" | "krw" | "mga" | "pyg" | "rwf" | "vnd"
        | "vuv" | "xaf" | "xof" | "xpf" => 0,
        "bhd" | "jod" | "kwd" | "omr" | "tnd" => 3,
        _ => 2,
    }
}

/// What amounts a word may mean, as beginnings of [`amount_word`]s. `1.250` may be either of two.
pub(super) fn beginnings(word: &str) -> Vec<String> {
    const SEPARATORS: [char; 5] = ['.', ',', '\'', '’', '٫'];
    // What stands around the number is a sign of some currency, never a letter: "R2D2" is a word.
    let sign = |c: char| !c.is_alphanumeric() && !SEPARATORS.contains(&c) && c != '-';
    let number = word.trim_matches(sign).trim_end_matches(SEPARATORS);
    let allowed = |c: char| c.is_ascii_digit() || SEPARATORS.contains(&c);
    if number.is_empty() || number.len() > 24 || !number.chars().all(allowed) {
        return Vec::new();
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let term = |whole: &str, part: &str| {
        let whole = digits(whole);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        format!("{whole}d{part}")
    };
    let Some((whole, part)) = number.rsplit_once(SEPARATORS) else {
        return vec![term(number, "")];
    };
    let mut terms = Vec::new();
    if part.len() <= 3 {
        terms.push(term(whole, part));
    }
    // Three digits after it: it may as well separate thousands.
    if part.len() == 3 {
        terms.push(term(number, ""));
    }
    terms
}
