//! Settings: shown and changed.

use crate::answer::Answer;
use crate::args::{SetArgs, SettingsVerb};
use crate::desk::Session;
use crate::print::account;
use commands::Nothing;
use commands::view::{Problem, Settings};

pub(crate) async fn run(session: &Session, verb: SettingsVerb) -> Result<Answer, Problem> {
    let now: Settings = session.ask("settings.show", &Nothing {}).await?;
    let settings = match verb {
        SettingsVerb::Show => now,
        SettingsVerb::Set(args) => session.ask("settings.put", &over(now, args)).await?,
    };
    Answer::new(&settings, account::settings(&settings))
}

/// What was set, over what was there.
fn over(mut settings: Settings, args: SetArgs) -> Settings {
    let business = &mut settings.business;
    business.name = args
        .business_name
        .unwrap_or_else(|| std::mem::take(&mut business.name));
    business.contact = args
        .contact
        .unwrap_or_else(|| std::mem::take(&mut business.contact));
    business.tax_id = args
        .tax_id
        .unwrap_or_else(|| std::mem::take(&mut business.tax_id));
    if !args.address.is_empty() {
        business.address = args
            .address
            .into_iter()
            .filter(|line| !line.trim().is_empty())
            .collect();
    }
    if let Some(accent) = args.accent {
        settings.accent = accent;
    }
    if let Some(paper) = args.paper {
        settings.paper = paper.size();
    }
    if let Some(mark) = args.decimal_mark {
        mark.mark().clone_into(&mut settings.decimal_mark);
    }
    if let Some(currency) = args.currency {
        settings.currency = currency.to_lowercase();
    }
    if let Some(days) = args.days_until_due {
        settings.days_until_due = days;
    }
    settings
}
