//! Finding out whether a request took effect, by reading what it would have
//! changed. Never by sending it again.

mod born;
mod charged;

use crate::sync;
use cache::Step;
use serde_json::Value;
use stripe::{Client, Error};

pub(crate) use born::{around_payment, born, left_behind};

/// What reading showed.
#[derive(Debug)]
pub(crate) enum Settled {
    /// It took effect; this is the object now.
    Happened(Value),
    /// Nothing happened: it may be sent under a new key.
    Nothing,
    /// It was tried, and the card said no: that is the answer.
    Declined(Box<crate::view::Problem>),
}

/// How a step's effect can be seen.
#[derive(Debug, PartialEq, Eq)]
enum Question<'a> {
    /// The object at this path is in one of these states.
    State {
        path: &'a str,
        wanted: &'static [&'static str],
    },
    /// The object at this path is gone.
    Gone { path: &'a str },
    /// An object in this list carries the step's mark.
    Made { list: &'a str, mark: &'a str },
    /// A revision of this quote or invoice is being written: it is the draft that names it.
    Revised {
        list: &'a str,
        /// Where the draft names it.
        by: &'static str,
        of: &'a str,
    },
    /// Stripe told that this was done with the object at this path.
    Told { path: &'a str, event: &'static str },
    /// The object at this path carries the step's mark.
    Marked { path: &'a str, mark: &'a str },
    /// Money was taken, or tried to be, for the invoice or payment at this path.
    Charged { path: &'a str },
    /// The card at this path belongs to a customer, or to none.
    Held { path: &'a str, by_customer: bool },
    /// The payment counts for the invoice at this path.
    Counted { path: &'a str },
    /// Doing it twice is the same as doing it once.
    Repeatable,
}

/// Transitions by the last part of their path, and the states that show them. A quote that was
/// finalized may have been accepted since; an invoice that was finalized, paid.
const TRANSITIONS: &[(&str, &str, &[&str])] = &[
    ("/v1/quotes/", "finalize", &["open", "accepted", "canceled"]),
    ("/v1/quotes/", "accept", &["accepted"]),
    ("/v1/quotes/", "cancel", &["canceled"]),
    (
        "/v1/invoices/",
        "finalize",
        &["open", "paid", "void", "uncollectible"],
    ),
    ("/v1/payment_intents/", "capture", &["succeeded"]),
    ("/v1/payment_intents/", "cancel", &["canceled"]),
    ("/v1/credit_notes/", "void", &["void"]),
    ("/v1/invoices/", "void", &["void"]),
    ("/v1/invoices/", "mark_uncollectible", &["uncollectible"]),
    ("/v1/subscription_schedules/", "cancel", &["canceled"]),
    ("/v1/subscription_schedules/", "release", &["released"]),
    (
        "/v1/subscriptions/",
        "resume",
        &["active", "trialing", "past_due"],
    ),
];

/// Whether the step moves an object from one state to another.
pub(crate) fn is_transition(step: &Step) -> bool {
    matches!(
        question(step, &step.path),
        Question::State { .. } | Question::Gone { .. } | Question::Charged { .. }
    )
}

fn question<'a>(step: &'a Step, path: &'a str) -> Question<'a> {
    if step.method == "DELETE" {
        // Stripe ends a subscription by deleting it, and keeps it all the same.
        return if path.starts_with("/v1/subscriptions/") {
            Question::State {
                path,
                wanted: &["canceled"],
            }
        } else {
            Question::Gone { path }
        };
    }
    if let Some(question) = of_money(path) {
        return question;
    }
    for (noun, verb, wanted) in TRANSITIONS {
        if path.starts_with(noun)
            && let Some(path) = path.strip_suffix(verb)
        {
            return Question::State {
                path: path.trim_end_matches('/'),
                wanted,
            };
        }
    }
    if let Some(path) = path
        .strip_suffix("/send")
        .filter(|path| path.starts_with("/v1/invoices/"))
    {
        return Question::Told {
            path,
            event: "invoice.sent",
        };
    }
    if let Some((by, of)) = revised(step) {
        return Question::Revised { list: path, by, of };
    }
    // What is reported stands in the list like anything that is made.
    let path = path.strip_suffix("/report_payment").unwrap_or(path);
    match &step.client_ref {
        // An object that exists is changed; anything else is made.
        Some(mark) if path.starts_with("/v1/subscriptions/") => Question::Marked { path, mark },
        Some(mark) => Question::Made { list: path, mark },
        None => Question::Repeatable,
    }
}

/// The questions about cards and money.
fn of_money(path: &str) -> Option<Question<'_>> {
    let (object, verb) = path.rsplit_once('/')?;
    let (list, _) = object.rsplit_once('/')?;
    Some(match (list, verb) {
        ("/v1/invoices", "pay") | ("/v1/payment_intents", "confirm") => {
            Question::Charged { path: object }
        }
        ("/v1/invoices", "attach_payment") => Question::Counted { path: object },
        ("/v1/payment_methods", "attach" | "detach") => Question::Held {
            path: object,
            by_customer: verb == "attach",
        },
        _ => return None,
    })
}

/// The quote or invoice that a step writes a revision of, and where the revision will name it.
fn revised(step: &Step) -> Option<(&'static str, &str)> {
    let named = |by: &str| step.params.pointer(by).and_then(Value::as_str);
    if step.params.pointer("/from_quote/is_revision") == Some(&Value::Bool(true)) {
        return Some(("/from_quote/quote", named("/from_quote/quote")?));
    }
    if named("/from_invoice/action") == Some("revision") {
        return Some(("/from_invoice/invoice", named("/from_invoice/invoice")?));
    }
    None
}

/// Whether a step is asked about even before it is first sent. Stripe takes no mark with a
/// revision, and one may have been begun elsewhere: a second one beside it helps nobody.
pub(crate) fn looks_first(step: &Step) -> bool {
    revised(step).is_some()
}

/// Reads what `step`, to be sent to `path`, would have changed.
pub(crate) async fn ask(
    client: &Client,
    step: &Step,
    path: &str,
    has_page: bool,
) -> Result<Settled, Error> {
    match question(step, path) {
        Question::State { path, wanted } => {
            let object = client.get(path, &sync::expanded(path)).await?.body;
            let status = object
                .get("status")
                .and_then(Value::as_str)
                .unwrap_or_default();
            Ok(if wanted.contains(&status) {
                Settled::Happened(object)
            } else {
                Settled::Nothing
            })
        }
        Question::Gone { path } => match client.get(path, &sync::expanded(path)).await {
            Ok(answer) if answer.body.get("deleted") == Some(&Value::Bool(true)) => {
                Ok(Settled::Happened(answer.body))
            }
            Ok(_) => Ok(Settled::Nothing),
            Err(error) if error.is_missing() => Ok(Settled::Happened(gone(path))),
            Err(error) => Err(error),
        },
        Question::Made { list, mark } => {
            look_through(client, list, mark, step.first_sent_at.unwrap_or(0)).await
        }
        Question::Revised { list, by, of } => {
            // A quote is also copied without being revised; the copy names it alike.
            let copy = |draft: &Value| {
                draft.pointer("/from_quote/is_revision") == Some(&Value::Bool(false))
            };
            let same =
                |draft: &Value| draft.pointer(by).and_then(id_in) == Some(of) && !copy(draft);
            let found = find(client, list, &[("status", "draft")], None, same).await?;
            Ok(found.map_or(Settled::Nothing, Settled::Happened))
        }
        Question::Told { path, event } => {
            let id = path.rsplit('/').next();
            let same =
                |event: &Value| event.pointer("/data/object/id").and_then(Value::as_str) == id;
            // An earlier sending of the same invoice is none of this one's.
            let since = step
                .first_sent_at
                .unwrap_or(0)
                .saturating_sub(MOMENT_SECONDS);
            match find(client, "/v1/events", &[("type", event)], Some(since), same).await? {
                Some(_) => Ok(Settled::Happened(
                    client.get(path, &sync::expanded(path)).await?.body,
                )),
                None => Ok(Settled::Nothing),
            }
        }
        Question::Charged { path } => charged::ask(client, path, step, has_page).await,
        Question::Held { path, by_customer } => {
            let object = client.get(path, &sync::expanded(path)).await?.body;
            let held = crate::json::id(&object, "customer").is_some();
            Ok(if held == by_customer {
                Settled::Happened(object)
            } else {
                Settled::Nothing
            })
        }
        Question::Counted { path } => {
            let object = client.get(path, &sync::expanded(path)).await?.body;
            let counted = ["payment_intent", "payment_record"].iter().any(|kind| {
                let wanted = step.params.get(*kind).and_then(Value::as_str);
                let of = |one: &Value| {
                    crate::json::id(one, &format!("payment.{kind}")).map(str::to_owned)
                };
                wanted.is_some()
                    && crate::json::items(&object, "payments")
                        .iter()
                        .any(|one| of(one).as_deref() == wanted)
            });
            Ok(if counted {
                Settled::Happened(object)
            } else {
                Settled::Nothing
            })
        }
        Question::Marked { path, mark } => {
            let object = client.get(path, &sync::expanded(path)).await?.body;
            Ok(if marked(&object, mark) {
                Settled::Happened(object)
            } else {
                Settled::Nothing
            })
        }
        Question::Repeatable => Ok(Settled::Nothing),
    }
}

fn marked(object: &Value, mark: &str) -> bool {
    let found = object.pointer("/metadata/client_ref");
    found.and_then(Value::as_str) == Some(mark)
}

/// How far two clocks differ between the click and Stripe's word of it, seconds.
const MOMENT_SECONDS: i64 = 120;
/// How far two clocks may differ at the most, seconds.
const MARGIN_SECONDS: i64 = 3_600;

/// An id, whether or not the object was expanded.
fn id_in(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("id")?.as_str())
}

/// What Stripe answers about a deleted object, when it no longer answers at all.
fn gone(path: &str) -> Value {
    let mut parts = path.rsplit('/');
    let id = parts.next().unwrap_or_default();
    let object = parts.next().unwrap_or_default().trim_end_matches('s');
    serde_json::json!({ "id": id, "object": object, "deleted": true })
}

/// Looks for the mark among what was made since the request was first sent. The margin is for
/// clocks that differ.
async fn look_through(
    client: &Client,
    list: &str,
    mark: &str,
    since: i64,
) -> Result<Settled, Error> {
    let same = |object: &Value| marked(object, mark);
    let found = find(
        client,
        list,
        &[],
        Some(since.saturating_sub(MARGIN_SECONDS)),
        same,
    )
    .await?;
    Ok(found.map_or(Settled::Nothing, Settled::Happened))
}

/// The newest object of a list that is `wanted`, made at or after `since` (unix seconds UTC).
async fn find(
    client: &Client,
    list: &str,
    filter: &[(&str, &str)],
    since: Option<i64>,
    wanted: impl Fn(&Value) -> bool,
) -> Result<Option<Value>, Error> {
    let mut after: Option<String> = None;
    loop {
        let params = sync::expanded_list(list)
            .set("limit", 100)
            .set_some("starting_after", after.clone());
        let params = filter
            .iter()
            .fold(params, |params, (name, value)| params.set(name, *value));
        let page = client.page(list, &params).await?;
        for object in &page.data {
            let created = object.get("created").and_then(Value::as_i64);
            if since
                .zip(created)
                .is_some_and(|(since, created)| created < since)
            {
                return Ok(None);
            }
            if wanted(object) {
                return Ok(Some(object.clone()));
            }
        }
        if !page.has_more {
            return Ok(None);
        }
        after = page.last_id;
    }
}

#[cfg(test)]
mod tests {
    use super::{Question, question};
    use cache::Intent;
    use serde_json::json;

    fn check(method: &str, path: &str, mark: Option<&str>, expect: &Question<'_>) {
        let mut intent = Intent::new("i", "v", 0).step(method, path, json!({}), "k");
        intent.steps[0].client_ref = mark.map(str::to_owned);
        assert_eq!(question(&intent.steps[0], path), *expect, "{method} {path}");
    }

    #[test]
    fn every_request_has_a_question_that_settles_it() {
        check(
            "POST",
            "/v1/quotes/qt_1/accept",
            None,
            &Question::State {
                path: "/v1/quotes/qt_1",
                wanted: &["accepted"],
            },
        );
        check(
            "POST",
            "/v1/invoices/in_1/finalize",
            None,
            &Question::State {
                path: "/v1/invoices/in_1",
                wanted: &["open", "paid", "void", "uncollectible"],
            },
        );
        check(
            "DELETE",
            "/v1/invoices/in_1",
            None,
            &Question::Gone {
                path: "/v1/invoices/in_1",
            },
        );
        check(
            "POST",
            "/v1/customers",
            Some("m"),
            &Question::Made {
                list: "/v1/customers",
                mark: "m",
            },
        );
        for path in ["/v1/invoices/in_1/pay", "/v1/payment_intents/pi_1/confirm"] {
            let object = path.rsplit_once('/').map_or(path, |(object, _)| object);
            check("POST", path, None, &Question::Charged { path: object });
        }
        check(
            "POST",
            "/v1/refunds",
            Some("m"),
            &Question::Made {
                list: "/v1/refunds",
                mark: "m",
            },
        );
        check(
            "POST",
            "/v1/payment_methods/pm_1/detach",
            None,
            &Question::Held {
                path: "/v1/payment_methods/pm_1",
                by_customer: false,
            },
        );
        check(
            "POST",
            "/v1/payment_records/report_payment",
            Some("m"),
            &Question::Made {
                list: "/v1/payment_records",
                mark: "m",
            },
        );
        check("POST", "/v1/quotes/qt_1", None, &Question::Repeatable);
        check(
            "DELETE",
            "/v1/subscriptions/sub_1",
            None,
            &Question::State {
                path: "/v1/subscriptions/sub_1",
                wanted: &["canceled"],
            },
        );
        check(
            "POST",
            "/v1/subscriptions/sub_1",
            Some("m"),
            &Question::Marked {
                path: "/v1/subscriptions/sub_1",
                mark: "m",
            },
        );
        let told = Question::Told {
            path: "/v1/invoices/in_1",
            event: "invoice.sent",
        };
        check("POST", "/v1/invoices/in_1/send", None, &told);
    }

    #[test]
    fn a_revision_is_known_by_the_quote_that_it_names() {
        let from = |is_revision: bool| {
            let params = json!({ "from_quote": { "quote": "qt_1", "is_revision": is_revision } });
            Intent::new("i", "v", 0).step("POST", "/v1/quotes", params, "k")
        };
        let (revision, copy) = (from(true), from(false));
        let expect = Question::Revised {
            list: "/v1/quotes",
            by: "/from_quote/quote",
            of: "qt_1",
        };
        assert_eq!(question(&revision.steps[0], "/v1/quotes"), expect);
        assert_eq!(question(&copy.steps[0], "/v1/quotes"), Question::Repeatable);
        let params = json!({ "from_invoice": { "action": "revision", "invoice": "in_1" } });
        let invoice = Intent::new("i", "v", 0).step("POST", "/v1/invoices", params, "k");
        let expect = Question::Revised {
            list: "/v1/invoices",
            by: "/from_invoice/invoice",
            of: "in_1",
        };
        assert_eq!(question(&invoice.steps[0], "/v1/invoices"), expect);
    }
}
