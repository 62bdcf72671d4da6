//! Arguments of the smaller verbs: the outbox, packs, the first sale, the
//! practice Stripe.

use super::rhythm::SpecError;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// What to do with the outbox.
#[derive(Debug, Subcommand)]
pub(crate) enum OutboxVerb {
    /// What is not settled, and the latest of what is
    List,
    /// Try again what was refused or waits
    Retry {
        /// Its id
        id: String,
    },
    /// Withdraw what waits or was refused: nothing more is sent for it
    Dismiss {
        /// Its id
        id: String,
    },
}

/// What to do with the practice account.
#[derive(Debug, Subcommand)]
pub(crate) enum PracticeVerb {
    /// Let time pass, and see what it brings: renewals, retries, ends
    Advance(PassArgs),
}

/// How much time passes.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct PassArgs {
    /// Hours
    #[arg(long, value_name = "N")]
    pub(crate) hours: Option<u32>,
    /// Days
    #[arg(long, value_name = "N")]
    pub(crate) days: Option<u32>,
    /// Months of the calendar
    #[arg(long, value_name = "N")]
    pub(crate) months: Option<u32>,
}

/// Which pack is made, and where to.
#[derive(Debug, Clone, Args)]
pub(crate) struct PackArgs {
    /// The first day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) from: NaiveDate,
    /// The last day, which belongs to it (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) to: NaiveDate,
    /// The file to write
    #[arg(long, value_name = "FILE.zip")]
    pub(crate) out: PathBuf,
    /// Mark the tables as UTF-8, for spreadsheets that ask for it
    #[arg(long)]
    pub(crate) bom: bool,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
}

/// How the first sale is carried out.
#[derive(Debug, Clone, Args)]
pub(crate) struct FirstSaleArgs {
    /// The folder for the PDFs
    #[arg(long, value_name = "DIR", default_value = "first-sale")]
    pub(crate) out: PathBuf,
}

/// How the practice Stripe is run.
#[derive(Debug, Clone, Args)]
pub(crate) struct SandboxArgs {
    /// Where to listen, on this computer only; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// The folder of its data; without it, all is forgotten at the end
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The key that clients must show (no secret); a live one is refused
    #[arg(long, value_name = "sk_test_…", default_value = sandbox::PRACTICE_KEY)]
    pub(crate) key: String,
    /// What a new account holds: empty, practice (a small business), or a number of invoices, spread
    /// evenly over two years or, with :growing, :monthly or :recent behind it, otherwise
    #[arg(long, value_name = "empty|practice|N[:DATES]", default_value = "empty")]
    pub(crate) seed: SeedSpec,
    /// Which of Stripe's rate limits hold
    #[arg(long, value_enum, default_value_t = Limits::Off)]
    pub(crate) limits: Limits,
    /// Milliseconds before every answer
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(crate) latency_ms: u64,
    /// Bad days by plan, such as "answer-lost 5% on POST; 429 first 3; slow:800 every 10"
    #[arg(long, value_name = "PLAN")]
    pub(crate) faults: Option<sandbox::FaultPlan>,
    /// Decides which requests the plan strikes; the same seed strikes the same ones
    #[arg(long, value_name = "S", default_value_t = 0, requires = "faults")]
    pub(crate) fault_seed: u64,
}

/// What a new practice account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeedSpec(pub(crate) sandbox::Seed);

impl FromStr for SeedSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<SeedSpec, SpecError> {
        Ok(SeedSpec(match text {
            "empty" => sandbox::Seed::Empty,
            "practice" => sandbox::Seed::Practice,
            size => {
                let (number, dates) = size.split_once(':').unwrap_or((size, "uniform"));
                let no_seed = || SpecError::Seed(text.to_owned());
                let dates = match dates {
                    "uniform" => sandbox::Dates::Uniform,
                    "growing" => sandbox::Dates::Growing,
                    "monthly" => sandbox::Dates::Monthly,
                    "recent" => sandbox::Dates::Recent,
                    _ => return Err(no_seed()),
                };
                sandbox::Seed::Spread(number.parse().map_err(|_| no_seed())?, dates)
            }
        }))
    }
}

/// Rate limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Limits {
    /// As for test keys
    Test,
    /// As for live keys
    Live,
    /// None
    Off,
}

#[cfg(test)]
mod tests {
    use super::SeedSpec;
    use sandbox::{Dates, Seed};

    #[test]
    fn seeds_are_read() {
        for (text, seed) in [
            ("empty", Some(Seed::Empty)),
            ("practice", Some(Seed::Practice)),
            ("300", Some(Seed::Spread(300, Dates::Uniform))),
            ("300:growing", Some(Seed::Spread(300, Dates::Growing))),
            ("300:", None),
            ("300:often", None),
            ("full", None),
            ("-1", None),
        ] {
            assert_eq!(text.parse::<SeedSpec>().ok(), seed.map(SeedSpec), "{text}");
        }
    }
}
