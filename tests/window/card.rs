//! A card on its way from a person's fingers to Stripe: typed into a frame of Stripe's in the payment
//! window, declined, tried again with one whose bank asks, and paid. Afterwards nothing of it is found
//! anywhere but at the practice Stripe.

use crate::desk::{Program, contains};
use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::sale::button;
use crate::secret::holding;

const DECLINED: &str = "4000000000000002";
const ASKING: &str = "4000002760003184";
const CODE: &str = "739";

/// Pays an invoice that is past due with a typed card.
pub(crate) async fn take(page: &Page, program: &Program, diary: &mut Diary) {
    page.press(&[Key::Alt, Key::Letter('3')]).await;
    page.click("main [role=tab]", "Past due").await;
    page.until(
        "a late invoice in the list",
        "document.querySelector('main [role=option]')?.innerText.includes('Past due')",
    )
    .await;
    page.click("main [role=option]", "Past due").await;
    page.shows("main .slip button", "Take a card now").await;
    page.tab_to("Take a card now", &button("Take a card now"))
        .await;
    page.press(&[Key::Enter]).await;
    let main = page.to_the_new_window("pay:").await;
    page.until(
        "the card's frame",
        "document.querySelector('#card iframe') && !document.querySelector('#go').disabled",
    )
    .await;
    diary
        .picture(
            page,
            "The payment window stands beside the program's own, with Stripe's frame in it",
            "payment",
        )
        .await;
    isolated(page).await;
    diary.note("Its page was refused every command, and reaches no other host");
    let secret = page
        .script("return JSON.parse(document.getElementById('ticket').textContent).client_secret.split('_secret_')[1]")
        .await;
    let secret = secret.as_str().expect("the page has a secret").to_owned();

    types(page, DECLINED).await;
    page.write("0834").await;
    page.write(CODE).await;
    page.press(&[Key::Enter]).await;
    page.out_of_frames().await;
    page.shows("#refused", "Your card was declined.").await;
    diary
        .picture(
            page,
            "A card that is declined: the page says so, and another can be typed",
            "declined",
        )
        .await;

    types(page, ASKING).await;
    page.press(&[Key::Enter]).await;
    page.out_of_frames().await;
    page.until(
        "the bank's page",
        "document.querySelector('iframe[title^=Authentication]')",
    )
    .await;
    page.enter_frame("iframe[title^=Authentication]").await;
    page.shows("h1", "Confirm it is you").await;
    page.out_of_frames().await;
    diary
        .picture(
            page,
            "A card whose bank asks: its page lies over the window's",
            "bank",
        )
        .await;
    page.enter_frame("iframe[title^=Authentication]").await;
    page.click("button", "Complete authentication").await;
    page.to_window(&main).await;
    page.shows("[role=status]", "was paid by card.").await;
    page.shows("main .slip", "Paid").await;
    diary
        .picture(
            page,
            "Passed: the payment window is gone, and the program has looked and says that it is paid",
            "card-paid",
        )
        .await;
    nothing_left(page, program, &secret).await;
    page.click("main [role=tab]", "All").await;
    diary.note("Number, security code and client secret are in no file of the program's, in no store of the webview's, and not in the page");
}

/// Types a card's number into Stripe's frame, over what stood there; the frame goes on by itself.
async fn types(page: &Page, number: &str) {
    page.enter_frame("#card iframe").await;
    // By hand, as a person does: a frame of another site cannot take the focus by itself.
    page.click("label", "Card number").await;
    page.press(&[Key::Control, Key::Letter('a')]).await;
    page.write(number).await;
    page.until(
        "the number in its field",
        &format!("document.forms[0].elements.number.value.replaceAll(' ', '') === '{number}'"),
    )
    .await;
}

/// The payment page can ask the program nothing, and reaches only the practice Stripe.
async fn isolated(page: &Page) {
    for (command, request) in [
        ("call", r#"{"name":"accounts.list","request":{}}"#),
        ("open", r#"{"url":"https://stripe.com"}"#),
        ("open_mail", r#"{"noun":"invoice","id":"in_1"}"#),
        ("show_saved", r#"{"name":"pack.zip"}"#),
        ("take_card", r#"{"wanted":{"what":"payment","id":"pi_1"}}"#),
        ("plugin:event|emit", r#"{"event":"changed","payload":[]}"#),
        ("plugin:window|close", r#"{"label":"main"}"#),
    ] {
        let body = format!(
            "const ask = window.__TAURI_INTERNALS__?.invoke; if (!ask) return 'nobody to ask'; return await ask('{command}', {request}).then(() => 'done', (e) => typeof e === 'string' ? e : JSON.stringify(e))"
        );
        let answer = page.script_async(&body).await;
        let answer = answer.as_str().unwrap_or_default();
        assert!(
            answer.contains("not allowed") || answer == "nobody to ask",
            "{command} was answered: {answer}"
        );
    }
    for address in [
        "https://example.com",
        "tauri://localhost",
        "preview://localhost/invoice/in_1.pdf",
    ] {
        let body = format!("return await fetch('{address}').then(() => 'loaded', () => 'blocked')");
        assert_eq!(page.script_async(&body).await, "blocked", "{address}");
    }
    let framed = page
        .script("return [document.querySelector('#card iframe').contentDocument, document.querySelector('#card iframe').src.startsWith('http://127.0.0.1:')]")
        .await;
    assert!(
        framed[0].is_null() && framed[1] == true,
        "the page cannot look into Stripe's frame: {framed}"
    );
}

/// What was typed, and what opened the payment, are nowhere but where they belong.
async fn nothing_left(page: &Page, program: &Program, secret: &str) {
    let kept = page
        .script("return [...document.querySelectorAll('input')].map((one) => one.value).concat(document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)).join('\\n')")
        .await;
    let practice = program.folder().join("home/practice");
    for (what, text) in [
        ("the declined card", DECLINED),
        ("the card", ASKING),
        ("the client secret", secret),
    ] {
        assert!(
            !contains(
                kept.as_str().unwrap_or_default().as_bytes(),
                text.as_bytes()
            ),
            "the program's page holds {what}"
        );
        let mut spilt = holding(program.folder(), text);
        spilt.retain(|file| !file.starts_with(&practice));
        assert!(spilt.is_empty(), "{what} lies in {spilt:?}");
    }
    // Three digits stand somewhere by chance; as a value of their own they would be the code. The
    // practice Stripe keeps none either.
    for form in [
        format!("\"{CODE}\""),
        format!("cvc]={CODE}"),
        format!("cvc%5D={CODE}"),
    ] {
        let spilt = holding(program.folder(), &form);
        assert!(spilt.is_empty(), "the security code lies in {spilt:?}");
    }
    assert!(
        !holding(&practice, secret).is_empty(),
        "the search finds the secret where it belongs"
    );
}
