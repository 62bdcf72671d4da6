//! From what a person calls a record to its id: an id as it is, a number, or
//! an exact name.

use crate::desk::Session;
use crate::print::{rows, words};
use commands::view::{Code, Noun, Problem, Row};
use commands::{Find, Found};

/// How ids begin. The longer of two alike stands first.
const PREFIXES: [(&str, Noun); 10] = [
    ("cn_", Noun::CreditNote),
    ("draft_in_", Noun::InvoiceDraft),
    ("draft_", Noun::Draft),
    ("qt_", Noun::Quote),
    ("in_", Noun::Invoice),
    ("sub_sched_", Noun::SubscriptionSchedule),
    ("sub_", Noun::Subscription),
    ("cus_", Noun::Customer),
    ("prod_", Noun::Product),
    ("pi_", Noun::Payment),
];

/// The record of one of `nouns` that is called `text`.
pub(crate) async fn resolve(
    session: &Session,
    nouns: &[Noun],
    text: &str,
) -> Result<(Noun, String), Problem> {
    let text = text.trim();
    if let Some((prefix, noun)) = PREFIXES.iter().find(|(prefix, _)| text.starts_with(prefix)) {
        if nouns.contains(noun) {
            return Ok((*noun, text.to_owned()));
        }
        let wanted = nouns.first().map_or("record", |noun| words::noun(*noun));
        return Err(Problem::new(
            Code::InvalidInput,
            format!(
                "{text} is the id of a {}, not of a {wanted}.",
                words::noun(*noun)
            ),
        )
        .hint(match noun {
            Noun::SubscriptionSchedule => {
                "It can be shown, canceled and released; the rest comes once it has started."
                    .to_owned()
            }
            _ => format!(
                "Ids that begin with {prefix} go with “counterfoil {}”.",
                words::noun(*noun)
            ),
        }));
    }
    let found: Found = session
        .ask(
            "search.find",
            &Find {
                text: text.to_owned(),
                nouns: nouns.to_vec(),
                limit: 50,
            },
        )
        .await?;
    pick(&found.rows, nouns, text)
}

/// The one of several kinds' record that is called `text`: as [`resolve`], for its id alone.
pub(crate) async fn id(session: &Session, noun: Noun, text: &str) -> Result<String, Problem> {
    Ok(resolve(session, &[noun], text).await?.1)
}

fn pick(found: &[Row], nouns: &[Noun], text: &str) -> Result<(Noun, String), Problem> {
    let called = |row: &&Row| {
        let same = |name: &str| name.to_lowercase() == text.to_lowercase();
        let named = matches!(row.noun, Noun::Customer | Noun::Product) && same(&row.title);
        nouns.contains(&row.noun) && (row.number.as_deref().is_some_and(same) || named)
    };
    let matching: Vec<Row> = found.iter().filter(called).cloned().collect();
    let wanted = nouns.first().map_or("record", |noun| words::noun(*noun));
    match matching.as_slice() {
        [row] => Ok((row.noun, row.id.clone())),
        [] => Err(Problem::new(
            Code::NotFound,
            format!("There is no {wanted} called “{text}” here."),
        )
        .hint(format!(
            "See them with “counterfoil {wanted} list”, or look at Stripe with “counterfoil sync”."
        ))),
        several => Err(Problem::new(
            Code::InvalidInput,
            format!("“{text}” may be any of {}:", several.len()),
        )
        .hint(format!("{}Name one by its id.", rows::table(several, "  ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::pick;
    use commands::view::{Code, Noun, Row};

    fn row(noun: Noun, id: &str, title: &str, number: Option<&str>) -> Row {
        Row {
            noun,
            id: id.to_owned(),
            title: title.to_owned(),
            subtitle: String::new(),
            number: number.map(str::to_owned),
            amount: None,
            left: None,
            per: None,
            state: None,
            created: 0,
            as_of: None,
            pending: None,
        }
    }

    #[test]
    fn numbers_and_names_lead_to_one_record() {
        let rows = [
            row(Noun::Quote, "qt_1", "Acme", Some("QT-0001-1")),
            row(Noun::Quote, "qt_2", "Acme", Some("QT-0001-2")),
            row(Noun::Customer, "cus_1", "Acme", None),
            row(Noun::Customer, "cus_2", "Beech", None),
            row(Noun::Customer, "cus_3", "beech", None),
        ];
        let found = |nouns: &[Noun], text: &str| {
            pick(&rows, nouns, text)
                .map(|(_, id)| id)
                .map_err(|problem| problem.code)
        };
        assert_eq!(found(&[Noun::Quote], "qt-0001-2"), Ok("qt_2".to_owned()));
        assert_eq!(found(&[Noun::Customer], "Acme"), Ok("cus_1".to_owned()));
        assert_eq!(
            found(&[Noun::Quote], "Acme"),
            Err(Code::NotFound),
            "a quote is not called as its customer is"
        );
        assert_eq!(found(&[Noun::Invoice], "QT-0001-1"), Err(Code::NotFound));
        assert_eq!(
            found(&[Noun::Customer], "Beech"),
            Err(Code::InvalidInput),
            "two are called so"
        );
    }
}
