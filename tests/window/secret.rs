//! A key on its way from a person's fingers to the keyring: it gets there, and
//! it stays nowhere else.

use crate::desk::{Program, contains};
use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::keyring;
use crate::sale::button;
use std::path::{Path, PathBuf};

/// Opens nothing but the server that this test starts.
const KEY: &str = "sk_test_typedInTheRealWindow7f3a";

/// Connects an account with a typed key, looks where the key lies, and goes back to the practice account.
pub(crate) async fn connect_and_come_back(page: &Page, program: &Program, diary: &mut Diary) {
    let options = sandbox::Options {
        key: KEY.to_owned(),
        ..sandbox::Options::default()
    };
    let stripe = sandbox::start(options)
        .await
        .expect("a second practice Stripe");

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
    page.write(stripe.url()).await;
    diary
        .picture(
            page,
            "A key and an address on this computer typed; the key is not readable, what it needs stands beside it",
            "key",
        )
        .await;
    page.press(&[Key::Enter]).await;
    page.shows("main h2", "Linden Studio").await;
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

    let held = keyring::held().await;
    assert!(
        held.contains(KEY),
        "the key lies in the Secret Service; it holds:\n{held}"
    );
    diary.note("The key lies in the Secret Service, under Counterfoil");
    let kept = page.script("return [...document.querySelectorAll('input')].map((one) => one.value).concat(document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)).join('\\n')").await;
    assert!(
        !kept.as_str().unwrap_or_default().contains(KEY),
        "the page holds the key after it was handed over"
    );
    let spilt = holding(program.folder(), KEY);
    assert!(spilt.is_empty(), "the key lies in files: {spilt:?}");
    diary.note(
        "It is in no file of the program's, in no store of the webview's, and not in the page",
    );

    page.press(&[Key::Control, Key::Letter(',')]).await;
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
