//! The window's process ended by the system (SIGKILL) between the click and the answer: nothing of
//! it tidies anything up. The next start knows what was wanted, and does it once.

use crate::desk::{Program, told};
use crate::diary::Diary;
use crate::driven::Key;
use crate::secret;
use sandbox::{Fault, Running};
use serde_json::{Value, json};

const NAME: &str = "Ana Killed-Between";

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_click_and_the_answer() {
    let mut diary = Diary::begin_in("window-killed");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let stripe = secret::stripe().await;
    let page = stand.open_program(program.path()).await;
    page.until(
        "the first list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;
    secret::connect(&page, stripe.url(), &mut diary).await;

    // Whatever Stripe does from now on, its answer never arrives.
    stripe
        .control()
        .fail_next_matching("POST", "/v1/customers", 1_000, Fault::AnswerLost);
    page.press(&[Key::Alt, Key::Letter('6')]).await;
    page.click("main button", "New customer").await;
    page.until(
        "the focus in the name",
        "document.querySelector('dialog[open] input') === document.activeElement",
    )
    .await;
    page.write(NAME).await;
    page.click("dialog[open] footer button", "Create the customer")
        .await;
    until("Stripe has made the customer", async || {
        made(&stripe).await == 1
    })
    .await;
    program.kill();
    program.has_ended().await;
    diary.note("Killed after Stripe had made the customer and before the answer came");
    drop(page);
    drop(stand);
    stripe.control().clear_faults();

    let stand = program
        .stand("Adwaita:dark", &[])
        .await
        .expect("it stood a moment ago");
    let page = stand.open_program(program.path()).await;
    page.until(
        "the account that was in use",
        "document.title.includes('(Test mode')",
    )
    .await;
    until("what was wanted is done", async || {
        let outbox = told(&page, "outbox.list", json!({})).await;
        outbox[0]["state"] == "done"
    })
    .await;
    let outbox = told(&page, "outbox.list", json!({})).await;
    assert_eq!(
        outbox.as_array().map(Vec::len),
        Some(1),
        "one thing was wanted: {outbox}"
    );
    assert_eq!(made(&stripe).await, 1, "Stripe has the customer once");
    page.press(&[Key::Alt, Key::Letter('6')]).await;
    page.shows("main [role=option]", NAME).await;
    diary
        .picture(
            &page,
            "Started again: the customer is there, once, and nothing waits",
            "killed-and-back",
        )
        .await;
    page.close().await;
    program.has_ended().await;
    secret::nowhere(&program, &mut diary, "after a kill and a quit");
    stripe.stop().await;
}

/// How often Stripe has the customer, asked past all of our own code.
async fn made(stripe: &Running) -> usize {
    let url = format!("{}/v1/customers?limit=100", stripe.url());
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let answer = client.get(url).bearer_auth(secret::KEY).send().await;
    let list: Value = answer
        .expect("it answers")
        .json()
        .await
        .expect("it speaks JSON");
    let all = list["data"].as_array().expect("a list");
    all.iter().filter(|one| one["name"] == NAME).count()
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let limit = std::time::Instant::now() + crate::driven::PATIENCE;
    while !is_so().await {
        assert!(
            std::time::Instant::now() < limit,
            "it never came to be that {what}"
        );
        tokio::time::sleep(crate::driven::LOOK_AGAIN).await;
    }
}
