//! What a charge does to the account's balance: its transaction with the fee, and when it settles.
//! Not here: refunds and disputes, which take from the balance through the same rows.

use serde_json::{Value, json};

use super::cards::{self, Course};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::store::rows::Record;

/// Card money is pending for two days.
const SETTLES_AFTER: i64 = 2 * 86_400;

/// One movement of the balance.
#[derive(Debug)]
pub(in crate::objects) struct Movement<'a> {
    /// Minor units of `currency`; negative when it leaves.
    pub(in crate::objects) amount: i64,
    pub(in crate::objects) fee: i64,
    pub(in crate::objects) currency: &'a str,
    pub(in crate::objects) kind: &'static str,
    pub(in crate::objects) category: &'static str,
    pub(in crate::objects) source: &'a str,
    pub(in crate::objects) description: Value,
    pub(in crate::objects) at_once: bool,
}

pub(in crate::objects) fn record(
    call: &Call<'_>,
    movement: &Movement<'_>,
) -> Result<Value, Refusal> {
    let available = if movement.at_once {
        call.now
    } else {
        call.now + SETTLES_AFTER
    };
    let fees = if movement.fee == 0 {
        json!([])
    } else {
        json!([{ "amount": movement.fee, "application": null, "currency": movement.currency, "description": "Stripe processing fees", "type": "stripe_fee" }])
    };
    let transaction = Record::new(json!({
        "id": call.new_id("txn_1")?,
        "object": "balance_transaction",
        "amount": movement.amount,
        "available_on": available,
        "balance_type": "payments",
        "created": call.now,
        "currency": movement.currency,
        "description": movement.description,
        "exchange_rate": null,
        "fee": movement.fee,
        "fee_details": fees,
        "net": movement.amount - movement.fee,
        "reporting_category": movement.category,
        "source": movement.source,
        "status": if movement.at_once { "available" } else { "pending" },
        "type": movement.kind,
    }));
    call.insert(&transaction)?;
    Ok(transaction.json)
}

/// 2.9 percent and 30 of the smallest whole hundredth: what Stripe asks of an American card.
fn fee(amount: i64) -> i64 {
    // Half up, like every rounding here.
    let part = (i128::from(amount) * 29 + 500) / 1000;
    (i64::try_from(part).unwrap_or(0) + 30).min(amount)
}

/// A captured charge comes into the balance.
pub(super) fn take(call: &Call<'_>, charge: &mut Record) -> Result<(), Refusal> {
    let json = &charge.json;
    let amount = json.amount("amount_captured");
    let at_once = cards::of(&charge.private).is_some_and(|c| c.course == Course::AvailableAtOnce);
    let transaction = record(
        call,
        &Movement {
            amount,
            fee: fee(amount),
            currency: json.must("currency"),
            kind: "charge",
            category: "charge",
            source: json.id(),
            description: json.copy("description"),
            at_once,
        },
    )?;
    charge.json.put("balance_transaction", transaction.id());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fee;

    #[test]
    fn the_fee_is_a_part_and_a_fixed_sum() {
        assert_eq!(fee(10_000), 320);
        assert_eq!(fee(50), 31);
        assert_eq!(fee(20), 20);
    }
}
