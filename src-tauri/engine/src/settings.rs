//! What the owner decided, kept beside the records.

use crate::account::Account;
use crate::trouble::unreadable;
use crate::view::{Code, Problem, Settings};

const KEY: &str = "settings";

/// The settings as they are, or as they are to begin with.
pub async fn read(account: &Account) -> Result<Settings, Problem> {
    match account.cache.read(|r| r.settings().get(KEY)).await? {
        Some(stored) => {
            serde_json::from_value(stored).map_err(|error| unreadable("settings", &error))
        }
        None => Ok(Settings::default()),
    }
}

/// Keeps the settings, if all of them can be used.
pub async fn write(account: &Account, settings: Settings) -> Result<Settings, Problem> {
    let mut problem = Problem::new(Code::InvalidInput, "Some settings cannot be used.");
    if paper::Rgb::from_hex(&settings.accent).is_none() {
        problem = problem.field("accent", "This is no colour. Write it as #15504a.");
    }
    if !matches!(settings.decimal_mark.as_str(), "" | "." | ",") {
        problem = problem.field("decimal_mark", "The decimal mark is a point or a comma.");
    }
    if !settings.currency.is_empty() && model::Currency::parse(&settings.currency).is_none() {
        problem = problem.field(
            "currency",
            "Stripe knows no such currency. Write its three letters, such as EUR.",
        );
    }
    if settings.days_until_due > 365 {
        problem = problem.field(
            "days_until_due",
            "More than a year is too long. Write at most 365 days.",
        );
    }
    if !problem.fields.is_empty() {
        return Err(problem);
    }
    let stored = serde_json::to_value(&settings).map_err(|error| unreadable("settings", &error))?;
    account
        .cache
        .write(move |w| w.settings().put(KEY, &stored))
        .await?;
    Ok(settings)
}
