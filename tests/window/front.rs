//! A window that was put away comes back to the front when the program is started once more. A window
//! manager runs on the display for that: without one nothing is put away, and nothing has a front.

use crate::desk::Program;
use crate::diary::Diary;
use crate::driven::{LOOK_AGAIN, PATIENCE, Stand, found};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_brings_the_first_window_to_the_front() {
    let mut diary = Diary::begin_in("window-front");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    for (tool, missing) in [
        ("openbox", "openbox is not installed (package openbox)"),
        ("xdotool", "xdotool is not installed (package xdotool)"),
        ("xprop", "xprop is not installed (package x11-utils)"),
    ] {
        if found(tool).is_none() {
            return diary.skip(missing).unwrap_or_default();
        }
    }
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let _manager = stand.keep_beside("openbox", &["--sm-disable"]);
    let page = stand.open_program(program.path()).await;
    page.until(
        "the account in the title",
        "document.title.includes('Linden Studio (Practice account)')",
    )
    .await;
    let window = seen(&stand, "its window").await;
    stand
        .printed_beside("xdotool", &["windowactivate", "--sync", &window])
        .await;
    assert_eq!(active(&stand).await, window, "it is the one in use");

    stand
        .printed_beside("xdotool", &["windowminimize", &window])
        .await;
    until("it is put away", async || {
        visible(&stand).await.is_empty() && active(&stand).await != window
    })
    .await;
    diary.note("The window is minimized: nothing of it is seen");
    program.starts_again(&stand).await;
    until("it is seen again, and in use", async || {
        visible(&stand).await == window && active(&stand).await == window
    })
    .await;
    diary.note(
        "Started once more: the first window is back, in front and in use, and is the only one",
    );

    let _cover = stand.keep_beside("xmessage", &["-geometry", "1400x900+0+0", "Over it"]);
    until("something else lies over it", async || {
        let words = ["search", "--onlyvisible", "--class", "xmessage"];
        let over = stand.printed_beside("xdotool", &words).await;
        if over.is_empty() {
            return false;
        }
        stand
            .printed_beside("xdotool", &["windowactivate", &over])
            .await;
        active(&stand).await == over && topmost(&stand).await == over
    })
    .await;
    program.starts_again(&stand).await;
    until("it lies over that, and is in use", async || {
        active(&stand).await == window && topmost(&stand).await == window
    })
    .await;
    diary.note("Covered by another window and started once more: it lies over that one");
    page.close().await;
    program.has_ended().await;
}

/// The program's window on the display, once there is one.
async fn seen(stand: &Stand, what: &str) -> String {
    until(what, async || !visible(stand).await.is_empty()).await;
    visible(stand).await
}

/// The program's windows that can be seen, by their numbers.
async fn visible(stand: &Stand) -> String {
    let words = ["search", "--onlyvisible", "--name", "Linden Studio"];
    stand.printed_beside("xdotool", &words).await
}

/// The window that has the keyboard, as the window manager says.
async fn active(stand: &Stand) -> String {
    stand.printed_beside("xdotool", &["getactivewindow"]).await
}

/// The window that lies over all others.
async fn topmost(stand: &Stand) -> String {
    let words = ["-root", "_NET_CLIENT_LIST_STACKING"];
    let listed = stand.printed_beside("xprop", &words).await;
    let last = listed.rsplit([' ', ',']).next().unwrap_or_default();
    u64::from_str_radix(last.trim().trim_start_matches("0x"), 16)
        .map_or_else(|_| listed.clone(), |number| number.to_string())
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let limit = std::time::Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(
            std::time::Instant::now() < limit,
            "it never came to be that {what}"
        );
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
