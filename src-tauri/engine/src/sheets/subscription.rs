//! The sheet of a subscription, and of a schedule that will become one.

mod owed;

use super::history::History;
use super::{acts, collection, customer, links, quote, record, small, typed};
use crate::account::Account;
use crate::lists::Rows;
use crate::shape;
use crate::under_way;
use crate::view::{
    Collection, HeldInvoices, Hold, Link, NextInvoice, Noun, Problem, Row, SchedulePhase,
    SheetLine, SubscriptionPart, SubscriptionSheet, Terms, Verb,
};
use crate::{amounts, facts, json};
use cache::{Kind, Read, Record};
use model::subscription::{Next, next};
use stripe::resources::{Price, Subscription, SubscriptionItem, SubscriptionSchedule};

/// The sheet of a subscription or of a schedule.
pub async fn show(account: &Account, noun: Noun, id: &str) -> Result<SubscriptionSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account
        .cache
        .read(move |r| {
            Ok(match shape::kind_of(noun) {
                Some(Kind::SubscriptionSchedule) => schedule(r, &id, now),
                _ => sheet(r, &id, now),
            })
        })
        .await?
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<SubscriptionSheet, Problem> {
    let record = record(r, Kind::Subscription, id)?;
    let subscription: Subscription = typed(&record.raw)?;
    let rows = Rows::new(r, now)?;
    let row = rows.of(&record)?;
    let items = subscription
        .items
        .data
        .iter()
        .map(|item| line(r, item, &subscription.currency));
    let period = subscription
        .items
        .data
        .iter()
        .min_by_key(|item| item.current_period_end);
    let invoices = r.records().children(Kind::Invoice, id)?.into_iter();
    let invoices: Vec<Row> = invoices
        .map(|invoice| rows.show(invoice))
        .collect::<Result<_, _>>()?;
    let stands = facts::of_subscription(&record.columns, &record.raw);
    let comes = next(&stands);
    let items: Vec<SheetLine> = items.collect::<Result<_, _>>()?;
    Ok(SubscriptionSheet {
        customer: customer(r, &record)?,
        parts: parts(&subscription, &items),
        items,
        card: subscription
            .default_payment_method
            .as_ref()
            .map(|card| card.id().to_owned()),
        keeps_cards: json::text(&record.raw, "payment_settings.save_default_payment_method")
            == Some("on_subscription"),
        hold: hold(&subscription),
        phases: Vec::new(),
        actions: acts::of_subscription(&stands, row.pending),
        problem: under_way::problem(r, Kind::Subscription, id)?,
        per: row.per.clone(),
        period_start: period.map(|item| item.current_period_start),
        period_end: period.map(|item| item.current_period_end),
        next: match comes {
            Next::Bills { at } => Some(NextInvoice {
                at,
                amount: row.amount.clone(),
            }),
            Next::Ends { .. } | Next::Nothing => None,
        },
        owed: owed::owed(r, &rows, &stands.status, &invoices, now)?,
        end_reason: owed::end_reason(&record.raw),
        invoices,
        history: history(r, &record, &subscription, comes, now)?,
        links: ways(r, &record, &subscription)?,
        terms: terms(&subscription),
        row,
    })
}

/// The items as they are changed, beside the lines that show them.
fn parts(subscription: &Subscription, lines: &[SheetLine]) -> Vec<SubscriptionPart> {
    let items = subscription.items.data.iter();
    items
        .zip(lines)
        .map(|(item, line)| SubscriptionPart {
            item: item.id.clone(),
            price: item.price.id.clone(),
            title: line.title.clone(),
            quantity: item.quantity,
            unit: line.unit.clone(),
        })
        .collect()
}

fn hold(subscription: &Subscription) -> Option<Hold> {
    let hold = subscription.pause_collection.as_ref()?;
    Some(Hold {
        invoices: match hold.behavior.as_str() {
            "void" => HeldInvoices::Void,
            "mark_uncollectible" => HeldInvoices::MarkUncollectible,
            _ => HeldInvoices::KeepAsDraft,
        },
        until: hold.resumes_at,
    })
}

fn line(r: &Read<'_>, item: &SubscriptionItem, currency: &str) -> Result<SheetLine, Problem> {
    let quantity = item.quantity.unwrap_or(1);
    let price = &item.price;
    priced(r, price, quantity, currency)
}

fn priced(
    r: &Read<'_>,
    price: &Price,
    quantity: i64,
    currency: &str,
) -> Result<SheetLine, Problem> {
    let product = r.records().get(Kind::Product, price.product.id())?;
    let name = product
        .as_ref()
        .map(|product| product.columns.title.clone());
    let title = name
        .or_else(|| price.nickname.clone())
        .unwrap_or_else(|| price.product.id().to_owned());
    let exact = price
        .unit_amount_decimal
        .as_ref()
        .map(|exact| exact.as_str().to_owned());
    let exact = exact.or_else(|| price.unit_amount.map(|minor| minor.to_string()));
    let amount = exact.and_then(|exact| {
        let unit =
            model::UnitAmount::parse_minor(&exact, model::Currency::parse(currency)?).ok()?;
        unit.times(u64::try_from(quantity).ok()?).ok()
    });
    Ok(SheetLine {
        detail: product
            .and_then(|product| json::owned(&product.raw, "description"))
            .filter(|detail| *detail != title),
        title,
        quantity,
        unit: quote::unit(price),
        // Tiered and metered prices come to what was used, which is not known before.
        amount: amount.map_or_else(|| amounts::amount(0, currency), amounts::of),
        notes: if amount.is_some() {
            Vec::new()
        } else {
            vec!["By use; the invoice says how much.".to_owned()]
        },
        per: quote::per(price),
    })
}

fn history(
    r: &Read<'_>,
    record: &Record,
    subscription: &Subscription,
    comes: Next,
    now: i64,
) -> Result<Vec<crate::view::Moment>, Problem> {
    let mut history = History::at(now);
    history.note(Some(subscription.created), "created", None);
    if subscription.start_date != subscription.created {
        history.note(Some(subscription.start_date), "starts", None);
    }
    match comes {
        Next::Bills { at } => history.note(Some(at), "period_ends", None),
        Next::Ends { at } => history.note(Some(at), "ended", None),
        Next::Nothing => {}
    }
    // An end at once is one moment, not two.
    let asked = subscription.canceled_at;
    history.note(
        asked.filter(|_| asked != subscription.ended_at),
        "canceled",
        None,
    );
    history.note(subscription.ended_at, "ended", None);
    history.tell(r, Kind::Subscription, &record.id)
}

fn ways(r: &Read<'_>, record: &Record, subscription: &Subscription) -> Result<Vec<Link>, Problem> {
    let mut ways = Vec::new();
    let customer = record.columns.customer.as_deref();
    let behind = links::quote_behind(r, customer, "subscription", &record.id)?;
    let behind = match (&behind, &subscription.schedule) {
        (None, Some(schedule)) => {
            links::quote_behind(r, customer, "subscription_schedule", schedule.id())?
        }
        _ => behind,
    };
    ways.extend(behind);
    if let Some(schedule) = &subscription.schedule {
        ways.push(links::to(
            r,
            Kind::SubscriptionSchedule,
            schedule.id(),
            "schedule",
        )?);
    }
    if let Some(invoice) = &subscription.latest_invoice {
        ways.push(links::to(r, Kind::Invoice, invoice.id(), "invoice")?);
    }
    Ok(ways)
}

fn terms(subscription: &Subscription) -> Terms {
    let settings = subscription.invoice_settings.as_ref();
    let trial = subscription.trial_start.zip(subscription.trial_end);
    let days = trial.map(|(start, end)| {
        end.saturating_sub(start)
            .div_euclid(model::calendar::DAY_SECONDS)
    });
    Terms {
        collection: collection(&subscription.collection_method),
        days_until_due: small(subscription.days_until_due),
        starts_at: Some(subscription.start_date).filter(|start| *start != subscription.created),
        trial_days: small(days).filter(|days| *days > 0),
        until: subscription.cancel_at,
        header: None,
        description: subscription.description.clone(),
        footer: settings.and_then(|settings| settings.footer.clone()),
    }
}

/// Whether an act on a schedule in this state of Stripe's is possible, and if not, why.
pub(crate) fn schedule_may(verb: Verb, state: &str) -> Result<(), &'static str> {
    match (verb, state) {
        (Verb::Cancel | Verb::Release, "not_started" | "active") => Ok(()),
        (_, "released") => Err("This schedule has let its subscription go already."),
        (_, "canceled") => Err("This schedule was canceled."),
        (_, "completed") => Err("This schedule is over."),
        _ => Err("A schedule is canceled or released, nothing else."),
    }
}

/// The sheet of a schedule: what will be, as its first phase says.
fn schedule(r: &Read<'_>, id: &str, now: i64) -> Result<SubscriptionSheet, Problem> {
    let record = record(r, Kind::SubscriptionSchedule, id)?;
    let schedule: SubscriptionSchedule = typed(&record.raw)?;
    let row = Rows::new(r, now)?.of(&record)?;
    let phase = schedule.phases.first();
    let phases: Vec<SchedulePhase> = schedule
        .phases
        .iter()
        .map(|phase| {
            Ok(SchedulePhase {
                start: phase.start_date,
                end: phase.end_date,
                items: phase_items(r, phase)?,
            })
        })
        .collect::<Result<_, Problem>>()?;
    let items = phases
        .first()
        .map_or(Vec::new(), |phase| phase.items.clone());
    let mut history = History::at(now);
    history.note(Some(schedule.created), "created", None);
    history.note(schedule.starts_at(), "starts", None);
    history.note(schedule.canceled_at, "canceled", None);
    history.note(
        schedule.completed_at.or(schedule.released_at),
        "ended",
        None,
    );
    let mut ways = Vec::new();
    let customer_id = record.columns.customer.as_deref();
    ways.extend(links::quote_behind(
        r,
        customer_id,
        "subscription_schedule",
        id,
    )?);
    if let Some(subscription) = &schedule.subscription {
        ways.push(links::to(
            r,
            Kind::Subscription,
            subscription.id(),
            "subscription",
        )?);
    }
    let waits = record.columns.state == "not_started";
    let starts = schedule.starts_at();
    let trial = phase.and_then(|phase| Some((phase.trial_end?, phase.start_date)));
    let settings = phase.and_then(|phase| phase.invoice_settings.as_ref());
    let days = json::int(
        &record.raw,
        "default_settings.invoice_settings.days_until_due",
    );
    let method = json::text(&record.raw, "default_settings.collection_method");
    let method = phase
        .and_then(|phase| phase.collection_method.as_ref())
        .map_or(method, |own| Some(own.as_str()));
    Ok(SubscriptionSheet {
        customer: customer(r, &record)?,
        per: row.per.clone(),
        period_start: None,
        period_end: None,
        next: starts.filter(|_| waits).map(|at| NextInvoice {
            at,
            amount: row.amount.clone(),
        }),
        owed: None,
        end_reason: None,
        invoices: Vec::new(),
        history: history.tell(r, Kind::SubscriptionSchedule, id)?,
        links: ways,
        terms: Terms {
            collection: match method {
                Some("charge_automatically") => Collection::ChargeAutomatically,
                _ => Collection::SendInvoice,
            },
            days_until_due: small(
                settings
                    .and_then(|settings| settings.days_until_due)
                    .or(days),
            ),
            starts_at: starts,
            trial_days: small(trial.map(|(end, start)| {
                end.saturating_sub(start)
                    .div_euclid(model::calendar::DAY_SECONDS)
            })),
            until: None,
            header: None,
            description: phase.and_then(|phase| phase.description.clone()),
            footer: settings.and_then(|settings| settings.footer.clone()),
        },
        items,
        parts: Vec::new(),
        card: None,
        keeps_cards: false,
        hold: None,
        phases,
        actions: acts::of_schedule(
            |verb| schedule_may(verb, &record.columns.state),
            row.pending,
        ),
        problem: under_way::problem(r, Kind::SubscriptionSchedule, id)?,
        row,
    })
}

fn phase_items(
    r: &Read<'_>,
    phase: &stripe::resources::SchedulePhase,
) -> Result<Vec<SheetLine>, Problem> {
    let mut items = Vec::new();
    for item in &phase.items {
        if let Some(price) = r.records().get(Kind::Price, item.price.id())? {
            let quantity = item.quantity.unwrap_or(1);
            items.push(priced(r, &typed(&price.raw)?, quantity, &phase.currency)?);
        }
    }
    Ok(items)
}
