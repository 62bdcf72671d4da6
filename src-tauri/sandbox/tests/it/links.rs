//! Payment links: what their page asks for, what an order comes to, and what a purchase makes.

use serde_json::Value;

use crate::pages::{Visitor, card};
use crate::shop::{DAY, NOW, Shop, id};

fn form(number: &str, more: &str) -> String {
    format!("{}&email=ada%40lovelace.example&{more}", card(number))
}

async fn link(shop: &Shop, price: &str, more: &str) -> Value {
    let form = format!("line_items[0][price]={price}&line_items[0][quantity]=2&{more}");
    shop.post("/v1/payment_links", &form).await
}

fn url(link: &Value) -> &str {
    link["url"].as_str().unwrap()
}

async fn half(shop: &Shop, more: &str) {
    let coupon = id(&shop
        .post("/v1/coupons", "percent_off=50&duration=once")
        .await);
    let form = format!("promotion[type]=coupon&promotion[coupon]={coupon}&code=HALF&{more}");
    shop.post("/v1/promotion_codes", &form).await;
}

/// The newest of a list.
async fn newest(shop: &Shop, path: &str) -> Value {
    shop.get(path).await["data"][0].clone()
}

#[tokio::test]
async fn a_payment_link_sells_once_and_by_subscription() {
    let shop = Shop::open().await;
    let visitor = Visitor::new();
    let price = shop.price(2500, "").await;
    let link = shop
        .post(
            "/v1/payment_links",
            &format!("line_items[0][price]={price}&line_items[0][quantity]=2"),
        )
        .await;
    let page = link["url"].as_str().unwrap();
    let html = visitor.reads(page).await;
    assert!(html.contains("Pay $50.00") && html.contains("2 pieces"));
    let form = |number: &str| form(number, "");

    let (_, html) = visitor.sends(page, &form("4000000000009995")).await;
    assert!(html.contains("insufficient funds"));
    let none = shop.get("/v1/payment_intents").await;
    assert_eq!(none["data"].as_array().unwrap().len(), 0, "nothing is left");

    let (next, _) = visitor.sends(page, &form("4242424242424242")).await;
    assert!(visitor.reads(&next).await.contains("Thank you"));
    let made = shop.get("/v1/payment_intents").await;
    assert_eq!(made["data"][0]["amount_received"], 5000);
    assert_eq!(made["data"][0]["receipt_email"], "ada@lovelace.example");

    let monthly = shop.price(900, "recurring[interval]=month").await;
    let link = shop
        .post(
            "/v1/payment_links",
            &format!("line_items[0][price]={monthly}&line_items[0][quantity]=1"),
        )
        .await;
    let page = link["url"].as_str().unwrap();
    assert!(visitor.reads(page).await.contains("Subscribe for $9.00"));
    // The bank asks on the way.
    let (bank, _) = visitor.sends(page, &form("4000002760003184")).await;
    let (back, _) = visitor.sends(&bank, "outcome=pass").await;
    assert!(visitor.reads(&back).await.contains("Thank you"));
    let made = shop.get("/v1/subscriptions").await;
    assert_eq!(made["data"][0]["status"], "active", "{}", made["data"][0]);
    shop.post(&format!("/v1/payment_links/{}", id(&link)), "active=false")
        .await;
    let html = visitor.reads(page).await;
    assert!(html.contains("takes no payments any more") && !html.contains("name=\"number\""));
}

#[tokio::test]
async fn a_link_sells_the_price_that_was_made_with_it() {
    let shop = Shop::open().await;
    let visitor = Visitor::new();
    let data = "line_items[0][quantity]=1&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=4990\
        &line_items[0][price_data][product_data][name]=Workshop";
    for (more, words, made) in [
        ("", "Pay €49.90", "/v1/payment_intents"),
        (
            "&invoice_creation[enabled]=true",
            "Pay €49.90",
            "/v1/invoices",
        ),
        (
            "&line_items[0][price_data][recurring][interval]=month",
            "Subscribe for €49.90",
            "/v1/subscriptions",
        ),
    ] {
        let link = shop
            .post("/v1/payment_links", &format!("{data}{more}"))
            .await;
        let html = visitor.reads(url(&link)).await;
        assert!(html.contains(words), "{more}: {html}");
        let (next, html) = visitor
            .sends(url(&link), &form("4242424242424242", ""))
            .await;
        assert!(!next.is_empty(), "{more}: {html}");
        assert!(visitor.reads(&next).await.contains("Thank you"), "{more}");
        let made = newest(&shop, made).await;
        assert!(made.is_object(), "{more}: {made}");
    }
    // Nobody else can name it.
    let prices = shop.get("/v1/prices?active=false").await;
    assert_eq!(prices["data"].as_array().unwrap().len(), 3, "{prices}");
    let own = id(&prices["data"][2]);
    let form = format!("line_items[0][price]={own}&line_items[0][quantity]=1");
    let refused = shop.refused("/v1/payment_links", &form).await;
    assert!(
        refused.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("inactive"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn an_order_is_changed_reduced_and_sent_to_an_address() {
    let shop = Shop::open().await;
    let visitor = Visitor::new();
    half(
        &shop,
        "restrictions[minimum_amount]=6000&restrictions[minimum_amount_currency]=usd",
    )
    .await;
    let rate = id(&shop
        .post(
            "/v1/shipping_rates",
            "display_name=Post&type=fixed_amount&fixed_amount[amount]=400&fixed_amount[currency]=usd",
        )
        .await);
    let price = shop.price(2500, "").await;
    let more = format!(
        "allow_promotion_codes=true&line_items[0][adjustable_quantity][enabled]=true&line_items[0][adjustable_quantity][maximum]=5\
         &shipping_options[0][shipping_rate]={rate}&shipping_address_collection[allowed_countries][0]=US&phone_number_collection[enabled]=true\
         &payment_intent_data[description]=Lamps&payment_intent_data[metadata][shop]=north&payment_intent_data[statement_descriptor]=LAMPS"
    );
    let link = link(&shop, &price, &more).await;
    let page = url(&link);
    let html = visitor.reads(page).await;
    assert!(
        html.contains("Pay $54.00") && html.contains("Shipping"),
        "{html}"
    );
    let html = visitor
        .reads(&format!("{page}?quantity_0=2&code=half"))
        .await;
    assert!(html.contains("below its minimum of $60.00"), "{html}");
    let html = visitor
        .reads(&format!("{page}?quantity_0=99&code=half"))
        .await;
    assert!(
        html.contains("Pay $66.50") && html.contains("-$62.50"),
        "{html}"
    );

    let address = "shipping_name=Ada&shipping_line1=1+Quay&shipping_city=Bath&shipping_postal_code=04530&shipping_country=US";
    let order = "quantity_0=3&code=half";
    for (sent, words) in [
        (format!("{order}&{address}"), "phone number is missing"),
        (
            format!("{order}&phone=555&{}", address.replace("=US", "=FR")),
            "Nothing is sent to that country",
        ),
        (
            format!("quantity_0=3&code=none&phone=555&{address}"),
            "The code none is not valid",
        ),
    ] {
        let (next, html) = visitor.sends(page, &form("4242424242424242", &sent)).await;
        assert_eq!(next, "", "{sent}");
        assert!(html.contains(words), "{sent}: {html}");
    }
    let sent = format!("{order}&phone=555&{address}");
    let (next, _) = visitor.sends(page, &form("4242424242424242", &sent)).await;
    assert!(visitor.reads(&next).await.contains("Thank you"));
    let made = newest(&shop, "/v1/payment_intents?expand[]=data.latest_charge").await;
    assert_eq!(made["amount_received"], 7500 / 2 + 400);
    assert_eq!(made["description"], "Lamps");
    assert_eq!(made["metadata"]["shop"], "north");
    assert_eq!(made["statement_descriptor"], "LAMPS");
    assert_eq!(made["shipping"]["address"]["city"], "Bath");
    assert_eq!(made["latest_charge"]["billing_details"]["phone"], "555");
    let code = newest(&shop, "/v1/promotion_codes").await;
    assert_eq!(code["times_redeemed"], 1);
}

#[tokio::test]
async fn a_purchase_leaves_an_invoice_where_the_link_says_so() {
    let shop = Shop::open().await;
    let visitor = Visitor::new();
    half(&shop, "").await;
    let price = shop.price(2500, "").await;
    let link = link(
        &shop,
        &price,
        "invoice_creation[enabled]=true&invoice_creation[invoice_data][description]=With+thanks&invoice_creation[invoice_data][metadata][a]=b\
         &invoice_creation[invoice_data][custom_fields][0][name]=Order&invoice_creation[invoice_data][custom_fields][0][value]=7&allow_promotion_codes=true\
         &tax_id_collection[enabled]=true&tax_id_collection[required]=if_supported&name_collection[business][enabled]=true\
         &consent_collection[terms_of_service]=required&custom_text[terms_of_service_acceptance][message]=I+agree+to+all+of+it\
         &billing_address_collection=required",
    )
    .await;
    let page = url(&link);
    assert!(visitor.reads(page).await.contains("I agree to all of it"));
    let all = "code=HALF&tax_id_type=gb_vat&tax_id=GB123456789&business=Quay+Books&billing_line1=1+Quay&billing_city=Bath&billing_postal_code=BA1&billing_country=GB";
    let (next, html) = visitor.sends(page, &form("4242424242424242", all)).await;
    assert!(
        next.is_empty() && html.contains("Agree to the terms"),
        "{html}"
    );
    let agreed = format!("{all}&terms=yes");
    let wrong = agreed.replace("GB123456789", "12");
    let (_, html) = visitor.sends(page, &form("4242424242424242", &wrong)).await;
    assert!(html.contains("class=\"refused\""), "{html}");
    let (_, html) = visitor
        .sends(page, &form("4000000000009995", &agreed))
        .await;
    assert!(html.contains("insufficient funds"));
    assert_eq!(
        newest(&shop, "/v1/invoices").await,
        Value::Null,
        "nothing is left"
    );

    let (next, _) = visitor
        .sends(page, &form("4242424242424242", &agreed))
        .await;
    assert!(next.ends_with("redirect_status=succeeded"), "{next}");
    let made = newest(&shop, "/v1/invoices").await;
    assert_eq!(
        (&made["status"], &made["total"]),
        (&"paid".into(), &2500.into())
    );
    assert_eq!(made["description"], "With thanks");
    assert_eq!(
        (&made["metadata"]["a"], &made["custom_fields"][0]["value"]),
        (&"b".into(), &"7".into())
    );
    assert_eq!(made["customer_tax_ids"][0]["value"], "GB123456789");
    let customer = newest(&shop, "/v1/customers").await;
    assert_eq!(
        (&customer["business_name"], &customer["address"]["city"]),
        (&"Quay Books".into(), &"Bath".into())
    );
}

#[tokio::test]
async fn a_subscription_is_sold_with_a_trial_a_code_and_no_card() {
    let shop = Shop::open().await;
    let visitor = Visitor::new();
    half(&shop, "").await;
    let monthly = shop.price(900, "recurring[interval]=month").await;
    let setup = shop.price(1000, "").await;
    let both = format!(
        "line_items[1][price]={setup}&line_items[1][quantity]=1&allow_promotion_codes=true"
    );
    let sold = link(&shop, &monthly, &both).await;
    let (next, _) = visitor
        .sends(url(&sold), &form("4242424242424242", "code=HALF"))
        .await;
    assert!(next.ends_with("succeeded"), "{next}");
    let path = "/v1/subscriptions?expand[]=data.latest_invoice";
    let made = newest(&shop, path).await;
    assert_eq!(made["latest_invoice"]["amount_paid"], (2 * 900 + 1000) / 2);

    let trial = "subscription_data[trial_period_days]=14&subscription_data[description]=Care&subscription_data[invoice_settings][footer]=Bye\
                 &subscription_data[trial_settings][end_behavior][missing_payment_method]=cancel";
    let always = link(&shop, &monthly, trial).await;
    let html = visitor.reads(url(&always)).await;
    assert!(html.contains("name=\"number\"") && html.contains("first 14 days are free"));
    let (_, html) = visitor
        .sends(url(&always), &form("4000000000000002", ""))
        .await;
    assert!(html.contains("declined"), "{html}");
    visitor
        .sends(url(&always), &form("4242424242424242", ""))
        .await;
    let made = newest(&shop, path).await;
    assert_eq!(
        (&made["status"], &made["trial_end"]),
        (&"trialing".into(), &(NOW + 14 * DAY).into())
    );
    assert!(made["default_payment_method"].is_string(), "{made}");
    assert_eq!(
        (&made["description"], &made["invoice_settings"]["footer"]),
        (&"Care".into(), &"Bye".into())
    );

    let without = format!("{trial}&payment_method_collection=if_required");
    let free = link(&shop, &monthly, &without).await;
    assert!(!visitor.reads(url(&free)).await.contains("name=\"number\""));
    let (next, _) = visitor
        .sends(url(&free), "name=Ada&email=a%40b.example")
        .await;
    assert!(next.ends_with("succeeded"));
    let made = newest(&shop, path).await;
    assert_eq!(made["default_payment_method"], Value::Null);
    shop.control().advance_time(15 * DAY);
    let path = format!("/v1/subscriptions/{}", id(&made));
    assert_eq!(
        shop.get(&path).await["status"],
        "canceled",
        "it was never given a card"
    );
}

#[tokio::test]
async fn what_no_page_here_asks_for_is_refused() {
    let shop = Shop::open().await;
    let price = shop.price(2500, "").await;
    for (more, code) in [
        (
            "optional_items[0][price]=x&optional_items[0][quantity]=1",
            "parameter_unknown",
        ),
        ("custom_fields[0][key]=size", "parameter_unknown"),
        ("on_behalf_of=acct_1", "parameter_unknown"),
        ("automatic_tax[enabled]=true", ""),
        (
            "shipping_options[0][shipping_rate]=shr_none",
            "resource_missing",
        ),
    ] {
        let form = format!("line_items[0][price]={price}&line_items[0][quantity]=1&{more}");
        let refused = shop.refused("/v1/payment_links", &form).await;
        assert_eq!(
            (refused.status, refused.error("code")),
            (400, code),
            "{more}"
        );
    }
}
