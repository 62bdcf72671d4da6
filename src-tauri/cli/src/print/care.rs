//! How everything is, and what can be done about records.

use super::dates::moment;
use super::table::{Side, Table};
use commands::view::{Care, CheckAbout, Health, HealthState, Repaired};

/// A line a check, what to do under it, and which versions these are.
pub(crate) fn health(health: &Health) -> String {
    let mut text = String::new();
    for check in &health.checks {
        let mark = match check.state {
            HealthState::Well => "ok ",
            HealthState::Attention => "look",
            HealthState::Bad => "BAD",
        };
        text.push_str(&format!(
            "{mark:<4}  {:<10}  {}\n",
            about(check.about),
            check.said
        ));
        if let Some(hint) = &check.hint {
            text.push_str(&format!("{:18}{hint}\n", ""));
        }
    }
    text.push_str(&format!(
        "\nCounterfoil {}, Stripe {}, SQLite {}.",
        health.version, health.stripe_version, health.sqlite_version
    ));
    text
}

fn about(about: CheckAbout) -> &'static str {
    match about {
        CheckAbout::Account => "Account",
        CheckAbout::Keyring => "Keyring",
        CheckAbout::Stripe => "Stripe",
        CheckAbout::Records => "Records",
        CheckAbout::Freshness => "Freshness",
        CheckAbout::Outbox => "Outbox",
        CheckAbout::Backups => "Backups",
        CheckAbout::Disk => "Disk",
    }
}

/// The file, and the copies that one can go back to.
pub(crate) fn look(care: &Care) -> String {
    let state = if care.problem.is_some() {
        "cannot be used as they are"
    } else {
        "are in order"
    };
    let mut text = format!("The records in {} {state}.\n", care.file);
    if care.afresh {
        text.push_str(
            "What can be read is saved into a fresh file with: counterfoil repair --afresh\n",
        );
    }
    if care.backups.is_empty() {
        text.push_str("There is no backup yet; one is made each day.");
        return text;
    }
    text.push_str("Go back to a backup with: counterfoil repair --restore NAME\n\n");
    let mut table = Table::new(&[Side::Left, Side::Left, Side::Right]);
    for backup in &care.backups {
        table.row([
            backup.name.as_str(),
            &moment(backup.at),
            &format!("{} KB", backup.bytes / 1024),
        ]);
    }
    text.push_str(&table.text(""));
    text
}

/// What is there now, and where the rest lies.
pub(crate) fn repaired(done: &Repaired) -> String {
    let whole = if done.incomplete {
        "Not everything could be read."
    } else {
        "All of it could be read."
    };
    format!(
        "Kept: {} drafts, {} entries of the outbox, {} documents. {whole}\nThe file that was in use lies untouched in {}.\nEverything else comes from Stripe with the next sync.",
        done.drafts, done.intents, done.documents, done.aside
    )
}
