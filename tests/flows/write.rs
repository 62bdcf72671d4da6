//! Writing quotes in tests, as a person would fill in the form.

use crate::shop::Shop;
use serde_json::{Value, json};

/// An empty draft for a new customer with this name.
pub(crate) async fn draft_for(shop: &Shop, name: &str) -> Value {
    let sheet = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "new", "customer": null } }),
        )
        .await;
    let mut draft = sheet["draft"].clone();
    draft["customer"] =
        json!({ "kind": "new", "fields": { "name": name, "email": "books@halden.example" } });
    draft
}

/// A line as typed.
pub(crate) fn line(key: &str, name: &str, quantity: &str, unit: &str, per: Option<&str>) -> Value {
    json!({
        "key": key, "name": name, "detail": "", "price": null, "product": null,
        "unit": unit, "quantity": quantity,
        "per": per.map(|interval| json!({ "interval": interval, "count": 1 })),
        "tax": null, "discount": null,
    })
}

/// A tax that does not exist yet.
pub(crate) fn vat(percent: &str, inclusive: bool) -> Value {
    json!({ "id": null, "name": "VAT", "percent": percent, "inclusive": inclusive })
}

/// A discount that does not exist yet.
pub(crate) fn discount(
    name: &str,
    percent: Option<&str>,
    amount: Option<&str>,
    duration: &str,
) -> Value {
    json!({ "coupon": null, "name": name, "percent": percent, "amount": amount, "duration": duration, "months": null })
}

/// Keeps a draft and finalizes it; answers with the quote's id.
pub(crate) async fn finalized(shop: &Shop, draft: &Value) -> String {
    let sheet = shop.call("drafts.put", draft.clone()).await;
    let blocking: Vec<&Value> = sheet["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["blocking"] == true)
        .collect();
    assert!(blocking.is_empty(), "the draft has {blocking:?}");
    let outcome = shop
        .call("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(outcome["state"], "done", "finalizing ended with {outcome}");
    outcome["subject"]["id"]
        .as_str()
        .expect("the quote")
        .to_owned()
}

/// The part of an outcome that was made, by its noun.
pub(crate) fn made(outcome: &Value, noun: &str) -> String {
    let made = outcome["made"].as_array().expect("what was made");
    let found = made.iter().find(|link| link["noun"] == noun);
    found.unwrap_or_else(|| panic!("no {noun} among {outcome}"))["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}
