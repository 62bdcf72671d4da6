//! What is worth a word while the owner does something else: a payment came in. Only what Stripe's
//! events told us of; what the owner did here is no news, and neither is a first walk.

use crate::lists::OPEN_INVOICES;
use crate::view::{Amount, News};
use crate::{amounts, json};
use cache::{Error, Kind, Read};
use serde_json::Value;

/// An invoice that a payment has just turned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paid {
    id: String,
    number: Option<String>,
    customer: String,
    amount: Amount,
}

/// Whether this copy of an object says that an invoice was paid which the cache, before taking it,
/// knows as open.
pub(crate) fn paid(r: &Read<'_>, object: &Value) -> Result<Option<Paid>, Error> {
    let (Some("invoice"), Some("paid"), Some(id)) = (
        json::text(object, "object"),
        json::text(object, "status"),
        json::text(object, "id"),
    ) else {
        return Ok(None);
    };
    let Some(before) = r.records().row(Kind::Invoice, id)? else {
        return Ok(None);
    };
    let came = json::int(object, "amount_paid").unwrap_or(0);
    if !OPEN_INVOICES.contains(&before.columns.state.as_str()) || came == 0 {
        return Ok(None);
    }
    let currency = json::text(object, "currency").unwrap_or_default();
    Ok(Some(Paid {
        id: id.to_owned(),
        number: json::owned(object, "number"),
        customer: before.columns.title,
        amount: amounts::amount(came, currency),
    }))
}

/// Several payments in one word: nobody wants a dozen notifications after a holiday.
pub(crate) fn told(paid: &[Paid]) -> Option<News> {
    let first = paid.first()?;
    let name = first.number.clone().unwrap_or_else(|| first.id.clone());
    let (title, text) = match paid.len() {
        1 => (
            format!("{} paid {}", first.customer, first.amount.text),
            format!("{name} is paid."),
        ),
        count => {
            let mut customers: Vec<&str> = paid.iter().map(|one| one.customer.as_str()).collect();
            customers.dedup();
            let named = customers
                .iter()
                .take(3)
                .copied()
                .collect::<Vec<_>>()
                .join(", ");
            let more = if customers.len() > 3 {
                " and others"
            } else {
                ""
            };
            (
                format!("{count} invoices were paid"),
                format!("By {named}{more}."),
            )
        }
    };
    Some(News {
        title,
        text,
        invoice: (paid.len() == 1).then(|| first.id.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Paid, paid, told};
    use crate::amounts::amount;
    use crate::sample::{Kept, but, invoice};
    use serde_json::json;

    #[tokio::test]
    async fn only_an_open_invoice_that_is_paid_now_is_news() {
        let kept = Kept::with(vec![
            invoice("in_1", "open", 60_900),
            invoice("in_2", "paid", 5_000),
        ])
        .await;
        let check = async |object: serde_json::Value, expect: bool| {
            let told = format!("{object}");
            let news = kept.read(move |r| paid(r, &object)).await;
            assert_eq!(news.map(|news| news.is_some()), Ok(expect), "{told}");
        };
        let now_paid = |id: &str| {
            but(
                invoice(id, "paid", 60_900),
                json!({ "amount_paid": 60_900 }),
            )
        };
        check(now_paid("in_1"), true).await;
        check(now_paid("in_2"), false).await;
        check(now_paid("in_new"), false).await;
        check(invoice("in_1", "open", 60_900), false).await;
        check(but(now_paid("in_1"), json!({ "amount_paid": 0 })), false).await;
    }

    #[test]
    fn many_payments_are_one_word() {
        let paid = |n: u8, customer: &str| Paid {
            id: format!("in_{n}"),
            number: Some(format!("INV-000{n}")),
            customer: customer.to_owned(),
            amount: amount(60_900, "usd"),
        };
        let all = [paid(1, "Acme"), paid(2, "Acme"), paid(3, "Beech")];
        assert_eq!(told(&[]), None);
        let one = told(&all[..1]).map(|news| (news.title, news.text, news.invoice));
        let expect = ("Acme paid $609.00", "INV-0001 is paid.", Some("in_1"));
        let expect = (
            expect.0.to_owned(),
            expect.1.to_owned(),
            expect.2.map(str::to_owned),
        );
        assert_eq!(one, Some(expect));
        let many = told(&all).map(|news| format!("{}: {}", news.title, news.text));
        assert_eq!(
            many.as_deref(),
            Some("3 invoices were paid: By Acme, Beech.")
        );
    }
}
