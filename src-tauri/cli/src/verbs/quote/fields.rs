//! What was typed for a quote, written into its draft. What is not named
//! stays as it is.

use super::read_draft;
use crate::args::{DiscountSpec, LineSpec, QuoteArgs, TaxSpec};
use crate::desk::Session;
use crate::paper::disk;
use crate::verbs::catalogue::price_by_id;
use crate::verbs::{customer, resolve};
use commands::view::{CustomerChoice, CustomerFields, CustomerSheet, DiscountChoice, DraftLine, Noun, Problem, QuoteDraft, TaxChoice, TaxRateView};
use commands::{ById, Nothing};
use std::io::Read as _;
use std::path::Path;

/// What was typed, over what the draft says.
pub(crate) async fn over(session: &Session, mut draft: QuoteDraft, mut args: QuoteArgs) -> Result<QuoteDraft, Problem> {
    if let Some(file) = args.draft.take() {
        let read = read_draft(&read(&file)?)?;
        // It says what the quote says, not which quote it is.
        draft = QuoteDraft { id: draft.id, quote: draft.quote, ..read };
    }
    if let Some(fields) = args.new_customer() {
        draft.customer = Some(CustomerChoice::New { fields: customer::over(CustomerFields::default(), fields) });
    }
    if let Some(name) = &args.customer {
        draft.customer = Some(existing(session, name).await?);
    }
    if let Some(currency) = args.currency {
        draft.currency = currency.to_lowercase();
    }
    let specs: Vec<LineSpec> = args.lines.into_iter().chain(args.price_lines).collect();
    if !specs.is_empty() {
        draft.lines.clear();
        for (n, spec) in specs.into_iter().enumerate() {
            draft.lines.push(line(session, format!("line_{}", n.saturating_add(1)), spec).await?);
        }
    }
    if args.no_discount || !args.discounts.is_empty() {
        draft.discounts = args.discounts.into_iter().map(discount).collect();
    }
    if args.no_tax {
        draft.tax = None;
    }
    if let Some(spec) = args.tax {
        draft.tax = Some(tax(&session.ask::<Vec<TaxRateView>>("tax_rates.list", &Nothing {}).await?, spec));
    }
    let day = |day: chrono::NaiveDate| day.format("%Y-%m-%d").to_string();
    draft.expires_on = args.expires.map(day).or(draft.expires_on);
    draft.starts_on = args.starts.map(day).or(draft.starts_on);
    draft.header = args.wording.header.unwrap_or(draft.header);
    draft.description = args.wording.description.unwrap_or(draft.description);
    draft.footer = args.wording.footer.unwrap_or(draft.footer);
    draft.collection = args.collection.map_or(draft.collection, |collection| collection.collection());
    draft.days_until_due = args.days_until_due.or(draft.days_until_due);
    draft.trial_days = args.trial_days.or(draft.trial_days);
    Ok(draft)
}

async fn existing(session: &Session, name: &str) -> Result<CustomerChoice, Problem> {
    let id = resolve::id(session, Noun::Customer, name).await?;
    let sheet: CustomerSheet = session.ask("customers.show", &ById { id: id.clone() }).await?;
    let email = Some(sheet.fields.email).filter(|email| !email.is_empty());
    Ok(CustomerChoice::Existing { id, name: sheet.row.title, email })
}

async fn line(session: &Session, key: String, spec: LineSpec) -> Result<DraftLine, Problem> {
    let empty = DraftLine {
        key,
        name: String::new(),
        detail: String::new(),
        price: None,
        product: None,
        unit: String::new(),
        quantity: String::new(),
        per: None,
        tax: None,
        discount: None,
    };
    Ok(match spec {
        LineSpec::Free { name, quantity, unit, per } => DraftLine { name, quantity, unit, per: per.map(|per| per.per()), ..empty },
        LineSpec::Price { id, quantity } => {
            let price = price_by_id(session, &id).await?;
            let unit = price.unit_decimal.or(price.unit.map(|unit| unit.decimal)).unwrap_or_default();
            DraftLine { name: price.name, price: Some(price.id), product: Some(price.product), unit: unambiguous(unit), quantity, per: price.per, ..empty }
        }
    })
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
        rate.name.eq_ignore_ascii_case(&spec.name) && plain(&rate.percent) == plain(&spec.percent) && rate.inclusive == spec.inclusive
    };
    let id = known.iter().find(same).map(|rate| rate.id.clone());
    TaxChoice { id, name: spec.name, percent: spec.percent, inclusive: spec.inclusive }
}

/// A percentage without the zeros that say nothing.
fn plain(percent: &str) -> String {
    let percent = percent.replace(',', ".");
    if percent.contains('.') { percent.trim_end_matches('0').trim_end_matches('.').to_owned() } else { percent }
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
    use super::{tax, unambiguous};
    use crate::args::TaxSpec;
    use commands::view::TaxRateView;

    #[test]
    fn a_tax_rate_is_used_again_and_not_made_twice() {
        let rate = |id: &str, percent: &str, inclusive| TaxRateView { id: id.to_owned(), name: "VAT".to_owned(), percent: percent.to_owned(), inclusive };
        let known = [rate("txr_1", "20", true), rate("txr_2", "20.0", false)];
        let id = |text: &str| text.parse::<TaxSpec>().map(|spec| tax(&known, spec).id);
        assert_eq!(id("vat|20,00"), Ok(Some("txr_2".to_owned())));
        assert_eq!(id("VAT|20|inclusive"), Ok(Some("txr_1".to_owned())));
        assert_eq!(id("VAT|2"), Ok(None));
        assert_eq!(id("GST|20"), Ok(None));
    }

    #[test]
    fn a_price_in_dinars_is_not_taken_for_thousands() {
        assert_eq!(unambiguous("12.500".to_owned()), "12.5000");
        assert_eq!(unambiguous("12.50".to_owned()), "12.50");
        assert_eq!(unambiguous("1200".to_owned()), "1200");
    }
}
