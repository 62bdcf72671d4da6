//! The program killed between the click and the answer. A program here is a runtime of its own
//! with a desk and the practice Stripe in it; killing it drops everything at once, as the end of a
//! process does: no lease is given up, nothing is tidied. The next one settles what is open, once.

use crate::once::{count, open_quote};
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

struct Program {
    runtime: Runtime,
    shop: Shop,
}

impl Program {
    fn start(home: &Path) -> Program {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let shop = runtime.block_on(Shop::at(home.to_owned(), Seed::Empty));
        Program { runtime, shop }
    }

    /// Clicks, and is killed as soon as `until` holds.
    fn killed(self, name: &'static str, request: Value, until: impl AsyncFn(&Shop) -> bool) {
        let desk = self.shop.desk();
        self.runtime.block_on(async {
            tokio::select! {
                outcome = commands::call(&desk, name, request) => panic!("it was answered before the end: {outcome:?}"),
                () = self.shop.until("the moment to be killed at", async || until(&self.shop).await) => {}
            }
        });
        self.runtime.shutdown_timeout(Duration::from_secs(2));
    }
}

/// Starts again, clicks once more as a person would, and looks whether all is there once.
fn settled_once(home: &Path, name: &str, request: &Value, expect: &[(&str, usize)]) {
    let Program { runtime, shop } = Program::start(home);
    runtime.block_on(async {
        // The dead program's lease has seconds to run, and is not waited for.
        let outcome = shop.call(name, request.clone()).await;
        assert_eq!(outcome["state"], "done", "{outcome}");
        for (path, times) in expect {
            assert_eq!(count(&shop, path).await, *times, "{path}");
        }
        let overview = shop.call("app.overview", Value::Null).await;
        assert_eq!(overview["counts"]["outbox"], 0, "nothing is left open");
        shop.close().await;
    });
}

fn arrived(shop: &Shop, path: &str) -> bool {
    shop.stripe()
        .requests()
        .iter()
        .any(|line| line.starts_with("POST") && line.ends_with(path))
}

#[test]
fn killed_before_the_request_took_effect() {
    let home = tempfile::tempdir().expect("a folder");
    let program = Program::start(home.path());
    let id = program.runtime.block_on(open_quote(&program.shop));
    let request = json!({ "id": id, "note": null });
    program
        .shop
        .stripe()
        .fail_next_matching("POST", "/accept", 1, Fault::ConnectionDropped);
    program.killed("quotes.accept", request.clone(), async |shop| {
        arrived(shop, "/accept")
    });
    settled_once(
        home.path(),
        "quotes.accept",
        &request,
        &[
            ("/v1/subscriptions?limit=100", 1),
            ("/v1/invoices?limit=100", 1),
        ],
    );
}

#[test]
fn killed_after_stripe_did_it_and_before_the_answer() {
    let home = tempfile::tempdir().expect("a folder");
    let program = Program::start(home.path());
    let id = program.runtime.block_on(open_quote(&program.shop));
    let request = json!({ "id": id, "note": null });
    program
        .shop
        .stripe()
        .fail_next_matching("POST", "/accept", 1, Fault::AnswerLost);
    program.killed("quotes.accept", request.clone(), async |shop| {
        shop.stripe_says(&format!("/v1/quotes/{id}")).await["status"] == "accepted"
    });
    settled_once(
        home.path(),
        "quotes.accept",
        &request,
        &[
            ("/v1/subscriptions?limit=100", 1),
            ("/v1/invoices?limit=100", 1),
        ],
    );
}

#[test]
fn killed_in_the_middle_of_a_chain() {
    let home = tempfile::tempdir().expect("a folder");
    let program = Program::start(home.path());
    let draft = program.runtime.block_on(async {
        let mut draft = draft_for(&program.shop, "Halden Bicycle Works").await;
        draft["lines"] = json!([
            line("a", "Relaunch", "1", "7200", None),
            line("b", "Copywriting", "4", "120", None)
        ]);
        program.shop.call("drafts.put", draft.clone()).await;
        draft
    });
    let request = json!({ "id": draft["id"] });
    program
        .shop
        .stripe()
        .fail_next_matching("POST", "/v1/products", 1, Fault::AnswerLost);
    program.killed("quotes.finalize", request.clone(), async |shop| {
        count(shop, "/v1/products?limit=100").await == 1
    });
    settled_once(
        home.path(),
        "quotes.finalize",
        &request,
        &[
            ("/v1/customers?limit=100", 1),
            ("/v1/products?limit=100", 2),
            ("/v1/quotes?limit=100", 1),
        ],
    );
}

#[test]
fn what_was_only_written_is_there_after_a_crash() {
    let home = tempfile::tempdir().expect("a folder");
    let program = Program::start(home.path());
    let (draft, quote) = program.runtime.block_on(async {
        let mut done = draft_for(&program.shop, "Marisol Vega").await;
        done["lines"] = json!([line("a", "Retouching", "1", "80", None)]);
        let quote = finalized(&program.shop, &done).await;
        let mut draft = draft_for(&program.shop, "Marisol Vega").await;
        draft["header"] = json!("Half a sentence");
        program.shop.call("drafts.put", draft.clone()).await;
        (draft, quote)
    });
    program.runtime.shutdown_timeout(Duration::from_secs(2));
    let Program { runtime, shop } = Program::start(home.path());
    runtime.block_on(async {
        let sheet = shop
            .call(
                "drafts.open",
                json!({ "from": { "kind": "draft", "id": draft["id"] } }),
            )
            .await;
        assert_eq!(sheet["draft"]["header"], "Half a sentence");
        let sheet = shop.call("quotes.show", json!({ "id": quote })).await;
        assert_eq!(sheet["row"]["state"]["code"], "open");
        shop.close().await;
    });
}
