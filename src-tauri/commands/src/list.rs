//! The one list of commands. Dispatch, the TypeScript contract and the
//! questions "is it implemented, is it tested?" all come from it.

use serde::Serialize;
use ts_rs::TS;

/// What an answer is about; a change with the same tag makes it stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the places' own")]
pub enum Tag {
    Account,
    Quotes,
    Drafts,
    Invoices,
    Payments,
    Subscriptions,
    Customers,
    Catalogue,
    Documents,
    Outbox,
    Settings,
    Sync,
}

/// One command of the list.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name, such as `quotes.accept`.
    pub name: &'static str,
    /// Whether it changes anything.
    pub writes: bool,
    /// What its answer is about (reads) or what it changes (writes).
    pub tags: &'static [Tag],
}

/// Hands the list to another macro: kind, name, handler, request, reply, tags. What is `written` reads
/// too; its handler answers with the JSON of the reply.
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            read "app.overview" app::overview(Nothing) -> view::Overview [Account Quotes Invoices Subscriptions Customers Catalogue Drafts Outbox Settings Sync];
            written "records.list" records::list(ListPage) -> view::Page [Quotes Drafts Invoices Subscriptions Customers Catalogue Outbox Payments];
            read "records.summary" records::summary(ListSummary) -> view::Summary [Quotes Drafts Invoices Subscriptions Customers Catalogue Payments];
            write "records.refresh" records::refresh(OfRecord) -> Nothing [Quotes Invoices Subscriptions Customers Catalogue Payments];
            read "search.find" records::find(Find) -> Found [Quotes Invoices Subscriptions Customers Catalogue Payments];
            read "quotes.show" quotes::show(ById) -> view::QuoteSheet [Quotes Drafts Invoices Subscriptions Customers Documents Outbox];
            write "quotes.save" quotes::save(ById) -> view::Outcome [Quotes Drafts Customers Catalogue Outbox];
            write "quotes.finalize" quotes::finalize(ById) -> view::Outcome [Quotes Drafts Customers Catalogue Outbox];
            write "quotes.accept" quotes::accept(Accept) -> view::Outcome [Quotes Invoices Subscriptions Outbox];
            write "quotes.cancel" quotes::cancel(ById) -> view::Outcome [Quotes Outbox];
            write "quotes.revise" quotes::revise(ById) -> view::Outcome [Quotes Outbox];
            write "quotes.extend" quotes::extend(Extend) -> view::Outcome [Quotes Outbox];
            write "drafts.open" drafts::open(OpenDraft) -> view::DraftSheet [Drafts Quotes Invoices];
            write "drafts.put" drafts::put(view::Draft) -> view::DraftSheet [Drafts Quotes Invoices];
            read "drafts.show" drafts::show(ById) -> view::DraftSheet [Drafts Outbox Customers Catalogue Settings];
            read "drafts.preview" drafts::preview(ById) -> PreviewPages [Drafts Customers Settings];
            write "drafts.delete" drafts::delete(ById) -> view::Draft [Drafts Quotes Invoices];
            read "invoices.show" invoices::show(ById) -> view::InvoiceSheet [Invoices Payments Quotes Drafts Subscriptions Customers Documents Outbox];
            write "invoices.save" invoices::save(ById) -> view::Outcome [Invoices Drafts Customers Catalogue Outbox];
            write "invoices.finalize" invoices::finalize(ById) -> view::Outcome [Invoices Drafts Customers Catalogue Outbox];
            write "invoices.pay_out_of_band" invoices::pay_out_of_band(PaidOutOfBand) -> view::Outcome [Invoices Payments Outbox];
            write "invoices.void" invoices::void(ById) -> view::Outcome [Invoices Outbox];
            write "invoices.mark_uncollectible" invoices::mark_uncollectible(ById) -> view::Outcome [Invoices Outbox];
            write "invoices.delete" invoices::delete(ById) -> view::Outcome [Invoices Outbox];
            write "invoices.send" invoices::send(ById) -> view::Outcome [Invoices Outbox];
            write "invoices.revise" invoices::revise(ById) -> view::Outcome [Invoices Outbox];
            read "invoices.page_code" invoices::page_code(ById) -> view::PageCode [Invoices];
            read "credit_notes.show" credit_notes::show(ById) -> view::CreditNoteSheet [Invoices Documents Outbox];
            read "credit_notes.preview" credit_notes::preview(view::CreditWish) -> view::CreditPreview [Invoices Settings];
            write "credit_notes.create" credit_notes::create(view::CreditWish) -> view::Outcome [Invoices Customers Outbox];
            write "credit_notes.void" credit_notes::void(ById) -> view::Outcome [Invoices Outbox];
            read "acts.before" records::before(BeforeAct) -> Vec<view::Caution> [Quotes Invoices Drafts Customers Settings];
            read "payments.show" payments::show(ById) -> view::PaymentSheet [Payments Invoices Customers Outbox];
            write "payments.charge" payments::charge(ChargeCard) -> view::Charged [Payments Invoices Outbox];
            write "payments.go_on" payments::go_on(ById) -> view::Charged [Payments Invoices Outbox];
            write "payments.capture" payments::capture(CapturePayment) -> view::Outcome [Payments Invoices Outbox];
            write "payments.cancel" payments::cancel(ById) -> view::Outcome [Payments Outbox];
            write "payments.refund" payments::refund(RefundPayment) -> view::Outcome [Payments Invoices Outbox];
            write "payments.receipt" payments::receipt(ById) -> view::WebPage [];
            write "payments.collect" payments::collect(CollectAmount) -> view::Charged [Payments Outbox];
            read "cards.list" cards::list(ById) -> Vec<view::SavedCard> [Customers];
            write "cards.attach" cards::attach(OfCard) -> view::Outcome [Customers Outbox];
            write "cards.detach" cards::detach(OfCard) -> view::Outcome [Customers Outbox];
            write "cards.make_default" cards::make_default(OfCard) -> view::Outcome [Customers Outbox];
            read "mail.preview" mail::preview(OfRecord) -> view::MailText [Quotes Invoices Customers Settings];
            write "mail.draft" mail::draft(OfRecord) -> view::MailDraft [Documents];
            write "mail.opened" mail::opened(OfRecord) -> Nothing [Quotes Invoices];
            write "mail.sent" mail::sent(OfRecord) -> Nothing [Quotes Invoices];
            write "documents.fetch" documents::fetch(OfRecord) -> view::DocumentView [Documents];
            write "documents.save" documents::save(OfRecord) -> SavedFile [Documents];
            read "packs.look" packs::look(PackDays) -> view::PackLook [Invoices Quotes Documents];
            write "packs.make" packs::make(MakePack) -> view::PackMade [Documents];
            read "packs.status" packs::status(Nothing) -> view::PackStatus [Documents];
            write "packs.cancel" packs::cancel(Nothing) -> view::PackStatus [Documents];
            read "till.question" till::question(view::CardWanted) -> view::CardQuestion [Invoices Customers];
            write "till.look_again" till::look_again(LookAgain) -> view::CardTaken [Invoices Subscriptions Customers];
            read "subscriptions.show" subscriptions::show(OfRecord) -> view::SubscriptionSheet [Subscriptions Invoices Quotes Customers];
            read "subscriptions.upcoming" subscriptions::upcoming(ById) -> Option<view::InvoicePreview> [Subscriptions Invoices Customers Catalogue];
            read "subscriptions.preview" subscriptions::preview(view::SubscriptionChange) -> view::ChangePreview [Subscriptions];
            write "subscriptions.change" subscriptions::change(view::SubscriptionChange) -> view::Outcome [Subscriptions Invoices Outbox];
            write "subscriptions.pause" subscriptions::pause(PauseSubscription) -> view::Outcome [Subscriptions Outbox];
            write "subscriptions.use_card" subscriptions::use_card(UseCard) -> view::Outcome [Subscriptions Outbox];
            write "subscriptions.resume" subscriptions::resume(ById) -> view::Outcome [Subscriptions Invoices Outbox];
            write "subscriptions.end_trial" subscriptions::end_trial(ById) -> view::Outcome [Subscriptions Invoices Outbox];
            write "subscriptions.keep" subscriptions::keep(ById) -> view::Outcome [Subscriptions Outbox];
            read "subscriptions.preview_end" subscriptions::preview_end(view::SubscriptionEnd) -> Option<view::InvoicePreview> [Subscriptions];
            write "subscriptions.cancel" subscriptions::cancel(view::SubscriptionEnd) -> view::Outcome [Subscriptions Invoices Outbox];
            write "schedules.cancel" subscriptions::cancel_schedule(ById) -> view::Outcome [Subscriptions Outbox];
            write "schedules.release" subscriptions::release_schedule(ById) -> view::Outcome [Subscriptions Outbox];
            read "customers.show" customers::show(ById) -> view::CustomerSheet [Customers Quotes Invoices Subscriptions Outbox];
            write "customers.put" customers::put(PutCustomer) -> view::Outcome [Customers Outbox];
            read "customers.pick" customers::pick(Pick) -> Found [Customers];
            read "products.show" catalogue::show(ById) -> view::ProductSheet [Catalogue Outbox];
            write "products.create" catalogue::create(CreateProduct) -> view::Outcome [Catalogue Outbox];
            write "products.add_price" catalogue::add_price(AddPrice) -> view::Outcome [Catalogue Outbox];
            read "prices.pick" catalogue::pick(Pick) -> Vec<view::PriceView> [Catalogue];
            read "tax_rates.list" catalogue::tax_rates(Nothing) -> Vec<view::TaxRateView> [Catalogue];
            read "amounts.read" app::read_amount(ReadAmount) -> Reading [Settings];
            read "outbox.list" outbox::list(Nothing) -> Vec<view::OutboxItem> [Outbox];
            write "outbox.retry" outbox::retry(ById) -> view::Outcome [Outbox Quotes Invoices Payments];
            write "outbox.dismiss" outbox::dismiss(ById) -> Nothing [Outbox Quotes Invoices Payments];
            write "sync.run" app::sync(SyncNow) -> view::SyncView [Sync];
            write "practice.advance" practice::advance(LetPass) -> view::PracticeTime [Account Quotes Invoices Subscriptions Customers Sync];
            read "settings.show" app::settings(Nothing) -> view::Settings [Settings];
            write "app.attend" app::attend(Attend) -> Nothing [];
            write "settings.put" app::put_settings(view::Settings) -> view::Settings [Settings];
            read "care.health" care::health(Nothing) -> view::Health [];
            read "care.look" care::look(Nothing) -> view::Care [Account Settings];
            write "care.back_up" care::back_up(Nothing) -> view::Care [Settings];
            write "care.repair" care::repair(Repair) -> view::Repaired [Account];
            read "accounts.list" accounts::list(Nothing) -> Vec<view::AccountView> [Account];
            read "accounts.permissions" accounts::permissions(Nothing) -> view::KeyNeeds [];
            write "accounts.check" accounts::check(CheckKey) -> view::KeyCheck [];
            write "accounts.connect" accounts::connect(ConnectAccount) -> view::AccountView [Account];
            write "accounts.let_go" accounts::let_go(Nothing) -> Nothing [];
            write "accounts.confirm_live" accounts::confirm_live(Nothing) -> Nothing [];
            write "accounts.use" accounts::select(ById) -> view::AccountView [Account];
            write "accounts.remove" accounts::remove(ById) -> Nothing [Account];
        }
    };
}
pub(crate) use with_commands;

macro_rules! names {
    ($($kind:ident $name:literal $module:ident :: $handler:ident ($request:ty) -> $reply:ty [$($tag:ident)*];)*) => {
        /// Every command there is.
        pub const COMMANDS: &[Command] = &[
            $(Command { name: $name, writes: names!(@ $kind), tags: &[$(Tag::$tag),*] },)*
        ];
    };
    (@ read) => { false };
    (@ written) => { false };
    (@ write) => { true };
}
with_commands!(names);
