//! The page of a payment link: what is sold there, what the link asks of buyers, and a card form. What an
//! order comes to and what it makes is the link's own.

mod fields;

use serde_json::Value;

use super::card::{self, Refused};
use super::escape::escape;
use super::frame::{self, Width};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::Answer;
use crate::http::execute::Incoming;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::objects::payment_links::sale::{self, Order, Sum};
use crate::objects::payments::page::Came;
use crate::papers::{day, rhythm};
use crate::store::rows::Record;

/// What is for sale, or how a purchase went.
pub(super) fn show(call: &Call<'_>, link: &Record, query: &str) -> Result<Answer, Refusal> {
    if query.contains("redirect_status=succeeded") {
        return Ok(thanks(call, &link.json));
    }
    let failed = query.contains("redirect_status=failed");
    let refusal = failed.then(|| Refusal::invalid("Your bank could not confirm that it is you."));
    let items = sale::items(call, &link.json)?;
    let order = fields::order(&link.json, &items, &card::fields(query));
    shown(call, link, &items, order, refusal)
}

/// A customer has filled the form in.
pub(super) fn buy(call: &Call<'_>, link: &Record, incoming: &Incoming) -> Result<Answer, Refusal> {
    let json = &link.json;
    let sent = card::fields(&incoming.body);
    let items = sale::items(call, json)?;
    let order = fields::order(json, &items, &sent);
    if closed(json) {
        return shown(call, link, &items, order, None);
    }
    let buyer = match fields::buyer(json, &incoming.body, &sent) {
        Ok(buyer) => buyer,
        Err(refusal) => return shown(call, link, &items, order, Some(refusal)),
    };
    call.db.execute_batch("SAVEPOINT purchase")?;
    let came = match sale::sell(call, json, &items, &order, &buyer) {
        // What an operation refuses (a tax number, a code) is for the buyer to read.
        Err(refusal) if refusal.status < 500 => Came::Refused(refusal),
        other => other?,
    };
    if let Came::Refused(refusal) = came {
        // Who was not served leaves nothing behind.
        call.db
            .execute_batch("ROLLBACK TO purchase; RELEASE purchase")?;
        return shown(call, link, &items, order, Some(refusal));
    }
    call.db.execute_batch("RELEASE purchase")?;
    count(call, link)?;
    Ok(match came {
        Came::Asked(bank) => super::go_to(&bank),
        _ => match json["after_completion"]["redirect"].text("url") {
            Some(elsewhere) => super::go_to(elsewhere),
            None => super::go_to(&format!("{}?redirect_status=succeeded", json.must("url"))),
        },
    })
}

fn count(call: &Call<'_>, link: &Record) -> Result<(), Refusal> {
    let mut link = call.load("payment_link", link.json.id(), "id")?;
    if let Some(sessions) = link.json.pointer_mut("/restrictions/completed_sessions") {
        let count = sessions.amount("count") + 1;
        sessions.put("count", count);
        call.update(&link)?;
    }
    Ok(())
}

fn closed(link: &Value) -> bool {
    let sessions = &link["restrictions"]["completed_sessions"];
    let is_full = sessions
        .integer("limit")
        .is_some_and(|limit| sessions.amount("count") >= limit);
    !link.flag("active") || is_full
}

fn shown(
    call: &Call<'_>,
    link: &Record,
    items: &[Record],
    mut order: Order,
    mut refusal: Option<Refusal>,
) -> Result<Answer, Refusal> {
    let json = &link.json;
    let title = format!("Pay {}", account::NAME);
    if closed(json) {
        let words = json
            .text("inactive_message")
            .unwrap_or("This link takes no payments any more.");
        return Ok(frame::words(200, &title, words));
    }
    let sum = match sale::reckon(call, json, items, &order) {
        Err(wrong) if wrong.status < 500 => {
            // A code that cannot be used is said to be so, and left out.
            refusal.get_or_insert(wrong);
            order.code.clear();
            sale::reckon(call, json, items, &order).unwrap_or_default()
        }
        other => other?,
    };
    let currency = json.must("currency");
    let (mut rows, mut every) = (String::new(), None);
    for (at, item) in items.iter().enumerate() {
        let item = &item.json;
        let quantity = order.quantities.get(at).copied().unwrap_or_default();
        let recurring = item["price"].present("recurring");
        every = every.or(recurring.map(rhythm));
        rows.push_str(&format!(
            "<tr><td><bdi>{}</bdi><small>{}{}</small></td><td class=\"n\">{}</td></tr>",
            escape(item.must("description")),
            match quantity {
                1 => String::new(),
                quantity => format!("{quantity} pieces "),
            },
            recurring.map(rhythm).unwrap_or_default(),
            escape(&money(sale::amount(call, item, quantity)?, currency)),
        ));
    }
    let mut then = every
        .as_ref()
        .map(|every| format!("<p class=\"under\">{every}, until it is canceled</p>"))
        .unwrap_or_default();
    if let Some(days) = json["subscription_data"].integer("trial_period_days") {
        then.push_str(&format!(
            "<p class=\"under\">The first {days} days are free</p>"
        ));
    }
    let today = money(sum.total, currency);
    let verb = match json.must("submit_type") {
        "donate" => "Give",
        "book" => "Book for",
        _ if every.is_some() => "Subscribe for",
        _ => "Pay",
    };
    let refused = refusal.as_ref().map(Refused::of);
    let before = fields::hidden(&order) + &fields::before(json);
    let button = format!("{verb} {today}");
    let needs_card =
        sum.total > 0 || (every.is_some() && json.must("payment_method_collection") == "always");
    let form = if needs_card {
        card::form(refused.as_ref(), &before, &fields::after(json), &button)
    } else {
        card::form_without(refused.as_ref(), &before, &fields::after(json), &button)
    };
    let sections = format!(
        "<section>{}<h1>{}</h1>{then}<table><tbody>{rows}</tbody><tfoot>{}</tfoot></table>{}</section>\
         <section><h2>{}</h2>{form}</section>",
        frame::letterhead(),
        escape(&today),
        sums(sum, currency),
        fields::choices(call, json, items, &order)?,
        if needs_card {
            "Pay by card"
        } else {
            "Nothing to pay today"
        },
    );
    Ok(frame::page(200, &title, Width::Two, &sections))
}

fn sums(sum: Sum, currency: &str) -> String {
    [
        ("Discount", -sum.discount),
        ("Shipping", sum.shipping),
        ("Total today", sum.total),
    ]
    .into_iter()
    .filter(|(words, amount)| *amount != 0 || *words == "Total today")
    .map(|(words, amount)| {
        format!(
            "<tr><th scope=\"row\">{words}</th><td class=\"n\">{}</td></tr>",
            escape(&money(amount, currency))
        )
    })
    .collect()
}

fn thanks(call: &Call<'_>, link: &Value) -> Answer {
    let own = link["after_completion"]["hosted_confirmation"].text("custom_message");
    let more = link["custom_text"]["after_submit"].text("message");
    let words = format!(
        "{} Paid on {}. {}",
        own.unwrap_or("Your payment has arrived."),
        day(call.now),
        more.unwrap_or_default()
    );
    frame::words(200, "Thank you", &words)
}
