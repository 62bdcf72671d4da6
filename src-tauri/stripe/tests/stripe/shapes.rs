//! The typed views against Stripe's own descriptions: every field we name exists, the barest
//! object that Stripe may send is readable, and so are its published samples.
//!
//! The descriptions are not part of the project. Where they are missing, these tests say so and
//! check nothing; `COUNTERFOIL_SHARED` names the folder that holds them.

use std::path::PathBuf;

use serde::de::{DeserializeOwned, Error as _, Visitor, value};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::{Map, Value, json};
use stripe::Typed;
use stripe::resources::{
    Account, AccountSettings, Address, AppliesTo, AutomaticTax, Balance, BalanceAmount,
    BusinessProfile, Card, Charge, ChargeOutcome, ChargedCard, Coupon, CurrentPhase, CustomField,
    Customer, CustomerInvoiceSettings, Dashboard, Deleted, Discount, DiscountAmount,
    DiscountSource, Dispute, Event, EventData, EventRequest, EvidenceDetails, FromQuote, Invoice,
    InvoiceItem, InvoiceItemDetails, InvoiceLine, InvoiceLineParent, InvoiceParent,
    InvoiceStatusTransitions, LineDiscount, LineTax, NextAction, PauseCollection, PaymentError,
    PaymentIntent, PaymentMethod, PaymentMethodDetails, Period, PhaseDiscount,
    PhaseInvoiceSettings, PhaseItem, Price, PriceDetails, Pricing, Product, Quote, QuoteComputed,
    QuoteDetails, QuoteInvoiceSettings, QuoteLineItem, QuoteRecurring, QuoteStatusTransitions,
    QuoteSubscriptionData, QuoteTotalDetails, QuoteUpfront, Recurring, RedirectToUrl, Refund,
    SchedulePhase, Shipping, Subscription, SubscriptionDetails, SubscriptionInvoiceSettings,
    SubscriptionItem, SubscriptionItemDetails, SubscriptionSchedule, Tax, TaxRate, TaxRateDetails,
};

/// A file of the shared folder, by how its name begins.
fn shared(prefix: &str) -> Option<Value> {
    let folder = std::env::var_os("COUNTERFOIL_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let entries = std::fs::read_dir(folder.join("stripe")).ok();
    let file = entries
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(prefix))
        });
    let Some(file) = file else {
        eprintln!("skipped: no file {prefix}* in the shared folder (set COUNTERFOIL_SHARED)");
        return None;
    };
    Some(serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
}

/// Asks a view which fields it reads, without giving it any.
struct Asking<'a>(&'a mut Vec<&'static str>);

impl<'de> Deserializer<'de> for Asking<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(value::Error::custom("not a struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.extend(fields);
        Err(value::Error::custom("asked"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn check_fields<T: DeserializeOwned>(spec: &Value, schema: &str) {
    let mut fields = Vec::new();
    assert!(T::deserialize(Asking(&mut fields)).is_err());
    assert!(!fields.is_empty(), "{schema} has no fields");
    let known = spec["components"]["schemas"][schema]["properties"].as_object();
    let known = known.unwrap_or_else(|| panic!("there is no schema {schema}"));
    for field in fields {
        assert!(known.contains_key(field), "{schema} has no {field}");
    }
}

#[test]
fn every_field_we_read_exists_in_the_pinned_version() {
    let Some(spec) = shared("openapi-") else {
        return;
    };
    macro_rules! fields { ($($view:ty = $schema:literal),+ $(,)?) => {
        $( check_fields::<$view>(&spec, $schema); )+
    } }
    fields!(
        Account = "account",
        AccountSettings = "account_settings",
        Address = "address",
        AppliesTo = "coupon_applies_to",
        AutomaticTax = "invoice_automatic_tax",
        AutomaticTax = "quote_automatic_tax",
        Balance = "balance",
        BalanceAmount = "balance_available",
        BusinessProfile = "account_business_profile",
        Card = "payment_method_card",
        Charge = "charge",
        ChargeOutcome = "charge_outcome",
        ChargedCard = "charge_payment_method_details_card",
        Coupon = "coupon",
        CurrentPhase = "subscription_schedule_current_phase",
        CustomField = "invoice_custom_field",
        CustomField = "quote_invoice_settings_custom_field",
        Customer = "customer",
        CustomerInvoiceSettings = "customer_invoice_settings",
        Dashboard = "account_settings_dashboard",
        Discount = "discount",
        DiscountAmount = "invoice_line_item_discount_amount",
        DiscountAmount = "invoice_total_discount_amount",
        DiscountSource = "discount_source",
        Dispute = "dispute",
        Event = "event",
        EventData = "event_data",
        EventRequest = "event_request",
        EvidenceDetails = "dispute_evidence_details",
        FromQuote = "quote_from_quote",
        Invoice = "invoice",
        InvoiceItem = "invoiceitem",
        InvoiceItemDetails = "invoice_line_item_parent_invoice_item_details",
        InvoiceLine = "line_item",
        InvoiceLineParent = "invoice_line_item_parent",
        InvoiceParent = "invoice_parent",
        InvoiceStatusTransitions = "invoice_status_transitions",
        LineDiscount = "line_item_discount",
        LineTax = "line_item_tax",
        NextAction = "payment_intent_next_action",
        PauseCollection = "subscription_pause_collection",
        PaymentError = "payment_intent_last_payment_error",
        PaymentIntent = "payment_intent",
        PaymentMethod = "payment_method",
        PaymentMethodDetails = "charge_payment_method_details",
        Period = "invoice_item_period",
        Period = "invoice_line_item_period",
        PhaseDiscount = "subscription_schedule_phase_discount",
        PhaseInvoiceSettings = "subscription_schedule_phase_invoice_settings",
        PhaseItem = "subscription_schedule_phase_item",
        Price = "price",
        PriceDetails = "invoice_item_pricing_price_details",
        PriceDetails = "invoice_line_item_pricing_price_details",
        Pricing = "invoice_item_pricing",
        Pricing = "invoice_line_item_pricing",
        Product = "product",
        Quote = "quote",
        QuoteComputed = "quote_computed",
        QuoteDetails = "invoice_parent_quote_details",
        QuoteInvoiceSettings = "quote_invoice_settings",
        QuoteLineItem = "item",
        QuoteRecurring = "quote_computed_recurring",
        QuoteStatusTransitions = "quote_status_transitions",
        QuoteSubscriptionData = "quote_subscription_data",
        QuoteTotalDetails = "quote_total_details",
        QuoteUpfront = "quote_computed_upfront",
        Recurring = "price_recurring",
        RedirectToUrl = "payment_intent_next_action_redirect_to_url",
        Refund = "refund",
        SchedulePhase = "subscription_schedule_phase",
        Shipping = "customer_shipping",
        Subscription = "subscription",
        SubscriptionDetails = "invoice_parent_subscription_details",
        SubscriptionInvoiceSettings = "subscription_invoice_settings",
        SubscriptionItem = "subscription_item",
        SubscriptionItemDetails = "invoice_line_item_parent_subscription_item_details",
        SubscriptionSchedule = "subscription_schedule",
        Tax = "invoice_line_item_tax",
        Tax = "invoice_total_tax",
        TaxRate = "tax_rate",
        TaxRateDetails = "invoice_line_item_tax_tax_rate_details",
    );
}

/// How much of an object is made up from its schema.
#[derive(Clone, Copy, PartialEq)]
enum Amount {
    /// Only what is required; null wherever it may be null.
    Bare,
    /// Everything, references expanded, lists with one element; bare below some depth.
    Full,
}

fn made_up(spec: &Value, schema: &Value, amount: Amount, depth: usize) -> Value {
    if amount == Amount::Bare && schema["nullable"] == true {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
    {
        return made_up(spec, &spec["components"]["schemas"][name], amount, depth);
    }
    let amount = if depth > 4 { Amount::Bare } else { amount };
    if let Some(arms) = schema["anyOf"].as_array() {
        // A bare id stands first, the object after it.
        let arm = if amount == Amount::Full {
            arms.get(1).or(arms.first())
        } else {
            arms.first()
        };
        return made_up(spec, arm.unwrap(), amount, depth);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("string") => json!("1"),
        Some("integer") => json!(1),
        Some("number") => json!(12.5),
        Some("boolean") => json!(true),
        Some("array") if amount == Amount::Full => {
            json!([made_up(spec, &schema["items"], amount, depth + 1)])
        }
        Some("array") => json!([]),
        _ => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let mut object = Map::new();
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if amount == Amount::Full || required.iter().any(|field| field == name) {
                    object.insert(name.clone(), made_up(spec, property, amount, depth + 1));
                }
            }
            Value::Object(object)
        }
    }
}

fn check_made_up<T: Typed>(spec: &Value, amount: Amount) {
    // The schema of a list's line is named after the object, like all others.
    let schema = &spec["components"]["schemas"][T::OBJECT];
    let object = made_up(spec, schema, amount, 0);
    if let Err(mismatch) = T::from_value(&object) {
        panic!("{mismatch}\n{object:#}");
    }
}

macro_rules! for_every_noun { ($check:ident, $($argument:expr),*) => {
    $check::<Account>($($argument),*);
    $check::<Balance>($($argument),*);
    $check::<Charge>($($argument),*);
    $check::<Coupon>($($argument),*);
    $check::<Customer>($($argument),*);
    $check::<Discount>($($argument),*);
    $check::<Event>($($argument),*);
    $check::<Invoice>($($argument),*);
    $check::<InvoiceItem>($($argument),*);
    $check::<InvoiceLine>($($argument),*);
    $check::<PaymentIntent>($($argument),*);
    $check::<PaymentMethod>($($argument),*);
    $check::<Price>($($argument),*);
    $check::<Product>($($argument),*);
    $check::<Quote>($($argument),*);
    $check::<QuoteLineItem>($($argument),*);
    $check::<Refund>($($argument),*);
    $check::<Subscription>($($argument),*);
    $check::<SubscriptionItem>($($argument),*);
    $check::<SubscriptionSchedule>($($argument),*);
    $check::<TaxRate>($($argument),*);
} }

#[test]
fn the_barest_and_the_fullest_object_are_readable() {
    let Some(spec) = shared("openapi-") else {
        return;
    };
    for_every_noun!(check_made_up, &spec, Amount::Bare);
    for_every_noun!(check_made_up, &spec, Amount::Full);
    // Stripe publishes no sample of a dispute.
    check_made_up::<Dispute>(&spec, Amount::Bare);
    check_made_up::<Dispute>(&spec, Amount::Full);
}

fn check_sample<T: Typed>(samples: &Value) {
    let sample = &samples["resources"][T::OBJECT];
    if sample.is_null() {
        panic!("there is no sample of {}", T::OBJECT);
    }
    if let Err(mismatch) = T::from_value(sample) {
        panic!("{mismatch}\n{sample:#}");
    }
}

#[test]
fn stripes_published_samples_are_readable() {
    let Some(samples) = shared("fixtures-") else {
        return;
    };
    for_every_noun!(check_sample, &samples);
    let mut count = 0;
    for (name, sample) in samples["resources"].as_object().unwrap() {
        if name.starts_with("deleted_") && !sample["id"].is_null() {
            let deleted = Deleted::from_value(sample);
            assert_eq!(
                deleted.map(|gone| gone.id).as_deref(),
                sample["id"].as_str(),
                "{name}"
            );
            count += 1;
        }
    }
    assert!(count > 5, "only {count} deleted samples");
}
