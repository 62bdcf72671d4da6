//! The figures that a draft shows are the model's, those of a quote are Stripe's (here: the
//! practice Stripe's, which shares no arithmetic with the model). Over many documents made by
//! chance, from fixed seeds, the two must agree on every total.

use crate::shop::Shop;
use crate::write::{draft_for, line};
use futures_util::future::join_all;
use sandbox::Seed;
use serde_json::{Value, json};

/// How many documents each seed makes.
const DOCUMENTS: usize = 24;

/// Chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        // The numbers are Knuth's; the high bits are the ones to use.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let n = self.below(choices.len() as u64);
        choices[usize::try_from(n).expect("a small number")]
    }
}

/// A price of one, some of them finer than the currency.
fn unit(chance: &mut Chance, currency: &str) -> String {
    let decimals = match currency {
        "jpy" => 0,
        "kwd" => 2,
        _ if chance.one_in(5) => 4,
        _ => 2,
    };
    let whole = if currency == "jpy" {
        500 + chance.below(90_000)
    } else {
        5 + chance.below(900)
    };
    if decimals == 0 {
        return whole.to_string();
    }
    let fraction: String = (0..decimals)
        .map(|_| char::from(b'0' + u8::try_from(chance.below(10)).expect("a digit")))
        .collect();
    format!("{whole}.{fraction}")
}

fn discount(chance: &mut Chance, currency: &str, recurs: bool) -> Value {
    let duration = if recurs {
        chance.of(&["once", "repeating", "forever"])
    } else {
        "once"
    };
    let months = if duration == "repeating" {
        json!(1 + chance.below(12))
    } else {
        Value::Null
    };
    let (percent, amount) = if chance.one_in(2) {
        (
            json!(chance.of(&["2", "5", "12.5", "33.33", "7.77"])),
            Value::Null,
        )
    } else {
        (
            Value::Null,
            json!(if currency == "jpy" {
                "333"
            } else {
                chance.of(&["1.10", "3.30", "4.40"])
            }),
        )
    };
    json!({ "coupon": null, "name": "Returning customer", "percent": percent, "amount": amount, "duration": duration, "months": months })
}

fn tax(chance: &mut Chance, inclusive: bool) -> Value {
    json!({ "id": null, "name": "VAT", "percent": chance.of(&["20", "19", "7.7", "8.875", "10", "5.5"]), "inclusive": inclusive })
}

/// Fills in a draft by chance.
fn fill(draft: &mut Value, chance: &mut Chance) {
    let currency = chance.of(&["usd", "eur", "jpy", "kwd"]);
    draft["currency"] = json!(currency);
    let rhythm = if chance.one_in(2) {
        Some(chance.of(&["month", "year", "week"]))
    } else {
        None
    };
    let inclusive = chance.one_in(2);
    let lines: Vec<Value> = (0..1 + chance.below(4))
        .map(|n| {
            let quantity = (1 + chance.below(12)).to_string();
            let per = rhythm.filter(|_| n == 0 || chance.one_in(2));
            let mut line = line(
                &format!("l{n}"),
                &format!("Line {n}"),
                &quantity,
                &unit(chance, currency),
                per,
            );
            if chance.one_in(3) {
                line["tax"] = tax(chance, inclusive);
            }
            if chance.one_in(4) {
                line["discount"] = discount(chance, currency, rhythm.is_some());
            }
            line
        })
        .collect();
    draft["lines"] = json!(lines);
    if chance.one_in(2) {
        draft["tax"] = tax(chance, inclusive);
    }
    if chance.one_in(2) {
        draft["discounts"] = json!([discount(chance, currency, rhythm.is_some())]);
    }
    if rhythm.is_some() && chance.one_in(4) {
        draft["trial_days"] = json!(14);
    }
}

/// The sums of some totals: subtotal, discounts, taxes, total.
fn sums(totals: &Value) -> [i64; 4] {
    let all = |shares: &str| -> i64 {
        let shares = totals[shares]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        shares
            .iter()
            .filter_map(|share| share["amount"]["minor"].as_i64())
            .sum()
    };
    let of = |name: &str| totals[name]["minor"].as_i64().unwrap_or_default();
    [of("subtotal"), all("discounts"), all("taxes"), of("total")]
}

async fn agree(seed: u64) {
    let shop = Shop::open(Seed::Empty).await;
    let mut chance = Chance(seed);
    let (mut compared, mut recurring) = (0, 0);
    for n in 0..DOCUMENTS {
        let mut draft = draft_for(&shop, "Gulf Pearl Trading").await;
        fill(&mut draft, &mut chance);
        let sheet = shop.call("drafts.put", draft.clone()).await;
        let blocked = sheet["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .any(|finding| finding["blocking"] == true);
        if blocked {
            continue;
        }
        let outcome = shop.call("quotes.save", json!({ "id": draft["id"] })).await;
        assert_eq!(
            outcome["state"], "done",
            "seed {seed}, document {n}: {outcome}\n{draft:#}"
        );
        let quote = shop
            .call("quotes.show", json!({ "id": outcome["subject"]["id"] }))
            .await;
        let figures = &sheet["figures"];
        let about = || format!("seed {seed}, document {n}, ours left, Stripe's right:\n{draft:#}");
        assert_eq!(
            sums(&figures["upfront"]),
            sums(&quote["upfront"]),
            "upfront, {}",
            about()
        );
        assert_eq!(
            figures["recurring"]["per"],
            quote["recurring"]["per"],
            "{}",
            about()
        );
        assert_eq!(
            sums(&figures["recurring"]["totals"]),
            sums(&quote["recurring"]["totals"]),
            "recurring, {}",
            about()
        );
        assert_eq!(
            figures["accepting"],
            quote["births"],
            "what accepting creates, {}",
            about()
        );
        compared += 1;
        recurring += usize::from(quote["recurring"].is_object());
    }
    assert!(
        compared > DOCUMENTS * 3 / 4,
        "seed {seed}: most documents can be saved, {compared} could"
    );
    assert!(
        recurring > DOCUMENTS / 5,
        "seed {seed}: some recur, {recurring} did"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_quotes_come_to_the_same_sums() {
    join_all([3, 1_414, 271_828].map(agree)).await;
}
