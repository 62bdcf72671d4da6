//! The levers over HTTP, under `/_practice/`: for whoever runs this server as a program of its own and
//! wants what [`crate::Control`] gives to those who run it inside theirs. Stripe has nothing of the kind,
//! so nothing under `/v1/` is touched. The account's own secret key opens it, revoked or not; a page in
//! a browser does not have it.

use serde_json::{Value, json};

use crate::due;
use crate::errors::Refusal;
use crate::faults::plan::{Course, FaultPlan};
use crate::http::answer::{Answer, pretty};
use crate::http::auth;
use crate::http::execute::{self, Incoming};
use crate::http::form::{self, Node};
use crate::http::serve::Server;
use crate::keys::{Permissions, refuse};
use crate::objects::subscriptions::months_later;
use crate::params::{self, Args, COUNT, Kind, Param, TEXT, optional, required};

/// What the levers' paths begin with.
pub(crate) const PLACE: &str = "/_practice/";

const KEY: &[Param] = &[
    optional("expires_at", Kind::TimeOr("never")),
    optional("permissions", TEXT),
    optional("revoked", Kind::Boolean),
];
const FAULTS: &[Param] = &[required("plan", TEXT), optional("seed", COUNT)];
const PLAN: &[Param] = &[required("missing", Kind::Boolean)];
const CLOCK: &[Param] = &[
    optional("advance", COUNT),
    optional(
        "months",
        Kind::Integer {
            least: 0,
            most: 120,
        },
    ),
    optional("now", Kind::Time),
];

/// Answers a request to a lever; `path` is what follows [`PLACE`].
pub(crate) async fn answer(
    server: &Server,
    authorization: Option<&str>,
    path: &str,
    incoming: &Incoming,
) -> Answer {
    let done = auth::shown(authorization).and_then(|shown| {
        if shown == server.keys.own() {
            pull(server, path, incoming)
        } else {
            Err(refuse(
                "Only the account's own secret key moves the practice Stripe's levers.",
            ))
        }
    });
    let done = match done {
        Ok(value) if path == "clock" && incoming.method == "POST" => {
            settle(server).await.map(|()| value)
        }
        other => other,
    };
    match done {
        Ok(value) => Answer::json(200, pretty(&value)),
        Err(refusal) => Answer::refusal(refusal, &incoming.request_id),
    }
}

fn pull(server: &Server, path: &str, incoming: &Incoming) -> Result<Value, Refusal> {
    let args = |table: &'static [Param]| -> Result<Args, Refusal> {
        let mut sent = Node::empty();
        form::read_into(&mut sent, &incoming.query);
        form::read_into(&mut sent, &incoming.body);
        params::check(table, &sent, false)
    };
    let parts: Vec<&str> = path.split('/').collect();
    match (incoming.method.as_str(), parts.as_slice()) {
        ("GET", ["keys"]) => Ok(json!({
            "object": "list",
            "data": server.keys.list(),
            "publishable_key": server.keys.publishable(),
        })),
        ("POST", ["keys"]) => {
            let args = args(KEY)?;
            let permissions = args.text("permissions").map(permissions).transpose()?;
            let key = server.keys.issue(permissions);
            turn(server, &key, &args)
        }
        ("POST", ["keys", key]) => {
            let args = args(KEY)?;
            if args.has("permissions") {
                return Err(
                    Refusal::invalid("A key's permissions are chosen when it is made.")
                        .param("permissions"),
                );
            }
            turn(server, key, &args)
        }
        ("POST", ["faults"]) => {
            let args = args(FAULTS)?;
            let plan: FaultPlan = args
                .text("plan")
                .unwrap_or_default()
                .parse()
                .map_err(|e| Refusal::invalid(format!("{e}")).param("plan"))?;
            let seed = args.integer("seed").unwrap_or_default().unsigned_abs();
            server.levers.follow(Some(Course::new(plan, seed)));
            Ok(json!({ "object": "practice.faults", "seed": seed }))
        }
        ("DELETE", ["faults"]) => {
            server.levers.follow(None);
            Ok(json!({ "object": "practice.faults", "seed": null }))
        }
        ("POST", ["invoicing_plus"]) => {
            server
                .levers
                .set_gated(args(PLAN)?.flag("missing") == Some(true));
            Ok(json!({ "object": "practice.invoicing_plus", "missing": server.levers.gated() }))
        }
        ("GET", ["clock"]) => Ok(clock(server)),
        ("POST", ["clock"]) => {
            let args = args(CLOCK)?;
            let from = args
                .integer("now")
                .unwrap_or_else(|| server.levers.clock.now());
            let months = args.integer("months").unwrap_or_default();
            let from = if months > 0 {
                months_later(from, months)
            } else {
                from
            };
            let to = from.saturating_add(args.integer("advance").unwrap_or_default());
            server.levers.clock.set(to);
            Ok(clock(server))
        }
        _ => Err(Refusal::new(
            404,
            "invalid_request_error",
            "There is no such lever. There are keys, faults, invoicing_plus and clock; the practice Stripe's README tells what they take.",
        )),
    }
}

/// Keeps the new time and does what is due by it, before anybody is told of it.
async fn settle(server: &Server) -> Result<(), Refusal> {
    let (setting, offset) = (server.setting(), server.levers.clock.offset());
    server
        .store
        .run(move |db| {
            execute::remember_clock(db, offset);
            due::run_until(db, setting)
        })
        .await
        .map_err(Refusal::broken)?
}

fn clock(server: &Server) -> Value {
    json!({ "object": "practice.clock", "now": server.levers.clock.now() })
}

fn permissions(text: &str) -> Result<Permissions, Refusal> {
    text.parse()
        .map_err(|e| Refusal::invalid(format!("{e}")).param("permissions"))
}

/// Revokes, restores, lets expire, as the parameters say.
fn turn(server: &Server, key: &str, args: &Args) -> Result<Value, Refusal> {
    if let Some(revoked) = args.flag("revoked") {
        server.keys.revoke(key, revoked);
    }
    if args.has("expires_at") {
        server.keys.expire(key, args.integer("expires_at"));
    }
    server
        .keys
        .show(key)
        .ok_or_else(|| Refusal::missing("key", key, "id"))
}
