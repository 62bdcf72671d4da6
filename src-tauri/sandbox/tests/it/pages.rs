//! The pages that a business's customer sees: an invoice paid with a typed card, the bank's question in
//! between, the receipt afterwards. Used as a browser uses them: links are followed, forms are sent.

use crate::shop::{Shop, id};
use serde_json::Value;

/// A finalized invoice over $120.00.
async fn open_invoice(shop: &Shop) -> Value {
    let customer = shop.customer().await;
    let invoice = shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&collection_method=send_invoice&days_until_due=14"),
        )
        .await;
    let invoice = id(&invoice);
    shop.post(
        "/v1/invoiceitems",
        &format!("customer={customer}&invoice={invoice}&amount=12000&currency=usd&description=Shop+%3Csign%3E"),
    )
    .await;
    shop.post(&format!("/v1/invoices/{invoice}/finalize"), "")
        .await
}

/// Someone at a browser, without any key.
pub(crate) struct Visitor(reqwest::Client);

impl Visitor {
    pub(crate) fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Self(client.build().unwrap())
    }

    pub(crate) async fn reads(&self, url: &str) -> String {
        let answer = self.0.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{url}");
        answer.text().await.unwrap()
    }

    async fn loads(&self, url: &str) -> Vec<u8> {
        let answer = self.0.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{url}");
        answer.bytes().await.unwrap().to_vec()
    }

    /// Sends a form: where it leads, and what it shows.
    pub(crate) async fn sends(&self, url: &str, form: &str) -> (String, String) {
        let request = self
            .0
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned());
        let answer = request.send().await.unwrap();
        let next = answer
            .headers()
            .get("location")
            .map(|l| l.to_str().unwrap().to_owned());
        (next.unwrap_or_default(), answer.text().await.unwrap())
    }
}

pub(crate) fn card(number: &str) -> String {
    format!("number={number}&expiry=08+%2F+29&cvc=123&name=Ada+Lovelace")
}

#[tokio::test]
async fn a_customer_pays_an_invoice_on_its_page() {
    let shop = Shop::open().await;
    let invoice = open_invoice(&shop).await;
    let page = invoice["hosted_invoice_url"].as_str().unwrap();
    let visitor = Visitor::new();

    let html = visitor.reads(page).await;
    assert!(html.contains("Pay $120.00") && html.contains("Shop &lt;sign&gt;"));
    assert!(!html.contains("<script"), "the page runs nothing");
    let (next, _) = visitor.sends(page, &card("4242+4242+4242+4242")).await;
    assert_eq!(next, page);

    let paid = shop.get(&format!("/v1/invoices/{}", id(&invoice))).await;
    assert_eq!(paid["status"], "paid");
    let html = visitor.reads(page).await;
    assert!(html.contains("Paid") && html.contains("Visa ending in 4242"));
    assert!(!html.contains("name=\"number\""), "there is nothing to pay");
    for paper in ["pdf", "receipt"] {
        let bytes = visitor.loads(&format!("{page}/{paper}")).await;
        assert!(bytes.starts_with(b"%PDF-"), "{paper}");
    }
    // Sending the form again changes nothing.
    let (next, _) = visitor.sends(page, &card("4242424242424242")).await;
    assert_eq!(next, page);
    assert_eq!(
        shop.get("/v1/charges").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_in_words_and_nothing_typed_comes_back() {
    let shop = Shop::open().await;
    let invoice = open_invoice(&shop).await;
    let page = invoice["hosted_invoice_url"].as_str().unwrap();
    let visitor = Visitor::new();
    for (form, words) in [
        (
            card("4242424242424241"),
            "Your card number is incorrect.</strong>Compare the number",
        ),
        (
            card("4000000000009995"),
            "insufficient funds.</strong>Use another card",
        ),
        (
            card("4000000000000069"),
            "has expired.</strong>Use a card that is still valid",
        ),
        (
            card("4242424242424242").replace("08+", "13+"),
            "expiration month is invalid",
        ),
        (
            card("4242424242424242").replace("cvc=123", "cvc=12"),
            "security code is invalid",
        ),
        (
            card("4242424242424242").replace("08+%2F+29", "never"),
            "expiration month is invalid",
        ),
    ] {
        let (next, html) = visitor.sends(page, &form).await;
        assert_eq!(next, "", "{form} was paid");
        assert!(html.contains(words), "{form} is answered with {html}");
        let number = form[7..].split('&').next().unwrap();
        assert!(!html.contains(number) && !html.contains("value=\"123\""));
    }
    let open = shop.get(&format!("/v1/invoices/{}", id(&invoice))).await;
    assert_eq!(open["status"], "open");
    assert_eq!(open["attempt_count"], 2, "two cards reached a bank");
}

#[tokio::test]
async fn the_bank_asks_in_between_and_a_person_fails_or_passes() {
    let shop = Shop::open().await;
    let invoice = open_invoice(&shop).await;
    let page = invoice["hosted_invoice_url"].as_str().unwrap();
    let visitor = Visitor::new();
    let asking = format!("{}&keep=yes", card("4000002760003184"));

    let (bank, _) = visitor.sends(page, &asking).await;
    let question = visitor.reads(&bank).await;
    assert!(question.contains("$120.00") && question.contains("Visa ending in 3184"));
    let (back, _) = visitor.sends(&bank, "outcome=fail").await;
    assert_eq!(back, format!("{page}?redirect_status=failed"));
    assert!(
        visitor
            .reads(&back)
            .await
            .contains("unable to authenticate")
    );

    let (bank, _) = visitor.sends(page, &asking).await;
    let (back, _) = visitor.sends(&bank, "outcome=pass").await;
    assert!(visitor.reads(&back).await.contains("Thank you."));
    let paid = shop.get(&format!("/v1/invoices/{}", id(&invoice))).await;
    assert_eq!(paid["status"], "paid");
    // The card was to be kept: it is the customer's now.
    let customer = paid["customer"].as_str().unwrap();
    let kept = shop
        .get(&format!("/v1/customers/{customer}/payment_methods"))
        .await;
    assert_eq!(kept["data"][0]["card"]["last4"], "3184");
    assert_eq!(kept["data"][0]["billing_details"]["name"], "Ada Lovelace");
}

#[tokio::test]
async fn a_receipt_is_a_page_and_a_pdf_and_tells_of_refunds() {
    let shop = Shop::open().await;
    let intent = shop
        .post(
            "/v1/payment_intents",
            "amount=2500&currency=usd&confirm=true&payment_method=pm_card_mastercard&description=Deposit&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never&expand[]=latest_charge",
        )
        .await;
    let page = intent["latest_charge"]["receipt_url"].as_str().unwrap();
    let visitor = Visitor::new();
    let html = visitor.reads(page).await;
    assert!(html.contains("Deposit") && html.contains("Mastercard ending in 4444"));
    let pdf = visitor.loads(&format!("{page}/pdf")).await;
    assert!(pdf.starts_with(b"%PDF-"));
    shop.post(
        "/v1/refunds",
        &format!("payment_intent={}&amount=1000", id(&intent)),
    )
    .await;
    let html = visitor.reads(page).await;
    assert!(html.contains("Refunded in part") && html.contains("-$10.00"));
    let elsewhere = format!("{page}x");
    assert_eq!(visitor.0.get(elsewhere).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_credit_note_has_a_pdf() {
    let shop = Shop::open().await;
    let invoice = open_invoice(&shop).await;
    let note = shop
        .post(
            "/v1/credit_notes",
            &format!("invoice={}&amount=2000&reason=order_change", id(&invoice)),
        )
        .await;
    let pdf = Visitor::new().loads(note["pdf"].as_str().unwrap()).await;
    assert!(pdf.starts_with(b"%PDF-"));
}
