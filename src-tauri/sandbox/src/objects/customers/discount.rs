//! The discount of a customer as a whole, given in the old way (`coupon`, `promotion_code`), and taking
//! one away from a customer or a subscription.

use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{coupons, promotion_codes};
use crate::operation::{Ask, Operation, Reply, delete};
use crate::params::Args;
use crate::params::shared::NOTHING;
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    delete("/v1/customers/{}/discount", NOTHING, remove),
    delete(
        "/v1/subscriptions/{}/discount",
        NOTHING,
        remove_of_subscription,
    ),
];

/// Gives a stored customer the discount that was sent, if one was.
pub(super) fn give(call: &Call<'_>, customer: &mut Record, args: &Args) -> Result<(), Refusal> {
    let id = customer.json.id().to_owned();
    let place = Place {
        customer: Some(&id),
        ..Place::default()
    };
    let made = match (args.text("coupon"), args.text("promotion_code")) {
        (Some(coupon), None) => {
            let coupon = coupons::redeemable(call, coupon, None, "coupon")?;
            discounts::make(call, &coupon, None, place)?
        }
        (None, Some(code)) => {
            let wanted = promotion_codes::Use {
                customer: Some(&id),
                ..promotion_codes::Use::default()
            };
            let coupon = promotion_codes::redeemable(call, code, wanted, "promotion_code")?;
            discounts::make(call, &coupon, Some(code), place)?
        }
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: coupon, promotion_code.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (None, None) => return Ok(()),
    };
    discounts::redeem(call, std::slice::from_ref(&made))?;
    let discount = call.load("discount", &made, "discount")?.json;
    call.emit("customer.discount.created", &discount)?;
    customer.json.put("discount", discount);
    Ok(())
}

fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut customer = call.load("customer", ask.id, "id")?;
    let before = customer.json.clone();
    let id = before["discount"].id();
    if id.is_empty() {
        return Err(nothing("customer", ask.id));
    }
    let gone = discounts::remove(call, id)?;
    customer.json.put("discount", Value::Null);
    call.changed("customer.updated", &before, &customer)?;
    call.emit("customer.discount.deleted", &gone)?;
    Ok(gone.into())
}

/// The subscription's newest discount is the one that goes.
fn remove_of_subscription(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut subscription = call.load("subscription", ask.id, "id")?;
    let before = subscription.json.clone();
    let mut ids = subscription.json.texts("discounts");
    let Some(id) = ids.pop() else {
        return Err(nothing("subscription", ask.id));
    };
    let gone = discounts::remove(call, &id)?;
    subscription.json.put("discounts", ids);
    call.changed("customer.subscription.updated", &before, &subscription)?;
    call.emit("customer.discount.deleted", &gone)?;
    Ok(gone.into())
}

fn nothing(noun: &str, id: &str) -> Refusal {
    Refusal::new(
        404,
        "invalid_request_error",
        format!("No active discount for {noun}: {id}"),
    )
    .code("resource_missing")
}
