//! Without a mouse: Tab reaches everything that can be used, and one always
//! sees where one is.

use crate::browser::{LIGHT, Open, open};
use crate::driven::Key;
use sandbox::Seed;
use serde_json::json;

/// Numbers everything that can be used, and remembers how it looks without the focus.
/// Tabs and list rows share one stop, which their arrows move. WebKitGTK gives its colour field no
/// stop at all; that field is left out here and stands among what falls short.
const PREPARE: &str = "
    document.activeElement?.blur();
    const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')].filter((one) =>
        one.tabIndex >= 0 && !one.disabled && one.type !== 'color' && one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]'));
    const look = (one) => [one, one.parentElement, one.parentElement?.parentElement].map((each) => {
        const style = getComputedStyle(each);
        return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join('|');
    }).join('||');
    window.tour = { usable, look, plain: usable.map(look), reached: new Set(), unseen: [] };
    return usable.length;";

/// Takes note of where the focus is now.
const NOTE: &str = "
    const { usable, look, plain, reached, unseen } = window.tour, here = usable.indexOf(document.activeElement);
    if (here < 0) return reached.size;
    if (!reached.has(here) && look(usable[here]) === plain[here]) unseen.push(usable[here].outerHTML.slice(0, 120));
    reached.add(here);
    return reached.size;";

const MISSED: &str = "return window.tour.usable.filter((one, at) => one.isConnected && !window.tour.reached.has(at)).map((one) => one.outerHTML.slice(0, 160))";

async fn tour(open: &Open, name: &str) {
    let usable = open.page.script(PREPARE).await.as_u64().expect("a number");
    assert!(usable > 5, "{name}: there is something to use");
    // Some fields (a date, say) take several stops.
    for _ in 0..(usable + 25) {
        open.page.press(&[Key::Tab]).await;
        if open.page.script(NOTE).await == usable {
            break;
        }
    }
    let missed = open.page.script(MISSED).await;
    assert_eq!(missed, json!([]), "{name}: Tab does not get there");
    let unseen = open.page.script("return window.tour.unseen").await;
    assert_eq!(
        unseen,
        json!([]),
        "{name}: one does not see the focus there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tab_reaches_everything_and_shows_where_it_is() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let quote = open
        .row("quote", |row| row["state"]["code"] == "open")
        .await;
    let number = quote["number"].as_str().expect("a number");
    open.visit(
        &format!("#/quotes/{}", quote["id"].as_str().expect("an id")),
        number,
    )
    .await;
    tour(&open, "a quote").await;
    let draft = open
        .shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "new", "customer": null } }),
        )
        .await;
    open.visit(
        &format!(
            "#/quotes/{}/write",
            draft["draft"]["id"].as_str().expect("an id")
        ),
        "New quote",
    )
    .await;
    tour(&open, "the editor").await;
    open.visit("#/settings", "Connect a Stripe account").await;
    tour(&open, "the settings").await;
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_keeps_the_focus_and_gives_it_back() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let quote = open
        .row("quote", |row| row["state"]["code"] == "open")
        .await;
    open.visit(
        &format!("#/quotes/{}", quote["id"].as_str().expect("an id")),
        quote["number"].as_str().expect("a number"),
    )
    .await;
    open.page
        .tab_to(
            "Accept…",
            "one.tagName === 'BUTTON' && one.innerText.trim().startsWith('Accept…')",
        )
        .await;
    open.page.press(&[Key::Enter]).await;
    open.page
        .until(
            "the question",
            "document.querySelector('dialog[open]')?.contains(document.activeElement)",
        )
        .await;
    open.page
        .until(
            "the way back in focus",
            "document.activeElement.innerText.includes('Not yet')",
        )
        .await;
    for _ in 0..6 {
        open.page.press(&[Key::Tab]).await;
        let behind = open.page.script("return !document.activeElement.closest('dialog[open]') && Boolean(document.activeElement.closest('nav, main'))").await;
        assert_eq!(
            behind, false,
            "what lies behind a question cannot be reached"
        );
    }
    open.page.press(&[Key::Escape]).await;
    open.page
        .until(
            "the focus back where it came from",
            "document.activeElement.innerText.trim().startsWith('Accept…')",
        )
        .await;
    assert_eq!(
        open.shop
            .stripe_says(&format!(
                "/v1/quotes/{}",
                quote["id"].as_str().expect("an id")
            ))
            .await["status"],
        "open"
    );
    open.close().await;
}
