//! A change of what a subscription bills, as Stripe's parameters. What it would come to is in
//! `preview`.

use crate::view::{Code, ItemChange, Problem, SubscriptionChange};
use serde_json::{Map, Value, json};

/// The most of one thing that a subscription bills. Stripe's own limit is not documented; beyond
/// this somebody has typed a price into the wrong field.
const MOST: i64 = 999_999;

/// `items` and `proration_behavior`, with what the record is to be stored with; or what is wrong
/// with the change.
pub(super) fn params(change: &SubscriptionChange) -> Result<Value, Problem> {
    Ok(super::whole(json!({
        "items": items(&change.items)?,
        "proration_behavior": change.proration,
    })))
}

/// The items that change, each as Stripe takes it.
pub(super) fn items(changes: &[ItemChange]) -> Result<Vec<Value>, Problem> {
    if changes.is_empty() {
        return Err(Problem::new(
            Code::InvalidInput,
            "Nothing is changed yet. Change a quantity or a price, or add or remove an item.",
        ));
    }
    changes
        .iter()
        .enumerate()
        .map(|(n, change)| item(n, change))
        .collect()
}

fn item(n: usize, change: &ItemChange) -> Result<Value, Problem> {
    let wrong = |field: &str, message: &str| {
        Problem::new(Code::InvalidInput, message).field(format!("items[{n}].{field}"), message)
    };
    let mut fields = Map::new();
    if let Some(item) = &change.item {
        fields.insert("id".to_owned(), json!(item));
    } else if change.price.is_none() {
        return Err(wrong("price", "Choose what is added."));
    }
    if change.remove {
        fields.insert("deleted".to_owned(), json!(true));
        return Ok(Value::Object(fields));
    }
    if let Some(price) = &change.price {
        fields.insert("price".to_owned(), json!(price));
    }
    if let Some(quantity) = change.quantity {
        if !(1..=MOST).contains(&quantity) {
            return Err(wrong(
                "quantity",
                "A quantity is a whole number from 1 to 999,999. To bill nothing, remove the item.",
            ));
        }
        fields.insert("quantity".to_owned(), json!(quantity));
    }
    Ok(Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::{ItemChange, items};
    use serde_json::{Value, json};

    fn check(change: ItemChange, expect: Result<Value, &str>) {
        let found = items(std::slice::from_ref(&change)).map(|items| items[0].clone());
        let found = found.map_err(|problem| problem.fields[0].path.clone());
        assert_eq!(found, expect.map_err(str::to_owned), "{change:?}");
    }

    #[test]
    fn items_change_are_added_and_go() {
        let one = |item: Option<&str>, price: Option<&str>, quantity, remove| ItemChange {
            item: item.map(str::to_owned),
            price: price.map(str::to_owned),
            quantity,
            remove,
        };
        check(
            one(Some("si_1"), None, Some(3), false),
            Ok(json!({ "id": "si_1", "quantity": 3 })),
        );
        check(
            one(Some("si_1"), Some("price_2"), None, false),
            Ok(json!({ "id": "si_1", "price": "price_2" })),
        );
        check(
            one(None, Some("price_2"), Some(1), false),
            Ok(json!({ "price": "price_2", "quantity": 1 })),
        );
        check(
            one(Some("si_1"), None, Some(3), true),
            Ok(json!({ "id": "si_1", "deleted": true })),
        );
        check(one(None, None, Some(1), false), Err("items[0].price"));
        check(
            one(Some("si_1"), None, Some(0), false),
            Err("items[0].quantity"),
        );
        check(
            one(Some("si_1"), None, Some(-4), false),
            Err("items[0].quantity"),
        );
    }

    #[test]
    fn no_change_is_none() {
        assert!(items(&[]).is_err());
    }
}
