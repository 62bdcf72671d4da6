//! What an act will create, said beforehand.

use super::dates::day;
use super::table::clean;
use super::words;
use commands::view::{Birth, BirthKind};

/// One line a birth.
pub(crate) fn lines(births: &[Birth]) -> String {
    births
        .iter()
        .map(|birth| format!("  - {}\n", line(birth)))
        .collect()
}

/// One birth, as it stands inside a sentence.
pub(crate) fn line(birth: &Birth) -> String {
    let mut text = match birth.kind {
        BirthKind::Customer => "a customer",
        BirthKind::Product => "a product",
        BirthKind::Price => "a price",
        BirthKind::TaxRate => "a tax rate",
        BirthKind::Coupon => "a coupon",
        BirthKind::Quote => "a quote",
        BirthKind::DraftInvoice => "a draft invoice",
        BirthKind::Invoice => "an invoice",
        BirthKind::Subscription => "a subscription",
        BirthKind::SubscriptionSchedule => "a scheduled subscription",
    }
    .to_owned();
    if let Some(name) = &birth.name {
        text.push_str(&format!(" “{}”", clean(name)));
    }
    if let Some(amount) = &birth.amount {
        let each = birth
            .per
            .as_ref()
            .map_or_else(String::new, |per| format!(" {}", words::each(per)));
        text.push_str(&format!(" of {}{each}", amount.text));
    }
    if let Some(at) = birth.starts_at {
        text.push_str(&format!(", starting {}", day(at)));
    }
    if let Some(trial) = birth.trial_days {
        text.push_str(&format!(", free for the first {}", words::days(trial)));
    }
    if let Some(seconds) = birth.finalizes_after {
        text.push_str(&match seconds {
            0 => ", finalized at once".to_owned(),
            seconds if seconds < 5400 => format!(
                ", finalized by itself after {} minutes",
                seconds.div_euclid(60)
            ),
            seconds => format!(
                ", finalized by itself after {} hours",
                seconds.div_euclid(3600)
            ),
        });
    }
    if let Some(due) = birth.days_until_due {
        text.push_str(&if due == 0 {
            ", due at once".to_owned()
        } else {
            format!(", due in {}", words::days(due))
        });
    }
    text
}
