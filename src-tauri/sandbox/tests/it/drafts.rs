//! Lines of a draft: added, changed and removed, its own and a subscription's; shipping; what people may
//! not ask for. The sums of it all are in `sums.rs`.

use crate::shop::{Shop, id};
use serde_json::{Value, json};

async fn draft(shop: &Shop, more: &str) -> (String, String) {
    let customer = shop.customer().await;
    let invoice = shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&currency=usd&{more}"),
        )
        .await;
    (id(&invoice), customer)
}

/// Descriptions and amounts.
fn lines(invoice: &Value) -> Vec<(&str, i64)> {
    invoice["lines"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| {
            (
                l["description"].as_str().unwrap_or_default(),
                l["amount"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_change_tells_once_and_keeps_the_lines_ids() {
    let shop = Shop::open().await;
    let (invoice, _) = draft(&shop, "").await;
    let path = format!("/v1/invoices/{invoice}");
    let before = shop
        .post(
            &format!("{path}/add_lines"),
            "lines[0][amount]=1000&lines[0][description]=One&lines[1][amount]=500&lines[1][description]=Two",
        )
        .await;
    let first = id(&before["lines"]["data"][0]);
    let after = shop
        .post(
            &format!("{path}/update_lines"),
            &format!("lines[0][id]={first}&lines[0][amount]=1200&invoice_metadata[season]=spring"),
        )
        .await;
    assert_eq!(lines(&after), [("One", 1200), ("Two", 500)]);
    assert_eq!(id(&after["lines"]["data"][0]), first);
    let told = shop.get("/v1/events?type=invoice.updated&limit=1").await;
    let previous = &told["data"][0]["data"]["previous_attributes"];
    assert_eq!(
        (&previous["total"], &previous["metadata"]),
        (&1500.into(), &json!({ "season": null }))
    );
    // The item behind the line says the same, and changing it changes the line.
    let items = shop
        .get(&format!("/v1/invoiceitems?invoice={invoice}"))
        .await;
    let one = items["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["description"] == "One")
        .unwrap();
    assert_eq!(one["amount"], 1200);
    shop.post(&format!("/v1/invoiceitems/{}", id(one)), "amount=900")
        .await;
    let after = shop.get(&path).await;
    assert_eq!(lines(&after), [("One", 900), ("Two", 500)]);
    assert_eq!(id(&after["lines"]["data"][0]), first);
}

#[tokio::test]
async fn a_subscriptions_line_changes_in_what_it_says_only() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let customer = shop.customer().await;
    let form = format!(
        "customer={customer}&items[0][price]={price}&collection_method=send_invoice&days_until_due=9&trial_period_days=5"
    );
    let subscription = id(&shop.post("/v1/subscriptions", &form).await);
    shop.control().advance_time(5 * crate::shop::DAY + 60);
    let all = shop
        .get(&format!(
            "/v1/invoices?subscription={subscription}&status=draft"
        ))
        .await;
    let invoice = &all["data"][0];
    let line = id(&invoice["lines"]["data"][0]);
    let path = format!("/v1/invoices/{}/lines/{line}", id(invoice));
    let refused = shop.refused(&path, "amount=5").await;
    assert_eq!((refused.status, refused.error("param")), (400, "amount"));
    let rate = id(&shop
        .post(
            "/v1/tax_rates",
            "display_name=T&inclusive=false&percentage=10",
        )
        .await);
    let changed = shop
        .post(&path, &format!("description=May&tax_rates[0]={rate}"))
        .await;
    assert_eq!(
        (&changed["description"], &changed["taxes"][0]["amount"]),
        (&"May".into(), &200.into())
    );
    let refused = shop
        .refused(
            &format!("/v1/invoices/{}/remove_lines", id(invoice)),
            &format!("lines[0][id]={line}&lines[0][behavior]=unassign"),
        )
        .await;
    assert_eq!(refused.error("param"), "lines[0][behavior]");
}

#[tokio::test]
async fn what_lines_may_not_be() {
    let shop = Shop::open().await;
    let (invoice, _) = draft(&shop, "").await;
    let path = format!("/v1/invoices/{invoice}/add_lines");
    let recurring = shop.price(2000, "recurring[interval]=month").await;
    let euros = shop.price(2000, "currency=eur").await;
    for (form, code, param) in [
        (String::new(), "parameter_missing", "lines"),
        (
            "lines[0][description]=Free".into(),
            "parameter_missing",
            "lines[0][amount]",
        ),
        (
            "lines[0][amount]=1&lines[0][colour]=red".into(),
            "parameter_unknown",
            "lines[0][colour]",
        ),
        (
            "lines[0][amount]=100000000".into(),
            "amount_too_large",
            "lines[0][amount]",
        ),
        (
            format!("lines[0][pricing][price]={recurring}"),
            "",
            "lines[0][price]",
        ),
        (format!("lines[0][pricing][price]={euros}"), "", "currency"),
        (
            "lines[0][quantity]=2&lines[0][quantity_decimal]=2".into(),
            "parameters_exclusive",
            "",
        ),
        (
            "lines[0][price_data][currency]=usd&lines[0][price_data][unit_amount]=1".into(),
            "parameter_missing",
            "lines[0][price_data][product]",
        ),
        (
            "lines[0][invoice_item]=ii_none".into(),
            "resource_missing",
            "lines[0][invoice_item]",
        ),
    ] {
        let refused = shop.refused(&path, &form).await;
        assert_eq!(
            (
                refused.status,
                refused.error("code"),
                refused.error("param")
            ),
            (400, code, param),
            "{form}: {}",
            refused.body
        );
    }
    // Of several lines that are asked for at once, none is kept when one is wrong.
    shop.refused(&path, "lines[0][amount]=1&lines[1][invoice_item]=ii_none")
        .await;
    let invoice = shop.get(&format!("/v1/invoices/{invoice}")).await;
    assert_eq!(lines(&invoice), []);
    assert_eq!(
        shop.get("/v1/invoiceitems").await["data"],
        json!([]),
        "items of refused lines stay behind"
    );
}

#[tokio::test]
async fn what_a_draft_may_not_say() {
    let shop = Shop::open().await;
    let (invoice, _) = draft(&shop, "").await;
    let five: String = (0..5)
        .map(|at| format!("custom_fields[{at}][name]=N&custom_fields[{at}][value]=V&"))
        .collect();
    let now = crate::shop::NOW;
    for (form, param) in [
        (five, "custom_fields"),
        (
            format!("automatically_finalizes_at={now}"),
            "automatically_finalizes_at",
        ),
        (
            format!(
                "automatically_finalizes_at={}",
                now + 2000 * crate::shop::DAY
            ),
            "automatically_finalizes_at",
        ),
        ("due_date=1".into(), "due_date"),
        (
            "shipping_cost[shipping_rate]=shr_none".into(),
            "shipping_cost[shipping_rate]",
        ),
        ("account_tax_ids[0]=txi_none".into(), "account_tax_ids[0]"),
        (
            "rendering[pdf][page_size]=a3".into(),
            "rendering[pdf][page_size]",
        ),
    ] {
        let refused = shop
            .refused(&format!("/v1/invoices/{invoice}"), &form)
            .await;
        assert_eq!(
            (refused.status, refused.error("param")),
            (400, param),
            "{form}: {}",
            refused.body
        );
    }
    let later = now + 5 * crate::shop::DAY;
    let form = format!("automatically_finalizes_at={later}&rendering[pdf][page_size]=a4");
    let set = shop.post(&format!("/v1/invoices/{invoice}"), &form).await;
    assert_eq!(
        (
            &set["automatically_finalizes_at"],
            &set["rendering"]["pdf"]["page_size"]
        ),
        (&later.into(), &"a4".into())
    );
    shop.control().advance_time(5 * crate::shop::DAY + 1);
    assert_ne!(
        shop.get(&format!("/v1/invoices/{invoice}")).await["status"],
        "draft"
    );
}

#[tokio::test]
async fn tiers_that_do_not_fit_together_are_refused() {
    let shop = Shop::open().await;
    let product = id(&shop.post("/v1/products", "name=P").await);
    let base = format!("product={product}&currency=usd&billing_scheme=tiered");
    for (more, code, param) in [
        ("tiers_mode=volume", "parameter_missing", "tiers"),
        (
            "tiers[0][up_to]=inf&tiers[0][unit_amount]=5",
            "parameter_missing",
            "tiers_mode",
        ),
        (
            "tiers_mode=volume&unit_amount=5&tiers[0][up_to]=inf&tiers[0][unit_amount]=5",
            "",
            "unit_amount",
        ),
        (
            "tiers_mode=volume&tiers[0][up_to]=5&tiers[0][unit_amount]=5",
            "",
            "tiers[0]",
        ),
        ("tiers_mode=volume&tiers[0][up_to]=inf", "", "tiers[0]"),
        (
            "tiers_mode=volume&tiers[0][up_to]=inf&tiers[0][unit_amount]=5&tiers[0][unit_amount_decimal]=5",
            "parameters_exclusive",
            "tiers[0]",
        ),
        (
            "tiers_mode=graduated&tiers[0][up_to]=5&tiers[0][unit_amount]=5&tiers[1][up_to]=5&tiers[1][unit_amount]=5&tiers[2][up_to]=inf&tiers[2][unit_amount]=1",
            "",
            "tiers[1]",
        ),
        (
            "tiers_mode=steep&tiers[0][up_to]=inf&tiers[0][unit_amount]=5",
            "",
            "tiers_mode",
        ),
    ] {
        let refused = shop.refused("/v1/prices", &format!("{base}&{more}")).await;
        assert_eq!(
            (
                refused.status,
                refused.error("code"),
                refused.error("param")
            ),
            (400, code, param),
            "{more}: {}",
            refused.body
        );
    }
}

#[tokio::test]
async fn the_largest_and_the_smallest_that_can_be_asked_for() {
    let shop = Shop::open().await;
    for (currency, least, most) in [
        ("usd", 50, 99_999_999_i64),
        ("gbp", 30, 99_999_999),
        ("huf", 17_500, 99_999_999),
        ("jpy", 50, 99_999_999),
        ("inr", 50, 999_999_999),
        ("idr", 1, 999_999_999_999),
    ] {
        let customer = shop.customer().await;
        let bill = async |amount: i64| {
            let form = format!(
                "customer={customer}&currency={currency}&collection_method=send_invoice&days_until_due=9"
            );
            let invoice = id(&shop.post("/v1/invoices", &form).await);
            let path = format!("/v1/invoices/{invoice}");
            let added = shop
                .send(shop.form(
                    &format!("{path}/add_lines"),
                    &format!("lines[0][amount]={amount}"),
                ))
                .await;
            if added.status != 200 {
                return added.error("code").to_owned();
            }
            let done = shop.post(&format!("{path}/finalize"), "").await;
            done["status"].as_str().unwrap().to_owned()
        };
        assert_eq!(bill(most).await, "open", "{currency}");
        assert_eq!(bill(most + 1).await, "amount_too_large", "{currency}");
        assert_eq!(bill(least).await, "open", "{currency}");
        if least > 1 {
            // Nothing is charged for so little: it waits for the next invoice.
            assert_eq!(bill(least - 1).await, "paid", "{currency}");
            let customer = shop.get(&format!("/v1/customers/{customer}")).await;
            assert_eq!(customer["balance"], least - 1, "{currency}");
        }
    }
}
