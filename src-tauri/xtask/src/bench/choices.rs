//! What can be chosen about a measure.

use anyhow::{Context, Result, bail};

/// How a measure is taken.
pub(super) struct Choices {
    pub(super) profile: String,
    pub(super) times: u32,
    pub(super) invoices: u32,
}

impl Choices {
    pub(super) fn read(arguments: &[String]) -> Result<Choices> {
        let mut choices = Choices {
            profile: "release".to_owned(),
            times: 7,
            invoices: 100_000,
        };
        let whole = |value: &str, flag: &str| {
            value
                .parse()
                .with_context(|| format!("{flag} takes a whole number"))
        };
        for pair in arguments.chunks(2) {
            match pair {
                [flag, value] if flag == "--profile" => choices.profile.clone_from(value),
                [flag, value] if flag == "--times" => choices.times = whole(value, flag)?,
                [flag, value] if flag == "--invoices" => choices.invoices = whole(value, flag)?,
                _ => bail!("a measure takes --profile dev|release, --times N and --invoices N"),
            }
        }
        Ok(choices)
    }

    /// The folder in which cargo leaves what it builds with this profile.
    pub(super) fn folder(&self) -> &str {
        if self.profile == "dev" {
            "debug"
        } else {
            &self.profile
        }
    }
}
