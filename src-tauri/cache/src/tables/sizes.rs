//! How large amounts are beside each other, whatever their currencies. The file reckons it by itself
//! (`sizes.sql`); what is read from it is reckoned here the same way, for where a page ends.

use super::records::Columns;
use crate::migrations::Step;

pub(crate) const STEPS: &[Step] = &[Step {
    version: 3,
    sql: include_str!("sizes.sql"),
}];

/// No amount counts for more; a thousand times this is an integer still.
const MOST: i64 = 9_000_000_000_000_000;
/// Currencies whose minor unit is the major one, as Stripe counts.
const WHOLE: [&str; 15] = [
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
    "xof", "xpf",
];
/// Currencies whose minor unit is a thousandth.
const THOUSANDTHS: [&str; 5] = ["bhd", "jod", "kwd", "omr", "tnd"];

/// An amount of a currency (minor units) in thousandths of the major unit. A currency that is not
/// known counts as one with two decimals, as nearly all of them have.
#[must_use]
pub fn size(amount: i64, currency: Option<&str>) -> i64 {
    let each = match currency {
        Some(code) if WHOLE.contains(&code) => 1_000,
        Some(code) if THOUSANDTHS.contains(&code) => 1,
        _ => 10,
    };
    amount.clamp(-MOST, MOST).saturating_mul(each)
}

/// The same of a record; none where it has no amount.
pub(crate) fn of(columns: &Columns) -> Option<i64> {
    let currency = columns.currency.as_deref();
    columns.amount.map(|amount| size(amount, currency))
}

#[cfg(test)]
mod tests {
    use super::{STEPS, THOUSANDTHS, WHOLE};

    #[test]
    fn the_file_and_the_program_mean_the_same_currencies() {
        let quoted = |codes: &[&str]| {
            let quoted: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
            quoted.join(", ")
        };
        for (codes, each) in [(quoted(&WHOLE), "1000"), (quoted(&THOUSANDTHS), "1")] {
            let arm = format!("WHEN currency IN ({codes}) THEN {each}\n");
            assert!(STEPS.iter().any(|step| step.sql.contains(&arm)), "{arm}");
        }
    }
}
