//! How often something recurs, as typed, and what cannot be read.

/// How often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rhythm {
    /// `day`, `week`, `month` or `year`.
    pub(crate) interval: String,
    /// Every how many, at least 1.
    pub(crate) count: u32,
}

impl Rhythm {
    /// As the commands take it.
    pub(crate) fn per(&self) -> commands::view::Per {
        commands::view::Per {
            interval: self.interval.clone(),
            count: self.count,
        }
    }
}

/// Why an argument could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SpecError {
    /// No such rhythm.
    Rhythm(String),
    /// No such price.
    Price(String),
    /// No such line.
    Line(String),
    /// No such tax.
    Tax(String),
    /// No such discount.
    Discount(String),
    /// No such field.
    Field(String),
    /// No such seed.
    Seed(String),
}

impl std::error::Error for SpecError {}

impl std::fmt::Display for SpecError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SpecError::Rhythm(text) => {
                write!(
                    f,
                    "“{text}” is no rhythm; write day, week, month or year, with a count such as month:3 where it is not every one"
                )
            }
            SpecError::Price(text) => write!(
                f,
                "“{text}” is no price; write it as \"129.00 usd\" or \"129.00 usd month\""
            ),
            SpecError::Line(text) => {
                write!(
                    f,
                    "“{text}” is no line; write it as \"NAME|QUANTITY|PRICE\", \"NAME|QUANTITY|PRICE|month\" or \"price_ID|QUANTITY\""
                )
            }
            SpecError::Tax(text) => write!(
                f,
                "“{text}” is no tax; write it as \"VAT|20\" or \"VAT|20|inclusive\""
            ),
            SpecError::Field(text) => {
                write!(f, "“{text}” is no field; write it as \"NAME|VALUE\"")
            }
            SpecError::Discount(text) => {
                write!(
                    f,
                    "“{text}” is no discount; write it as \"NAME|10%\" or \"NAME|25.00\", with |once, |forever or |repeating:3 behind it"
                )
            }
            SpecError::Seed(text) => write!(
                f,
                "“{text}” is no seed; write empty, practice or a number of invoices, with :growing, :monthly or :recent behind it for other dates"
            ),
        }
    }
}

/// Reads `month` or `month:3`; plurals and `monthly` are understood.
pub(crate) fn rhythm(text: &str) -> Result<Rhythm, SpecError> {
    let wrong = || SpecError::Rhythm(text.to_owned());
    let (word, count) = match text.trim().split_once(':') {
        Some((word, count)) => (
            word,
            count
                .trim()
                .parse()
                .ok()
                .filter(|count| *count > 0)
                .ok_or_else(wrong)?,
        ),
        None => (text, 1),
    };
    let interval = match word.trim().to_lowercase().as_str() {
        "day" | "days" | "daily" => "day",
        "week" | "weeks" | "weekly" => "week",
        "month" | "months" | "monthly" => "month",
        "year" | "years" | "yearly" => "year",
        _ => return Err(wrong()),
    };
    Ok(Rhythm {
        interval: interval.to_owned(),
        count,
    })
}
