//! A subscription's life in the window, from its quote through its first hour, a renewal, one that
//! fails with its retries, recovery and the end. Time is let pass by the window's own clock, and at
//! each step the words that the owner needs are read off the screen. No picture is taken here: those
//! are `cargo xtask pictures subscription-life`.

use crate::desk::{Program, told};
use crate::diary::Diary;
use crate::driven::Page;
use serde_json::{Value, json};

const NAME: &str = "Quayside Sail Loft";
const SLIP: &str = "main .slip";

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_lives_and_the_window_says_how() {
    let mut diary = Diary::begin_in("window-life");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until(
        "the first list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;

    let quote = quoted(&page).await;
    visit(&page, "quotes", &quote).await;
    page.shows(SLIP, "Accepting this will start a subscription")
        .await;
    page.shows(SLIP, "First invoice $49.00, finalizes itself an hour later")
        .await;
    page.click("main button", "Accept…").await;
    page.click("dialog[open] button", "Accept and start the subscription")
        .await;
    page.shows(SLIP, "Accepted").await;
    let subscription = subscription(&page).await;
    let first = invoice(&page, &subscription).await;
    visit(&page, "invoices", &first).await;
    page.shows(SLIP, "It finalizes itself in").await;
    page.shows(SLIP, "Do it now").await;
    diary.note("Accepted: the first invoice says that it finalizes itself, and when");

    pays_with(&page, &subscription, "pm_card_visa").await;
    pass(&page, &["Let an hour pass"]).await;
    page.shows(SLIP, "Paid").await;
    page.shows(SLIP, "Visa ···· 4242 charged").await;
    diary.note("An hour later: paid, and with what");

    pass(
        &page,
        &["Let a month pass", "Let an hour pass", "Let an hour pass"],
    )
    .await;
    visit(&page, "subscriptions", &subscription).await;
    page.shows(&format!("{SLIP} .state"), "Active").await;
    invoices(&page, &["Paid", "Paid"]).await;
    quiet(&page).await;
    diary.note("A month later: active, two invoices, both paid");

    pays_with(&page, &subscription, "pm_card_chargeCustomerFail").await;
    pass(&page, &["Let a month pass", "Let an hour pass"]).await;
    page.shows(&format!("{SLIP} .state"), "Past due").await;
    page.shows("main [role=alert]", "of $49.00 is not paid.")
        .await;
    page.shows("main [role=alert]", "The bank declined the card")
        .await;
    page.shows(
        "main [role=alert]",
        "The next attempt comes by itself in 3 days",
    )
    .await;
    invoices(&page, &["Next attempt in 3 days", "Paid", "Paid"]).await;
    diary.note("The renewal fails: what is not paid, why, and when it is tried again");

    pass(&page, &["Let a day pass"; 4]).await;
    page.shows(
        "main [role=alert]",
        "The next attempt comes by itself in 4 days",
    )
    .await;
    page.click("main [role=alert] button", "Show the invoice")
        .await;
    page.shows(&format!("{SLIP} .state"), "Next attempt in 4 days")
        .await;
    page.until(
        "both attempts, each with its reason",
        &format!("document.querySelector('{SLIP}').innerText.split('0341: The bank declined the card').length === 3"),
    )
    .await;
    diary.note("Tried again in vain: the invoice shows both attempts");

    let visa = attached(&page, &subscription, "pm_card_mastercard").await;
    visit(&page, "subscriptions", &subscription).await;
    page.click("main [role=alert] button", "Another card").await;
    page.shows("dialog[open]", "is tried with it next").await;
    choose(&page, &visa).await;
    page.click("dialog[open] button", "Charge this card").await;
    page.until(
        "the question answered",
        "!document.querySelector('dialog[open]')",
    )
    .await;
    pass(&page, &["Let a day pass"; 5]).await;
    page.shows(&format!("{SLIP} .state"), "Active").await;
    invoices(&page, &["Paid", "Paid", "Paid"]).await;
    quiet(&page).await;
    diary.note("Another card, chosen in the window: the next attempt recovers it");

    pays_with(&page, &subscription, "pm_card_chargeCustomerFail").await;
    pass(&page, &["Let a month pass", "Let a month pass"]).await;
    page.shows(&format!("{SLIP} .state"), "Canceled").await;
    page.shows(SLIP, "because it was not paid.").await;
    page.shows(SLIP, "is still open: collect it, or write it off.")
        .await;
    page.shows(SLIP, "None; it has ended.").await;
    invoices(&page, &["Payment failed", "Paid", "Paid", "Paid"]).await;
    diary.note("It fails for good: canceled, why, and what is still open");
    page.close().await;
    program.has_ended().await;
}

/// A finalized quote of one monthly line, charged automatically; answers with its id.
async fn quoted(page: &Page) -> String {
    let new = json!({ "from": { "kind": "new", "customer": null } });
    let mut draft = told(page, "drafts.open", new).await["draft"].clone();
    draft["customer"] =
        json!({ "kind": "new", "fields": { "name": NAME, "email": "loft@quayside.example" } });
    draft["lines"] = json!([{
        "key": "a", "name": "Web care", "detail": "", "price": null, "product": null,
        "unit": "49.00", "quantity": "1", "per": { "interval": "month", "count": 1 },
        "tax": null, "discount": null,
    }]);
    draft["collection"] = json!("charge_automatically");
    draft["days_until_due"] = Value::Null;
    told(page, "drafts.put", draft.clone()).await;
    let outcome = told(page, "quotes.finalize", json!({ "id": draft["id"] })).await;
    text(&outcome["subject"]["id"])
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

async fn subscription(page: &Page) -> String {
    let list = json!({ "noun": "subscription", "tab": "all", "cursor": null, "limit": 100 });
    let list = told(page, "records.list", list).await;
    let rows = list["rows"].as_array().expect("rows");
    let ours = rows.iter().find(|row| row["title"] == NAME);
    text(&ours.expect("the quote made a subscription")["id"])
}

async fn sheet(page: &Page, subscription: &str) -> Value {
    let ask = json!({ "noun": "subscription", "id": subscription });
    told(page, "subscriptions.show", ask).await
}

/// Its newest invoice.
async fn invoice(page: &Page, subscription: &str) -> String {
    text(&sheet(page, subscription).await["invoices"][0]["id"])
}

async fn visit(page: &Page, place: &str, id: &str) {
    page.script(&format!(
        "setTimeout(() => {{ location.hash = '#/{place}/{id}' }}, 0)"
    ))
    .await;
    let there = format!("location.hash === '#/{place}/{id}'");
    page.until("the place in the address", &there).await;
}

/// Lets time pass as the owner does: by the clock at the top of the window.
async fn pass(page: &Page, by: &[&str]) {
    for words in by {
        let before = told(page, "app.overview", Value::Null).await["now"].as_i64();
        page.click("button", "Practice time").await;
        page.click("[role=menuitem]", words).await;
        page.shows("[role=status]", "It is now").await;
        let limit = std::time::Instant::now() + crate::driven::PATIENCE;
        let hour = before.map(|before| before + 3_599);
        while told(page, "app.overview", Value::Null).await["now"].as_i64() < hour {
            assert!(std::time::Instant::now() < limit, "time does not pass");
            tokio::time::sleep(crate::driven::LOOK_AGAIN).await;
        }
        page.until(
            "the clock free again",
            "![...document.querySelectorAll('[role=menuitem]')].some((one) => one.textContent.includes('Let an hour pass') && one.ariaDisabled === 'true')",
        )
        .await;
    }
}

/// Gives the customer one of Stripe's test cards; answers with the saved card's id.
async fn attached(page: &Page, subscription: &str, card: &str) -> String {
    let customer = text(&sheet(page, subscription).await["customer"]["id"]);
    let ids = async || {
        let cards = told(page, "cards.list", json!({ "id": customer })).await;
        let cards = cards.as_array().expect("a list").clone();
        cards
            .iter()
            .map(|card| text(&card["id"]))
            .collect::<Vec<_>>()
    };
    let before = ids().await;
    let attach = json!({ "customer": customer, "card": card });
    let outcome = told(page, "cards.attach", attach).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let after = ids().await;
    let new = after.into_iter().find(|id| !before.contains(id));
    new.expect("one card more")
}

/// The same, and has it charged for this subscription.
async fn pays_with(page: &Page, subscription: &str, card: &str) {
    let card = attached(page, subscription, card).await;
    let wish = json!({ "id": subscription, "card": card });
    let outcome = told(page, "subscriptions.use_card", wish).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
}

/// Chooses a card in the question that is open.
async fn choose(page: &Page, card: &str) {
    page.until(
        "the saved cards",
        &format!("[...document.querySelectorAll('dialog[open] option')].some((one) => one.value === '{card}')"),
    )
    .await;
    page.script(&format!(
        "const choice = document.querySelector('dialog[open] select'); choice.value = '{card}'; choice.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ))
    .await;
}

/// The states of its invoices on the subscription's sheet, newest first.
async fn invoices(page: &Page, states: &[&str]) {
    page.until(
        &format!("invoices that are {states:?}"),
        &format!(
            "((lines, states) => lines.length === states.length && states.every((state, at) => lines[at].innerText.includes(state)))([...([...document.querySelectorAll('{SLIP} section')].find((one) => one.innerText.startsWith('Its invoices'))?.querySelectorAll('li') ?? [])], {})",
            json!(states)
        ),
    )
    .await;
}

/// Nothing on the sheet says that something is wrong.
async fn quiet(page: &Page) {
    page.until("no alarm", "!document.querySelector('main [role=alert]')")
        .await;
}
