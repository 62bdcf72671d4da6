//! Clients of other times and tastes: no version named, either way to show the key, forms as the
//! reference's curl, the CLI's scripts and old libraries write them. The parser by itself is tested
//! where it stands; here each dialect has to sell something.

use crate::shop::{Shop, id};
use serde_json::Value;

/// Posts without naming a version, as curl and the CLI do.
async fn post(shop: &Shop, path: &str, form: &str) -> Value {
    let answer = shop.send(shop.form(path, form)).await;
    assert_eq!(answer.status, 200, "{path} {form}: {}", answer.body);
    assert_eq!(answer.header("stripe-version"), Some(sandbox::API_VERSION));
    answer.body
}

/// Posts as a client that names the newest version.
async fn modern(shop: &Shop, path: &str, form: &str) -> (u16, String) {
    let asked = shop
        .form(path, form)
        .header("stripe-version", sandbox::API_VERSION);
    let answer = shop.send(asked).await;
    (answer.status, answer.error("param").to_owned())
}

#[tokio::test]
async fn a_charge_of_the_old_way_is_paid() {
    let shop = Shop::open().await;
    let charge = post(
        &shop,
        "/v1/charges",
        "amount=2000&currency=usd&source=tok_visa",
    )
    .await;
    assert_eq!(
        (&charge["paid"], &charge["amount"]),
        (&true.into(), &2000.into())
    );
    for token in ["tok_mastercard", "tok_amex"] {
        let form = format!("amount=2000&currency=usd&source={token}");
        assert_eq!(
            post(&shop, "/v1/charges", &form).await["paid"],
            true,
            "{token}"
        );
    }
    let refused = shop
        .refused(
            "/v1/charges",
            "amount=2000&currency=usd&source=tok_chargeDeclined",
        )
        .await;
    assert_eq!(
        (refused.status, refused.error("code")),
        (402, "card_declined")
    );
}

#[tokio::test]
async fn an_intent_of_before_endive_takes_what_endive_does_not() {
    let shop = Shop::open().await;
    let form = "amount=2000&currency=usd&payment_method_types[]=card&confirm=true&payment_method=pm_card_visa";
    assert_eq!(
        post(&shop, "/v1/payment_intents", form).await["status"],
        "succeeded"
    );
    let old = shop
        .form("/v1/payment_intents", form)
        .header("stripe-version", "2025-12-15.clover");
    assert_eq!(shop.send(old).await.status, 200);
    assert_eq!(
        modern(&shop, "/v1/payment_intents", form).await,
        (400, "payment_method_types".to_owned())
    );
    let form =
        "payment_method_types[]=card&confirm=true&payment_method=pm_card_visa&usage=off_session";
    assert_eq!(
        post(&shop, "/v1/setup_intents", form).await["status"],
        "succeeded"
    );
}

/// One invoice line in every spelling; all come to the same.
#[tokio::test]
async fn every_spelling_of_a_form_says_the_same() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let price = shop.price(1500, "").await;
    for lines in [
        // The libraries, and the same percent-encoded.
        format!("line_items[0][price]={price}&line_items[0][quantity]=2"),
        format!("line_items%5B0%5D%5Bprice%5D={price}&line_items%5B0%5D%5Bquantity%5D=2"),
        // The reference's curl.
        format!("line_items[][price]={price}&line_items[][quantity]=2"),
        // A map whose keys are numbers, not from nought and not in order.
        format!("line_items[7][quantity]=2&line_items[7][price]={price}"),
    ] {
        let quote = post(&shop, "/v1/quotes", &format!("customer={customer}&{lines}")).await;
        assert_eq!(quote["amount_total"], 3000, "{lines}");
    }
    let two = format!(
        "line_items[][price]={price}&line_items[][quantity]=1&line_items[][price]={price}&line_items[][quantity]=3"
    );
    assert_eq!(post(&shop, "/v1/quotes", &two).await["amount_total"], 6000);
    let turned = format!(
        "line_items[10][price]={price}&line_items[10][quantity]=5&line_items[9][price]={price}&line_items[9][quantity]=1&expand[]=line_items"
    );
    let quote = post(&shop, "/v1/quotes", &turned).await;
    assert_eq!(
        quote["line_items"]["data"][0]["quantity"], 1,
        "in the order of the numbers"
    );
}

#[tokio::test]
async fn literal_brackets_words_and_unset_values() {
    let shop = Shop::open().await;
    let product = id(&post(&shop, "/v1/products", "name=Care").await);
    let form = format!("product={product}&currency=usd&unit_amount=900&recurring[interval]=month");
    assert_eq!(
        post(&shop, "/v1/prices", &form).await["recurring"]["interval"],
        "month"
    );
    let form =
        format!("product={product}&currency=usd&unit_amount=900&recurring%5Binterval%5D=year");
    assert_eq!(
        post(&shop, "/v1/prices", &form).await["recurring"]["interval"],
        "year"
    );

    let customer = post(
        &shop,
        "/v1/customers",
        "name=Caf%C3%A9+%26+Co&phone=1&metadata[a]=1&metadata[b]=2",
    )
    .await;
    assert_eq!(customer["name"], "Café & Co");
    let path = format!("/v1/customers/{}", id(&customer));
    let changed = post(&shop, &path, "phone=&metadata[a]=").await;
    assert_eq!(
        (&changed["phone"], &changed["metadata"]),
        (&Value::Null, &serde_json::json!({ "b": "2" }))
    );
    assert_eq!(
        post(&shop, &path, "metadata=").await["metadata"],
        serde_json::json!({})
    );

    // The CLI's scripts say `"confirm": "true"`; on the wire it is a word like any other.
    let form = "amount=2000&currency=usd&payment_method=pm_card_visa&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never&confirm=true";
    assert_eq!(
        post(&shop, "/v1/payment_intents", form).await["status"],
        "succeeded"
    );
}

#[tokio::test]
async fn lists_are_asked_for_and_expanded_in_every_spelling() {
    let shop = Shop::open().await;
    let price = shop.price(100, "").await;
    let customer = shop.customer().await;
    post(
        &shop,
        "/v1/quotes",
        &format!("customer={customer}&line_items[0][price]={price}"),
    )
    .await;
    for expand in [
        "expand[]=data.customer",
        "expand[0]=data.customer",
        "expand%5B%5D=data.customer",
        "expand%5B0%5D=data.customer",
    ] {
        let page = shop.get(&format!("/v1/quotes?{expand}")).await;
        assert_eq!(
            page["data"][0]["customer"]["id"],
            customer.as_str(),
            "{expand}"
        );
    }
    let both = shop
        .get("/v1/events?types[]=customer.created&types[]=quote.created")
        .await;
    assert_eq!(both["data"].as_array().unwrap().len(), 2);
    let both = shop
        .get("/v1/events?types%5B0%5D=customer.created&types%5B1%5D=quote.created")
        .await;
    assert_eq!(both["data"].as_array().unwrap().len(), 2);
    for range in [
        "created[gte]=1",
        "created%5Bgte%5D=1",
        "created[gt]=1&created[lt]=9999999999",
    ] {
        let page = shop.get(&format!("/v1/customers?{range}")).await;
        assert_eq!(page["data"].as_array().unwrap().len(), 1, "{range}");
    }
}
