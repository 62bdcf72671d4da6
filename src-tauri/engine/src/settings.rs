//! What the owner decided, kept beside the records.

use crate::account::Account;
use crate::trouble::unreadable;
use crate::view::{Code, Mode, Problem, Settings};

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
    if let Some(wrong) = wrong_key(&settings.publishable_key, account.identity.mode) {
        problem = problem.field("publishable_key", wrong);
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

/// What is wrong with a publishable key for an account of this mode.
fn wrong_key(key: &str, mode: Mode) -> Option<&'static str> {
    let sound = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match key {
        "" => None,
        // A secret that is typed here by mistake goes nowhere.
        _ if ["sk_", "rk_"].iter().any(|start| key.starts_with(start)) => Some(
            "This is a secret key. The publishable key stands beside it and begins with pk_test_.",
        ),
        _ if mode == Mode::Live => {
            Some("A live account needs none here: real cards are typed on Stripe's own page.")
        }
        _ if key.starts_with("pk_live_") => Some(
            "This is the key of the live mode. This account is in test mode; its key begins with pk_test_.",
        ),
        _ if key.starts_with("pk_test_") && sound => None,
        _ => Some("This is no publishable key. It begins with pk_test_."),
    }
}

#[cfg(test)]
mod tests {
    use super::wrong_key;
    use crate::view::Mode;

    #[test]
    fn only_a_publishable_key_of_the_accounts_own_mode_is_kept() {
        assert_eq!(wrong_key("", Mode::Live), None);
        assert_eq!(wrong_key("pk_test_51Abc", Mode::Test), None);
        for (key, mode, words) in [
            ("sk_test_51Abc", Mode::Test, "secret key"),
            ("rk_test_51Abc", Mode::Test, "secret key"),
            ("pk_live_51Abc", Mode::Test, "live mode"),
            ("pk_test_51Abc", Mode::Live, "needs none"),
            ("pk_test_51\"><b>", Mode::Test, "no publishable key"),
            ("key", Mode::Test, "no publishable key"),
        ] {
            let said = wrong_key(key, mode).unwrap_or_default();
            assert!(said.contains(words), "{key}: {said}");
        }
    }
}
