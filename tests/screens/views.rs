//! Every place, in light and dark, wide and narrow: it shows what it is for, it
//! fits, nothing is complained of, and nothing comes from elsewhere.

use crate::browser::{DARK, LIGHT, NARROW, Open, WIDE, open};
use sandbox::Seed;
use serde_json::{Value, json};

/// A place, the words that tell that it is there, and a name for its picture.
struct Place {
    hash: String,
    words: String,
    name: &'static str,
}

fn place(hash: impl Into<String>, words: impl Into<String>, name: &'static str) -> Place {
    Place {
        hash: hash.into(),
        words: words.into(),
        name,
    }
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

/// Every route there is, on records that the practice account holds.
async fn places(open: &Open) -> Vec<Place> {
    let quote = open
        .row("quote", |row| row["state"]["code"] == "open")
        .await;
    let accepted = open
        .row("quote", |row| row["state"]["code"] == "accepted")
        .await;
    let invoice = open
        .row("invoice", |row| row["state"]["code"] == "paid")
        .await;
    let subscription = open.row("subscription", |_| true).await;
    let customer = open.row("customer", |_| true).await;
    let product = open.row("product", |_| true).await;
    let draft = open
        .shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "new", "customer": null } }),
        )
        .await;
    let at = |place: &str, row: &Value| format!("#/{place}/{}", text(row, "id"));
    vec![
        place("#/today", "Quotes about to expire", "today"),
        place(at("quotes", &quote), text(&quote, "number"), "quote"),
        place(
            at("quotes", &accepted),
            text(&accepted, "number"),
            "quote-accepted",
        ),
        place(format!("{}/pdf", at("quotes", &quote)), ".pdf", "quote-pdf"),
        place(
            format!("#/quotes/{}/write", text(&draft["draft"], "id")),
            "New quote",
            "editor",
        ),
        place(
            at("invoices", &invoice),
            text(&invoice, "number"),
            "invoice",
        ),
        place(
            at("subscriptions", &subscription),
            "Next invoice",
            "subscription",
        ),
        place(
            at("customers", &customer),
            text(&customer, "title"),
            "customer",
        ),
        place(
            at("catalogue", &product),
            text(&product, "title"),
            "product",
        ),
        place("#/outbox", "Outbox", "outbox"),
        place("#/settings", "Connect a Stripe account", "settings"),
    ]
}

/// What does not fit: the page itself, or a thing that sticks out of it.
const STICKS_OUT: &str = "
    const out = [...document.querySelectorAll('nav, main, main button, main h1, main input, main .big')].filter((one) => {
        const box = one.getBoundingClientRect();
        const seen = one.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
        const scrolled = one.closest('[role=tablist], [hidden], [popover]');
        return seen && !scrolled && (box.right > innerWidth + 1 || box.left < -1);
    });
    const wider = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the window'] : [];
    return wider.concat(out.map((one) => one.tagName + ' ' + one.innerText.slice(0, 40)));";

async fn every_place(theme: &str, word: &str) {
    let Some(open) = open(Seed::Practice, theme).await else {
        return;
    };
    let dark = open
        .page
        .script("return matchMedia('(prefers-color-scheme: dark)').matches")
        .await;
    assert_eq!(
        dark,
        word == "dark",
        "the page wears what the desktop asks for"
    );
    let places = places(&open).await;
    for (size, called) in [(WIDE, "wide"), (NARROW, "narrow")] {
        open.size(size).await;
        for place in &places {
            open.visit(&place.hash, &place.words).await;
            let wrong = open.wrong().await;
            assert!(
                wrong.is_empty(),
                "{} ({word}, {called}): {wrong:#?}",
                place.name
            );
            let out = open.page.script(STICKS_OUT).await;
            assert_eq!(
                out,
                json!([]),
                "{} ({word}, {called}) does not fit",
                place.name
            );
        }
    }
    assert_eq!(
        open.strangers().await,
        json!([]),
        "everything comes with the program"
    );
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_shows_itself_in_light() {
    every_place(LIGHT, "light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_shows_itself_in_the_dark() {
    every_place(DARK, "dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_read_from_right_to_left_is_turned_round() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    open.page
        .script("document.documentElement.dir = 'rtl'")
        .await;
    for place in places(&open).await {
        open.visit(&place.hash, &place.words).await;
        let turned = open
            .page
            .script("return document.querySelector('nav').getBoundingClientRect().left > document.querySelector('main').getBoundingClientRect().left")
            .await;
        assert_eq!(turned, true, "{}: the rail stands at the right", place.name);
        assert_eq!(
            open.page.script(STICKS_OUT).await,
            json!([]),
            "{} does not fit when turned",
            place.name
        );
    }
    open.picture("settings-turned").await;
    open.close().await;
}
