//! Customers, products, prices, tax rates and settings: made, changed, found, refused.

use crate::once::count;
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, vat};
use sandbox::Seed;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_made_changed_emptied_and_found() {
    let shop = Shop::open(Seed::Empty).await;
    let fields = json!({
        "name": "Söderström & Köhler GmbH", "email": "büro@soederstroem.example", "phone": "+49 30 901820",
        "line1": "Torstraße 1", "city": "Berlin", "postal_code": "10119", "country": "DE", "note": "Pays by transfer",
    });
    let outcome = shop
        .call("customers.put", json!({ "id": null, "fields": fields }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let id = outcome["subject"]["id"]
        .as_str()
        .expect("the customer")
        .to_owned();
    let sheet = shop.call("customers.show", json!({ "id": id })).await;
    for (name, value) in fields.as_object().expect("fields") {
        assert_eq!(&sheet["fields"][name], value, "{name}");
    }

    let mut changed = sheet["fields"].clone();
    changed["name"] = json!("Söderström GmbH");
    changed["phone"] = json!("");
    changed["line1"] = json!("");
    let outcome = shop
        .call("customers.put", json!({ "id": id, "fields": changed }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("customers.show", json!({ "id": id })).await;
    assert_eq!(
        (&sheet["fields"]["name"], &sheet["fields"]["phone"]),
        (&json!("Söderström GmbH"), &json!("")),
        "emptied as well"
    );
    let stripe = shop.stripe_says(&format!("/v1/customers/{id}")).await;
    assert_eq!(
        (&stripe["name"], &stripe["phone"]),
        (&json!("Söderström GmbH"), &Value::Null)
    );
    assert_eq!(count(&shop, "/v1/customers?limit=100").await, 1);

    for text in ["söder", "SODER", "soederstroem"] {
        let found = shop
            .call("customers.pick", json!({ "text": text, "currency": null }))
            .await;
        assert_eq!(found["rows"][0]["id"], json!(id), "“{text}” finds it");
    }
    assert_eq!(
        shop.call("customers.pick", json!({ "text": "", "currency": null }))
            .await["rows"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );

    let problem = shop
        .refused(
            "customers.put",
            json!({ "id": "cus_nobody", "fields": fields }),
        )
        .await;
    assert_eq!(problem.code, commands::view::Code::NotFound);
    for (field, value) in [
        ("email", "no address"),
        ("email", "a@b"),
        ("country", "Germany"),
        ("phone", "+49 30 901820 901820 901820"),
    ] {
        let mut wrong = fields.clone();
        wrong[field] = json!(value);
        let problem = shop
            .refused("customers.put", json!({ "id": id, "fields": wrong }))
            .await;
        assert_eq!(
            problem.fields.first().map(|problem| problem.path.as_str()),
            Some(field),
            "{problem:?}"
        );
    }
    let problem = shop
        .refused("customers.put", json!({ "id": null, "fields": {} }))
        .await;
    assert_eq!(
        problem.fields.first().map(|problem| problem.path.as_str()),
        Some("name"),
        "{problem:?}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_gets_prices_and_a_quote_takes_one_as_it_is() {
    let shop = Shop::open(Seed::Empty).await;
    let request = json!({
        "name": "Care plan", "detail": "Updates and an hour of changes",
        "prices": [
            { "currency": "usd", "unit": "149", "per": { "interval": "month", "count": 1 } },
            { "currency": "eur", "unit": "1.490,00", "per": { "interval": "year", "count": 1 } },
            { "currency": "kwd", "unit": "4,12", "per": null },
        ],
    });
    let outcome = shop.call("products.create", request).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let list = json!({ "noun": "product", "tab": "all", "cursor": null, "limit": 9 });
    let id = shop.call("records.list", list).await["rows"][0]["id"]
        .as_str()
        .expect("the product")
        .to_owned();
    let outcome = shop
        .call(
            "products.add_price",
            json!({ "product": id, "price": { "currency": "usd", "unit": "0.0125", "per": null } }),
        )
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("products.show", json!({ "id": id })).await;
    let prices: Vec<&str> = sheet["prices"]
        .as_array()
        .expect("prices")
        .iter()
        .filter_map(|price| price["unit_decimal"].as_str())
        .collect();
    assert_eq!(prices.len(), 4, "{prices:?}");
    for expected in ["149.00", "1490.00", "4.12", "0.0125"] {
        assert!(prices.contains(&expected), "{expected} among {prices:?}");
    }

    let picked = shop
        .call("prices.pick", json!({ "text": "care", "currency": "usd" }))
        .await;
    assert_eq!(
        picked[0]["currency"], "usd",
        "those in the quote's currency come first: {picked}"
    );
    let monthly = picked
        .as_array()
        .expect("prices")
        .iter()
        .find(|price| price["per"]["interval"] == "month")
        .expect("the monthly one");
    let mut draft = draft_for(&shop, "Brightwater Dental").await;
    let mut taken = line("a", "Care plan", "1", "149.00", Some("month"));
    taken["price"] = monthly["id"].clone();
    taken["product"] = monthly["product"].clone();
    draft["lines"] = json!([taken]);
    draft["tax"] = vat("20", false);
    let quote = finalized(&shop, &draft).await;
    let lines = shop
        .stripe_says(&format!("/v1/quotes/{quote}/line_items"))
        .await;
    assert_eq!(
        lines["data"][0]["price"]["id"], monthly["id"],
        "the price itself, not a copy"
    );
    assert_eq!(
        count(&shop, "/v1/products?limit=100").await,
        1,
        "and no product was made"
    );

    // The tax rate that it made can be chosen from now on.
    let rates = shop.call("tax_rates.list", json!({})).await;
    assert_eq!(
        (
            &rates[0]["name"],
            &rates[0]["percent"],
            &rates[0]["inclusive"]
        ),
        (&json!("VAT"), &json!("20"), &json!(false)),
        "{rates}"
    );
    let mut draft = draft_for(&shop, "Brightwater Dental").await;
    draft["lines"] = json!([line("a", "Poster", "1", "60", None)]);
    draft["tax"] =
        json!({ "id": rates[0]["id"], "name": "VAT", "percent": "20", "inclusive": false });
    finalized(&shop, &draft).await;
    assert_eq!(
        count(&shop, "/v1/tax_rates?limit=100").await,
        1,
        "the same one again"
    );

    for (price, field) in [
        (
            json!({ "currency": "usd", "unit": "-5", "per": null }),
            "price.unit",
        ),
        (
            json!({ "currency": "usd", "unit": "1.250", "per": null }),
            "price.unit",
        ),
        (
            json!({ "currency": "usd", "unit": "1000000000", "per": null }),
            "price.unit",
        ),
        (
            json!({ "currency": "kwd", "unit": "0.125", "per": null }),
            "price.unit",
        ),
        (
            json!({ "currency": "usd", "unit": "€5", "per": null }),
            "price.unit",
        ),
        (
            json!({ "currency": "xyz", "unit": "5", "per": null }),
            "price.currency",
        ),
        (
            json!({ "currency": "usd", "unit": "5", "per": { "interval": "year", "count": 4 } }),
            "price.per",
        ),
    ] {
        let problem = shop
            .refused(
                "products.add_price",
                json!({ "product": id, "price": price }),
            )
            .await;
        assert_eq!(
            problem.fields.first().map(|problem| problem.path.as_str()),
            Some(field),
            "{price}: {problem:?}"
        );
    }
    let problem = shop
        .refused(
            "products.create",
            json!({ "name": " ", "detail": "", "prices": [] }),
        )
        .await;
    assert_eq!(
        problem.fields.first().map(|problem| problem.path.as_str()),
        Some("name"),
        "{problem:?}"
    );
    let problem = shop
        .refused("products.show", json!({ "id": "prod_nothing" }))
        .await;
    assert_eq!(problem.code, commands::view::Code::NotFound);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_used_and_looked_at_first() {
    let shop = Shop::open(Seed::Empty).await;
    let mut settings = shop.call("settings.show", json!({})).await;
    for (field, value) in [
        ("accent", json!("green")),
        ("decimal_mark", json!(";")),
        ("currency", json!("xyz")),
        ("days_until_due", json!(400)),
    ] {
        let mut wrong = settings.clone();
        wrong[field] = value;
        let problem = shop.refused("settings.put", wrong).await;
        assert_eq!(
            problem.fields.first().map(|problem| problem.path.as_str()),
            Some(field),
            "{problem:?}"
        );
    }
    settings["currency"] = json!("EUR");
    settings["decimal_mark"] = json!(",");
    settings["days_until_due"] = json!(30);
    shop.call("settings.put", settings.clone()).await;
    let shop = shop.again().await;
    assert_eq!(
        shop.call("settings.show", json!({})).await["days_until_due"],
        30,
        "they are there after a restart"
    );
    let sheet = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "new", "customer": null } }),
        )
        .await;
    assert_eq!(
        (
            &sheet["draft"]["currency"],
            &sheet["draft"]["days_until_due"]
        ),
        (&json!("eur"), &json!(30))
    );
    let read = shop
        .call(
            "amounts.read",
            json!({ "text": "1.250", "currency": "eur" }),
        )
        .await;
    assert_eq!(
        read["decimal"], "1250.00",
        "the owner's decimal mark decides: {read}"
    );
    shop.close().await;
}
