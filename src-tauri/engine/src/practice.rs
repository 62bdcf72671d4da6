//! The practice account's time, which a person may let pass to see what it brings: renewals, retries, ends. Only
//! the practice Stripe has this lever, and only on the practice account is it ever asked for.

use crate::account::Account;
use crate::sync;
use crate::view::{Code, Mode, PracticeTime, Problem};
use serde_json::Value;
use stripe::Params;

/// As far as time may pass at once: two years.
const MOST_MONTHS: u32 = 24;
const MOST_SECONDS: u32 = 63_072_000;

/// Lets `months` of the calendar and then `seconds` pass, and reads what has become of everything.
pub async fn advance(
    account: &Account,
    months: u32,
    seconds: u32,
) -> Result<PracticeTime, Problem> {
    if account.identity.mode != Mode::Practice {
        return Err(Problem::new(
            Code::NotAllowed,
            "Only on the practice account can time be made to pass.",
        )
        .hint("Choose the practice account in the settings to try it."));
    }
    if months == 0 && seconds == 0 {
        return Err(Problem::new(
            Code::InvalidInput,
            "Say how much time is to pass, such as an hour or a month.",
        ));
    }
    if months > MOST_MONTHS || seconds > MOST_SECONDS {
        return Err(Problem::new(
            Code::InvalidInput,
            "Two years is the most that can pass at once.",
        ));
    }
    let moved = Params::new().set("months", months).set("advance", seconds);
    let client = account.stripe().await?;
    let clock = client.move_practice_clock(&moved).await?;
    hear(account, &clock.body);
    sync::run(account, false).await?;
    Ok(PracticeTime { now: account.now() })
}

/// Goes by the practice Stripe's time, which another program may have moved. Not being told leaves the time as
/// it is: whoever cannot be reached is said to be elsewhere.
pub(crate) async fn heed(account: &Account) {
    if account.identity.mode != Mode::Practice {
        return;
    }
    let Ok(client) = account.stripe().await else {
        return;
    };
    if let Ok(clock) = client.practice_clock().await {
        hear(account, &clock.body);
    }
}

fn hear(account: &Account, clock: &Value) {
    if let Some(now) = clock.get("now").and_then(Value::as_i64) {
        account.clock.stands_at(now);
    }
}
