//! Payment methods: made of a test card's number or name, given to a customer and taken away again.
//! Cards are the only type here.

use serde_json::{Value, json};

use super::{cards, shapes};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::objects::customers;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{ADDRESS, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{Args, COUNT, Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/payment_methods", LIST, |call, ask| {
        list(call, ask, "/v1/payment_methods".into(), None)
    }),
    post("/v1/payment_methods", CREATE, create),
    get("/v1/payment_methods/{}", NOTHING, |call, ask| {
        Ok(call.load("payment_method", ask.id, "id")?.json.into())
    }),
    post("/v1/payment_methods/{}", UPDATE, update),
    post(
        "/v1/payment_methods/{}/attach",
        &[required("customer", Kind::Id)],
        attach_operation,
    ),
    post("/v1/payment_methods/{}/detach", NOTHING, detach),
    get(
        "/v1/customers/{}/payment_methods",
        OF_CUSTOMER,
        |call, ask| {
            call.load("customer", ask.id, "id")?;
            let url = format!("/v1/customers/{}/payment_methods", ask.id);
            list(call, ask, url, Some(ask.id))
        },
    ),
    get("/v1/customers/{}/payment_methods/{}", NOTHING, of_customer),
];

const ALLOW_REDISPLAY: Kind = Kind::Choice(&["always", "limited", "unspecified"]);
const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    optional("allow_redisplay", ALLOW_REDISPLAY),
    optional("customer", Kind::Id),
    optional("type", Kind::Id),
];
const OF_CUSTOMER: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    optional("allow_redisplay", ALLOW_REDISPLAY),
    optional("type", Kind::Id),
];
const NETWORKS: &[Param] = &[clearable(
    "preferred",
    Kind::Choice(&["cartes_bancaires", "mastercard", "visa"]),
)];
const BILLING_DETAILS: &[Param] = &[
    clearable("address", Kind::Hash(ADDRESS)),
    clearable("email", Kind::Text(512)),
    clearable("name", TEXT),
    clearable("phone", TEXT),
    optional("tax_id", TEXT),
];
const CARD: &[Param] = &[
    optional("cvc", Kind::Id),
    optional("exp_month", COUNT),
    optional("exp_year", COUNT),
    optional("networks", Kind::Hash(NETWORKS)),
    optional("number", Kind::Id),
    optional("token", Kind::Id),
];
const CREATE: &[Param] = &[
    optional("allow_redisplay", ALLOW_REDISPLAY),
    optional("billing_details", Kind::Hash(BILLING_DETAILS)),
    optional("card", Kind::Hash(CARD)),
    METADATA,
    required("type", Kind::Id),
];
/// A method that is made on the way, as pages with a card form send it.
pub(super) const DATA: &[Param] = &[
    optional("allow_redisplay", ALLOW_REDISPLAY),
    optional("billing_details", Kind::Hash(BILLING_DETAILS)),
    optional("card", Kind::Hash(CARD)),
    METADATA,
    required("type", Kind::Id),
];
const UPDATE: &[Param] = &[
    optional("allow_redisplay", ALLOW_REDISPLAY),
    optional("billing_details", Kind::Hash(BILLING_DETAILS)),
    optional(
        "card",
        Kind::Hash(&[
            optional("exp_month", COUNT),
            optional("exp_year", COUNT),
            optional("networks", Kind::Hash(NETWORKS)),
        ]),
    ),
    METADATA,
];

fn list(
    call: &Call<'_>,
    ask: &Ask<'_>,
    url: String,
    customer: Option<&str>,
) -> Result<Reply, Refusal> {
    let mut list = List::of("payment_method", url)
        .column(&ask.args, "customer", "customer")
        .field(&ask.args, "type", "type")
        .field(&ask.args, "allow_redisplay", "allow_redisplay");
    if let Some(customer) = customer {
        list = list.only("customer = ?", customer.to_owned());
    }
    list.page(call, &ask.args)
}

fn of_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("customer", ask.under, "customer")?;
    let method = call.load("payment_method", ask.id, "id")?;
    if method.json.text("customer") != Some(ask.under) {
        return Err(Refusal::missing("payment_method", ask.id, "id"));
    }
    Ok(method.json.into())
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(made(call, &ask.args)?.json.into())
}

/// A method of what was sent along with something else.
pub(super) fn of_data(call: &Call<'_>, data: &Value) -> Result<Record, Refusal> {
    made(call, &Args::new(data.clone()))
}

fn made(call: &Call<'_>, args: &Args) -> Result<Record, Refusal> {
    if args.text("type") != Some("card") {
        return Err(Refusal::invalid(format!(
            "The payment method type \"{}\" is not activated for the practice account. Use card.",
            args.text("type").unwrap_or_default()
        ))
        .param("type"));
    }
    let sent = args.hash("card");
    let mut method = match (sent.text("token"), sent.text("number")) {
        (Some(token), None) => {
            let card = cards::named(token)
                .ok_or_else(|| Refusal::missing("token", token, "card[token]"))?;
            made_of(call, card)?
        }
        (None, Some(number)) => of_number(call, sent, number)?,
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: card[token], card[number].",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (None, None) => return Err(Refusal::missing_param("card").before_it_began()),
    };
    apply(args, &mut method.json);
    call.insert(&method)?;
    Ok(method)
}

/// A method of the test card of this number; what is wrong with its data is said as a card's error.
pub(super) fn of_number(call: &Call<'_>, sent: &Value, number: &str) -> Result<Record, Refusal> {
    let wrong = |code: &str, param: &str, message: &str| {
        Refusal::new(402, "card_error", message)
            .code(code)
            .param(param)
    };
    let number: String = number
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if !cards::checks_out(&number) {
        return Err(wrong(
            "incorrect_number",
            "number",
            "Your card number is incorrect.",
        ));
    }
    let month = sent
        .integer("exp_month")
        .ok_or_else(|| Refusal::missing_param("card[exp_month]").before_it_began())?;
    if !(1..=12).contains(&month) {
        return Err(wrong(
            "invalid_expiry_month",
            "exp_month",
            "Your card's expiration month is invalid.",
        ));
    }
    let year = sent
        .integer("exp_year")
        .ok_or_else(|| Refusal::missing_param("card[exp_year]").before_it_began())?;
    let year = if year < 100 { year + 2000 } else { year };
    let this_year = shapes::year(call.now);
    if !(this_year..=this_year + 50).contains(&year) {
        return Err(wrong(
            "invalid_expiry_year",
            "exp_year",
            "Your card's expiration year is invalid.",
        ));
    }
    let card = cards::numbered(&number).ok_or_else(|| {
        wrong("card_declined", "number", "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.")
            .with("decline_code", "test_mode_live_card")
    })?;
    let digits = if card.brand == "amex" { 3..=4 } else { 3..=3 };
    let cvc = sent.text("cvc");
    if cvc.is_some_and(|c| !digits.contains(&c.len()) || !c.chars().all(|c| c.is_ascii_digit())) {
        return Err(wrong(
            "invalid_cvc",
            "cvc",
            "Your card's security code is invalid.",
        ));
    }
    let mut method = made_of(call, card)?;
    if let Some(shown) = method.json.get_mut("card") {
        shown.put("exp_month", month);
        shown.put("exp_year", year);
        if cvc.is_none()
            && let Some(checks) = shown.get_mut("checks")
        {
            checks.put("cvc_check", Value::Null);
        }
    }
    Ok(method)
}

fn made_of(call: &Call<'_>, card: &cards::Card) -> Result<Record, Refusal> {
    Ok(Record {
        json: shapes::method(call, card)?,
        private: json!({ "card": card.number() }),
    })
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut method = call.load("payment_method", ask.id, "id")?;
    if method.json.text("customer").is_none() {
        return Err(Refusal::invalid(
            "You must save this PaymentMethod to a customer before you can update it.",
        )
        .code("payment_method_unexpected_state"));
    }
    let before = method.json.clone();
    apply(&ask.args, &mut method.json);
    let sent = ask.args.hash("card");
    if let Some(month) = sent.integer("exp_month")
        && !(1..=12).contains(&month)
    {
        return Err(Refusal::new(
            402,
            "card_error",
            "Your card's expiration month is invalid.",
        )
        .code("invalid_expiry_month")
        .param("exp_month"));
    }
    if let Some(card) = method.json.get_mut("card") {
        Args::new(sent.clone()).copy_onto(card, &["exp_month", "exp_year"]);
    }
    call.changed("payment_method.updated", &before, &method)?;
    Ok(method.json.into())
}

fn apply(args: &Args, method: &mut Value) {
    args.copy_onto(method, &["allow_redisplay"]);
    let sent = args.hash("billing_details");
    if let Some(details) = method.get_mut("billing_details") {
        Args::new(sent.clone()).copy_onto(details, &["email", "name", "phone", "tax_id"]);
        if sent.get("address").is_some() {
            let address = customers::whole_address(&sent["address"], details.get("address"));
            details.put("address", address);
        }
    }
    if let Some(preferred) = args.hash("card")["networks"].text("preferred")
        && let Some(networks) = method.pointer_mut("/card/networks")
    {
        networks.put("preferred", preferred);
    }
    args.merge_metadata(method);
}

fn attach_operation(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let customer = ask.args.text("customer").unwrap_or_default();
    call.load("customer", customer, "customer")?;
    if call.find("payment_method", ask.id)?.is_none() && cards::named(ask.id).is_none() {
        return Err(Refusal::missing("PaymentMethod", ask.id, "id"));
    }
    let id = attach(call, ask.id, customer)?;
    Ok(call.load("payment_method", &id, "id")?.json.into())
}

/// Taken from its customer, for good.
fn detach(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut method = call.load("payment_method", ask.id, "id")?;
    let Some(owner) = method.json.text("customer").map(str::to_owned) else {
        return Err(Refusal::invalid("The payment method you provided is not attached to a customer so detachment is impossible.").code("payment_method_unexpected_state"));
    };
    let before = method.json.clone();
    method.json.put("customer", Value::Null);
    method.private.put("spent", true);
    call.changed("payment_method.detached", &before, &method)?;
    customers::forget_method(call, &owner, ask.id)?;
    Ok(method.json.into())
}

/// A stored method, or a new one made of a test card's name.
pub(super) fn find_or_make(call: &Call<'_>, name: &str) -> Result<Record, Refusal> {
    if let Some(stored) = call.find("payment_method", name)? {
        return Ok(stored);
    }
    let card = cards::named(name)
        .ok_or_else(|| Refusal::missing("PaymentMethod", name, "payment_method"))?;
    let method = made_of(call, card)?;
    call.insert(&method)?;
    Ok(method)
}

/// Gives a customer a method; its id. Cards that are always declined cannot be attached.
pub(in crate::objects) fn attach(
    call: &Call<'_>,
    name: &str,
    customer: &str,
) -> Result<String, Refusal> {
    let mut method = find_or_make(call, name)?;
    if method
        .json
        .text("customer")
        .is_some_and(|owner| owner != customer)
    {
        return Err(Refusal::invalid(
            "The payment method you provided has already been attached to another customer.",
        )
        .param("payment_method"));
    }
    if method.json.text("customer").is_none() {
        if method.private.flag("spent") {
            return Err(spent());
        }
        let declined = cards::of(&method.private).and_then(|c| c.decline);
        if let Some(decline) = declined.filter(|d| !d.attaches) {
            let refusal = Refusal::new(402, "card_error", decline.message)
                .code(decline.code)
                .param("payment_method");
            return Err(match decline.decline_code {
                Some(code) => refusal.with("decline_code", code),
                None => refusal,
            });
        }
        method.json.put("customer", customer);
        call.update(&method)?;
        call.emit("payment_method.attached", &method.json)?;
    }
    Ok(method.json.id().to_owned())
}

/// The refusal of a method that cannot be used a second time.
pub(super) fn spent() -> Refusal {
    Refusal::invalid("The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.")
        .param("payment_method")
}
