//! Arguments about settings.

use clap::{Args, Subcommand, ValueEnum};

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub(crate) enum SettingsVerb {
    /// All settings
    Show,
    /// Change some; what is not named stays
    Set(SetArgs),
}

/// What can be set; "" empties a text.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct SetArgs {
    /// The business as papers show it; empty for the account's name
    #[arg(long, value_name = "NAME")]
    pub(crate) business_name: Option<String>,
    /// Its address, a line each; repeatable
    #[arg(long = "address", value_name = "LINE")]
    pub(crate) address: Vec<String>,
    /// Its e-mail or telephone
    #[arg(long)]
    pub(crate) contact: Option<String>,
    /// Its tax id, as it shall be printed
    #[arg(long)]
    pub(crate) tax_id: Option<String>,
    /// The colour of headings on papers, such as #15504a
    #[arg(long, value_name = "COLOUR")]
    pub(crate) accent: Option<String>,
    /// Paper size
    #[arg(long, value_enum)]
    pub(crate) paper: Option<PaperArg>,
    /// Decimal mark of typed amounts
    #[arg(long, value_enum)]
    pub(crate) decimal_mark: Option<MarkArg>,
    /// Currency of new quotes; empty for the account's
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// Days until due of new quotes
    #[arg(long, value_name = "DAYS")]
    pub(crate) days_until_due: Option<u32>,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperArg {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
}

/// Decimal marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MarkArg {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
    /// Ask where it matters
    Ask,
}

impl PaperArg {
    /// As the settings keep it.
    pub(crate) fn size(self) -> commands::view::PaperSize {
        match self {
            PaperArg::A4 => commands::view::PaperSize::A4,
            PaperArg::Letter => commands::view::PaperSize::Letter,
        }
    }
}

impl MarkArg {
    /// As the settings keep it.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            MarkArg::Point => ".",
            MarkArg::Comma => ",",
            MarkArg::Ask => "",
        }
    }
}
