//! A card that is typed at the desk: what the payment window is told, what its page does at the practice
//! Stripe, and what the program finds when it looks again. The page's requests are made here as its frame
//! makes them, with the publishable key and the client secret; the real page is in the window test.

use crate::invoices::draft_invoice;
use crate::shop::Shop;
use commands::view::{CardWanted, Code};
use commands::{Ticket, card_ticket};
use sandbox::Seed;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// An open invoice over 1,250.00.
async fn open_invoice(shop: &Shop) -> String {
    let id = draft_invoice(shop).await;
    shop.call("invoices.finalize", json!({ "id": id })).await;
    id
}

fn invoice(id: &str) -> CardWanted {
    CardWanted::Invoice {
        id: id.to_owned(),
        card: None,
    }
}

/// What the frame sends when a card was typed.
pub(crate) async fn types(shop: &Shop, ticket: &Ticket, number: &str) -> Value {
    let list = if ticket.intent.starts_with("seti_") {
        "setup_intents"
    } else {
        "payment_intents"
    };
    let form = format!(
        "client_secret={}&use_stripe_sdk=true&payment_method_data[type]=card&payment_method_data[card][number]={number}&payment_method_data[card][exp_month]=8&payment_method_data[card][exp_year]=34&payment_method_data[card][cvc]=739",
        ticket.client_secret
    );
    sends(
        shop,
        ticket,
        &format!("/v1/{list}/{}/confirm", ticket.intent),
        form,
    )
    .await
}

async fn sends(shop: &Shop, ticket: &Ticket, path: &str, form: String) -> Value {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = reqwest::Client::new()
        .post(format!("{}{path}", shop.url()))
        .bearer_auth(&ticket.publishable_key)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .expect("the practice Stripe answers");
    answer.json().await.expect("JSON")
}

/// A person at the bank's page.
async fn at_the_bank(asked: &Value, outcome: &str) {
    let page = asked["next_action"]["use_stripe_sdk"]["stripe_js"]
        .as_str()
        .expect("the bank asks");
    let sent = reqwest::Client::new()
        .post(page)
        .body(format!("outcome={outcome}"))
        .send()
        .await
        .expect("the bank's page answers");
    assert!(sent.status().is_success());
}

pub(crate) async fn look_again(shop: &Shop, wanted: &CardWanted, ticket: &Ticket) -> Value {
    shop.call(
        "till.look_again",
        json!({ "wanted": wanted, "intent": ticket.intent }),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_card_pays_an_invoice_and_the_record_says_so() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_invoice(&shop).await;
    let wanted = invoice(&id);
    let asked = shop.call("till.question", json!(wanted)).await;
    assert_eq!(asked["amount"]["minor"], 125_000);
    let offered = shop.call("invoices.show", json!({ "id": id })).await;
    let acts = offered["actions"].as_array().expect("a list");
    assert!(
        acts.iter()
            .any(|act| act["verb"] == "take_card" && act["allowed"] == true)
    );

    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert_eq!(ticket.script, format!("{}/v3/", shop.url()));
    // Nothing typed yet: nothing is taken.
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "open");
    let declined = types(&shop, &ticket, "4000000000009995").await;
    assert_eq!(declined["error"]["decline_code"], "insufficient_funds");
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "failed");
    assert!(
        seen["message"]
            .as_str()
            .is_some_and(|words| words.contains("insufficient funds"))
    );
    // The same window takes another card.
    let paid = types(&shop, &ticket, "4242424242424242").await;
    assert_eq!(paid["status"], "succeeded", "{paid}");
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "done");
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid");
    let payment = &sheet["payments"][0];
    assert_eq!(
        payment["row"]["state"]["stripe"], "succeeded",
        "the way to the money says so too: {payment}"
    );
    let problem = card_ticket(&shop.desk(), &wanted).await.expect_err("paid");
    assert_eq!(problem.code, Code::NotAllowed);
    let problem = shop.refused("till.question", json!(wanted)).await;
    assert_eq!(problem.code, Code::NotAllowed);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_asks_and_is_failed_left_and_passed() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_invoice(&shop).await;
    let wanted = invoice(&id);
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    let asked = types(&shop, &ticket, "4000002760003184").await;
    at_the_bank(&asked, "fail").await;
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "failed", "{seen}");
    let asked = types(&shop, &ticket, "4000002760003184").await;
    // The window is closed while the bank asks; the next one goes on with the same payment.
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "open", "{seen}");
    let again = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert_eq!(again.intent, ticket.intent);
    at_the_bank(&asked, "pass").await;
    let seen = look_again(&shop, &wanted, &again).await;
    assert_eq!(seen["state"], "done", "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_kept_without_a_charge_and_its_code_asked_again() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_invoice(&shop).await;
    let customer = shop.stripe_says(&format!("/v1/invoices/{id}")).await["customer"]
        .as_str()
        .expect("a customer")
        .to_owned();
    let wanted = CardWanted::Keep {
        customer: customer.clone(),
    };
    let asked = shop.call("till.question", json!(wanted)).await;
    assert!(asked["amount"].is_null());
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    let kept = types(&shop, &ticket, "5555555555554444").await;
    assert_eq!(kept["status"], "succeeded", "{kept}");
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "done", "{seen}");
    let cards = shop
        .stripe_says(&format!("/v1/customers/{customer}/payment_methods"))
        .await;
    let card = cards["data"][0]["id"].as_str().expect("a kept card");

    let wanted = CardWanted::Invoice {
        id: id.clone(),
        card: Some(card.to_owned()),
    };
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert_eq!(
        ticket.question.card.as_deref(),
        Some("Mastercard ending in 4444")
    );
    let token = sends(
        &shop,
        &ticket,
        "/v1/tokens",
        "cvc_update[cvc]=739".to_owned(),
    )
    .await;
    let form = format!(
        "client_secret={}&use_stripe_sdk=true&payment_method={card}&payment_method_options[card][cvc_token]={}",
        ticket.client_secret,
        token["id"].as_str().expect("a token")
    );
    let path = format!("/v1/payment_intents/{}/confirm", ticket.intent);
    let paid = sends(&shop, &ticket, &path, form).await;
    assert_eq!(paid["status"], "succeeded", "{paid}");
    // Somebody else's card is not asked for.
    let other = open_invoice(&shop).await;
    let strange = CardWanted::Invoice {
        id: other,
        card: Some("pm_somebodyelses".to_owned()),
    };
    let problem = card_ticket(&shop.desk(), &strange).await.expect_err("none");
    assert_eq!(problem.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_without_an_invoice_is_gone_on_with() {
    let shop = Shop::open(Seed::Empty).await;
    let made = shop
        .behind_our_back(
            "POST",
            "/v1/payment_intents",
            "amount=4200&currency=usd&description=Deposit",
        )
        .await;
    let wanted = CardWanted::Payment {
        card: None,
        id: made["id"].as_str().expect("an id").to_owned(),
    };
    let asked = shop.call("till.question", json!(wanted)).await;
    assert_eq!(
        (&asked["subject"], &asked["amount"]["minor"]),
        (&json!("Deposit"), &json!(4200))
    );
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    types(&shop, &ticket, "4242424242424242").await;
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["state"], "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_take_no_card_and_the_secret_is_nowhere_but_at_stripe() {
    let shop = Shop::open(Seed::Empty).await;
    let draft = draft_invoice(&shop).await;
    let problem = card_ticket(&shop.desk(), &invoice(&draft))
        .await
        .expect_err("a draft");
    assert!(problem.message.contains("draft"), "{problem:?}");

    let id = open_invoice(&shop).await;
    let wanted = invoice(&id);
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert!(!format!("{ticket:?}").contains(&ticket.client_secret));
    types(&shop, &ticket, "4242424242424242").await;
    let seen = look_again(&shop, &wanted, &ticket).await;
    let (_, secret) = ticket
        .client_secret
        .split_once("_secret_")
        .expect("a client secret");
    assert!(!seen.to_string().contains(secret));
    let home = shop.home().to_owned();
    let practice = home.join("practice");
    // The card's number is the test card's, which the practice Stripe knows; of what was typed it keeps
    // no security code either.
    for (needle, what, within_stripe_too) in [
        (secret, "the client secret", false),
        ("4242424242424242", "the card's number", false),
        ("\"739\"", "the security code", true),
        ("cvc]=739", "the form with the security code", true),
    ] {
        let mut found = holding(&home, needle.as_bytes());
        found.retain(|path| within_stripe_too || !path.starts_with(&practice));
        assert!(found.is_empty(), "{what} lies in {found:?}");
    }
    assert!(
        !holding(&practice, secret.as_bytes()).is_empty(),
        "the search finds what is there"
    );
}

/// Files below a folder that hold these bytes.
fn holding(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, needle));
        } else if std::fs::read(&path)
            .is_ok_and(|bytes| bytes.windows(needle.len()).any(|part| part == needle))
        {
            found.push(path);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_says_its_publishable_key_first() {
    let shop = Shop::open(Seed::Empty).await;
    let settings = shop.call("settings.show", Value::Null).await;
    let kept = |key: &str| {
        let mut settings = settings.clone();
        settings["publishable_key"] = json!(key);
        settings
    };
    let problem = shop
        .refused("settings.put", kept("sk_test_typedByMistake"))
        .await;
    assert_eq!(problem.fields[0].path, "publishable_key");
    assert!(problem.fields[0].message.contains("secret key"));
    let put = shop
        .call("settings.put", kept("pk_test_ofThisAccount"))
        .await;
    assert_eq!(put["publishable_key"], "pk_test_ofThisAccount");
    // The practice account goes on with its own, whatever stands there.
    let id = open_invoice(&shop).await;
    let ticket = card_ticket(&shop.desk(), &invoice(&id))
        .await
        .expect("a ticket");
    assert_eq!(
        ticket.publishable_key,
        sandbox::PRACTICE_KEY.replace("sk_test_", "pk_test_")
    );
}
