//! What a note over single lines comes to. Stripe has the last word on the taxes and the rounding in
//! it, and is asked before anything is issued. Where a part was paid already, it wants to hear to the
//! cent where that goes: then it is asked with our own sum first, and with its neighbours.

use super::lines::Chosen;
use super::{Asked, PATIENCE, params};
use crate::account::Account;
use crate::json;
use crate::view::{Code, CreditWay, CreditWish, Problem, Retry};
use model::Money;
use model::credit::{Owed, Wish, lines, weigh};
use serde_json::Value;
use stripe::Params;

/// How far Stripe's rounding of several taxes may be from ours, minor units.
const AROUND: [i64; 7] = [0, 1, -1, 2, -2, 3, -3];

/// What is asked for by lines, as Stripe reckons it.
pub(super) async fn asked(
    account: &Account,
    owed: &Owed,
    wish: &CreditWish,
    chosen: Vec<Chosen>,
    title: String,
) -> Result<Asked, Problem> {
    let currency = owed.creditable.currency;
    let parts: Vec<_> = chosen.iter().map(|one| one.part.clone()).collect();
    let ours = lines::total(&parts).ok_or_else(|| {
        Problem::new(
            Code::InvalidInput,
            "These lines come to more than can be counted.",
        )
    })?;
    let mut asked = Asked {
        lines: chosen,
        title,
        tax: None,
        ..split(owed, wish.way, Money::new(ours, currency))?
    };
    let mut refused = None;
    for off in AROUND {
        let sum = Money::new(ours.saturating_add(off), currency);
        if off != 0 {
            let Ok(other) = split(owed, wish.way, sum) else {
                continue;
            };
            (asked.amount, asked.effect) = (other.amount, other.effect);
        }
        match preview(account, wish, &asked).await {
            Ok(note) => {
                let total = json::int(&note, "total").unwrap_or(sum.minor);
                let said = split(owed, wish.way, Money::new(total, currency))?;
                (asked.amount, asked.effect) = (said.amount, said.effect);
                asked.tax = Some(super::taxes(&note));
                return Ok(asked);
            }
            Err(problem) if problem.code == Code::Unreachable => {
                return Err(Problem {
                    hint: Some(
                        "What lines come to is Stripe’s to say. Try again when the connection is back, or credit an amount."
                            .to_owned(),
                    ),
                    ..problem
                });
            }
            // Only where it must hear where the money goes can another sum be what it wants.
            Err(problem) if asked.effect.after.minor == 0 => return Err(problem),
            Err(problem) => refused = refused.or(Some(problem)),
        }
    }
    Err(refused.unwrap_or_else(|| Problem::new(Code::Bug, "Stripe was not asked.")))
}

/// An amount in all, and how it falls on what is owed and what was paid.
fn split(owed: &Owed, way: CreditWay, amount: Money) -> Result<Asked, Problem> {
    let wrong = |error: model::credit::CreditError| {
        Problem::new(Code::InvalidInput, error.to_string()).retry(Retry::Now)
    };
    let effect = model::credit::split(owed, amount).map_err(wrong)?;
    let nothing = Money::new(0, amount.currency);
    let part = |to: CreditWay| if way == to { effect.after } else { nothing };
    let wish = Wish {
        amount,
        refund: part(CreditWay::Refund),
        balance: part(CreditWay::Balance),
        outside: part(CreditWay::Outside),
    };
    Ok(Asked {
        lines: Vec::new(),
        amount,
        effect: weigh(owed, &wish).map_err(wrong)?,
        title: String::new(),
        tax: None,
    })
}

async fn preview(account: &Account, wish: &CreditWish, asked: &Asked) -> Result<Value, Problem> {
    let client = account.stripe().await?;
    let params = Params::from_value(params(wish, asked));
    let path = stripe::paths::CREDIT_NOTE_PREVIEW;
    let asking = tokio::time::timeout(PATIENCE, client.get(path, &params));
    match asking.await {
        Ok(answer) => Ok(answer?.body),
        Err(_) => Err(Problem::new(Code::Unreachable, "Stripe does not answer.").retry(Retry::Now)),
    }
}
