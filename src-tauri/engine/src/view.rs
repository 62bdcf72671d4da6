//! The shapes that user interfaces see. Everything here is computed from
//! records; nothing here is stored (but for drafts and settings), and nothing
//! here is Stripe's own shape. Times are unix seconds in UTC, amounts minor
//! units of the named currency.

mod amount;
mod care;
mod catalogue;
mod credit_note;
mod customer;
mod draft;
mod invoice;
mod key;
mod mail;
mod outbox;
mod overview;
mod pack;
mod payment;
mod practice;
mod problem;
mod quote;
mod row;
mod settings;
mod subscription;
mod till;

pub use amount::{Amount, Per, RecurringTotals, Share, Totals};
pub use care::{BackupView, Care, CheckAbout, Health, HealthCheck, HealthState, Repaired};
pub use catalogue::{PriceView, ProductSheet, TaxRateView};
pub use credit_note::{
    CreditLine, CreditNoteSheet, CreditPreview, CreditReason, CreditWay, CreditWish, CreditableLine,
};
pub use customer::{CustomerFields, CustomerSheet};
pub use draft::{
    Collection, CustomField, CustomerChoice, DiscountChoice, DiscountDuration, Draft, DraftFigures,
    DraftKind, DraftLine, DraftSheet, Finding, LineFigures, TaxChoice,
};
pub use invoice::{InvoiceSheet, PageCode, PaidPart};
pub use key::{Access, AccountName, KeyCheck, KeyNeeds, PermissionView};
pub use mail::{MailDraft, MailText};
pub use outbox::{IntentState, OutboxItem, Outcome, OutcomeState};
pub use overview::{AccountView, Counts, Mode, News, Overview, ReadsView, SyncView};
pub use pack::{PackGap, PackLack, PackLook, PackMade, PackStatus, PackSum, PackTotal};
pub use payment::{
    Attempt, AttemptState, CardRef, Charged, DisputeView, Failure, NextStep, PaymentSheet,
    RefundReason, RefundState, RefundView, SavedCard, WebPage,
};
pub use practice::PracticeTime;
pub use problem::{Code, FieldProblem, Problem, Retry};
pub use quote::QuoteSheet;
pub use row::{
    Action, Birth, BirthKind, Caution, CustomerRef, DocumentView, Link, Moment, Moved, Noun, Page,
    Row, SheetLine, State, StateCode, Summary, SummaryTotal, Tab, Terms, Verb,
};
pub use settings::{Authentication, Business, PaperSize, Settings};
pub use subscription::{
    ChangePreview, EndReason, HeldInvoices, Hold, InvoicePreview, ItemChange, NextInvoice, Owed,
    Proration, SchedulePhase, SubscriptionChange, SubscriptionEnd, SubscriptionPart,
    SubscriptionSheet,
};
pub use till::{CardQuestion, CardTaken, CardTakenState, CardWanted};
