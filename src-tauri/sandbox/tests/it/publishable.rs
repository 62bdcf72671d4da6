//! What a page in a customer's browser may ask with the publishable key, and what it may not. The requests
//! are those that the frame of the stand-in for Stripe.js makes.

use crate::shop::{Answer, Shop, id};
use serde_json::Value;

const KEY: &str = "pk_test_practice0000000000000000000000";
const CARD: &str = "payment_method_data[type]=card&payment_method_data[card][number]=4000002760003184&payment_method_data[card][exp_month]=8&payment_method_data[card][exp_year]=29&payment_method_data[card][cvc]=123&use_stripe_sdk=true";

async fn asks(shop: &Shop, method: &str, path: &str, form: &str) -> Answer {
    let request = shop.form(path, form).build().unwrap();
    let client = crate::shop::http()
        .request(method.parse().unwrap(), request.url().clone())
        .bearer_auth(KEY)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    shop.send(client).await
}

async fn intent(shop: &Shop) -> (Value, String) {
    let intent = shop
        .post(
            "/v1/payment_intents",
            "amount=2500&currency=usd&metadata[order]=77",
        )
        .await;
    let secret = intent["client_secret"].as_str().unwrap().to_owned();
    (intent, secret)
}

#[tokio::test]
async fn a_page_confirms_the_one_intent_whose_secret_it_has() {
    let shop = Shop::open().await;
    let (made, secret) = intent(&shop).await;
    let path = format!("/v1/payment_intents/{}", id(&made));
    let seen = asks(&shop, "GET", &format!("{path}?client_secret={secret}"), "").await;
    assert_eq!(seen.status, 200);
    assert_eq!(seen.body["amount"], 2500);
    assert!(
        seen.body.get("metadata").is_none() && seen.body.get("customer").is_none(),
        "a customer sees {}",
        seen.body
    );

    let confirm = format!("client_secret={secret}&{CARD}");
    let asked = asks(&shop, "POST", &format!("{path}/confirm"), &confirm).await;
    assert_eq!(asked.body["status"], "requires_action", "{}", asked.body);
    let bank = asked.body["next_action"]["use_stripe_sdk"]["stripe_js"]
        .as_str()
        .unwrap();
    let passed = shop
        .send(crate::shop::http().post(bank).body("outcome=pass"))
        .await;
    assert_eq!(passed.status, 200);
    let seen = asks(&shop, "GET", &format!("{path}?client_secret={secret}"), "").await;
    assert_eq!(seen.body["status"], "succeeded");
}

#[tokio::test]
async fn a_decline_says_why_and_shows_no_more_than_the_page_may_see() {
    let shop = Shop::open().await;
    let (made, secret) = intent(&shop).await;
    let form =
        format!("client_secret={secret}&{CARD}").replace("4000002760003184", "4000000000000002");
    let path = format!("/v1/payment_intents/{}/confirm", id(&made));
    let declined = asks(&shop, "POST", &path, &form).await;
    assert_eq!(declined.status, 402);
    assert_eq!(declined.error("decline_code"), "generic_decline");
    let inside = &declined.body["error"]["payment_intent"];
    assert_eq!(inside["status"], "requires_payment_method");
    assert!(inside.get("metadata").is_none());
}

#[tokio::test]
async fn a_card_is_kept_and_a_security_code_asked_again() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let setup = shop
        .post("/v1/setup_intents", &format!("customer={customer}"))
        .await;
    let secret = setup["client_secret"].as_str().unwrap();
    let form =
        format!("client_secret={secret}&{CARD}").replace("4000002760003184", "4242424242424242");
    let path = format!("/v1/setup_intents/{}/confirm", id(&setup));
    let kept = asks(&shop, "POST", &path, &form).await;
    assert_eq!(kept.body["status"], "succeeded", "{}", kept.body);
    let method = kept.body["payment_method"].as_str().unwrap();

    let token = asks(&shop, "POST", "/v1/tokens", "cvc_update[cvc]=123").await;
    let token = id(&token.body);
    let paying = shop
        .post(
            "/v1/payment_intents",
            &format!("amount=900&currency=usd&customer={customer}"),
        )
        .await;
    let secret = paying["client_secret"].as_str().unwrap();
    let form = format!(
        "client_secret={secret}&payment_method={method}&use_stripe_sdk=true&payment_method_options[card][cvc_token]={token}"
    );
    let path = format!("/v1/payment_intents/{}/confirm", id(&paying));
    let paid = asks(&shop, "POST", &path, &form).await;
    assert_eq!(paid.body["status"], "succeeded", "{}", paid.body);
}

#[tokio::test]
async fn everything_else_wants_a_secret_key_or_the_right_secret() {
    let shop = Shop::open().await;
    let (made, secret) = intent(&shop).await;
    let (other, _) = intent(&shop).await;
    let path = format!("/v1/payment_intents/{}", id(&made));
    let of_other = format!("/v1/payment_intents/{}", id(&other));
    for (method, path, form, status, code) in [
        (
            "GET",
            "/v1/customers".to_owned(),
            "",
            401,
            "secret_key_required",
        ),
        (
            "GET",
            "/v1/payment_intents".to_owned(),
            "",
            401,
            "secret_key_required",
        ),
        (
            "POST",
            "/v1/payment_intents".to_owned(),
            "amount=1000&currency=usd",
            401,
            "secret_key_required",
        ),
        ("POST", path.clone(), "amount=1", 401, "secret_key_required"),
        (
            "POST",
            format!("{path}/cancel"),
            "",
            401,
            "secret_key_required",
        ),
        ("GET", path.clone(), "", 400, "parameter_missing"),
        (
            "GET",
            format!("{path}?client_secret={}_secret_x", id(&made)),
            "",
            400,
            "resource_missing",
        ),
        (
            "GET",
            format!("{of_other}?client_secret={secret}"),
            "",
            400,
            "resource_missing",
        ),
        (
            "POST",
            format!("{path}/confirm"),
            CARD,
            400,
            "parameter_missing",
        ),
    ] {
        let answer = asks(&shop, method, &path, form).await;
        assert_eq!(
            (answer.status, answer.error("code")),
            (status, code),
            "{method} {path}: {}",
            answer.body
        );
    }
    let off = format!("client_secret={secret}&{CARD}&off_session=true");
    let answer = asks(&shop, "POST", &format!("{path}/confirm"), &off).await;
    assert_eq!(answer.error("param"), "off_session");
    // A key of the other mode, or of another account, is none of this account's.
    for key in [
        "pk_test_someone",
        concat!("pk_", "live_practice0000000000000000000000"),
    ] {
        let asked = shop.request("GET", &path).build().unwrap();
        let request = crate::shop::http()
            .get(asked.url().clone())
            .bearer_auth(key);
        assert_eq!(shop.send(request).await.status, 401, "{key}");
    }
}

#[tokio::test]
async fn the_script_and_its_frame_are_served_and_load_nothing_from_elsewhere() {
    let shop = Shop::open().await;
    let script = shop.send(shop.request("GET", "/v3/")).await;
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    let text = String::from_utf8(script.bytes).unwrap();
    assert!(text.contains("confirmPayment") && !text.contains("https://"));
    let frame = shop.send(shop.request("GET", "/v3/frame.html")).await;
    let policy = frame.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("connect-src 'self'"));
    for file in ["frame.js", "frame.css"] {
        let answer = shop.send(shop.request("GET", &format!("/v3/{file}"))).await;
        assert_eq!(answer.status, 200, "{file}");
    }
}
