//! Tokens: the security code of a saved card, asked for again (`cvc_update`), and that it was used.
//! Not here: tokens of cards, for which test cards have names.

use serde_json::json;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::NOTHING;
use crate::params::{Kind, required};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    post(
        "/v1/tokens",
        &[required(
            "cvc_update",
            Kind::Hash(&[required("cvc", Kind::Id)]),
        )],
        create,
    ),
    get("/v1/tokens/{}", NOTHING, |call, ask| {
        Ok(call.load("token", ask.id, "id")?.json.into())
    }),
];

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let cvc = ask.args.hash("cvc_update").must("cvc");
    if !(3..=4).contains(&cvc.len()) || !cvc.chars().all(|c| c.is_ascii_digit()) {
        return Err(
            Refusal::new(402, "card_error", "Your card's security code is invalid.")
                .code("invalid_cvc")
                .param("cvc_update[cvc]"),
        );
    }
    let token = Record::new(json!({
        "id": call.new_id("cvctok_1")?,
        "object": "token",
        "client_ip": null,
        "created": call.now,
        "livemode": false,
        "type": "cvc_update",
        "used": false,
    }));
    call.insert(&token)?;
    Ok(token.json.into())
}

/// Uses the token up.
pub(super) fn spend(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    let param = "payment_method_options[card][cvc_token]";
    let mut token = call.load("token", id, param)?;
    if token.json.flag("used") {
        return Err(Refusal::invalid(format!(
            "You cannot use a Stripe token more than once: {id}."
        ))
        .code("token_already_used")
        .param(param));
    }
    token.json.put("used", true);
    call.update(&token)
}
