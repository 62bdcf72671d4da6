//! Discounts: a coupon at work on a quote, an invoice, a subscription or one of their lines. What the
//! coupon said when it was applied is kept with the discount, for coupons can be deleted.

use serde_json::{Value, json};

use super::{coupons, promotion_codes};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{Cut, CutAmount, Decimal};
use crate::objects::subscriptions::months_later;
use crate::store::rows::Record;

/// What a discount belongs to; ids, where there are any.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'a> {
    pub(super) customer: Option<&'a str>,
    pub(super) invoice: Option<&'a str>,
    pub(super) invoice_item: Option<&'a str>,
    pub(super) subscription: Option<&'a str>,
    pub(super) subscription_item: Option<&'a str>,
    /// What is billed there before discounts, where it is known; for codes with a minimum.
    pub(super) amount: Option<i64>,
}

/// The discounts that a `discounts` parameter asks for: new ones for coupons and promotion codes, old
/// ones by their id.
pub(super) fn of_param(
    call: &Call<'_>,
    sent: &[Value],
    place: Place<'_>,
    currency: Option<&str>,
    at: &str,
) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::with_capacity(sent.len());
    for (index, entry) in sent.iter().enumerate() {
        let named = ["coupon", "discount", "promotion_code"].map(|name| entry.text(name));
        let param = |name: &str| format!("{at}[{index}][{name}]");
        match named {
            [Some(coupon), None, None] => {
                let coupon = coupons::redeemable(call, coupon, currency, &param("coupon"))?;
                out.push(make(call, &coupon, None, place)?);
            }
            [None, Some(id), None] => {
                call.load("discount", id, &param("discount"))?;
                out.push(id.to_owned());
            }
            [None, None, Some(code)] => {
                let wanted = promotion_codes::Use {
                    customer: place.customer,
                    currency,
                    amount: place.amount,
                };
                let coupon =
                    promotion_codes::redeemable(call, code, wanted, &param("promotion_code"))?;
                out.push(make(call, &coupon, Some(code), place)?);
            }
            _ => {
                return Err(Refusal::invalid(
                    "You must specify exactly one of these parameters: coupon, discount, promotion_code.",
                )
                .param(&format!("{at}[{index}]"))
                .before_it_began());
            }
        }
    }
    Ok(out)
}

/// Puts a coupon, found by `code` where there is one, to work at `place`.
pub(super) fn make(
    call: &Call<'_>,
    coupon: &Record,
    code: Option<&str>,
    place: Place<'_>,
) -> Result<String, Refusal> {
    let id = call.new_id("di_1")?;
    let end = match coupon.json.must("duration") {
        "repeating" => Some(months_later(
            call.now,
            coupon.json.amount("duration_in_months"),
        )),
        _ => None,
    };
    let mut coupon_kept = coupon.json.clone();
    coupon_kept.put("products", coupon.private.copy("products"));
    let record = Record {
        json: json!({
            "id": id,
            "object": "discount",
            "checkout_session": null,
            "customer": place.customer,
            "customer_account": null,
            "end": end,
            "invoice": place.invoice,
            "invoice_item": place.invoice_item,
            "promotion_code": code,
            "source": { "coupon": coupon.json.id(), "type": "coupon" },
            "start": call.now,
            "subscription": place.subscription,
            "subscription_item": place.subscription_item,
        }),
        private: json!({ "coupon": coupon_kept }),
    };
    call.insert(&record)?;
    Ok(id)
}

/// What is shown of a discount that is taken away. The invoices that it was at work on keep it.
pub(super) fn remove(call: &Call<'_>, id: &str) -> Result<Value, Refusal> {
    let mut gone = call.load("discount", id, "id")?.json;
    if let Some(fields) = gone.as_object_mut() {
        fields.shift_remove("end");
    }
    gone.put("deleted", true);
    Ok(gone)
}

/// The same coupons at work in another place, as when a quote becomes an invoice. They are counted as
/// used where they come from.
pub(super) fn carried(
    call: &Call<'_>,
    ids: &[String],
    place: Place<'_>,
) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let old = call.load("discount", id, "discounts")?;
        let kept = old.private["coupon"].clone();
        let products = kept.copy("products");
        let coupon = Record {
            json: kept,
            private: json!({ "products": products }),
        };
        let made = make(call, &coupon, old.json.text("promotion_code"), place)?;
        let mut copy = call.load("discount", &made, "discounts")?;
        copy.private.put("redeemed", true);
        call.update(&copy)?;
        out.push(made);
    }
    Ok(out)
}

/// Counts the coupons and codes as used, each discount once however often it is at work.
pub(super) fn redeem(call: &Call<'_>, ids: &[String]) -> Result<(), Refusal> {
    for id in ids {
        let mut discount = call.load("discount", id, "discounts")?;
        if discount.private.flag("redeemed") {
            continue;
        }
        discount.private.put("redeemed", true);
        call.update(&discount)?;
        coupons::redeemed(call, discount.private["coupon"].id())?;
        if let Some(code) = discount.json.text("promotion_code") {
            promotion_codes::redeemed(call, code)?;
        }
    }
    Ok(())
}

/// Which discounts still count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum During {
    /// The first invoice: all of them.
    First,
    /// What comes back every period without end, for a quote's recurring total.
    Forever,
}

/// The discounts as amounts to take off.
pub(super) fn cuts(call: &Call<'_>, ids: &[String], during: During) -> Result<Vec<Cut>, Refusal> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let discount = call.load("discount", id, "discounts")?;
        let coupon = &discount.private["coupon"];
        if during == During::Forever && coupon.must("duration") != "forever" {
            continue;
        }
        let amount = match coupon.integer("amount_off") {
            Some(off) => CutAmount::Off(off),
            None => CutAmount::Percent(percent_off(coupon)),
        };
        let products = coupon.present("products").map(|_| coupon.texts("products"));
        out.push(Cut {
            discount: id.clone(),
            amount,
            products,
        });
    }
    Ok(out)
}

/// The discounts of a subscription that a later period still has.
pub(super) fn lasting(call: &Call<'_>, ids: &[String], at: i64) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::new();
    for id in ids {
        let discount = call.load("discount", id, "discounts")?;
        let is_over = discount.json.integer("end").is_some_and(|end| end <= at);
        if discount.private["coupon"].must("duration") != "once" && !is_over {
            out.push(id.clone());
        }
    }
    Ok(out)
}

fn percent_off(coupon: &Value) -> Decimal {
    coupon
        .get("percent_off")
        .map(Value::to_string)
        .and_then(|p| Decimal::parse(&p))
        .unwrap_or_else(Decimal::zero)
}
