//! The sheet of a quote. Its figures are Stripe's own; the model is asked only how it stands, what
//! may be done with it, and what accepting it will create.

use super::history::History;
use super::shares::{self, Sums};
use super::{acts, collection, customer, links, record, small, typed};
use crate::account::Account;
use crate::drafting::figures::accepting;
use crate::lists::Rows;
use crate::quoting::{Told, next_charge};
use crate::view::{
    Amount, Birth, Link, Moment, Problem, QuoteSheet, RecurringTotals, SheetLine, Terms, Totals,
};
use crate::{amounts, documents, facts, json};
use cache::{Kind, Read, Record};
use model::line::{Interval, IntervalUnit};
use model::quote::{Deal, Standing, births, standing};
use model::{Currency, Money};
use stripe::resources::{Price, Quote, QuoteLineItem, QuoteTotalDetails};

/// The sheet of a quote at Stripe.
pub async fn show(account: &Account, id: &str) -> Result<QuoteSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account.cache.read(move |r| Ok(sheet(r, &id, now))).await?
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<QuoteSheet, Problem> {
    let record = record(r, Kind::Quote, id)?;
    let quote: Quote = typed(&record.raw)?;
    let row = Rows::new(r, now)?.of(&record)?;
    let standing = standing(&facts::of_quote(&record.columns, &record.raw), now);
    let document = documents::view(r, &record)?;
    let upfront = upfront(r, &record, &quote)?;
    let recurring = recurring(r, &record, &quote)?;
    let accept = matches!(
        standing,
        Standing::Draft | Standing::Open | Standing::Expiring { .. }
    );
    let kept = document.source == "stripe";
    Ok(QuoteSheet {
        customer: customer(r, &record)?,
        lines: lines(r, &quote)?,
        births: if accept {
            birth_list(r, &quote, now)
        } else {
            Vec::new()
        },
        actions: acts::of_quote(&standing, kept, row.pending),
        document: Some(document),
        history: history(r, &record, &quote, &standing, now)?,
        links: ways(r, &record, &quote)?,
        terms: terms(&quote),
        revision: quote.number.as_deref().and_then(revision),
        draft: r.drafts().of_record(id)?.map(|draft| draft.id),
        headline: headline(&upfront, recurring.as_ref()),
        problem: crate::under_way::problem(r, Kind::Quote, id)?,
        upfront,
        recurring,
        row,
    })
}

fn code(quote: &Quote) -> &str {
    quote.currency.as_deref().unwrap_or_default()
}

fn lines(r: &Read<'_>, quote: &Quote) -> Result<Vec<SheetLine>, Problem> {
    let items = quote.line_items.iter().flat_map(|list| &list.data);
    items.map(|item| line(r, item)).collect()
}

fn line(r: &Read<'_>, item: &QuoteLineItem) -> Result<SheetLine, Problem> {
    let product = item.price.as_ref().map(|price| price.product.id());
    let product = match product {
        Some(id) => r.records().get(Kind::Product, id)?,
        None => None,
    };
    let name = product
        .as_ref()
        .map(|product| product.columns.title.clone());
    let title = item.description.clone().or(name).unwrap_or_default();
    let detail = product.and_then(|product| json::owned(&product.raw, "description"));
    let mut notes = Vec::new();
    for one in &item.discounts {
        let coupon = one.discount.source.coupon.as_ref();
        let label = coupon.map(|coupon| serde_json::json!({ "source": { "coupon": coupon.id() } }));
        let label = shares::discount(r, &label.unwrap_or_default())?;
        let off = amounts::amount(one.amount.saturating_neg(), &item.currency);
        notes.push(format!("{label}: {}", off.text));
    }
    for tax in &item.taxes {
        let how = if tax.rate.inclusive { ", included" } else { "" };
        notes.push(format!(
            "{} {} %{how}",
            tax.rate.display_name, tax.rate.percentage
        ));
    }
    Ok(SheetLine {
        detail: detail.filter(|detail| *detail != title),
        title,
        quantity: item.quantity.unwrap_or(1),
        unit: item.price.as_ref().and_then(unit),
        amount: amounts::amount(item.amount_subtotal, &item.currency),
        per: item.price.as_ref().and_then(per),
        notes,
    })
}

/// The price of one; none where it depends on how many.
pub(super) fn unit(price: &Price) -> Option<Amount> {
    match (&price.unit_amount_decimal, price.unit_amount) {
        (Some(exact), _) => amounts::unit(exact.as_str(), &price.currency),
        (None, Some(minor)) => Some(amounts::amount(minor, &price.currency)),
        (None, None) => None,
    }
}

/// How often a price recurs.
pub(super) fn per(price: &Price) -> Option<crate::view::Per> {
    let recurring = price.recurring.as_ref()?;
    Some(amounts::rhythm(
        recurring.interval.as_str(),
        recurring.interval_count,
    ))
}

fn upfront(r: &Read<'_>, record: &Record, quote: &Quote) -> Result<Totals, Problem> {
    let of = &quote.computed.upfront;
    figures(
        r,
        record,
        quote,
        "upfront",
        (of.amount_subtotal, of.amount_total, &of.total_details),
    )
}

fn recurring(
    r: &Read<'_>,
    record: &Record,
    quote: &Quote,
) -> Result<Option<RecurringTotals>, Problem> {
    let Some(of) = &quote.computed.recurring else {
        return Ok(None);
    };
    let sums = (of.amount_subtotal, of.amount_total, &of.total_details);
    let totals = figures(r, record, quote, "recurring", sums)?;
    Ok(Some(RecurringTotals {
        per: amounts::rhythm(of.interval.as_str(), of.interval_count),
        totals,
    }))
}

fn figures(
    r: &Read<'_>,
    record: &Record,
    quote: &Quote,
    set: &str,
    (subtotal, total, details): (i64, i64, &QuoteTotalDetails),
) -> Result<Totals, Problem> {
    let own = json::at(
        &record.raw,
        &format!("computed.{set}.total_details.breakdown"),
    );
    let whole = json::at(&record.raw, "total_details.breakdown");
    let sums = Sums {
        subtotal,
        discount: details.amount_discount,
        tax: details.amount_tax,
        total,
        currency: code(quote),
        breakdown: if own.is_object() { own } else { whole },
        rates: json::items(&record.raw, "default_tax_rates"),
    };
    shares::totals(r, &sums)
}

/// What stands large: what is charged first, or what recurs where nothing is charged first.
fn headline(upfront: &Totals, recurring: Option<&RecurringTotals>) -> Amount {
    match recurring {
        Some(recurring) if upfront.total.minor == 0 => recurring.totals.total.clone(),
        _ => upfront.total.clone(),
    }
}

/// What accepting creates, by Stripe's own figures.
fn birth_list(r: &Read<'_>, quote: &Quote, now: i64) -> Vec<Birth> {
    let Some(currency) = Currency::parse(code(quote)) else {
        return Vec::new();
    };
    let money = |minor| Money::new(minor, currency);
    let data = &quote.subscription_data;
    let trial_days = small(data.trial_period_days).filter(|days| *days > 0);
    let recurring = quote.computed.recurring.as_ref().and_then(|each| {
        let unit = IntervalUnit::parse(each.interval.as_str())?;
        let count = u32::try_from(each.interval_count).ok()?;
        let upfront = quote.computed.upfront.amount_total;
        let told = Told {
            upfront,
            recurring: each.amount_total,
            starts_at: data.effective_date,
            trial_days,
        };
        let next = next_charge(r, &quote.id, told, now).unwrap_or_else(|| money(each.amount_total));
        Some((next, Interval { unit, count }))
    });
    let once = |item: &&QuoteLineItem| {
        item.price
            .as_ref()
            .is_none_or(|price| price.recurring.is_none())
    };
    let items = quote.line_items.iter().flat_map(|list| &list.data);
    let one_time = items
        .filter(once)
        .fold(0_i64, |sum, item| sum.saturating_add(item.amount_total));
    // During a trial the one-time lines are all that is charged first, and they alone bear the
    // discounts: Stripe's upfront figure knows, the lines' own amounts do not.
    let one_time = if trial_days.is_some() {
        quote.computed.upfront.amount_total
    } else {
        one_time
    };
    let deal = Deal {
        one_time: money(one_time),
        whole: money(quote.amount_total),
        recurring,
        starts_at: data.effective_date,
        trial_days,
    };
    let due = small(quote.invoice_settings.days_until_due);
    accepting(
        &births(&deal, now),
        trial_days,
        collection(&quote.collection_method),
        due,
    )
}

fn history(
    r: &Read<'_>,
    record: &Record,
    quote: &Quote,
    standing: &Standing,
    now: i64,
) -> Result<Vec<Moment>, Problem> {
    let mut history = History::at(now);
    history.note(Some(quote.created), "created", None);
    history.transitions(
        &record.raw,
        &[("finalized_at", "finalized"), ("accepted_at", "accepted")],
    );
    match standing {
        Standing::Expired { at } => history.note(Some(*at), "expired", None),
        Standing::Open | Standing::Expiring { .. } => {
            history.note(Some(quote.expires_at), "expires", None)
        }
        _ => history.transitions(&record.raw, &[("canceled_at", "canceled")]),
    }
    history.tell(r, Kind::Quote, &record.id)
}

fn ways(r: &Read<'_>, record: &Record, quote: &Quote) -> Result<Vec<Link>, Problem> {
    let mut ways = Vec::new();
    let born = [
        (Kind::Subscription, &quote.subscription, "subscription"),
        (
            Kind::SubscriptionSchedule,
            &quote.subscription_schedule,
            "schedule",
        ),
        (Kind::Invoice, &quote.invoice, "invoice"),
    ];
    for (kind, reference, relation) in born {
        if let Some(reference) = reference {
            ways.push(links::to(r, kind, reference.id(), relation)?);
        }
    }
    // The invoice of a subscription may only be known by the subscription.
    if let (Some(subscription), None) = (&quote.subscription, &quote.invoice) {
        let mut invoices = links::children(r, Kind::Invoice, subscription.id(), "invoice")?;
        ways.extend(invoices.pop());
    }
    ways.extend(links::revisions(r, record)?);
    Ok(ways)
}

fn terms(quote: &Quote) -> Terms {
    Terms {
        collection: collection(&quote.collection_method),
        days_until_due: small(quote.invoice_settings.days_until_due),
        starts_at: quote.subscription_data.effective_date,
        trial_days: small(quote.subscription_data.trial_period_days).filter(|days| *days > 0),
        until: Some(quote.expires_at),
        header: quote.header.clone().filter(|text| !text.is_empty()),
        description: quote.description.clone().filter(|text| !text.is_empty()),
        footer: quote.footer.clone().filter(|text| !text.is_empty()),
    }
}

/// The revision that stands at the end of a quote's number: 2 of `QT-68BB114-0001-2`.
fn revision(number: &str) -> Option<u32> {
    let mut parts = number.rsplit('-');
    let last = parts.next()?.parse().ok()?;
    // The part before it counts the customer's quotes; without it, this is no revision.
    parts
        .next()
        .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|_| last)
}

#[cfg(test)]
mod tests {
    use super::revision;

    #[test]
    fn a_number_ends_with_its_revision() {
        for (number, expect) in [
            ("QT-68BB114-0001-2", Some(2)),
            ("QT-68BB114-0001-1", Some(1)),
            ("QT-68BB114", None),
            ("4", None),
        ] {
            assert_eq!(revision(number), expect, "{number}");
        }
    }
}
