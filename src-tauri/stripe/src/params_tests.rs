//! What goes over the wire, and that reading it back gives what was meant.
//!
//! The reader here is written apart from the writer, from Stripe's own rules.

#![allow(
    clippy::unwrap_used,
    reason = "the inputs are constants of these tests"
)]

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::Params;

fn check(value: Value, expect: &str) {
    assert_eq!(
        Params::from_value(value.clone()).encode(),
        expect,
        "{value}"
    );
}

#[test]
fn every_kind_of_value() {
    check(json!({}), "");
    check(json!({ "customer": "cus_1" }), "customer=cus_1");
    check(json!({ "a": true, "b": false }), "a=true&b=false");
    check(
        json!({ "amount": 1999, "credit": -5 }),
        "amount=1999&credit=-5",
    );
    check(json!({ "percent_off": 12.5 }), "percent_off=12.5");
    check(
        json!({ "name": "Café & Söhne" }),
        "name=Caf%C3%A9+%26+S%C3%B6hne",
    );
    check(
        json!({ "price_data": { "recurring": { "interval": "month" } } }),
        "price_data%5Brecurring%5D%5Binterval%5D=month",
    );
    check(
        json!({ "line_items": [ { "price": "price_1", "quantity": 2 }, { "price": "price_2" } ] }),
        "line_items%5B0%5D%5Bprice%5D=price_1&line_items%5B0%5D%5Bquantity%5D=2\
         &line_items%5B1%5D%5Bprice%5D=price_2",
    );
    check(json!({ "created": { "gte": 5 } }), "created%5Bgte%5D=5");
}

#[test]
fn null_and_empty_unset_and_an_empty_object_says_nothing() {
    check(json!({ "description": null }), "description=");
    check(json!({ "description": "" }), "description=");
    check(json!({ "discounts": [] }), "discounts=");
    check(json!({ "metadata": {} }), "");
    check(
        json!({ "metadata": { "order": null } }),
        "metadata%5Border%5D=",
    );
}

#[test]
fn fields_keep_their_order_and_setting_twice_replaces() {
    let params = Params::new()
        .set("z", 1)
        .set("a", "first")
        .set_some("m", Some("kept"))
        .set_some("left_out", None::<String>)
        .set("a", "second")
        .expand("customer")
        .expand("data.lines");
    assert_eq!(
        params.encode(),
        "z=1&a=second&m=kept&expand%5B0%5D=customer&expand%5B1%5D=data.lines"
    );
    assert_eq!(Params::from_value(params.to_value()), params);
}

/// Reads a form as a server does: brackets are steps, a number is a place in a list.
fn read(form: &str) -> Value {
    let mut root = Value::Null;
    for (name, value) in form_urlencoded::parse(form.as_bytes()) {
        let mut place = &mut root;
        for step in name.replace(']', "").split('[') {
            place = match step.parse::<usize>() {
                Ok(position) => {
                    if !place.is_array() {
                        *place = Value::Array(Vec::new());
                    }
                    let items = place.as_array_mut().unwrap();
                    if items.len() == position {
                        items.push(Value::Null);
                    }
                    &mut items[position]
                }
                Err(_) => {
                    if !place.is_object() {
                        *place = Value::Object(Map::new());
                    }
                    place
                        .as_object_mut()
                        .unwrap()
                        .entry(step)
                        .or_insert(Value::Null)
                }
            };
        }
        *place = Value::String(value.into_owned());
    }
    root
}

/// What is left of a value once it has gone through a form: texts, lists and objects.
fn as_texts(value: &Value) -> Value {
    match value {
        Value::Null => json!(""),
        Value::Bool(yes) => json!(yes.to_string()),
        Value::Number(number) => json!(number.to_string()),
        Value::String(text) => json!(text),
        Value::Array(items) if items.is_empty() => json!(""),
        Value::Array(items) => items.iter().map(as_texts).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, inner)| (name.clone(), as_texts(inner)))
                .collect(),
        ),
    }
}

fn name() -> impl Strategy<Value = String> {
    "[a-z_][a-z0-9_]{0,6}"
}

fn parameters() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    let inner = leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..5).prop_map(Value::from),
            prop::collection::vec((name(), inner), 1..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    prop::collection::vec((name(), inner), 1..6)
        .prop_map(|fields| Value::Object(fields.into_iter().collect()))
}

proptest! {
    #[test]
    fn reading_the_form_gives_the_parameters_back(value in parameters()) {
        let form = Params::from_value(value.clone()).encode();
        proptest::prop_assert!(form.is_ascii());
        proptest::prop_assert!(!form.contains(['[', ']', ' ']));
        proptest::prop_assert_eq!(read(&form), as_texts(&value), "{}", form);
    }
}
