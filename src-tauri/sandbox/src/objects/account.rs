//! The account itself and its balance. Not here: what moves the balance.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::ids;
use crate::json::Fields;
use crate::operation::{Ask, Operation, Reply, get};
use crate::params::shared::NOTHING;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/account", NOTHING, account),
    get("/v1/balance", NOTHING, balance),
];

/// The name of the practice business.
pub(crate) const NAME: &str = "Linden Studio";
pub(crate) const EMAIL: &str = "studio@linden.example";
/// The colour of its papers and pages.
pub(crate) const COLOR: &str = "#2f5d50";
pub(crate) const URL: &str = "https://linden.example";

pub(crate) fn id(salt: u64) -> String {
    ids::make("acct_1", salt, 0, 15)
}

/// The address that stands on the business's papers.
pub(crate) fn address() -> Value {
    json!({ "city": "York", "country": "US", "line1": "14 Mill Lane", "line2": null, "postal_code": "17401", "state": "PA" })
}

fn account(call: &Call<'_>, _: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(Reply::Object(json!({
        "id": id(call.salt),
        "object": "account",
        "business_profile": {
            "mcc": "7333",
            "minority_owned_business_designation": null,
            "name": NAME,
            "product_description": "Design and websites",
            "specified_commercial_transactions_act_url": null,
            "support_address": address(),
            "support_email": EMAIL,
            "support_phone": null,
            "support_url": null,
            "url": URL,
        },
        "business_type": "company",
        "capabilities": { "card_payments": "active", "transfers": "active" },
        "charges_enabled": true,
        "country": "US",
        "created": 1_577_836_800,
        "default_currency": "usd",
        "details_submitted": true,
        "email": EMAIL,
        "metadata": {},
        "payouts_enabled": true,
        "settings": {
            "branding": { "icon": null, "logo": null, "primary_color": COLOR, "secondary_color": null },
            "card_payments": {
                "decline_on": { "avs_failure": false, "cvc_failure": false },
                "statement_descriptor_prefix": null,
                "statement_descriptor_prefix_kana": null,
                "statement_descriptor_prefix_kanji": null,
            },
            "dashboard": { "display_name": NAME, "timezone": "Etc/UTC" },
            "invoices": { "default_account_tax_ids": null, "hosted_payment_method_save": "offer" },
            "payments": {
                "statement_descriptor": "LINDEN STUDIO",
                "statement_descriptor_kana": null,
                "statement_descriptor_kanji": null,
                "statement_descriptor_prefix_kana": null,
                "statement_descriptor_prefix_kanji": null,
            },
        },
        "type": "standard",
    })))
}

/// The balance's sums: by currency, what can be paid out and what is on its way.
fn sums(call: &Call<'_>) -> Result<BTreeMap<String, (i64, i64)>, Refusal> {
    let mut statement = call.db.prepare_cached(
        "SELECT json_extract(json, '$.currency'), status = 'available', SUM(json_extract(json, '$.net'))
         FROM objects WHERE object = 'balance_transaction' GROUP BY 1, 2",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, bool>(1)?,
            row.get::<_, i64>(2)?,
        ))
    })?;
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::from([("usd".to_owned(), (0, 0))]);
    for row in rows {
        let (currency, is_settled, amount) = row?;
        let sum = sums.entry(currency).or_default();
        if is_settled {
            sum.0 += amount;
        } else {
            sum.1 += amount;
        }
    }
    Ok(sums)
}

/// What can be paid out in `currency`, in its minor units.
pub(super) fn available(call: &Call<'_>, currency: &str) -> Result<i64, Refusal> {
    Ok(sums(call)?.get(currency).map_or(0, |sum| sum.0))
}

/// What card payments have brought in after fees, refunds, disputes and payouts.
fn balance(call: &Call<'_>, _: &Ask<'_>) -> Result<Reply, Refusal> {
    let sums = sums(call)?;
    let side = |pick: fn(&(i64, i64)) -> i64| -> Vec<Value> {
        sums.iter().map(|(currency, sum)| json!({ "amount": pick(sum), "currency": currency, "source_types": { "card": pick(sum) } })).collect()
    };
    let mut out = json!({ "object": "balance", "available": side(|s| s.0), "livemode": false });
    out.put("pending", side(|s| s.1));
    Ok(Reply::Object(out))
}
