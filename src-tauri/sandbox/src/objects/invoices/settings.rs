//! What an invoice says about itself beside its lines: whose tax numbers it carries, how it may be paid,
//! how it is shown, and where things are sent. None of it changes a sum.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::customers::whole_address;
use crate::params::{Args, Kind, Param, clearable, optional};
use crate::store::rows::Record;

/// Invoices are the account's own; Connect is not offered.
pub(super) const PAYMENT: &[Param] = &[clearable(
    "payment_method_types",
    Kind::List(&Kind::Choice(&["card"])),
)];

pub(super) const RENDERING: &[Param] = &[
    clearable(
        "amount_tax_display",
        Kind::Choice(&["exclude_tax", "include_inclusive_tax"]),
    ),
    optional(
        "pdf",
        Kind::Hash(&[optional(
            "page_size",
            Kind::Choice(&["a4", "auto", "letter"]),
        )]),
    ),
];

/// A draft can wait for its moment for five years, and show four fields of the shop's own.
const LONGEST_WAIT: i64 = 5 * 366 * 86_400;
const MOST_FIELDS: usize = 4;

pub(super) fn apply(call: &Call<'_>, invoice: &mut Record, args: &Args) -> Result<(), Refusal> {
    if let Some(at) = args.integer("automatically_finalizes_at")
        && (at <= call.now || at > call.now + LONGEST_WAIT)
    {
        return Err(Refusal::invalid(
            "`automatically_finalizes_at` must be in the future, and no more than five years ahead.",
        )
        .param("automatically_finalizes_at"));
    }
    if args.items("custom_fields").len() > MOST_FIELDS {
        return Err(
            Refusal::invalid("An invoice can have at most 4 custom fields.").param("custom_fields"),
        );
    }
    if args.sent("account_tax_ids").is_some() {
        let ids = args.texts("account_tax_ids");
        for (at, id) in ids.iter().enumerate() {
            call.load("tax_id", id, &format!("account_tax_ids[{at}]"))?;
        }
        let shown = if ids.is_empty() {
            Value::Null
        } else {
            json!(ids)
        };
        invoice.json.put("account_tax_ids", shown);
    }
    if let Some(details) = args.sent("shipping_details") {
        let shown = if details.is_null() {
            Value::Null
        } else {
            let address = whole_address(&details["address"], None);
            json!({ "address": address, "name": details["name"], "phone": details.copy("phone") })
        };
        invoice.json.put("shipping_details", shown);
    }
    if let Some(settings) = args.sent("payment_settings")
        && let Some(shown) = invoice.json.get_mut("payment_settings")
    {
        Args::new(settings.clone()).copy_onto(shown, &["payment_method_types"]);
    }
    if let Some(rendering) = args.sent("rendering") {
        let old = invoice.json.copy("rendering");
        let tax = rendering
            .get("amount_tax_display")
            .or(old.get("amount_tax_display"));
        let size = rendering["pdf"]
            .text("page_size")
            .or(old["pdf"].text("page_size"))
            .unwrap_or("auto");
        invoice.json.put(
            "rendering",
            json!({ "amount_tax_display": tax, "pdf": { "page_size": size }, "template": null, "template_version": null }),
        );
    }
    Ok(())
}
