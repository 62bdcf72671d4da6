//! `/v1/events`: what happened in the last 30 days. Writing events is [`crate::events`]'s.

use crate::call::Call;
use crate::errors::Refusal;
use crate::events::KEPT_SECONDS;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, optional};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/events", LIST, list),
    get("/v1/events/{}", NOTHING, retrieve),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("delivery_success", Kind::Boolean),
    optional("type", Kind::Id),
    optional("types", Kind::List(&Kind::Id)),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("event", "/v1/events")
        .range(args, "created", "created")
        .only("created >= ?", call.now - KEPT_SECONDS);
    let types = args.texts("types");
    match (args.text("type"), types.is_empty()) {
        (Some(_), false) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: type, types.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (Some(pattern), true) if pattern.contains('*') => {
            list = list.only("status GLOB ?", pattern.to_owned())
        }
        (Some(kind), true) => list = list.only("status = ?", kind.to_owned()),
        (None, true) => {}
        (None, false) if types.len() > 20 => {
            return Err(Refusal::invalid("You may specify at most 20 event types.")
                .param("types")
                .before_it_began());
        }
        (None, false) => {
            let all = serde_json::to_string(&types)?;
            list = list.only("status IN (SELECT value FROM json_each(?))", all);
        }
    }
    list.page(call, args)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let event = call.load("event", ask.id, "id")?;
    Ok(event.json.into())
}
