//! Finding by what a person types: words and numbers as the cache knows them, amounts, days, and
//! which kind of thing is meant. "invoice: acme", "3 Nov", "1,250.00" and "acme" all lead somewhere.

use super::days::days;
use super::{Rows, drafts};
use crate::account::Account;
use crate::view::{Noun, Problem, Row};
use cache::{Kind, Query, Read, Sort, SortBy, Span};
use chrono::{Local, TimeZone};
use std::collections::HashSet;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As it was typed.
    pub text: String,
    /// Only of these kinds; empty for all of them.
    pub nouns: Vec<Noun>,
    /// How many rows at the most, up to 50.
    pub limit: u32,
}

/// What the search looks at: everything that has a place of its own in the window.
const FOUND: [Kind; 7] = [
    Kind::Quote,
    Kind::Invoice,
    Kind::Subscription,
    Kind::SubscriptionSchedule,
    Kind::Customer,
    Kind::Product,
    Kind::PaymentIntent,
];

/// Whom and what one deals in has a share of the room, so that a busy customer's invoices do not
/// crowd out the customer.
const NAMES: [Kind; 2] = [Kind::Customer, Kind::Product];
const SHARE: u32 = 8;
/// So many may have exactly the name that was written.
const NAMESAKES: u32 = 3;

/// What a text finds: drafts first, then customers and products, then whatever is newest.
pub async fn find(account: &Account, wanted: Wanted) -> Result<Vec<Row>, Problem> {
    let now = account.now();
    account
        .cache
        .read(move |r| Ok(read_find(r, &wanted, &Local, now)))
        .await?
}

pub(crate) fn read_find(
    r: &Read<'_>,
    wanted: &Wanted,
    zone: &impl TimeZone,
    now: i64,
) -> Result<Vec<Row>, Problem> {
    let limit = wanted.limit.clamp(1, 50);
    let mut all = Finds {
        rows: Rows::new(r, now)?,
        r,
        limit,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    let text = wanted.text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    match led(text) {
        // With a colon only that kind is meant; without one it may as well be part of a name.
        Some((nouns, rest, sure)) if wanted.nouns.is_empty() => {
            all.look(rest, nouns, zone, now)?;
            if !sure {
                all.look(text, &[], zone, now)?;
            }
        }
        _ => all.look(text, &wanted.nouns, zone, now)?,
    }
    Ok(all.found)
}

/// What was found so far, each once.
struct Finds<'r, 'c> {
    rows: Rows<'r, 'c>,
    r: &'r Read<'c>,
    limit: u32,
    seen: HashSet<(Kind, String)>,
    found: Vec<Row>,
}

impl Finds<'_, '_> {
    fn look(
        &mut self,
        text: &str,
        nouns: &[Noun],
        zone: &impl TimeZone,
        now: i64,
    ) -> Result<(), Problem> {
        let is_meant = |noun: Noun| nouns.is_empty() || nouns.contains(&noun);
        let days = days(text, zone, now);
        if is_meant(Noun::Draft) || is_meant(Noun::InvoiceDraft) {
            let mut kept = drafts::find(self.r, text, now)?;
            for day in &days {
                kept.extend(drafts::of_day(self.r, day, now)?);
            }
            for row in kept {
                let known = self.found.iter().any(|other| other.id == row.id);
                if self.room() > 0 && is_meant(row.noun) && !known {
                    self.found.push(row);
                }
            }
        }
        let kinds = kinds(nouns);
        // Of no kind is not of every kind: only drafts were meant.
        if kinds.is_empty() {
            return Ok(());
        }
        for day in days {
            self.of_day(day, &kinds)?;
        }
        // Whoever writes a whole name means whom it names, however many are called nearly so.
        for kind in NAMES.iter().filter(|kind| kinds.contains(kind)) {
            for row in self.r.records().titled(*kind, text, NAMESAKES)? {
                self.take(row)?;
            }
        }
        if nouns.is_empty() {
            let share = (SHARE * self.limit).div_ceil(30).min(self.room());
            if share > 0 {
                for row in self.r.records().search_words(text, &NAMES, share)? {
                    self.take(row)?;
                }
            }
        }
        if self.room() > 0 {
            // What was found by its share already is found again here.
            for row in self.r.records().search(text, &kinds, self.limit)? {
                self.take(row)?;
            }
        }
        Ok(())
    }

    /// What was made, is due or expires on these days.
    fn of_day(&mut self, span: Span, kinds: &[Kind]) -> Result<(), Problem> {
        for kind in kinds {
            let dated = matches!(
                kind,
                Kind::Quote | Kind::Invoice | Kind::Subscription | Kind::PaymentIntent
            );
            for by in [SortBy::Created, SortBy::At] {
                let room = self.room();
                if !dated || room == 0 {
                    continue;
                }
                let mut query = Query::of(*kind);
                query.sort = Sort {
                    by,
                    descending: true,
                };
                query.limit = room;
                match by {
                    SortBy::Created => query.filter.created = span,
                    _ => query.filter.at = span,
                }
                for row in self.r.records().page(&query)?.rows {
                    self.take(row)?;
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, row: cache::Row) -> Result<(), Problem> {
        if self.room() > 0 && self.seen.insert((row.kind, row.id.clone())) {
            let shown = self.rows.show(row)?;
            self.found.push(shown);
        }
        Ok(())
    }

    fn room(&self) -> u32 {
        let found = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        self.limit.saturating_sub(found)
    }
}

/// The kinds of some nouns; of none, all.
fn kinds(nouns: &[Noun]) -> Vec<Kind> {
    if nouns.is_empty() {
        return FOUND.to_vec();
    }
    let kind = |noun: &Noun| match noun {
        Noun::Draft | Noun::InvoiceDraft => None,
        Noun::Quote => Some(Kind::Quote),
        Noun::Invoice => Some(Kind::Invoice),
        Noun::CreditNote => Some(Kind::CreditNote),
        Noun::Subscription => Some(Kind::Subscription),
        Noun::SubscriptionSchedule => Some(Kind::SubscriptionSchedule),
        Noun::Customer => Some(Kind::Customer),
        Noun::Product => Some(Kind::Product),
        Noun::Payment => Some(Kind::PaymentIntent),
    };
    nouns.iter().filter_map(kind).collect()
}

/// Which kind a text begins with, the rest of it, and whether that is certain: "invoice: acme" is
/// about an invoice, "invoice acme" most likely.
fn led(text: &str) -> Option<(&'static [Noun], &str, bool)> {
    let end = text.find([':', ' '])?;
    let (word, rest) = text.split_at(end);
    let sure = rest.starts_with(':');
    let rest = rest.trim_start_matches([':', ' ']);
    let nouns: &[Noun] = match word.to_lowercase().as_str() {
        "quote" | "quotes" => &[Noun::Quote, Noun::Draft],
        "draft" | "drafts" => &[Noun::Draft, Noun::InvoiceDraft],
        "invoice" | "invoices" => &[Noun::Invoice, Noun::InvoiceDraft],
        "subscription" | "subscriptions" => &[Noun::Subscription, Noun::SubscriptionSchedule],
        "customer" | "customers" => &[Noun::Customer],
        "product" | "products" => &[Noun::Product],
        _ => return None,
    };
    (!rest.is_empty()).then_some((nouns, rest, sure))
}

#[cfg(test)]
mod tests {
    use super::led;

    #[test]
    fn a_text_may_begin_with_the_kind_that_is_meant() {
        let check = |text: &str, expect: Option<(usize, &str, bool)>| {
            let found = led(text).map(|(nouns, rest, sure)| (nouns.len(), rest, sure));
            assert_eq!(found, expect, "{text}");
        };
        check("invoice: acme", Some((2, "acme", true)));
        check("Invoices:acme ltd", Some((2, "acme ltd", true)));
        check("quotes halden", Some((2, "halden", false)));
        check("invoice", None);
        check("invoice: ", None);
        check("acme invoice", None);
        check("at 10:30", None);
    }
}
