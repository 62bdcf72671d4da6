//! Payments: shown, charged, given back. Who, how much and with which card is said before.

use super::{cards, list, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{ChargeArgs, CollectArgs, PaymentVerb, PdfArgs, Reason, RefundArgs};
use crate::desk::Session;
use crate::print::words;
use commands::view::{
    Amount, Charged, Code, InvoiceSheet, Noun, Outcome, OutcomeState, PaymentSheet, Problem,
    RefundReason, WebPage,
};
use commands::{
    ById, CapturePayment, ChargeCard, CollectAmount, ReadAmount, Reading, RefundPayment,
};

pub(crate) async fn run(session: &Session, verb: PaymentVerb) -> Result<Answer, Problem> {
    match verb {
        PaymentVerb::List(args) => list::run(session, Noun::Payment, args).await,
        PaymentVerb::Show { id } => {
            let id = find(session, &id).await?;
            let (json, text) = record::sheet(session, Noun::Payment, &id).await?;
            Answer::new(&json, text)
        }
        PaymentVerb::Charge(args) => charge(session, args).await,
        PaymentVerb::Collect(args) => collect(session, args).await,
        PaymentVerb::Continue { id } => {
            session.may_write().await?;
            let id = find(session, &id).await?;
            let charged: Charged = session
                .ask("payments.go_on", &ById { id: id.clone() })
                .await?;
            answer(session, charged, "Looked.", (Noun::Payment, &id)).await
        }
        PaymentVerb::Refund(args) => refund(session, args).await,
        PaymentVerb::Receipt { id } => {
            let id = find(session, &id).await?;
            let page: WebPage = session.ask("payments.receipt", &ById { id }).await?;
            let text = page.url.clone();
            Answer::new(&page, text)
        }
        PaymentVerb::Pdf(args) => {
            let id = find(session, &args.id).await?;
            papers::run(session, &[Noun::Payment], PdfArgs { id, ..args }).await
        }
        PaymentVerb::Capture { id, amount } => capture(session, &id, amount).await,
        PaymentVerb::Cancel { id } => {
            let said = "It can no longer be paid; what is held is let go. This cannot be undone.";
            act(session, &id, ("payments.cancel", "Given up."), said).await
        }
    }
}

/// The payment of this id, or the latest one of the invoice that is called so.
async fn find(session: &Session, text: &str) -> Result<String, Problem> {
    if text.trim().starts_with("pi_") {
        return Ok(text.trim().to_owned());
    }
    let invoice = resolve::id(session, Noun::Invoice, text).await;
    let invoice = invoice.map_err(|problem| match problem.code {
        Code::NotFound => Problem::new(
            Code::NotFound,
            format!("There is no payment “{text}” here, and no invoice that is called so."),
        )
        .hint("See them with “counterfoil payment list”. A payment is called by its id, or by its invoice."),
        _ => problem,
    })?;
    let sheet: InvoiceSheet = session.ask("invoices.show", &ById { id: invoice }).await?;
    let latest = sheet.payments.into_iter().next();
    latest.map(|payment| payment.row.id).ok_or_else(|| {
        Problem::new(Code::NotFound, "This invoice has no payment yet.")
            .hint("Finalizing an invoice opens its payment.")
    })
}

async fn charge(session: &Session, args: ChargeArgs) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let (noun, id, amount, customer) = if args.id.starts_with("pi_") {
        let sheet: PaymentSheet = session
            .ask(
                "payments.show",
                &ById {
                    id: args.id.clone(),
                },
            )
            .await?;
        (Noun::Payment, args.id.clone(), sheet.amount, sheet.customer)
    } else {
        let id = resolve::id(session, Noun::Invoice, &args.id).await?;
        let sheet: InvoiceSheet = session
            .ask("invoices.show", &ById { id: id.clone() })
            .await?;
        (Noun::Invoice, id, sheet.remaining, sheet.customer)
    };
    let Some(customer) = customer else {
        return Err(Problem::new(
            Code::NotAllowed,
            "Nobody is to pay this, so there is no card to charge.",
        ));
    };
    let card = cards::find(session, &customer.id, &args.card).await?;
    let part = match &args.part {
        Some(part) => Some(session.as_read(part, &amount.currency, "part").await?),
        None => None,
    };
    // Where nothing is left, the answer says so.
    let said = format!(
        "Charging {} of {}: {}, {} account. {}",
        card.name,
        customer.name,
        part.as_deref().unwrap_or(&amount.text),
        words::mode(mode),
        if args.present {
            "The bank may ask its customer."
        } else {
            "The customer is not asked."
        },
    );
    session.remark_if(amount.minor > 0, &said);
    let ask = ChargeCard {
        noun,
        id: id.clone(),
        card: card.id,
        present: args.present,
        part: args.part,
        shown: Some(amount.minor),
    };
    let charged: Charged = session.ask("payments.charge", &ask).await?;
    answer(session, charged, "Charged.", (noun, &id)).await
}

async fn collect(session: &Session, args: CollectArgs) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let currency = match args.currency {
        Some(code) => code.to_lowercase(),
        None => session.account().await?.currency,
    };
    let customer = match &args.customer {
        Some(customer) => Some(resolve::id(session, Noun::Customer, customer).await?),
        None => None,
    };
    let card = match (&args.card, &customer) {
        (Some(card), Some(customer)) => Some(cards::find(session, customer, card).await?),
        _ => None,
    };
    let amount = session.as_read(&args.amount, &currency, "amount").await?;
    session.remark(&format!(
        "Collecting {amount}: {}, {} account.",
        card.as_ref()
            .map_or("by a link to pay at", |card| card.name.as_str()),
        words::mode(mode),
    ));
    let ask = CollectAmount {
        typed: false,
        keep: false,
        customer,
        currency,
        amount: args.amount,
        description: args.what,
        card: card.map(|card| card.id),
        present: args.present,
        hold: args.hold,
    };
    let charged: Charged = session.ask("payments.collect", &ask).await?;
    match (&charged.payment, &charged.page) {
        (Some(payment), _) => {
            let id = payment.clone();
            answer(session, charged, "Collected.", (Noun::Payment, &id)).await
        }
        (None, Some(page)) => {
            let text = format!("Whoever has this link can pay once:\n{page}");
            Answer::new(&charged, text)
        }
        (None, None) => writing::answer(session, charged.outcome, "Collected.", None).await,
    }
}

/// A charge that went through, or the page that it leads to.
async fn answer(
    session: &Session,
    charged: Charged,
    said: &str,
    shown: (Noun, &str),
) -> Result<Answer, Problem> {
    let page = charged.page.clone();
    let payment = charged.payment.clone();
    let said = match &page {
        Some(page) if charged.outcome.state == OutcomeState::Done => format!(
            "Nothing is taken yet. Open this page, then “counterfoil payment continue {}”:\n{page}",
            payment.as_deref().unwrap_or_default()
        ),
        _ => said.to_owned(),
    };
    let mut answer = writing::answer(session, charged.outcome, &said, Some(shown)).await?;
    answer.json["page"] = page.into();
    answer.json["payment"] = payment.into();
    Ok(answer)
}

async fn refund(session: &Session, args: RefundArgs) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = find(session, &args.id).await?;
    let sheet: PaymentSheet = session
        .ask("payments.show", &ById { id: id.clone() })
        .await?;
    let amount = match &args.amount {
        Some(amount) => {
            let currency = &sheet.received.currency;
            session.as_read(amount, currency, "amount").await?
        }
        None => sheet.refundable.text.clone(),
    };
    session.remark(&format!(
        "Giving back {amount} of {} to {}, {} account. Stripe keeps its fees. This cannot be undone.",
        sheet.received.text,
        sheet
            .customer
            .as_ref()
            .map_or("whoever paid", |customer| customer.name.as_str()),
        words::mode(mode),
    ));
    let ask = RefundPayment {
        id: id.clone(),
        amount: args.amount,
        reason: match args.reason {
            Reason::Requested => RefundReason::RequestedByCustomer,
            Reason::Duplicate => RefundReason::Duplicate,
            Reason::Fraudulent => RefundReason::Fraudulent,
        },
        shown: Some(sheet.refundable.minor),
    };
    let outcome: Outcome = session.ask("payments.refund", &ask).await?;
    writing::answer(session, outcome, "Refunded.", Some((Noun::Payment, &id))).await
}

async fn capture(session: &Session, text: &str, amount: Option<String>) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = find(session, text).await?;
    let sheet: PaymentSheet = session
        .ask("payments.show", &ById { id: id.clone() })
        .await?;
    let held = &sheet.held;
    // Where nothing is held, the answer says so.
    if held.minor > 0 {
        let (taken, rest) = of_held(session, held, amount.as_deref()).await?;
        session.remark(&format!(
            "Taking {taken}, {} account.{rest} This cannot be undone, only refunded.",
            words::mode(mode)
        ));
    }
    let ask = CapturePayment {
        id: id.clone(),
        amount,
        shown: Some(held.minor).filter(|held| *held > 0),
    };
    let outcome: Outcome = session.ask("payments.capture", &ask).await?;
    writing::answer(session, outcome, "Taken.", Some((Noun::Payment, &id))).await
}

/// What is taken of what is held, and what becomes of the rest.
async fn of_held(
    session: &Session,
    held: &Amount,
    amount: Option<&str>,
) -> Result<(String, String), Problem> {
    let Some(text) = amount else {
        return Ok((format!("the {} that is held", held.text), String::new()));
    };
    let ask = ReadAmount {
        text: text.to_owned(),
        currency: held.currency.clone(),
        moved: true,
        most: Some(held.minor),
    };
    let reading: Reading = session.ask("amounts.read", &ask).await?;
    let Some(taken) = reading.amount else {
        let message = reading.message.unwrap_or_default();
        return Err(Problem::new(Code::InvalidInput, message.clone()).field("amount", message));
    };
    let rest = reading.rest.filter(|rest| rest.minor > 0);
    let rest = rest.map_or_else(String::new, |rest| {
        format!(" The other {} are let go.", rest.text)
    });
    Ok((
        format!("{} of the {} that is held", taken.text, held.text),
        rest,
    ))
}

async fn act(
    session: &Session,
    text: &str,
    (command, done): (&str, &str),
    meaning: &str,
) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = find(session, text).await?;
    let sheet: PaymentSheet = session
        .ask("payments.show", &ById { id: id.clone() })
        .await?;
    session.remark(&format!(
        "{}, {} account. {meaning}",
        sheet.amount.text,
        words::mode(mode)
    ));
    let outcome: Outcome = session.ask(command, &ById { id: id.clone() }).await?;
    writing::answer(session, outcome, done, Some((Noun::Payment, &id))).await
}
