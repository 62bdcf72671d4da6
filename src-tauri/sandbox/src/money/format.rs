//! Amounts as people read them on this server's pages and in its messages.

use super::currency::decimals;

/// `1234.50`, without a sign for the currency.
pub(crate) fn plain(amount: i64, currency: &str) -> String {
    let places = decimals(currency);
    let unit = 10_i64.pow(places);
    let sign = if amount < 0 { "-" } else { "" };
    let (whole, part) = (amount.abs() / unit, amount.abs() % unit);
    if places == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0width$}", width = places as usize)
}

/// `$1,234.50`, `KWD 12.500`.
pub(crate) fn money(amount: i64, currency: &str) -> String {
    let symbol = match currency {
        "usd" => "$".to_owned(),
        "eur" => "€".to_owned(),
        "gbp" => "£".to_owned(),
        "jpy" => "¥".to_owned(),
        other => format!("{} ", other.to_uppercase()),
    };
    let plain = plain(amount.abs(), currency);
    let (whole, part) = plain
        .split_once('.')
        .map_or((plain.as_str(), String::new()), |(w, p)| {
            (w, format!(".{p}"))
        });
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!(
        "{}{symbol}{grouped}{part}",
        if amount < 0 { "-" } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn each_currency_has_its_decimals() {
        assert_eq!(money(123_456_789, "usd"), "$1,234,567.89");
        assert_eq!(money(1500, "jpy"), "¥1,500");
        assert_eq!(money(12_500, "kwd"), "KWD 12.500");
        assert_eq!(money(-5, "eur"), "-€0.05");
    }
}
