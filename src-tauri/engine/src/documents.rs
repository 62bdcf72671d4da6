//! PDFs: Stripe's own once it exists, fetched once and kept; a drawing of ours before that, and
//! while Stripe cannot be reached.

mod files;

use crate::account::Account;
use crate::drafting::typed;
use crate::lists::{draft_figures, settings_in};
use crate::papers::{self, Letterhead};
use crate::shape::kind_of;
use crate::sheets;
use crate::trouble::not_found;
use crate::view::{
    Code, CustomerChoice, DocumentView, Draft, Noun, Problem, Retry, Settings, Verb,
};
use crate::{file_name, json, sync};
use cache::{Kind, Read, Record};
use std::path::Path;
use stripe::paths;

/// The label under which a record's PDF is kept.
pub(crate) const PDF: &str = "pdf";

/// What is known of a record's PDF: Stripe's once kept, else ours.
pub(crate) fn view(r: &Read<'_>, record: &Record) -> Result<DocumentView, Problem> {
    let info = r.documents().info(record.kind, &record.id, PDF)?;
    let folder = match record.kind {
        Kind::Invoice => "invoice",
        Kind::CreditNote => "credit_note",
        _ => "quote",
    };
    let columns = &record.columns;
    let number = columns
        .number
        .clone()
        .unwrap_or_else(|| format!("{folder} draft"));
    let finalized = json::int(&record.raw, "status_transitions.finalized_at");
    Ok(DocumentView {
        source: if info.is_some() { "stripe" } else { "draft" }.to_owned(),
        size: info.as_ref().and_then(|info| u64::try_from(info.size).ok()),
        fetched_at: info.as_ref().map(|info| info.fetched_at),
        sha256: info.map(|info| info.sha256),
        path: format!("{folder}/{}.pdf", record.id),
        file_name: file_name::pdf(
            finalized.unwrap_or(columns.created),
            &number,
            &columns.title,
        ),
    })
}

/// A record's PDF, fetched from Stripe if it is not kept yet. Drafts have one of ours.
pub async fn fetch(account: &Account, noun: Noun, id: &str) -> Result<DocumentView, Problem> {
    if matches!(noun, Noun::Draft | Noun::InvoiceDraft) {
        return of_draft(account, id)
            .await
            .map(|written| draft_view(&written.draft));
    }
    if noun == Noun::Payment {
        return record_of_payment(account, id).await;
    }
    let kind =
        kind_of(noun).filter(|kind| matches!(kind, Kind::Quote | Kind::Invoice | Kind::CreditNote));
    let kind = kind.ok_or_else(|| {
        Problem::new(
            Code::InvalidInput,
            "Only quotes, invoices and credit notes have a PDF.",
        )
    })?;
    let (record, known) = look(account, kind, id).await?;
    if record.columns.state == "draft" || is_current(&record, &known) {
        return Ok(known);
    }
    let bytes = match download(account, record).await {
        Ok(bytes) => bytes,
        // An older one is better than none.
        Err(problem) if problem.code == Code::Unreachable && known.source == "stripe" => {
            return Ok(known);
        }
        Err(problem) if problem.code == Code::Unreachable => return Err(never_fetched(kind)),
        Err(problem) => return Err(problem),
    };
    let (now, named) = (account.now(), id.to_owned());
    account
        .cache
        .write(move |w| w.documents().put(kind, &named, PDF, &bytes, now))
        .await?;
    Ok(look(account, kind, id).await?.1)
}

/// Whether the kept PDF was fetched after the record changed last: once an invoice is paid or void,
/// Stripe's PDF of it says so. That of a quote stays as it was finalized.
pub(crate) fn is_current(record: &Record, known: &DocumentView) -> bool {
    let changed = record
        .columns
        .updated
        .filter(|_| record.kind != Kind::Quote);
    known
        .fetched_at
        .is_some_and(|at| changed.is_none_or(|changed| changed < at))
}

/// Nothing of this waits in the outbox: what is looked at or sent later is fetched then.
fn never_fetched(kind: Kind) -> Problem {
    Problem::new(
        Code::Unreachable,
        format!(
            "The PDF of this {} is not here yet, and Stripe does not answer.",
            word(kind)
        ),
    )
    .hint("Once Stripe answers again, it is fetched when you open, save or send it.")
    .retry(Retry::Later)
}

/// What people call a record that has a PDF of Stripe's.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => "invoice",
        Kind::CreditNote => "credit note",
        _ => "quote",
    }
}

async fn look(account: &Account, kind: Kind, id: &str) -> Result<(Record, DocumentView), Problem> {
    let id = id.to_owned();
    account
        .cache
        .read(move |r| {
            let Some(record) = r.records().get(kind, &id)? else {
                return Ok(Err(not_found(word(kind))));
            };
            Ok(view(r, &record).map(|view| (record, view)))
        })
        .await?
}

/// Stripe's own PDF. The link to an invoice's may have expired: then the invoice is read again,
/// once, for a fresh one.
async fn download(account: &Account, record: Record) -> Result<Vec<u8>, Problem> {
    let client = account.stripe().await?;
    let Some(from) = address(&record) else {
        return Err(
            Problem::new(Code::NotFound, "Stripe has no PDF of this record yet.")
                .hint("Sync, then open it again."),
        );
    };
    let heard = |problem: Problem| {
        if problem.code == Code::Unreachable {
            account.connection.heard(Some(&problem));
        }
        problem
    };
    match client.download(&from).await {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            let problem = heard(error.into());
            if problem.code == Code::Unreachable || record.kind != Kind::Invoice {
                return Err(problem);
            }
            sync::refresh_noun(account, Noun::Invoice, &record.id).await?;
            let (record, _) = look(account, record.kind, &record.id).await?;
            match address(&record).filter(|fresh| *fresh != from) {
                Some(fresh) => client
                    .download(&fresh)
                    .await
                    .map_err(|error| heard(error.into())),
                None => Err(problem),
            }
        }
    }
}

fn address(record: &Record) -> Option<String> {
    match record.kind {
        Kind::Quote => Some(paths::quote_pdf(&record.id)),
        Kind::CreditNote => json::owned(&record.raw, "pdf"),
        _ => json::owned(&record.raw, "invoice_pdf"),
    }
}

/// The bytes behind a path of the preview scheme, such as `quote/qt_1.pdf`: the PDF that is kept,
/// else one of ours. Never asks the network.
pub async fn bytes(account: &Account, path: &str) -> Result<Vec<u8>, Problem> {
    let (folder, id) = parse(path).ok_or_else(|| not_found("document"))?;
    match folder {
        "draft" => {
            let written = of_draft(account, id).await?;
            let head = letterhead(account).await?;
            account.paper.pdf(papers::of_draft(&written, &head)).await
        }
        "invoice" => kept_or_drawn(account, Kind::Invoice, id).await,
        "payment" => kept_or_drawn(account, Kind::PaymentIntent, id).await,
        "credit_note" => kept_or_drawn(account, Kind::CreditNote, id).await,
        _ => kept_or_drawn(account, Kind::Quote, id).await,
    }
}

fn parse(path: &str) -> Option<(&str, &str)> {
    let (folder, file) = path.trim_start_matches('/').split_once('/')?;
    let id = file.strip_suffix(".pdf")?;
    let sound = !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    (sound
        && matches!(
            folder,
            "quote" | "invoice" | "payment" | "credit_note" | "draft"
        ))
    .then_some((folder, id))
}

async fn kept_or_drawn(account: &Account, kind: Kind, id: &str) -> Result<Vec<u8>, Problem> {
    let named = id.to_owned();
    let kept = account
        .cache
        .read(move |r| r.documents().get(kind, &named, PDF))
        .await?;
    if let Some(kept) = kept {
        return Ok(kept.bytes);
    }
    let head = letterhead(account).await?;
    let (named, now) = (id.to_owned(), account.now());
    let sheet = account
        .cache
        .read(move |r| Ok(draw(r, kind, &named, &head, now)))
        .await??;
    account.paper.pdf(sheet).await
}

fn draw(
    r: &Read<'_>,
    kind: Kind,
    id: &str,
    head: &Letterhead,
    now: i64,
) -> Result<paper::Sheet, Problem> {
    if kind == Kind::CreditNote {
        return Err(Problem::new(
            Code::NotFound,
            "The PDF of this credit note is not kept here yet.",
        )
        .hint("It is fetched from Stripe as soon as that can be reached."));
    }
    let buyer = |customer: Option<&str>| fields(r, customer);
    if kind == Kind::Invoice {
        let invoice = sheets::invoice::sheet(r, id, now)?;
        let buyer = buyer(
            invoice
                .customer
                .as_ref()
                .map(|customer| customer.id.as_str()),
        )?;
        return Ok(papers::of_invoice(&invoice, buyer.as_ref(), head));
    }
    if kind == Kind::PaymentIntent {
        sheets::payment::allowed(r, id, Verb::OpenReceipt)??;
        let payment = sheets::payment::sheet(r, id, now)?;
        let buyer = buyer(
            payment
                .customer
                .as_ref()
                .map(|customer| customer.id.as_str()),
        )?;
        return Ok(papers::of_payment(&payment, buyer.as_ref(), head));
    }
    let quote = sheets::quote::sheet(r, id, now)?;
    let buyer = buyer(quote.customer.as_ref().map(|customer| customer.id.as_str()))?;
    Ok(papers::of_quote(&quote, buyer.as_ref(), head))
}

fn fields(
    r: &Read<'_>,
    customer: Option<&str>,
) -> Result<Option<crate::view::CustomerFields>, Problem> {
    let Some(customer) = customer else {
        return Ok(None);
    };
    let record = r.records().get(Kind::Customer, customer)?;
    Ok(record.map(|record| sheets::customer::fields(&record.raw)))
}

async fn letterhead(account: &Account) -> Result<Letterhead, Problem> {
    let settings: Settings = account.cache.read(settings_in).await?;
    Ok(Letterhead::of(&settings, &account.identity))
}

/// The pages of a draft, as SVG, while it is written.
pub async fn preview(account: &Account, draft: &str) -> Result<Vec<String>, Problem> {
    let written = of_draft(account, draft).await?;
    let head = letterhead(account).await?;
    account.paper.svg(papers::of_draft(&written, &head)).await
}

async fn of_draft(account: &Account, id: &str) -> Result<papers::Draft, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account
        .cache
        .read(move |r| Ok(written(r, &id, now)))
        .await?
}

fn written(r: &Read<'_>, id: &str, now: i64) -> Result<papers::Draft, Problem> {
    let kept = r.drafts().get(id)?.ok_or_else(|| not_found("draft"))?;
    let draft: Draft = crate::drafting::stored(kept.json)
        .map_err(|error| crate::trouble::unreadable("draft", &error))?;
    let settings = settings_in(r)?;
    let buyer = match &draft.customer {
        Some(CustomerChoice::Existing { id, .. }) => fields(r, Some(id))?,
        _ => None,
    };
    Ok(papers::Draft {
        typed: typed::read(&draft, &settings, now),
        figures: draft_figures(&draft, &settings, now),
        buyer,
        draft,
    })
}

fn draft_view(draft: &Draft) -> DocumentView {
    DocumentView {
        source: "draft".to_owned(),
        sha256: None,
        size: None,
        fetched_at: None,
        path: format!("draft/{}.pdf", draft.id),
        file_name: file_name::pdf(
            draft.updated_at,
            if draft.is_invoice() {
                "invoice draft"
            } else {
                "quote draft"
            },
            &crate::lists::customer_name(draft),
        ),
    }
}

/// Saves a record's PDF into a folder, without overwriting another file: its path and its name.
pub async fn save(
    account: &Account,
    noun: Noun,
    id: &str,
    folder: &Path,
) -> Result<(String, String), Problem> {
    let document = fetch(account, noun, id).await?;
    let bytes = bytes(account, &document.path).await?;
    files::save(folder.to_owned(), document.file_name, bytes).await
}

/// Our own record of a payment. Stripe makes none; it is named apart from the invoice's PDF.
async fn record_of_payment(account: &Account, id: &str) -> Result<DocumentView, Problem> {
    let (named, now) = (id.to_owned(), account.now());
    let payment = account
        .cache
        .read(move |r| {
            let allowed = sheets::payment::allowed(r, &named, Verb::OpenReceipt)?;
            Ok(allowed.and_then(|()| sheets::payment::sheet(r, &named, now)))
        })
        .await??;
    let invoice = payment.links.iter().find(|link| link.noun == Noun::Invoice);
    let about = match invoice {
        Some(invoice) => format!("Payment record {}", invoice.label),
        None => "Payment record".to_owned(),
    };
    let received = payment
        .attempts
        .first()
        .map_or(payment.row.created, |attempt| attempt.at);
    let who = payment
        .customer
        .map_or(payment.row.title, |customer| customer.name);
    Ok(DocumentView {
        source: "own".to_owned(),
        sha256: None,
        size: None,
        fetched_at: None,
        path: format!("payment/{id}.pdf"),
        file_name: file_name::pdf(received, &about, &who),
    })
}

/// Puts a PDF into a folder of ours, from where it goes out: its path and its name.
pub(crate) async fn put_away(
    folder: &Path,
    name: String,
    bytes: Vec<u8>,
) -> Result<(String, String), Problem> {
    files::save(folder.to_owned(), name, bytes).await
}

#[cfg(test)]
mod tests;
