//! One record, whatever its kind: its sheet for programs and for people.

use crate::desk::Session;
use crate::json;
use crate::print;
use commands::view::{
    CreditNoteSheet, CustomerSheet, DraftSheet, InvoiceSheet, Noun, PaymentSheet, Problem,
    ProductSheet, QuoteSheet, SubscriptionSheet,
};
use commands::{ById, DraftSource, OfRecord, OpenDraft};
use serde_json::Value;

/// The sheet of a record.
pub(crate) async fn sheet(
    session: &Session,
    noun: Noun,
    id: &str,
) -> Result<(Value, String), Problem> {
    let by_id = ById { id: id.to_owned() };
    Ok(match noun {
        Noun::Draft | Noun::InvoiceDraft => {
            let draft: DraftSheet = session
                .ask(
                    "drafts.open",
                    &OpenDraft {
                        from: DraftSource::Draft { id: id.to_owned() },
                    },
                )
                .await?;
            (json::value(&draft)?, print::draft::draft(&draft))
        }
        Noun::Quote => {
            let quote: QuoteSheet = session.ask("quotes.show", &by_id).await?;
            (json::value(&quote)?, print::quote::quote(&quote))
        }
        Noun::Invoice => {
            let invoice: InvoiceSheet = session.ask("invoices.show", &by_id).await?;
            (json::value(&invoice)?, print::invoice::invoice(&invoice))
        }
        Noun::CreditNote => {
            let note: CreditNoteSheet = session.ask("credit_notes.show", &by_id).await?;
            (json::value(&note)?, print::credit_note::note(&note))
        }
        Noun::Subscription | Noun::SubscriptionSchedule => {
            let subscription: SubscriptionSheet = session
                .ask(
                    "subscriptions.show",
                    &OfRecord {
                        noun,
                        id: id.to_owned(),
                    },
                )
                .await?;
            (
                json::value(&subscription)?,
                print::subscription::subscription(&subscription),
            )
        }
        Noun::Customer => {
            let customer: CustomerSheet = session.ask("customers.show", &by_id).await?;
            (
                json::value(&customer)?,
                print::customer::customer(&customer),
            )
        }
        Noun::Payment => {
            let payment: PaymentSheet = session.ask("payments.show", &by_id).await?;
            (json::value(&payment)?, print::payment::payment(&payment))
        }
        Noun::Product => {
            let product: ProductSheet = session.ask("products.show", &by_id).await?;
            (json::value(&product)?, print::catalogue::product(&product))
        }
    })
}
