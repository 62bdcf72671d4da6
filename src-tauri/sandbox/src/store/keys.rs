//! Which of an object's fields stand in columns of their own, noun by noun: what lists filter by, and
//! when time next has something to do with it.

use serde_json::Value;

use crate::json::Fields;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) status: Option<String>,
    pub(crate) customer: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) due: Option<i64>,
}

pub(crate) fn of(json: &Value, private: &Value) -> Keys {
    let text = |field: &str| json.text(field).map(str::to_owned);
    let mut keys = Keys {
        status: text("status"),
        customer: text("customer"),
        ..Keys::default()
    };
    match json.must("object") {
        "quote" => {
            keys.due = json
                .integer("expires_at")
                .filter(|_| ["draft", "open"].contains(&json.status()))
        }
        "invoice" => {
            keys.parent = json
                .pointer("/parent/subscription_details/subscription")
                .and_then(Value::as_str)
                .map(str::to_owned);
            keys.due = crate::objects::invoices::due(json, private);
        }
        "subscription" | "subscription_schedule" => keys.due = private.integer("due"),
        "item" | "line_item" => keys.parent = private.text("parent").map(str::to_owned),
        "invoiceitem" => keys.parent = text("invoice"),
        "customer_balance_transaction" | "credit_note" => keys.parent = text("invoice"),
        "promotion_code" => {
            let coupon = json.pointer("/promotion/coupon").and_then(Value::as_str);
            keys.parent = coupon.map(str::to_owned);
        }
        "payout" => {
            keys.due = json
                .integer("arrival_date")
                .filter(|_| json.status() == "pending");
        }
        "credit_note_line_item" => keys.parent = private.text("parent").map(str::to_owned),
        "invoice_payment" => keys.parent = text("invoice"),
        "price" => keys.parent = text("product"),
        "charge" => keys.parent = text("payment_intent"),
        "refund" => {
            keys.parent = text("charge");
            keys.due = private.integer("due");
        }
        "dispute" => {
            keys.parent = text("charge");
            keys.due = private.integer("due");
        }
        "balance_transaction" => {
            keys.parent = text("source");
            keys.due = json
                .integer("available_on")
                .filter(|_| json.status() == "pending");
        }
        "test_helpers.test_clock" => keys.due = json.integer("deletes_after"),
        "event" => keys.status = text("type"),
        _ => {}
    }
    keys
}
