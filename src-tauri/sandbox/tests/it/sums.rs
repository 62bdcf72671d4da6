//! The sums of invoices and credit notes against a computation of this file's own: exact fractions in
//! big integers, written from the rules in words, sharing nothing with the server's. What must hold for
//! any invoice: its lines, discounts, taxes, shipping and balance add up to what is asked for; whatever
//! part of it is credited, in whatever steps, adds up to the whole, and so does the customer's ledger.

use crate::shop::{Shop, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// One graduated or volume price: bounds with unit amounts in hundredths of a minor unit and flat amounts.
#[derive(Debug, Clone)]
struct Tiers {
    graduated: bool,
    /// Width of the tier (the last has none), unit in hundredths, flat in whole minor units.
    steps: Vec<(i64, i64, i64)>,
}

#[derive(Debug, Clone)]
struct Item {
    /// Hundredths of a minor unit for one, or tiers.
    unit: i64,
    tiers: Option<Tiers>,
    quantity: i64,
    is_taxed: bool,
    /// Hundredths of a percent off this line alone.
    own_percent: Option<i64>,
    /// Whether the restricted coupon counts here.
    is_special: bool,
}

#[derive(Debug, Clone)]
struct Case {
    items: Vec<Item>,
    /// Hundredths of a percent; whether it is in the price.
    taxes: Vec<(i64, bool)>,
    /// Hundredths of a percent off the whole, and minor units off the special product.
    percent_off: Option<i64>,
    special_off: Option<i64>,
    shipping: Option<i64>,
    balance: i64,
    /// In what parts of a thousand of each line's amount the invoice is credited.
    parts: Vec<i64>,
}

fn tiers() -> impl Strategy<Value = Tiers> {
    (
        any::<bool>(),
        prop::collection::vec((1..8_i64, 0..90_000_i64, 0..3_000_i64), 1..4),
    )
        .prop_map(|(graduated, steps)| Tiers { graduated, steps })
}

fn items() -> impl Strategy<Value = Item> {
    (
        0..9_000_000_i64,
        prop::option::weighted(0.3, tiers()),
        1..20_i64,
        any::<bool>(),
        prop::option::weighted(0.3, 1..10_000_i64),
        any::<bool>(),
    )
        .prop_map(
            |(unit, tiers, quantity, is_taxed, own_percent, is_special)| Item {
                unit,
                tiers,
                quantity,
                is_taxed,
                own_percent,
                is_special,
            },
        )
}

fn cases() -> impl Strategy<Value = Case> {
    (
        prop::collection::vec(items(), 1..4),
        prop::collection::vec((0..3_000_i64, any::<bool>()), 0..3),
        prop::option::of(1..10_000_i64),
        prop::option::of(1..300_000_i64),
        prop::option::of(0..5_000_i64),
        -30_000..30_000_i64,
        prop::collection::vec(1..1_000_i64, 0..3),
    )
        .prop_map(
            |(items, taxes, percent_off, special_off, shipping, balance, parts)| Case {
                items,
                taxes,
                percent_off,
                special_off,
                shipping,
                balance,
                parts,
            },
        )
}

fn half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

/// What an item costs, from hundredths of a minor unit, rounded once.
fn price(item: &Item) -> i128 {
    let quantity = i128::from(item.quantity);
    let Some(tiers) = &item.tiers else {
        return half_up(i128::from(item.unit) * quantity, 100);
    };
    let (mut hundredths, mut from) = (0, 0);
    let last = tiers.steps.len() - 1;
    for (at, (width, unit, flat)) in tiers.steps.iter().enumerate() {
        let (unit, flat) = (i128::from(*unit), i128::from(*flat));
        let to = if at == last {
            i128::MAX
        } else {
            from + i128::from(*width)
        };
        let reaches = quantity > from || (at == 0 && quantity == 0);
        if tiers.graduated && reaches {
            hundredths += unit * (quantity.min(to) - from) + flat * 100;
        }
        if !tiers.graduated && reaches && quantity <= to {
            hundredths = unit * quantity + flat * 100;
        }
        from = to;
    }
    half_up(hundredths, 100)
}

/// `whole` over `weights`, largest remainders first, the earlier of equals first.
fn shared(whole: i128, weights: &[i128]) -> Vec<i128> {
    let all: i128 = weights.iter().sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let mut out: Vec<i128> = weights.iter().map(|w| whole * w / all).collect();
    let mut rest: Vec<(i128, usize)> = weights
        .iter()
        .enumerate()
        .map(|(at, w)| (whole * w % all, at))
        .collect();
    rest.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let missing = whole - out.iter().sum::<i128>();
    for (_, at) in rest.into_iter().take(usize::try_from(missing).unwrap()) {
        out[at] += 1;
    }
    out
}

/// Taxes on `rest`, in the order of the case's rates: amounts and whether each is in the price.
fn taxed(case: &Case, rest: i128) -> Vec<(i128, bool)> {
    let within: i128 = case
        .taxes
        .iter()
        .filter(|t| t.1)
        .map(|t| i128::from(t.0))
        .sum();
    let included: Vec<i128> = case
        .taxes
        .iter()
        .map(|(rate, is_in)| {
            if *is_in {
                half_up(rest * i128::from(*rate), 10_000 + within)
            } else {
                0
            }
        })
        .collect();
    let net = rest - included.iter().sum::<i128>();
    case.taxes
        .iter()
        .zip(included)
        .map(|((rate, is_in), amount)| {
            if *is_in {
                (amount, true)
            } else {
                (half_up(net * i128::from(*rate), 10_000), false)
            }
        })
        .collect()
}

#[derive(Debug, Clone, Default)]
struct Sums {
    gross: i128,
    /// In the order in which they come off.
    cuts: Vec<i128>,
    /// With whether each is in the price.
    taxes: Vec<(i128, bool)>,
}

impl Sums {
    fn total(&self) -> i128 {
        self.gross - self.cuts.iter().sum::<i128>() + on_top(&self.taxes)
    }
}

fn on_top(taxes: &[(i128, bool)]) -> i128 {
    taxes.iter().filter(|t| !t.1).map(|t| t.0).sum()
}

#[derive(Debug)]
struct Expected {
    lines: Vec<Sums>,
    shipping: Sums,
    total: i128,
}

fn expected(case: &Case) -> Expected {
    let mut lines: Vec<Sums> = case
        .items
        .iter()
        .map(|item| Sums {
            gross: price(item),
            ..Sums::default()
        })
        .collect();
    let mut rest: Vec<i128> = lines.iter().map(|l| l.gross).collect();
    let mut take = |among: &dyn Fn(usize) -> bool, off: &dyn Fn(i128) -> i128| {
        let touched: Vec<usize> = (0..rest.len())
            .filter(|at| rest[*at] > 0 && among(*at))
            .collect();
        let weights: Vec<i128> = touched.iter().map(|at| rest[*at]).collect();
        let base: i128 = weights.iter().sum();
        for (at, part) in touched
            .into_iter()
            .zip(shared(off(base).min(base), &weights))
        {
            rest[at] -= part;
            lines[at].cuts.push(part);
        }
    };
    let percent_of = |base: i128, percent: i64| half_up(base * i128::from(percent), 10_000);
    for (at, item) in case.items.iter().enumerate() {
        if let Some(percent) = item.own_percent {
            take(&|other| other == at, &|base| percent_of(base, percent));
        }
    }
    if let Some(percent) = case.percent_off {
        take(&|_| true, &|base| percent_of(base, percent));
    }
    if let Some(off) = case.special_off {
        take(&|at| case.items[at].is_special, &|_| i128::from(off));
    }
    for ((item, rest), line) in case.items.iter().zip(rest).zip(&mut lines) {
        if item.is_taxed {
            line.taxes = taxed(case, rest);
        }
    }
    let mut shipping = Sums::default();
    if let Some(cost) = case.shipping {
        shipping.gross = i128::from(cost);
        shipping.taxes = taxed(case, shipping.gross);
    }
    let total = lines.iter().map(Sums::total).sum::<i128>() + shipping.total();
    Expected {
        lines,
        shipping,
        total,
    }
}

/// What is credited of a line when `part` of its amount is, after `had` was: shares of everything so
/// far, rounded, less what was given before.
fn credited(line: &Sums, had: &Sums, part: i128) -> Sums {
    let so_far = had.gross + part;
    let share = |whole: i128, had: i128| (half_up(whole * so_far, line.gross) - had).max(0);
    let had_cut = |at: usize| had.cuts.get(at).copied().unwrap_or(0);
    let had_tax = |at: usize| had.taxes.get(at).map_or(0, |t| t.0);
    let cuts = line.cuts.iter().enumerate();
    let taxes = line.taxes.iter().enumerate();
    Sums {
        gross: part,
        cuts: cuts.map(|(at, cut)| share(*cut, had_cut(at))).collect(),
        taxes: taxes
            .map(|(at, tax)| (share(tax.0, had_tax(at)), tax.1))
            .collect(),
    }
}

fn added(a: &Sums, b: &Sums) -> Sums {
    let one = |a: &[i128], b: &[i128]| -> Vec<i128> {
        (0..b.len())
            .map(|at| a.get(at).copied().unwrap_or(0) + b[at])
            .collect()
    };
    let amounts = |taxes: &[(i128, bool)]| taxes.iter().map(|t| t.0).collect::<Vec<_>>();
    let taxes = one(&amounts(&a.taxes), &amounts(&b.taxes));
    Sums {
        gross: a.gross + b.gross,
        cuts: one(&a.cuts, &b.cuts),
        taxes: taxes
            .into_iter()
            .zip(&b.taxes)
            .map(|(sum, t)| (sum, t.1))
            .collect(),
    }
}

fn amount(of: &Value, field: &str) -> i128 {
    i128::from(
        of[field]
            .as_i64()
            .unwrap_or_else(|| panic!("no {field} in {of}")),
    )
}

fn sum(of: &Value, list: &str) -> i128 {
    of[list]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| amount(e, "amount"))
        .sum()
}

fn hundredths(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// A draft of the case, finalized; its default rates are on the lines that are taxed and on shipping.
async fn billed(shop: &Shop, case: &Case) -> Value {
    let (plain, special) = (
        id(&shop.post("/v1/products", "name=Plain").await),
        id(&shop.post("/v1/products", "name=Special").await),
    );
    let mut defaults = String::new();
    for (at, (rate, is_in)) in case.taxes.iter().enumerate() {
        let form = format!(
            "display_name=T&inclusive={is_in}&percentage={}",
            hundredths(*rate)
        );
        defaults += &format!(
            "&default_tax_rates[{at}]={}",
            id(&shop.post("/v1/tax_rates", &form).await)
        );
    }
    // A line that is not taxed has a rate of its own, of nothing.
    let nothing = id(&shop
        .post(
            "/v1/tax_rates",
            "display_name=Zero&inclusive=false&percentage=0",
        )
        .await);
    let mut form = String::new();
    for (at, item) in case.items.iter().enumerate() {
        let product = if item.is_special { &special } else { &plain };
        let mut price = format!("product={product}&currency=usd");
        match &item.tiers {
            None => price += &format!("&unit_amount_decimal={}", hundredths(item.unit)),
            Some(tiers) => {
                let mode = if tiers.graduated {
                    "graduated"
                } else {
                    "volume"
                };
                price += &format!("&billing_scheme=tiered&tiers_mode={mode}");
                let mut top = 0;
                for (step, (width, unit, flat)) in tiers.steps.iter().enumerate() {
                    top += width;
                    let up_to = if step + 1 == tiers.steps.len() {
                        "inf".to_owned()
                    } else {
                        top.to_string()
                    };
                    price += &format!(
                        "&tiers[{step}][up_to]={up_to}&tiers[{step}][unit_amount_decimal]={}&tiers[{step}][flat_amount]={flat}",
                        hundredths(*unit)
                    );
                }
            }
        }
        let price = id(&shop.post("/v1/prices", &price).await);
        form += &format!(
            "&lines[{at}][pricing][price]={price}&lines[{at}][quantity]={}",
            item.quantity
        );
        if !item.is_taxed {
            form += &format!("&lines[{at}][tax_rates][0]={nothing}");
        }
        if let Some(percent) = item.own_percent {
            let coupon = id(&shop
                .post(
                    "/v1/coupons",
                    &format!("duration=once&percent_off={}", hundredths(percent)),
                )
                .await);
            form += &format!("&lines[{at}][discounts][0][coupon]={coupon}");
        }
    }
    let customer = id(&shop
        .post("/v1/customers", &format!("name=Q&balance={}", case.balance))
        .await);
    let mut cuts = Vec::new();
    if let Some(percent) = case.percent_off {
        cuts.push(format!("duration=once&percent_off={}", hundredths(percent)));
    }
    if let Some(off) = case.special_off {
        cuts.push(format!(
            "duration=once&currency=usd&amount_off={off}&applies_to[products][0]={special}"
        ));
    }
    let mut draft = format!(
        "customer={customer}&currency=usd&collection_method=send_invoice&days_until_due=9{defaults}"
    );
    for (at, cut) in cuts.iter().enumerate() {
        draft += &format!(
            "&discounts[{at}][coupon]={}",
            id(&shop.post("/v1/coupons", cut).await)
        );
    }
    if let Some(cost) = case.shipping {
        draft += &format!(
            "&shipping_cost[shipping_rate_data][display_name]=G&shipping_cost[shipping_rate_data][fixed_amount][currency]=usd&shipping_cost[shipping_rate_data][fixed_amount][amount]={cost}"
        );
    }
    let draft = id(&shop.post("/v1/invoices", &draft).await);
    shop.post(&format!("/v1/invoices/{draft}/add_lines"), &form[1..])
        .await;
    shop.post(&format!("/v1/invoices/{draft}/finalize"), "")
        .await
}

async fn check(shop: &Shop, case: &Case) -> Result<(), TestCaseError> {
    let invoice = billed(shop, case).await;
    let expected = expected(case);
    let lines = invoice["lines"]["data"].as_array().unwrap();
    for (line, sums) in lines.iter().zip(&expected.lines) {
        same(line, sums)?;
    }
    prop_assert_eq!(amount(&invoice, "amount_shipping"), expected.shipping.gross);
    prop_assert_eq!(amount(&invoice, "total"), expected.total);
    let owed = expected.total + i128::from(case.balance);
    let asked = if owed < 50 { 0 } else { owed };
    prop_assert_eq!(amount(&invoice, "amount_due"), asked);
    prop_assert_eq!(amount(&invoice, "ending_balance"), owed - asked);
    credit(shop, case, &invoice, &expected).await?;
    let customer = invoice["customer"].as_str().unwrap();
    ledger_adds_up(shop, customer).await
}

/// A line of an invoice or a note is what it should be.
fn same(line: &Value, sums: &Sums) -> Result<(), TestCaseError> {
    prop_assert_eq!(amount(line, "amount"), sums.gross);
    prop_assert_eq!(
        sum(line, "discount_amounts"),
        sums.cuts.iter().sum::<i128>()
    );
    if !sums.taxes.is_empty() {
        let taxes = line["taxes"].as_array().unwrap();
        let mut shown: Vec<(i128, bool)> = taxes
            .iter()
            .map(|t| (amount(t, "amount"), t["tax_behavior"] == "inclusive"))
            .collect();
        let mut wanted = sums.taxes.clone();
        shown.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(shown, wanted);
    }
    Ok(())
}

/// Credits the invoice in parts, then the rest of it; what was paid already goes to the balance.
async fn credit(
    shop: &Shop,
    case: &Case,
    invoice: &Value,
    expected: &Expected,
) -> Result<(), TestCaseError> {
    let lines = invoice["lines"]["data"].as_array().unwrap();
    let mut had: Vec<Sums> = vec![Sums::default(); lines.len()];
    let (mut remaining, mut total) = (amount(invoice, "amount_due"), 0);
    for part in case.parts.iter().map(|p| Some(*p)).chain([None]) {
        let mut form = format!("invoice={}", id(invoice));
        let mut now: Vec<Sums> = Vec::new();
        let mut after_it = had.clone();
        for (at, whole) in expected.lines.iter().enumerate() {
            let left = whole.gross - had[at].gross;
            let gross = part.map_or(left, |part| left * i128::from(part) / 1000);
            if gross > 0 {
                let at_form = format!("lines[{}]", now.len());
                form += &format!("&{at_form}[type]=invoice_line_item&{at_form}[amount]={gross}");
                form += &format!("&{at_form}[invoice_line_item]={}", id(&lines[at]));
                now.push(credited(whole, &had[at], gross));
                after_it[at] = added(&had[at], now.last().unwrap());
            }
        }
        let mut sum: i128 = now.iter().map(Sums::total).sum();
        if part.is_none() && case.shipping.is_some() {
            let rate = invoice["shipping_cost"]["shipping_rate"].as_str().unwrap();
            form += &format!("&shipping_cost[shipping_rate]={rate}");
            sum += expected.shipping.total();
        }
        if sum == 0 {
            // Free lines, or parts too small for a minor unit: there is nothing to credit.
            continue;
        }
        let paid = (sum - remaining).max(0);
        let note = shop
            .post("/v1/credit_notes", &format!("{form}&credit_amount={paid}"))
            .await;
        prop_assert_eq!(amount(&note, "total"), sum);
        prop_assert_eq!(amount(&note, "pre_payment_amount"), sum - paid);
        prop_assert_eq!(amount(&note, "post_payment_amount"), paid);
        for (line, sums) in note["lines"]["data"].as_array().unwrap().iter().zip(&now) {
            same(line, sums)?;
        }
        remaining -= sum - paid;
        total += sum;
        had = after_it;
    }
    for (had, whole) in had.iter().zip(&expected.lines) {
        if had.gross == whole.gross {
            prop_assert_eq!(had.total(), whole.total());
        }
    }
    prop_assert_eq!(total, expected.total);
    let invoice = shop.get(&format!("/v1/invoices/{}", id(invoice))).await;
    prop_assert_eq!(amount(&invoice, "amount_remaining"), remaining);
    let noted = amount(&invoice, "pre_payment_credit_notes_amount")
        + amount(&invoice, "post_payment_credit_notes_amount");
    prop_assert_eq!(noted, total);
    Ok(())
}

/// Every transaction's ending balance is the one before it and its own amount, and the last one is the customer's.
async fn ledger_adds_up(shop: &Shop, customer: &str) -> Result<(), TestCaseError> {
    let page = shop
        .get(&format!(
            "/v1/customers/{customer}/balance_transactions?limit=100"
        ))
        .await;
    let mut balance = 0;
    for entry in page["data"].as_array().unwrap().iter().rev() {
        balance += amount(entry, "amount");
        prop_assert_eq!(amount(entry, "ending_balance"), balance);
    }
    let customer = shop.get(&format!("/v1/customers/{customer}")).await;
    prop_assert_eq!(amount(&customer, "balance"), balance);
    Ok(())
}

#[test]
fn everything_adds_up() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let shop = runtime.block_on(Shop::open());
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&cases(), |case| runtime.block_on(check(&shop, &case)))
        .unwrap();
}
