//! The page of a payment link: what is sold there, and a card form. Whoever buys leaves an address for the
//! receipt; what a purchase makes, a payment or a subscription, is made by the API's own operations.

use serde_json::Value;

use super::card::{self, Refused};
use super::escape::escape;
use super::frame::{self, Width};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::Answer;
use crate::http::execute::Incoming;
use crate::http::form::{Node, add};
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::objects::payments::page::{self, Came, Typed};
use crate::operation::{self, Ask, Reply};
use crate::papers::{day, rhythm};
use crate::params;
use crate::store::rows::Record;

/// What is for sale, or how a purchase went.
pub(super) fn show(call: &Call<'_>, link: &Record, query: &str) -> Result<Answer, Refusal> {
    if query.contains("redirect_status=succeeded") {
        return Ok(thanks(call, &link.json));
    }
    let failed = query.contains("redirect_status=failed");
    let refused = failed.then(|| {
        Refused::of(&Refusal::invalid(
            "Your bank could not confirm that it is you.",
        ))
    });
    shown(call, link, refused.as_ref())
}

/// A customer has filled the form in.
pub(super) fn buy(call: &Call<'_>, link: &Record, incoming: &Incoming) -> Result<Answer, Refusal> {
    if closed(&link.json) {
        return shown(call, link, None);
    }
    let typed = card::read(&incoming.body);
    call.db.execute_batch("SAVEPOINT purchase")?;
    let came = bought(call, link, &typed)?;
    if let Came::Refused(refusal) = &came {
        // Who was not served leaves nothing behind.
        call.db
            .execute_batch("ROLLBACK TO purchase; RELEASE purchase")?;
        return shown(call, link, Some(&Refused::of(refusal)));
    }
    call.db.execute_batch("RELEASE purchase")?;
    count(call, link)?;
    Ok(match came {
        Came::Asked(bank) => super::go_to(&bank),
        _ => match link.json["after_completion"]["redirect"].text("url") {
            Some(elsewhere) => super::go_to(elsewhere),
            None => super::go_to(&format!(
                "{}?redirect_status=succeeded",
                link.json.must("url")
            )),
        },
    })
}

/// Makes what the link sells, and pays it with the card.
fn bought(call: &Call<'_>, link: &Record, typed: &Typed) -> Result<Came, Refusal> {
    let json = &link.json;
    let items = call.children("item", json.id())?;
    let here = json.must("url");
    let recurs = items
        .iter()
        .any(|item| item.json["price"].present("recurring").is_some());
    let mut form = Vec::new();
    if recurs || json.must("customer_creation") == "always" {
        let customer = [
            ("email".to_owned(), typed.email.clone()),
            ("name".to_owned(), typed.name.clone()),
        ];
        let made = ask(call, "/v1/customers", &customer)?;
        form.push(("customer".to_owned(), made.id().to_owned()));
    }
    if !recurs {
        let total: i64 = items.iter().map(|i| i.json.amount("amount_total")).sum();
        let what: Vec<&str> = items.iter().map(|i| i.json.must("description")).collect();
        form.push(("amount".to_owned(), total.to_string()));
        form.push(("currency".to_owned(), json.must("currency").to_owned()));
        form.push(("description".to_owned(), what.join(", ")));
        if !typed.email.is_empty() {
            form.push(("receipt_email".to_owned(), typed.email.clone()));
        }
        form.extend(metadata(&json["payment_intent_data"]));
        let made = ask(call, "/v1/payment_intents", &form)?;
        let mut intent = call.load("payment_intent", made.id(), "id")?;
        return page::pay(call, &mut intent, typed, here);
    }
    for (at, item) in items.iter().enumerate() {
        let price = item.json["price"].id().to_owned();
        form.push((format!("items[{at}][price]"), price));
        let quantity = item.json.amount("quantity").to_string();
        form.push((format!("items[{at}][quantity]"), quantity));
    }
    form.push((
        "payment_behavior".to_owned(),
        "default_incomplete".to_owned(),
    ));
    form.push((
        "payment_settings[save_default_payment_method]".to_owned(),
        "on_subscription".to_owned(),
    ));
    if let Some(days) = json["subscription_data"].integer("trial_period_days") {
        form.push(("trial_period_days".to_owned(), days.to_string()));
    }
    form.extend(metadata(&json["subscription_data"]));
    let made = ask(call, "/v1/subscriptions", &form)?;
    let invoice = call.load("invoice", made.must("latest_invoice"), "invoice")?;
    let Some(mut intent) = page::intent_of(call, &invoice.json)? else {
        // A trial begins without money.
        return Ok(Came::Paid);
    };
    let keeping = Typed {
        keep: true,
        number: typed.number.clone(),
        cvc: typed.cvc.clone(),
        name: typed.name.clone(),
        email: typed.email.clone(),
        month: typed.month,
        year: typed.year,
    };
    page::pay(call, &mut intent, &keeping, here)
}

fn metadata(data: &Value) -> Vec<(String, String)> {
    data["metadata"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| {
            (
                format!("metadata[{key}]"),
                value.as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// One of the API's own operations, asked from here.
fn ask(call: &Call<'_>, path: &str, pairs: &[(String, String)]) -> Result<Value, Refusal> {
    let (operation, _) = operation::find("POST", path)
        .ok_or_else(|| Refusal::broken(format!("there is no {path}")))?;
    let mut form = Node::empty();
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        add(&mut form, key, value.clone());
    }
    let args = params::check(operation.params, &form, false)?;
    let asked = Ask {
        id: "",
        under: "",
        args,
    };
    match (operation.run)(call, &asked)? {
        Reply::Object(made) => Ok(made),
        _ => Err(Refusal::broken(format!("{path} made no object"))),
    }
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

fn shown(call: &Call<'_>, link: &Record, refused: Option<&Refused>) -> Result<Answer, Refusal> {
    let json = &link.json;
    let title = format!("Pay {}", account::NAME);
    if closed(json) {
        let words = json
            .text("inactive_message")
            .unwrap_or("This link takes no payments any more.");
        return Ok(frame::words(200, &title, words));
    }
    let currency = json.must("currency");
    let items = call.children("item", json.id())?;
    let (mut rows, mut total, mut every) = (String::new(), 0, None);
    for item in &items {
        let item = &item.json;
        let amount = item.amount("amount_total");
        total += amount;
        let recurring = item["price"].present("recurring");
        every = every.or(recurring.map(rhythm));
        rows.push_str(&format!(
            "<tr><td><bdi>{}</bdi><small>{}{}</small></td><td class=\"n\">{}</td></tr>",
            escape(item.must("description")),
            match item.amount("quantity") {
                1 => String::new(),
                quantity => format!("{quantity} pieces "),
            },
            recurring.map(rhythm).unwrap_or_default(),
            escape(&money(amount, currency)),
        ));
    }
    let then = match &every {
        Some(every) => format!("<p class=\"under\">{every}, until it is canceled</p>"),
        None => String::new(),
    };
    let shown = money(total, currency);
    let verb = match json.must("submit_type") {
        "donate" => "Give",
        "book" => "Book for",
        _ if every.is_some() => "Subscribe for",
        _ => "Pay",
    };
    let email =
        "<label>E-mail for the receipt<input name=\"email\" type=\"email\" required></label>";
    let form = card::form(refused, email, "", &format!("{verb} {shown}"));
    let sections = format!(
        "<section>{}<h1>{}</h1>{then}<table><tbody>{rows}</tbody><tfoot><tr><th scope=\"row\">Total today</th><td class=\"n\">{}</td></tr></tfoot></table></section>\
         <section><h2>Pay by card</h2>{form}</section>",
        frame::letterhead(),
        escape(&shown),
        escape(&shown),
    );
    Ok(frame::page(200, &title, Width::Two, &sections))
}

fn thanks(call: &Call<'_>, link: &Value) -> Answer {
    let own = link["after_completion"]["hosted_confirmation"].text("custom_message");
    let words = format!(
        "{} Paid on {}.",
        own.unwrap_or("Your payment has arrived."),
        day(call.now)
    );
    frame::words(200, "Thank you", &words)
}
