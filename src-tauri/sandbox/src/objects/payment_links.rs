//! Payment links: an address where anybody buys the same thing. This file holds the operations and how a
//! link looks, `params` what it may be told, `items` its lines, `sale` what a purchase makes. The page at the
//! address is not here.

mod items;
mod params;
pub(crate) mod sale;

use serde_json::{Value, json};

use super::{shipping_rates, tax_rates};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::ORIGIN;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{ENDING_BEFORE, LIMIT, NOTHING, PLAIN_LIST, STARTING_AFTER};
use crate::params::{Args, Kind, Param, optional};
use crate::store::rows::Record;
use params::{CREATE, INTENT, UPDATE};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/payment_links", LIST, list),
    post("/v1/payment_links", CREATE, create),
    get("/v1/payment_links/{}", NOTHING, retrieve),
    post("/v1/payment_links/{}", UPDATE, update),
    get("/v1/payment_links/{}/line_items", PLAIN_LIST, items::list),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    optional("active", Kind::Boolean),
];

/// What is shown as it was sent.
const PLAIN: &[&str] = &[
    "active",
    "after_completion",
    "allow_promotion_codes",
    "billing_address_collection",
    "customer_creation",
    "inactive_message",
    "payment_method_collection",
    "payment_method_types",
    "phone_number_collection",
    "submit_type",
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("payment_link", "/v1/payment_links")
        .field(&ask.args, "active", "active")
        .page(call, &ask.args)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(call.load("payment_link", ask.id, "id")?.json.into())
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let id = call.new_id("plink_1")?;
    let mut link = Record::new(blank(&id));
    let made = items::make(call, &id, ask.args.items("line_items"))?;
    let currency = made.first().map(|i| i.json.must("currency").to_owned());
    let currency =
        currency.ok_or_else(|| Refusal::missing_param("line_items").before_it_began())?;
    if ask.args.text("currency").is_some_and(|c| c != currency) {
        return Err(Refusal::invalid(format!(
            "The prices of this payment link are in `{currency}`."
        ))
        .param("currency"));
    }
    link.json.put("currency", currency);
    let recurs = made
        .iter()
        .any(|i| i.json["price"].present("recurring").is_some());
    link.private.put("recurs", recurs);
    if recurs {
        link.json.put("invoice_creation", Value::Null);
        link.json.put("customer_creation", "always");
        link.json.put("payment_method_collection", "always");
    }
    apply(call, &ask.args, &mut link)?;
    for item in &made {
        call.insert(item)?;
    }
    // Payment links show no time of their own, but their list needs their order only.
    call.insert(&link)?;
    call.emit("payment_link.created", &link.json)?;
    Ok(link.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut link = call.load("payment_link", ask.id, "id")?;
    let before = link.json.clone();
    items::change(call, ask.id, ask.args.items("line_items"))?;
    apply(call, &ask.args, &mut link)?;
    call.changed("payment_link.updated", &before, &link)?;
    Ok(link.json.into())
}

fn blank(id: &str) -> Value {
    json!({
        "id": id,
        "object": "payment_link",
        "active": true,
        "after_completion": { "hosted_confirmation": { "custom_message": null }, "type": "hosted_confirmation" },
        "allow_promotion_codes": false,
        "application": null,
        "application_fee_amount": null,
        "application_fee_percent": null,
        "automatic_tax": { "enabled": false, "liability": null },
        "billing_address_collection": "auto",
        "consent_collection": null,
        "currency": "usd",
        "custom_fields": [],
        "custom_text": { "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null },
        "customer_creation": "if_required",
        "inactive_message": null,
        "invoice_creation": { "enabled": false, "invoice_data": invoice_data(&Value::Null) },
        "livemode": false,
        "managed_payments": null,
        "metadata": {},
        "on_behalf_of": null,
        "payment_intent_data": null,
        "payment_method_collection": "always",
        "payment_method_options": null,
        "payment_method_types": null,
        "phone_number_collection": { "enabled": false },
        "restrictions": null,
        "shipping_address_collection": null,
        "shipping_options": [],
        "submit_type": "auto",
        "subscription_data": null,
        "tax_id_collection": { "enabled": false, "required": "never" },
        "transfer_data": null,
        "url": format!("{ORIGIN}/link/{id}"),
    })
}

fn apply(call: &Call<'_>, args: &Args, link: &mut Record) -> Result<(), Refusal> {
    let recurs = link.private.flag("recurs");
    let only = |name: &str, kind: &str, wrong: bool| match args.has(name) && wrong {
        true => Err(Refusal::invalid(format!(
            "`{name}` can only be given for payment links with {kind} prices."
        ))
        .param(name)),
        false => Ok(()),
    };
    only("subscription_data", "recurring", !recurs)?;
    only("payment_intent_data", "one-time", recurs)?;
    only("invoice_creation", "one-time", recurs)?;
    only("shipping_options", "one-time", recurs)?;
    tax_rates::none_automatic(args)?;
    let json = &mut link.json;
    args.copy_onto(json, PLAIN);
    if let Some(after) = args.sent("after_completion") {
        let kind = after.must("type");
        let shown = match kind {
            "redirect" if after.present("redirect").is_none() => {
                return Err(Refusal::missing_param("after_completion[redirect]").before_it_began());
            }
            "redirect" => json!({ "redirect": after.copy("redirect"), "type": kind }),
            _ => {
                let message = after["hosted_confirmation"].copy("custom_message");
                json!({ "hosted_confirmation": { "custom_message": message }, "type": kind })
            }
        };
        json.put("after_completion", shown);
    }
    if let Some(Value::Object(texts)) = args.sent("custom_text") {
        for (place, text) in texts {
            json["custom_text"].put(place, text.clone());
        }
    }
    if let Some(creation) = args.sent("invoice_creation") {
        let data = invoice_data(&creation["invoice_data"]);
        let shown = json!({ "enabled": creation.flag("enabled"), "invoice_data": data });
        json.put("invoice_creation", shown);
    }
    if let Some(data) = args.sent("payment_intent_data") {
        let metadata = data.present("metadata").cloned().unwrap_or(json!({}));
        let mut shown = json!({ "metadata": metadata });
        for field in INTENT.iter().map(|p| p.name).filter(|n| *n != "metadata") {
            shown.put(field, data.copy(field));
        }
        json.put("payment_intent_data", shown);
    }
    if let Some(data) = args.sent("subscription_data") {
        let shown = json!({
            "description": data.copy("description"),
            "invoice_settings": {
                "account_tax_ids": null,
                "custom_fields": data["invoice_settings"].copy("custom_fields"),
                "description": data["invoice_settings"].copy("description"),
                "footer": data["invoice_settings"].copy("footer"),
                "issuer": { "type": "self" },
            },
            "metadata": data.present("metadata").cloned().unwrap_or(json!({})),
            "trial_period_days": data.copy("trial_period_days"),
            "trial_settings": data.copy("trial_settings"),
        });
        json.put("subscription_data", shown);
    }
    if let Some(restrictions) = args.sent("restrictions") {
        let count = json
            .pointer("/restrictions/completed_sessions/count")
            .and_then(Value::as_i64)
            .unwrap_or(0);
        let shown = match restrictions.get("completed_sessions") {
            Some(most) => {
                json!({ "completed_sessions": { "count": count, "limit": most.amount("limit") } })
            }
            None => Value::Null,
        };
        json.put("restrictions", shown);
    }
    if let Some(ids) = args.sent("tax_id_collection") {
        let shown = json!({ "enabled": ids.flag("enabled"), "required": ids.text("required").unwrap_or("never") });
        json.put("tax_id_collection", shown);
    }
    args.merge_metadata(json);
    collect(call, args, json)
}

/// What a buyer is asked for besides a card.
fn collect(call: &Call<'_>, args: &Args, json: &mut Value) -> Result<(), Refusal> {
    if let Some(consent) = args.sent("consent_collection") {
        let shown = json!({
            "payment_method_reuse_agreement": consent.copy("payment_method_reuse_agreement"),
            "promotions": consent.copy("promotions"),
            "terms_of_service": consent.copy("terms_of_service"),
        });
        json.put("consent_collection", shown);
    }
    if let Some(names) = args.sent("name_collection") {
        let mut shown = json!({});
        for kind in ["business", "individual"] {
            if let Some(name) = names.present(kind) {
                let asked =
                    json!({ "enabled": name.flag("enabled"), "optional": name.flag("optional") });
                shown.put(kind, asked);
            }
        }
        json.put("name_collection", shown);
    }
    args.copy_onto(json, &["shipping_address_collection"]);
    if args.sent("shipping_options").is_some() {
        let mut shown = Vec::new();
        for (index, option) in args.items("shipping_options").iter().enumerate() {
            let at = format!("shipping_options[{index}]");
            let id = shipping_rates::of_param(call, option, json.must("currency"), &at)?;
            let rate = call.load("shipping_rate", &id, &at)?.json;
            let amount = rate["fixed_amount"].amount("amount");
            shown.push(json!({ "shipping_amount": amount, "shipping_rate": id }));
        }
        json.put("shipping_options", shown);
    }
    Ok(())
}

fn invoice_data(sent: &Value) -> Value {
    json!({
        "account_tax_ids": null,
        "custom_fields": sent.copy("custom_fields"),
        "description": sent.copy("description"),
        "footer": sent.copy("footer"),
        "issuer": null,
        "metadata": sent.present("metadata").cloned().unwrap_or(json!({})),
        "rendering_options": null,
    })
}

pub(super) fn on_request(call: &Call<'_>, id: &str) -> Result<Option<Value>, Refusal> {
    Ok(Some(items::shown(call, id)?))
}
