//! For people who hear the page or see it poorly: everything has a name, every
//! reference leads somewhere, and every word stands out from its ground.

use crate::browser::{DARK, LIGHT, Open, open};
use sandbox::Seed;
use serde_json::{Value, json};

/// What has no name, points nowhere, or is named twice.
const NAMES: &str = "
    const wrong = [], show = (one) => one.outerHTML.slice(0, 140);
    const named = (one) => [one.getAttribute('aria-label'), one.title, one.innerText, ...[...(one.labels ?? [])].map((label) => label.innerText || label.textContent),
        ...(one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent)].some((text) => text?.trim());
    for (const one of document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, dialog, iframe, [role=listbox], [role=tablist], [role=dialog]'))
        if (one.checkVisibility() && !named(one)) wrong.push('no name: ' + show(one));
    for (const one of document.images) if (!one.hasAttribute('alt')) wrong.push('no text for the picture: ' + show(one));
    for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant', 'for'])
        for (const one of document.querySelectorAll(`[${name}]`))
            for (const id of one.getAttribute(name).split(' ').filter(Boolean))
                if (!document.getElementById(id)) wrong.push(`${name} leads nowhere: ` + show(one));
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push('twice the id ' + id);
    if (!document.documentElement.lang) wrong.push('the page does not say its language');
    if (document.querySelectorAll('main').length !== 1) wrong.push('not one main part');
    return wrong;";

/// Words that stand out too little from what lies behind them: WCAG's 4.5, or 3 where they are large.
/// What cannot be used now is left out, as there.
const CONTRAST: &str = "
    const ink = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const parse = (colour) => {
        if (!known.has(colour)) {
            ink.clearRect(0, 0, 1, 1); ink.fillStyle = colour; ink.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = ink.getImageData(0, 0, 1, 1).data; known.set(colour, [r, g, b, a / 255]);
        }
        return known.get(colour);
    };
    const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
    const ground = (one) => {
        if (!one) return parse(matchMedia('(prefers-color-scheme: dark)').matches ? '#000' : '#fff');
        const own = parse(getComputedStyle(one).backgroundColor);
        return own[3] === 1 ? own : over(own, ground(one.parentElement));
    };
    const light = ([r, g, b]) => { const line = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b); };
    const poor = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const one = node.parentElement;
        if (!node.data.trim() || !one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest('[aria-disabled], .unseen, svg, option')) continue;
        const style = getComputedStyle(one), below = ground(one), text = over(parse(style.color), below);
        const [bright, dim] = [light(text), light(below)].sort((a, b) => b - a), ratio = (bright + 0.05) / (dim + 0.05);
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (large ? 3 : 4.5)) poor.add(`${ratio.toFixed(2)}: \"${node.data.trim().slice(0, 30)}\" in ${one.className || one.tagName}`);
    }
    return [...poor];";

async fn holds(open: &Open, place: &str) {
    let names = open.page.script(NAMES).await;
    assert_eq!(names, json!([]), "{place}");
    let contrast = open.page.script(CONTRAST).await;
    assert_eq!(contrast, json!([]), "{place}: words too pale to read");
}

async fn everything_has_a_name_and_can_be_read(theme: &str) {
    let Some(open) = open(Seed::Practice, theme).await else {
        return;
    };
    let quote = open
        .row("quote", |row| row["state"]["code"] == "open")
        .await;
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    open.visit("#/today", "Quotes about to expire").await;
    holds(&open, "today").await;
    for (place, noun) in [
        ("invoices", "invoice"),
        ("subscriptions", "subscription"),
        ("customers", "customer"),
        ("catalogue", "product"),
    ] {
        let row = open.row(noun, |_| true).await;
        open.visit(
            &format!("#/{place}/{}", text(&row, "id")),
            &text(&row, "title"),
        )
        .await;
        open.page
            .until(
                "the record",
                "document.querySelector('main .slip h1')?.innerText.trim()",
            )
            .await;
        holds(&open, place).await;
    }
    open.visit("#/settings", "Connect a Stripe account").await;
    holds(&open, "settings").await;
    let draft = open
        .shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "copy", "id": text(&quote, "id") } }),
        )
        .await;
    open.visit(
        &format!("#/quotes/{}/write", text(&draft["draft"], "id")),
        "Finalize…",
    )
    .await;
    open.page
        .until("the lines", "document.querySelector('[data-line] input')")
        .await;
    holds(&open, "editor").await;
    open.visit(
        &format!("#/quotes/{}", text(&quote, "id")),
        &text(&quote, "number"),
    )
    .await;
    holds(&open, "quote").await;
    open.page.click("main .slip button", "Accept…").await;
    open.page
        .shows("dialog[open]", "This cannot be taken back")
        .await;
    open.still().await;
    let names = open.page.script(NAMES).await;
    assert_eq!(names, json!([]), "the question");
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_has_a_name_and_can_be_read_in_light() {
    everything_has_a_name_and_can_be_read(LIGHT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_has_a_name_and_can_be_read_in_the_dark() {
    everything_has_a_name_and_can_be_read(DARK).await;
}
