//! A key on its way from a person's fingers to the keyring: it gets there, and
//! it stays nowhere else.

use crate::desk::{Program, contains};
use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::keyring;
use crate::sale::button;
use std::path::{Path, PathBuf};

/// Opens nothing but the server that this test starts.
pub(crate) const KEY: &str = "sk_test_typedInTheRealWindow7f3a";

/// Connects an account with a typed key, looks where the key lies after that, after a sync and after
/// an error, and goes back to the practice account.
pub(crate) async fn connect_and_come_back(page: &Page, program: &Program, diary: &mut Diary) {
    let stripe = stripe().await;
    connect(page, stripe.url(), diary).await;
    let held = keyring::held().await;
    assert!(
        held.contains(KEY),
        "the key lies in the Secret Service; it holds:\n{held}"
    );
    diary.note("The key lies in the Secret Service, under Counterfoil");
    nowhere_in(page).await;
    nowhere(program, diary, "after connecting");

    page.shows("nav", "Up to date").await;
    page.press(&[Key::F5]).await;
    page.shows("[role=status]", "Everything is up to date.")
        .await;
    nowhere_in(page).await;
    nowhere(program, diary, "after a sync");

    stripe
        .control()
        .fail_next_matching("GET", "/v1/events", 1, sandbox::Fault::KeyExpired);
    page.press(&[Key::F5]).await;
    page.shows("main [role=alert]", "has expired.").await;
    diary
        .picture(
            page,
            "A bad day: the key has expired; the notice says so, with Replace the key and Try again",
            "key-expired",
        )
        .await;
    nowhere_in(page).await;
    nowhere(program, diary, "after an error");
    page.tab_to("Try again", &button("Try again")).await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the notice gone",
        "!document.querySelector('main [role=alert]')",
    )
    .await;

    page.press(&[Key::Control, Key::Letter(',')]).await;
    page.shows("main", "The keyring answers and holds this account’s key")
        .await;
    diary
        .picture(
            page,
            "Settings say how everything is: keyring, records, outbox, backups, disk",
            "health",
        )
        .await;
    page.tab_to("Use this one", &button("Use this one")).await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the practice account in the title",
        "document.title.includes('Practice account')",
    )
    .await;
    diary.note("Back on the practice account");
    stripe.stop().await;
}

/// A second practice Stripe, which takes the key.
pub(crate) async fn stripe() -> sandbox::Running {
    let options = sandbox::Options {
        key: KEY.to_owned(),
        seed: sandbox::Seed::Practice,
        ..sandbox::Options::default()
    };
    sandbox::start(options)
        .await
        .expect("a second practice Stripe")
}

/// Pastes the key on its page, checks it, and connects the account.
pub(crate) async fn connect(page: &Page, url: &str, diary: &mut Diary) {
    page.press(&[Key::Control, Key::Letter(',')]).await;
    page.tab_to("the way to connect", &button("Connect a Stripe account"))
        .await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the focus in the field for the key",
        "document.activeElement.type === 'password'",
    )
    .await;
    page.shows("main", "Tax Rates").await;
    page.write(KEY).await;
    page.tab_to("the way to another address", "one.tagName === 'SUMMARY'")
        .await;
    page.press(&[Key::Enter]).await;
    page.tab_to(
        "the field for another address",
        "one.labels?.[0]?.innerText.startsWith('Address of a Stripe')",
    )
    .await;
    page.write(url).await;
    diary
        .picture(
            page,
            "A key and an address on this computer typed; the key is not readable, what it needs stands beside it",
            "key",
        )
        .await;
    page.press(&[Key::Enter]).await;
    page.shows("main h1", "Linden Studio").await;
    page.shows("main", "may be read").await;
    diary
        .picture(
            page,
            "Checked: whose key it is, that it is test mode, and what it may read",
            "checked",
        )
        .await;
    page.tab_to("the yes", &button("Connect Linden Studio"))
        .await;
    page.press(&[Key::Enter]).await;
    page.shows("[role=status]", "is connected.").await;
    page.until(
        "the other account in the title",
        "document.title.includes('(Test mode')",
    )
    .await;
    diary
        .picture(
            page,
            "Connected; the window says that it is test mode",
            "connected",
        )
        .await;
}

/// The page keeps no key: not in a field, not in its elements, not in what it remembers.
async fn nowhere_in(page: &Page) {
    let kept = page.script("return [...document.querySelectorAll('input')].map((one) => one.value).concat(document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)).join('\\n')").await;
    assert!(
        !kept.as_str().unwrap_or_default().contains(KEY),
        "the page holds the key after it was handed over"
    );
}

/// The key lies in no file that the program, its webview or its driver writes, and in no process's
/// arguments or environment.
pub(crate) fn nowhere(program: &Program, diary: &mut Diary, when: &str) {
    let mut spilt = holding(program.folder(), KEY);
    for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        for told in ["cmdline", "environ"] {
            let path = process.path().join(told);
            if std::fs::read(&path).is_ok_and(|bytes| contains(&bytes, KEY.as_bytes())) {
                spilt.push(path);
            }
        }
    }
    assert!(spilt.is_empty(), "{when} the key lies in {spilt:?}");
    diary.note(&format!(
        "{when}: the key is in no file of the program's or its webview's, in no process's arguments or environment"
    ));
}

/// Files below a folder that hold this text, as programs write text or as a webview's store does.
pub(crate) fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let narrow = text.as_bytes().to_vec();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if std::fs::read(&path)
                .is_ok_and(|bytes| contains(&bytes, &narrow) || contains(&bytes, &wide))
            {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn a_spilt_key_is_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("below")).expect("a folder");
    let wide: Vec<u8> = format!("x{KEY}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    std::fs::write(folder.path().join("below/store"), wide).expect("a file");
    std::fs::write(folder.path().join("log"), format!("key={KEY}\n")).expect("a file");
    std::fs::write(folder.path().join("clean"), "sk_test").expect("a file");
    assert_eq!(holding(folder.path(), KEY).len(), 2);
}
