//! Papers of our own: what a quote or an invoice looks like before Stripe makes its PDF. Here it is
//! decided what stands on them; how it is laid out and painted is `paper`'s.

mod country;
mod drawn;
mod payment;
mod written;

use crate::account::Identity;
use crate::view::{Code, Mode, PaperSize, Problem, Settings};
use paper::{Fonts, PageSize, Party, Rgb, Sheet};
use std::sync::{Arc, OnceLock};

pub(crate) use drawn::{of_invoice, of_quote};
pub(crate) use payment::of_payment;
pub(crate) use written::{Draft, of_draft};

/// The fonts, opened when the first paper is drawn and kept: finding those of the system takes a
/// moment.
#[derive(Clone, Default)]
pub(crate) struct Press {
    fonts: Arc<OnceLock<Fonts>>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press").finish_non_exhaustive()
    }
}

impl Press {
    pub(crate) fn new() -> Press {
        Press::default()
    }

    /// The paper as one PDF file.
    pub(crate) async fn pdf(&self, sheet: Sheet) -> Result<Vec<u8>, Problem> {
        self.draw(move |fonts| paper::pdf(&paper::lay_out(&sheet, fonts)?, fonts))
            .await
    }

    /// The paper as SVG, one element a page.
    pub(crate) async fn svg(&self, sheet: Sheet) -> Result<Vec<String>, Problem> {
        self.draw(move |fonts| {
            let layout = paper::lay_out(&sheet, fonts)?;
            (0..layout.pages.len())
                .map(|page| paper::svg(&layout, page))
                .collect()
        })
        .await
    }

    /// Draws away from the async runtime: a long paper takes many milliseconds.
    async fn draw<T, F>(&self, draw: F) -> Result<T, Problem>
    where
        F: FnOnce(&Fonts) -> Result<T, paper::Error> + Send + 'static,
        T: Send + 'static,
    {
        let press = Arc::clone(&self.fonts);
        let drawn = tokio::task::spawn_blocking(move || {
            if press.get().is_none() {
                // Two that come at once both open them; the second's are dropped.
                let _ = press.set(Fonts::with_system()?);
            }
            match press.get() {
                Some(fonts) => draw(fonts),
                None => draw(&Fonts::bundled()?),
            }
        });
        match drawn.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(undrawable(&error.to_string())),
            Err(error) => Err(undrawable(&error.to_string())),
        }
    }
}

fn undrawable(why: &str) -> Problem {
    tracing::error!(why, "a paper cannot be drawn");
    Problem::new(Code::Bug, format!("This paper cannot be drawn: {why}.")).hint(
        "The record itself is unharmed. Once it is finalized, Stripe's own PDF can be opened.",
    )
}

/// What is the same on every paper of an account.
#[derive(Debug, Clone)]
pub(crate) struct Letterhead {
    seller: Party,
    accent: Rgb,
    page_size: PageSize,
    practice: bool,
}

impl Letterhead {
    pub(crate) fn of(settings: &Settings, identity: &Identity) -> Letterhead {
        let business = &settings.business;
        let name = if business.name.trim().is_empty() {
            &identity.name
        } else {
            &business.name
        };
        let mut lines = business.address.clone();
        lines.push(business.contact.clone());
        lines.push(business.tax_id.clone());
        lines.retain(|line| !line.trim().is_empty());
        Letterhead {
            seller: Party {
                name: name.trim().to_owned(),
                lines,
            },
            accent: Rgb::from_hex(&settings.accent).unwrap_or(Sheet::default().accent),
            page_size: match settings.paper {
                PaperSize::A4 => PageSize::A4,
                PaperSize::Letter => PageSize::Letter,
            },
            practice: identity.mode == Mode::Practice,
        }
    }

    /// A paper with nothing but its head; `mark` says what kind of preview it is.
    fn sheet(&self, kind: &str, number: Option<&str>, mark: Option<&str>) -> Sheet {
        let title = match number {
            Some(number) => format!("{kind} {number}"),
            None => kind.to_owned(),
        };
        Sheet {
            kind: kind.to_owned(),
            number: number.map(str::to_owned),
            watermark: if self.practice {
                Some("Practice")
            } else {
                mark
            }
            .map(str::to_owned),
            seller: self.seller.clone(),
            page_size: self.page_size,
            accent: self.accent,
            title,
            author: self.seller.name.clone(),
            ..Sheet::default()
        }
    }
}
