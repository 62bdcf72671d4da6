//! Prices that change with the quantity: graduated tiers add up, each at its own price; of volume tiers
//! the one that the whole quantity falls into counts. Not here: prices per unit, and metered usage.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{Decimal, check_amount};
use crate::params::{COUNT, Kind, Param, optional, required};

pub(super) const TIERS: Kind = Kind::List(&Kind::Hash(&[
    required("up_to", Kind::TimeOr("inf")),
    optional("flat_amount", COUNT),
    optional("flat_amount_decimal", Kind::Decimal),
    optional("unit_amount", COUNT),
    optional("unit_amount_decimal", Kind::Decimal),
]));

pub(super) const TRANSFORM: &[Param] = &[
    required(
        "divide_by",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
    required("round", Kind::Choice(&["down", "up"])),
];

/// The tiers that a price shows when it is asked for them; `param` names their parameter.
pub(super) fn checked(sent: &[Value], currency: &str, param: &str) -> Result<Vec<Value>, Refusal> {
    let wrong = |at: usize, message: &str| {
        Err(Refusal::invalid(message)
            .param(&format!("{param}[{at}]"))
            .before_it_began())
    };
    let mut out = Vec::with_capacity(sent.len());
    let mut above = 0;
    for (at, tier) in sent.iter().enumerate() {
        let is_last = at + 1 == sent.len();
        match tier.integer("up_to") {
            Some(up_to) if up_to > above && !is_last => above = up_to,
            Some(_) if is_last => {
                return wrong(at, "The last tier must have `up_to` set to `inf`.");
            }
            Some(_) => return wrong(at, "Each tier's `up_to` must be above the one before it."),
            None if !is_last => return wrong(at, "Only the last tier can have no upper bound."),
            None => {}
        }
        let unit = amount(tier, "unit_amount", currency, &format!("{param}[{at}]"))?;
        let flat = amount(tier, "flat_amount", currency, &format!("{param}[{at}]"))?;
        if unit.is_none() && flat.is_none() {
            return wrong(at, "Each tier needs a `unit_amount` or a `flat_amount`.");
        }
        out.push(json!({
            "flat_amount": flat.and_then(Decimal::whole),
            "flat_amount_decimal": flat.map(|d| d.to_string()),
            "unit_amount": unit.and_then(Decimal::whole),
            "unit_amount_decimal": unit.map(|d| d.to_string()),
            "up_to": tier.integer("up_to"),
        }));
    }
    Ok(out)
}

fn amount(
    tier: &Value,
    name: &str,
    currency: &str,
    param: &str,
) -> Result<Option<Decimal>, Refusal> {
    let decimal = format!("{name}_decimal");
    let found = match (tier.integer(name), tier.text(&decimal)) {
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(format!(
                "You may only specify one of these parameters: {name}, {decimal}."
            ))
            .code("parameters_exclusive")
            .param(param)
            .before_it_began());
        }
        (Some(amount), None) => Decimal::parse(&amount.to_string()),
        (None, Some(text)) => Decimal::parse(text),
        (None, None) => return Ok(None),
    };
    let found = found.filter(|d| !d.is_negative()).ok_or_else(|| {
        Refusal::invalid("Invalid decimal: prices cannot be negative.")
            .param(&format!("{param}[{decimal}]"))
            .before_it_began()
    })?;
    if let Some(whole) = found.whole() {
        check_amount(whole, currency, &format!("{param}[{name}]"))?;
    }
    Ok(Some(found))
}

/// What `quantity` costs, in minor units, rounded once.
pub(super) fn total(tiers: &[Value], mode: &str, quantity: i64) -> i64 {
    let decimal = |tier: &Value, name: &str| {
        tier.text(name)
            .and_then(Decimal::parse)
            .unwrap_or_else(Decimal::zero)
    };
    let unit = |tier: &Value| decimal(tier, "unit_amount_decimal");
    let flat = |tier: &Value| decimal(tier, "flat_amount_decimal");
    if mode == "volume" {
        let fits = |t: &&Value| t.integer("up_to").is_none_or(|most| quantity <= most);
        return tiers.iter().find(fits).map_or(0, |tier| {
            unit(tier).scaled(quantity).plus(flat(tier)).rounded()
        });
    }
    let (mut sum, mut below) = (Decimal::zero(), 0);
    for tier in tiers {
        let top = tier
            .integer("up_to")
            .map_or(quantity, |most| most.min(quantity));
        // The first tier's flat amount is asked for even when nothing was used.
        if top > below || below == 0 {
            sum = sum
                .plus(unit(tier).scaled((top - below).max(0)))
                .plus(flat(tier));
        }
        if top >= quantity {
            break;
        }
        below = top;
    }
    sum.rounded()
}

/// The tiers of a stored price, for those who ask to see them.
pub(super) fn shown(call: &Call<'_>, id: &str) -> Result<Option<Value>, Refusal> {
    let price = call.load("price", id, "id")?;
    Ok(price.private.present("tiers").cloned())
}

#[cfg(test)]
mod tests {
    use super::total;
    use serde_json::json;

    #[test]
    fn tiers_add_up_or_apply_as_a_whole() {
        let tiers = vec![
            json!({ "up_to": 10, "unit_amount_decimal": "500", "flat_amount_decimal": null }),
            json!({ "up_to": 20, "unit_amount_decimal": "400.5", "flat_amount_decimal": "1000" }),
            json!({ "up_to": null, "unit_amount_decimal": "300" }),
        ];
        for (quantity, graduated, volume) in [
            (0, 0, 0),
            (10, 5000, 5000),
            (11, 5000 + 1000 + 401, 1000 + 4406),
            (20, 5000 + 1000 + 4005, 1000 + 8010),
            (25, 5000 + 1000 + 4005 + 1500, 7500),
        ] {
            assert_eq!(
                total(&tiers, "graduated", quantity),
                graduated,
                "{quantity}"
            );
            assert_eq!(total(&tiers, "volume", quantity), volume, "{quantity}");
        }
    }

    #[test]
    fn the_first_flat_amount_is_always_there() {
        let tiers = vec![
            json!({ "up_to": null, "unit_amount_decimal": "5", "flat_amount_decimal": "700" }),
        ];
        assert_eq!(total(&tiers, "graduated", 0), 700);
        assert_eq!(total(&tiers, "graduated", 3), 715);
    }
}
