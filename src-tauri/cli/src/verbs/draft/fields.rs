//! What was typed for a quote or an invoice, written into its draft. What is
//! not named stays as it is.

use super::{paper, read_draft};
use crate::args::{DiscountSpec, DraftArgs, LineSpec, TaxSpec};
use crate::desk::Session;
use crate::paper::disk;
use crate::verbs::catalogue::price_by_id;
use crate::verbs::{customer, resolve};
use commands::view::{
    Code, Collection, CustomerChoice, CustomerFields, CustomerSheet, DiscountChoice, Draft,
    DraftLine, Noun, Problem, TaxChoice, TaxRateView,
};
use commands::{ById, Nothing};
use std::io::Read as _;
use std::path::Path;

/// What was typed for either, over what the draft says.
pub(crate) async fn over(
    session: &Session,
    mut draft: Draft,
    mut args: DraftArgs,
) -> Result<Draft, Problem> {
    if let Some(file) = args.draft.take() {
        let read = read_draft(&read(&file)?)?;
        // It says what the draft says, not which draft it is.
        draft = Draft {
            id: draft.id,
            record: draft.record,
            kind: draft.kind,
            ..read
        };
    }
    if let Some(fields) = args.new_customer() {
        draft.customer = Some(CustomerChoice::New {
            fields: customer::over(CustomerFields::default(), fields),
        });
    }
    if let Some(name) = &args.customer {
        draft.customer = Some(existing(session, name).await?);
    }
    let specs: Vec<LineSpec> = args.lines.into_iter().chain(args.price_lines).collect();
    if !specs.is_empty() {
        let lines = lines(session, specs).await?;
        // A quote that says nothing yet takes the currency of its prices.
        let own = lines
            .iter()
            .find_map(|(_, currency)| currency.clone())
            .filter(|_| draft.lines.is_empty());
        draft.currency = args.currency.clone().or(own).unwrap_or(draft.currency);
        one_currency(&draft, &lines)?;
        draft.lines = lines.into_iter().map(|(line, _)| line).collect();
    }
    if let Some(currency) = args.currency {
        draft.currency = currency;
    }
    draft.currency = draft.currency.to_lowercase();
    if args.no_discount || !args.discounts.is_empty() {
        draft.discounts = args.discounts.into_iter().map(discount).collect();
    }
    if args.no_tax {
        draft.tax = None;
    }
    if let Some(spec) = args.tax {
        draft.tax = Some(tax(
            &session
                .ask::<Vec<TaxRateView>>("tax_rates.list", &Nothing {})
                .await?,
            spec,
        ));
    }
    draft.footer = args.footer.unwrap_or(draft.footer);
    draft.collection = args
        .collection
        .map_or(draft.collection, |collection| collection.collection());
    if draft.collection == Collection::ChargeAutomatically && args.days_until_due.is_none() {
        // A charge waits for no day.
        draft.days_until_due = draft.days_until_due.filter(|_| !draft.is_invoice());
        draft.due_on = None;
    }
    if args.days_until_due.is_some() {
        draft.days_until_due = args.days_until_due;
        draft.due_on = None;
    }
    Ok(draft)
}

async fn existing(session: &Session, name: &str) -> Result<CustomerChoice, Problem> {
    let id = resolve::id(session, Noun::Customer, name).await?;
    let sheet: CustomerSheet = session
        .ask("customers.show", &ById { id: id.clone() })
        .await?;
    let email = Some(sheet.fields.email).filter(|email| !email.is_empty());
    Ok(CustomerChoice::Existing {
        id,
        name: sheet.row.title,
        email,
    })
}

/// The lines, each with the currency that its price is in, if it comes from the catalogue.
async fn lines(
    session: &Session,
    specs: Vec<LineSpec>,
) -> Result<Vec<(DraftLine, Option<String>)>, Problem> {
    let mut lines = Vec::new();
    for (n, spec) in specs.into_iter().enumerate() {
        let empty = DraftLine {
            key: format!("line_{}", n.saturating_add(1)),
            name: String::new(),
            detail: String::new(),
            price: None,
            product: None,
            unit: String::new(),
            quantity: String::new(),
            per: None,
            tax: None,
            discount: None,
            item: None,
            fixed: false,
        };
        lines.push(match spec {
            LineSpec::Free {
                name,
                quantity,
                unit,
                per,
            } => (
                DraftLine {
                    name,
                    quantity,
                    unit,
                    per: per.map(|per| per.per()),
                    ..empty
                },
                None,
            ),
            LineSpec::Price { id, quantity } => {
                let price = price_by_id(session, &id).await?;
                let unit = unambiguous(
                    price
                        .unit_decimal
                        .or(price.unit.map(|unit| unit.decimal))
                        .unwrap_or_default(),
                );
                let line = DraftLine {
                    name: price.name,
                    price: Some(price.id),
                    product: Some(price.product),
                    unit,
                    quantity,
                    per: price.per,
                    ..empty
                };
                (line, Some(price.currency))
            }
        });
    }
    Ok(lines)
}

/// Refuses a price in another currency: its figure would be taken for an amount in the draft's.
fn one_currency(draft: &Draft, lines: &[(DraftLine, Option<String>)]) -> Result<(), Problem> {
    let (currency, paper) = (draft.currency.as_str(), paper(draft));
    let other = lines.iter().find_map(|(line, own)| {
        own.as_ref()
            .filter(|own| !own.eq_ignore_ascii_case(currency))
            .map(|own| (line, own))
    });
    let Some((line, own)) = other else {
        return Ok(());
    };
    let id = line.price.as_deref().unwrap_or(&line.name);
    Err(Problem::new(
        Code::InvalidInput,
        format!(
            "{id} is a price in {}, and the {paper} is in {}.",
            own.to_uppercase(),
            currency.to_uppercase()
        ),
    )
    .hint(
        "Each has one currency. See the prices with “counterfoil price list NAME --currency CODE”.",
    ))
}

/// Three decimals look like thousands to whoever reads amounts; a fourth settles it.
fn unambiguous(unit: String) -> String {
    match unit.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => format!("{unit}0"),
        _ => unit,
    }
}

fn discount(spec: DiscountSpec) -> DiscountChoice {
    DiscountChoice {
        coupon: None,
        name: spec.name,
        percent: spec.percent,
        amount: spec.amount,
        duration: spec.duration,
        months: spec.months,
    }
}

/// The tax rate that there is already, or one to be made.
fn tax(known: &[TaxRateView], spec: TaxSpec) -> TaxChoice {
    let same = |rate: &&TaxRateView| {
        rate.name.eq_ignore_ascii_case(&spec.name)
            && plain(&rate.percent) == plain(&spec.percent)
            && rate.inclusive == spec.inclusive
    };
    let id = known.iter().find(same).map(|rate| rate.id.clone());
    TaxChoice {
        id,
        name: spec.name,
        percent: spec.percent,
        inclusive: spec.inclusive,
    }
}

/// A percentage without the zeros that say nothing.
fn plain(percent: &str) -> String {
    let percent = percent.replace(',', ".");
    if percent.contains('.') {
        percent
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        percent
    }
}

fn read(file: &Path) -> Result<String, Problem> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|error| disk(file, &error))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{one_currency, tax, unambiguous};
    use crate::args::TaxSpec;
    use commands::view::{Draft, DraftLine, TaxRateView};

    #[test]
    fn a_tax_rate_is_used_again_and_not_made_twice() {
        let rate = |id: &str, percent: &str, inclusive| TaxRateView {
            id: id.to_owned(),
            name: "VAT".to_owned(),
            percent: percent.to_owned(),
            inclusive,
        };
        let known = [rate("txr_1", "20", true), rate("txr_2", "20.0", false)];
        let id = |text: &str| text.parse::<TaxSpec>().map(|spec| tax(&known, spec).id);
        assert_eq!(id("vat|20,00"), Ok(Some("txr_2".to_owned())));
        assert_eq!(id("VAT|20|inclusive"), Ok(Some("txr_1".to_owned())));
        assert_eq!(id("VAT|2"), Ok(None));
        assert_eq!(id("GST|20"), Ok(None));
    }

    fn draft() -> Result<Draft, serde_json::Error> {
        serde_json::from_value(serde_json::json!({
            "id": "draft_1", "record": null, "customer": null, "currency": "usd", "lines": [], "discounts": [],
            "tax": null, "expires_on": null, "header": "", "description": "", "footer": "",
            "collection": "send_invoice", "days_until_due": 14, "starts_on": null, "trial_days": null, "updated_at": 0,
        }))
    }

    #[test]
    fn a_price_in_another_currency_is_refused() -> Result<(), serde_json::Error> {
        let mut draft = draft()?;
        let line: DraftLine = serde_json::from_value(serde_json::json!({
            "key": "l", "name": "Care", "detail": "", "price": "price_1", "product": null, "unit": "39.5000", "quantity": "1",
            "per": null, "tax": null, "discount": null,
        }))?;
        let lines = [(line.clone(), None), (line, Some("kwd".to_owned()))];
        draft.currency = "kwd".to_owned();
        assert!(one_currency(&draft, &lines).is_ok());
        draft.currency = "usd".to_owned();
        let refused = one_currency(&draft, &lines).unwrap_err();
        assert_eq!(
            refused.message,
            "price_1 is a price in KWD, and the quote is in USD."
        );
        Ok(())
    }

    #[test]
    fn a_price_in_dinars_is_not_taken_for_thousands() {
        assert_eq!(unambiguous("12.500".to_owned()), "12.5000");
        assert_eq!(unambiguous("12.50".to_owned()), "12.50");
        assert_eq!(unambiguous("1200".to_owned()), "1200");
    }
}
