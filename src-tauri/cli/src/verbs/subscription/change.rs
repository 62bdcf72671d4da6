//! A change of what a subscription bills, as it is written in a terminal.

use super::Named;
use crate::answer::Answer;
use crate::args::{ChangeArgs, Settle};
use crate::desk::Session;
use crate::print;
use commands::view::{
    ChangePreview, Code, ItemChange, Noun, Problem, Proration, SubscriptionChange, SubscriptionPart,
};

pub(super) async fn run(session: &Session, args: ChangeArgs) -> Result<Answer, Problem> {
    let subscription = Named::find(session, &[Noun::Subscription], &args.id).await?;
    let mut change = SubscriptionChange {
        id: subscription.id.clone(),
        items: items(&args, &subscription.sheet.parts)?,
        proration: match args.rest {
            Settle::Next => Proration::CreateProrations,
            Settle::Now => Proration::AlwaysInvoice,
            Settle::Never => Proration::None,
        },
        prorated_at: None,
    };
    let preview: ChangePreview = session.ask("subscriptions.preview", &change).await?;
    if args.preview {
        let text = print::preview::change(&preview);
        return Answer::new(&preview, text);
    }
    // What was shown is what is billed.
    change.prorated_at = Some(preview.prorated_at);
    let meaning = print::preview::change(&preview);
    subscription
        .act(
            session,
            "subscriptions.change",
            &change,
            ("Changing", &meaning, "Changed."),
        )
        .await
}

/// The items that change, each once, whatever is said of it.
fn items(args: &ChangeArgs, parts: &[SubscriptionPart]) -> Result<Vec<ItemChange>, Problem> {
    let mut changes: Vec<ItemChange> = Vec::new();
    if let Some(quantity) = args.quantity {
        let [only] = parts else {
            return Err(wrong(
                "This subscription has several items. Say whose quantity it is with --set ITEM=N.",
            ));
        };
        of(&mut changes, &only.item).quantity = Some(quantity);
    }
    for text in &args.set {
        let (item, quantity) = split(text, "--set ITEM=N")?;
        of(&mut changes, &named(parts, item)?.item).quantity = Some(number(quantity)?);
    }
    for text in &args.swap {
        let (item, price) = split(text, "--swap ITEM=PRICE")?;
        of(&mut changes, &named(parts, item)?.item).price = Some(price.to_owned());
    }
    for item in &args.remove {
        of(&mut changes, &named(parts, item)?.item).remove = true;
    }
    for text in &args.add {
        let (price, quantity) = text.rsplit_once('=').unwrap_or((text, "1"));
        changes.push(ItemChange {
            item: None,
            price: Some(price.trim().to_owned()),
            quantity: Some(number(quantity)?),
            remove: false,
        });
    }
    Ok(changes)
}

fn of<'c>(changes: &'c mut Vec<ItemChange>, item: &str) -> &'c mut ItemChange {
    let known = changes
        .iter()
        .position(|change| change.item.as_deref() == Some(item));
    let at = known.unwrap_or_else(|| {
        changes.push(ItemChange {
            item: Some(item.to_owned()),
            price: None,
            quantity: None,
            remove: false,
        });
        changes.len().saturating_sub(1)
    });
    &mut changes[at]
}

fn named<'p>(parts: &'p [SubscriptionPart], text: &str) -> Result<&'p SubscriptionPart, Problem> {
    let text = text.trim();
    let same = |part: &&SubscriptionPart| {
        part.item == text || part.title.to_lowercase() == text.to_lowercase()
    };
    parts.iter().find(same).ok_or_else(|| {
        let all: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
        wrong(&format!("There is no item “{text}” in it."))
            .hint(format!("It bills: {}.", all.join(", ")))
    })
}

fn split<'t>(text: &'t str, form: &str) -> Result<(&'t str, &'t str), Problem> {
    text.rsplit_once('=')
        .map(|(one, other)| (one.trim(), other.trim()))
        .ok_or_else(|| wrong(&format!("“{text}” is not understood. Write {form}.")))
}

fn number(text: &str) -> Result<i64, Problem> {
    text.trim()
        .parse()
        .map_err(|_| wrong(&format!("“{text}” is no whole number.")))
}

fn wrong(message: &str) -> Problem {
    Problem::new(Code::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::{ItemChange, SubscriptionPart, items};
    use crate::args::{ChangeArgs, Settle};

    fn args(set: &[&str], swap: &[&str], add: &[&str], remove: &[&str]) -> ChangeArgs {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        ChangeArgs {
            id: "sub_1".to_owned(),
            quantity: None,
            set: owned(set),
            swap: owned(swap),
            add: owned(add),
            remove: owned(remove),
            rest: Settle::Next,
            preview: false,
        }
    }

    fn parts() -> Vec<SubscriptionPart> {
        ["Hosting", "Care plan = plus"]
            .iter()
            .enumerate()
            .map(|(n, title)| SubscriptionPart {
                item: format!("si_{n}"),
                price: format!("price_{n}"),
                title: (*title).to_owned(),
                quantity: Some(1),
                unit: None,
            })
            .collect()
    }

    #[test]
    fn what_is_said_of_one_item_is_one_change() {
        let found = items(
            &args(
                &["hosting=3"],
                &["si_0=price_9"],
                &["price_7", "price_8=2"],
                &["Care plan = plus"],
            ),
            &parts(),
        );
        let change = |item: Option<&str>, price: Option<&str>, quantity, remove| ItemChange {
            item: item.map(str::to_owned),
            price: price.map(str::to_owned),
            quantity,
            remove,
        };
        assert_eq!(
            found.ok(),
            Some(vec![
                change(Some("si_0"), Some("price_9"), Some(3), false),
                change(Some("si_1"), None, None, true),
                change(None, Some("price_7"), Some(1), false),
                change(None, Some("price_8"), Some(2), false),
            ])
        );
    }

    #[test]
    fn a_name_that_is_in_no_item_is_answered_with_those_that_are() {
        let problem = items(&args(&[], &[], &[], &["Logo"]), &parts()).unwrap_err();
        assert_eq!(
            problem.hint.as_deref(),
            Some("It bills: Hosting, Care plan = plus.")
        );
        assert!(items(&args(&["hosting"], &[], &[], &[]), &parts()).is_err());
        assert!(items(&args(&["hosting=many"], &[], &[], &[]), &parts()).is_err());
    }
}
