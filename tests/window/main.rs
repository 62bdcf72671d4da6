//! The real program in its real webview, used as a person uses it: keys go to
//! what has the focus, and what matters is read off the screen. A quote is
//! typed, finalized and accepted, a key goes into the real keyring, and all of
//! it is still there offline. Pictures and a log are left in `target/window`.
//!
//! Needs the built program (`cargo build -p counterfoil-desktop`), a display in
//! memory, WebKit's driver and a Secret Service; where one is missing the test
//! says so and does nothing. `cargo xtask test` brings them all, and there it
//! fails instead.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod bad_days;
#[path = "../../src-tauri/cli/tests/keyring/bus.rs"]
#[allow(dead_code, reason = "the terminal's tests use more of it")]
mod bus;
mod card;
mod desk;
mod diary;
#[path = "../driven/driven.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod driven;
mod front;
mod keyring;
mod killed;
mod life;
#[path = "../missing.rs"]
mod missing;
mod no_room;
mod notified;
mod offline;
mod paper;
mod pulled;
mod sale;
mod secret;

use desk::Program;
use diary::Diary;

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_in_the_real_window() {
    let mut diary = Diary::begin();
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };

    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until(
        "the first list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;
    page.until(
        "the account in the title",
        "document.title.includes('Linden Studio (Practice account)')",
    )
    .await;
    diary
        .picture(
            &page,
            "The window opens on the practice account and shows its quotes",
            "list",
        )
        .await;
    page.turn_the_wheel("main .rows", 300).await;
    let scrolled = "document.querySelector('main .rows').scrollTop > 0";
    page.until("the list, scrolled by the wheel", scrolled)
        .await;
    page.turn_the_wheel("main .rows", -300).await;
    diary.note("The mouse's wheel moves the list");
    desk::only_its_own_commands(&page).await;
    diary.note(
        "The page may ask its two commands and hear of changes; eight other calls were refused",
    );
    program.started_twice(&stand, &mut diary).await;

    let number = sale::write_and_finalize(&page, &mut diary).await;
    secret::connect_and_come_back(&page, &program, &mut diary).await;
    card::take(&page, &program, &mut diary).await;
    sale::accept(&page, &number, &mut diary).await;
    paper::read(&page, &number, &mut diary).await;
    page.close().await;
    program.has_ended().await;
    diary.note("The window was closed, and the program ended");
    secret::nowhere(&program, &mut diary, "after the end");
    drop(stand);

    let stand = program
        .stand("Adwaita:dark", &[("COUNTERFOIL_OFFLINE", "1".to_owned())])
        .await
        .expect("it stood a moment ago");
    let page = stand.open_program(program.path()).await;
    offline::read_everything(&page, &number, &mut diary).await;
    page.close().await;
    program.has_ended().await;
    diary.note("Closed again; nothing of it still runs");
}
