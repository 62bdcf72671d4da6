//! Customers: shown, created, changed.

use super::{cards, list, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{CustomerFieldArgs, CustomerVerb};
use crate::desk::Session;
use commands::view::{CustomerFields, CustomerSheet, Noun, Problem};
use commands::{ById, PutCustomer};

pub(crate) async fn run(session: &Session, verb: CustomerVerb) -> Result<Answer, Problem> {
    match verb {
        CustomerVerb::List(args) => list::run(session, Noun::Customer, args).await,
        CustomerVerb::Show { id } => {
            let id = resolve::id(session, Noun::Customer, &id).await?;
            let (json, text) = record::sheet(session, Noun::Customer, &id).await?;
            Answer::new(&json, text)
        }
        CustomerVerb::Cards(verb) => cards::run(session, verb).await,
        CustomerVerb::Create(args) => {
            session.may_write().await?;
            let request = PutCustomer {
                id: None,
                fields: over(CustomerFields::default(), args),
            };
            let outcome = session.ask("customers.put", &request).await?;
            writing::answer(session, outcome, "Created.", None).await
        }
        CustomerVerb::Update { id, fields } => {
            session.may_write().await?;
            let id = resolve::id(session, Noun::Customer, &id).await?;
            let now: CustomerSheet = session
                .ask("customers.show", &ById { id: id.clone() })
                .await?;
            let request = PutCustomer {
                id: Some(id.clone()),
                fields: over(now.fields, fields),
            };
            let outcome = session.ask("customers.put", &request).await?;
            writing::answer(session, outcome, "Changed.", Some((Noun::Customer, &id))).await
        }
    }
}

/// What was entered, over what was there.
pub(crate) fn over(fields: CustomerFields, args: CustomerFieldArgs) -> CustomerFields {
    CustomerFields {
        name: args.name.unwrap_or(fields.name),
        email: args.email.unwrap_or(fields.email),
        phone: args.phone.unwrap_or(fields.phone),
        line1: args.line1.unwrap_or(fields.line1),
        line2: args.line2.unwrap_or(fields.line2),
        city: args.city.unwrap_or(fields.city),
        postal_code: args.postal_code.unwrap_or(fields.postal_code),
        region: args.region.unwrap_or(fields.region),
        country: args.country.unwrap_or(fields.country),
        note: args.note.unwrap_or(fields.note),
    }
}
