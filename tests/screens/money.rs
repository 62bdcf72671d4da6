//! The questions before money moves: what was typed is said as it was read, what cannot be read is
//! refused there, and what is done is what the question said.

use crate::browser::{LIGHT, Open, open};
use crate::driven::Key;
use sandbox::Seed;
use serde_json::{Value, json};

const DIALOG: &str = "dialog[open]";

/// Puts the focus into the field of an open question that has this label, and what stands there is replaced.
async fn write(open: &Open, label: &str, text: &str) {
    let find = format!(
        "[...document.querySelectorAll('{DIALOG} label')].find((one) => one.innerText.startsWith({}))",
        json!(label)
    );
    open.page
        .until(&format!("the field “{label}”"), &find)
        .await;
    open.page
        .script(&format!(
            "const field = document.getElementById({find}.htmlFor); field.focus(); field.select()"
        ))
        .await;
    open.page.write(text).await;
}

/// Chooses an option of the choice with this label, by the beginning of its words.
async fn choose(open: &Open, label: &str, words: &str) {
    let find = format!(
        "[...document.querySelectorAll('{DIALOG} label')].filter((one) => one.innerText.startsWith({})).map((one) => document.getElementById(one.htmlFor)).find((one) => one instanceof HTMLSelectElement)",
        json!(label)
    );
    let option = format!(
        "[...({find}?.options ?? [])].find((one) => one.text.startsWith({}))",
        json!(words)
    );
    open.page
        .until(&format!("the choice “{words}”"), &option)
        .await;
    open.page
        .script(&format!(
            "const choice = {find}; choice.value = {option}.value; choice.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ))
        .await;
}

/// Whether the button of the open question with these words can be pressed.
async fn pressable(open: &Open, words: &str) -> bool {
    let body = format!(
        "return [...document.querySelectorAll('{DIALOG} footer button')].find((one) => one.innerText.includes({}))?.ariaDisabled !== 'true'",
        json!(words)
    );
    open.page.script(&body).await == json!(true)
}

async fn press(open: &Open, words: &str) {
    open.page
        .click(&format!("{DIALOG} footer button"), words)
        .await;
}

async fn gone(open: &Open) {
    open.page
        .until(
            "the question answered",
            "!document.querySelector('dialog[open]')",
        )
        .await;
}

fn id(row: &Value) -> String {
    row["id"].as_str().expect("an id").to_owned()
}

fn form(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Gives a customer a card at Stripe; answers with its id.
async fn keeps(open: &Open, customer: &str) -> String {
    let form = form(format!("customer={customer}"));
    let path = "/v1/payment_methods/pm_card_visa/attach";
    let card = open.shop.behind_our_back("POST", path, form).await;
    id(&card)
}

/// A payment of a customer at Stripe, known here: what it is made with beside the amount.
async fn paid(open: &Open, customer: &str, amount: &str, more: &str) -> String {
    let card = keeps(open, customer).await;
    let form = form(format!(
        "amount={amount}&customer={customer}&payment_method={card}&confirm=true{more}&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    ));
    let intent = open
        .shop
        .behind_our_back("POST", "/v1/payment_intents", form)
        .await;
    open.shop.call("sync.run", json!({ "full": false })).await;
    id(&intent)
}

async fn customer(open: &Open) -> (String, String) {
    let row = open.row("customer", |_| true).await;
    (id(&row), row["title"].as_str().expect("a name").to_owned())
}

/// An invoice that nothing is paid of, with its number.
async fn unpaid(open: &Open) -> (Value, String) {
    let row = open
        .row("invoice", |row| {
            ["open", "past_due"].contains(&row["state"]["code"].as_str().unwrap_or_default())
                && row["left"].is_null()
        })
        .await;
    let number = row["number"].as_str().expect("a number").to_owned();
    (row, number)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_says_what_was_read_and_refuses_what_was_not() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (who, _) = customer(&open).await;
    let payment = paid(&open, &who, "200000", "&currency=usd").await;
    open.visit(&format!("#/payments/{payment}"), "$2,000.00")
        .await;
    open.page.click("main .slip button", "Refund…").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Refund $2,000.00")
        .await;
    write(&open, "How much", "1.234,50").await;
    open.page.shows(DIALOG, "Read as $1,234.50").await;
    open.page.shows(&format!("{DIALOG} ul"), "$1,234.50").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Refund $1,234.50")
        .await;
    open.picture("refund").await;
    for (text, says) in [
        ("a lot", "“a lot” is not an amount."),
        (
            "2000.01",
            "This is more than $2,000.00. Write that or less.",
        ),
        ("12.345,6,7", "is not an amount"),
    ] {
        write(&open, "How much", text).await;
        open.page.shows(DIALOG, says).await;
        assert!(!pressable(&open, "Refund").await, "“{text}” is no answer");
    }
    write(&open, "How much", "12,5").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Refund $12.50")
        .await;
    press(&open, "Refund $12.50").await;
    gone(&open).await;
    let refunds = open
        .shop
        .stripe_says(&format!("/v1/refunds?payment_intent={payment}"))
        .await;
    assert_eq!(refunds["data"][0]["amount"], 1_250, "{refunds}");
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn yen_have_no_decimals_in_a_question_either() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (who, _) = customer(&open).await;
    let payment = paid(&open, &who, "5000", "&currency=jpy").await;
    open.visit(&format!("#/payments/{payment}"), "5,000").await;
    open.page.click("main .slip button", "Refund…").await;
    write(&open, "How much", "1.5").await;
    open.page
        .shows(DIALOG, "JPY has no decimals. Write a whole amount.")
        .await;
    assert!(!pressable(&open, "Refund").await);
    write(&open, "How much", "1.500").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Refund ¥1,500")
        .await;
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_an_invoice_is_charged_as_the_question_says() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (invoice, number) = unpaid(&open).await;
    let says = open
        .shop
        .stripe_says(&format!("/v1/invoices/{}", id(&invoice)))
        .await;
    keeps(&open, says["customer"].as_str().expect("a customer")).await;
    open.visit(&format!("#/invoices/{}", id(&invoice)), &number)
        .await;
    open.page
        .click("main .slip button", "Charge a saved card…")
        .await;
    write(&open, "Only a part", "10+2,5").await;
    // Each letter is read as it is typed; the last one decides.
    open.page.shows(&format!("{DIALOG} footer"), "12.50").await;
    open.page.shows(DIALOG, "Read as").await;
    write(&open, "Only a part", "90000").await;
    open.page.shows(DIALOG, "This is more than").await;
    assert!(!pressable(&open, "Charge").await);
    write(&open, "Only a part", "12.50").await;
    open.page.shows(&format!("{DIALOG} footer"), "12.50").await;
    press(&open, "Charge").await;
    gone(&open).await;
    let after = open
        .shop
        .stripe_says(&format!("/v1/invoices/{}", id(&invoice)))
        .await;
    assert_eq!(after["amount_paid"], 1_250, "{after}");
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_is_collected_by_a_link_or_held_on_a_card() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (who, name) = customer(&open).await;
    let card = keeps(&open, &who).await;
    open.visit("#/payments", "Collect an amount…").await;
    open.page.click("main button", "Collect an amount…").await;
    open.page.shows(DIALOG, "Without an invoice.").await;
    // What is missing is said where it is missing.
    press(&open, "Make the link").await;
    open.page.shows(DIALOG, "The amount is empty.").await;
    write(&open, "How much", "a lot").await;
    open.page.shows(DIALOG, "“a lot” is not an amount.").await;
    assert!(!pressable(&open, "Make the link").await);
    write(&open, "How much", "1.234,50").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Make the link for $1,234.50")
        .await;
    press(&open, "Make the link for").await;
    open.page
        .shows(DIALOG, "Say what it is for: the customer reads it.")
        .await;
    write(&open, "What it is for", "Deposit, spring").await;
    let said = open.page.text(DIALOG).await;
    assert!(!said.contains("Say what it is for"), "it is said: {said}");
    open.picture("collect").await;
    press(&open, "Make the link for").await;
    open.page.shows(DIALOG, "The link to pay at").await;
    let links = open.shop.stripe_says("/v1/payment_links").await;
    let link = links["data"][0]["url"].as_str().expect("a link");
    open.page.shows(DIALOG, link).await;
    press(&open, "Close").await;
    gone(&open).await;

    // A saved card of a customer, and the money only held.
    open.page.click("main button", "Collect an amount…").await;
    write(&open, "From whom", &name).await;
    open.page
        .click(&format!("{DIALOG} [role=option]"), &name)
        .await;
    write(&open, "How much", "80").await;
    write(&open, "What it is for", "Rental deposit").await;
    choose(&open, "How", "Visa ···· 4242").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Charge $80.00")
        .await;
    open.page
        .click(&format!("{DIALOG} label"), "Only hold the money.")
        .await;
    // Enter in a field takes no money.
    write(&open, "What it is for", "Rental deposit").await;
    open.page.press(&[Key::Enter]).await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    assert!(pressable(&open, "Hold $80.00 on the card").await);
    let before = open
        .shop
        .stripe_says(&format!("/v1/payment_intents?customer={who}&limit=1"))
        .await;
    assert_ne!(before["data"][0]["description"], "Rental deposit");
    press(&open, "Hold $80.00 on the card").await;
    gone(&open).await;
    // What is said of it lies in the top layer, where no dialog's veil covers it.
    open.page.shows(".toasts:popover-open .toast", "held").await;
    open.page.shows("main .slip", "Held").await;
    let all = open
        .shop
        .stripe_says(&format!("/v1/payment_intents?customer={who}&limit=1"))
        .await;
    let held = &all["data"][0];
    assert_eq!(held["status"], "requires_capture", "{held}");
    assert_eq!(held["amount_capturable"], 8_000);
    assert!(held["payment_method"].is_string(), "{card}: {held}");

    // A part of it is taken; the question says what becomes of the rest.
    open.page
        .click("main .slip button", "Take the money…")
        .await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Take $80.00")
        .await;
    write(&open, "How much", "32.50").await;
    open.page
        .shows(&format!("{DIALOG} footer"), "Take $32.50")
        .await;
    open.page.shows(&format!("{DIALOG} ul"), "$47.50").await;
    open.page.shows(DIALOG, "The rest is let go").await;
    open.picture("capture-part").await;
    press(&open, "Take $32.50").await;
    gone(&open).await;
    open.page
        .shows("main .slip", "taken of $80.00 that were held")
        .await;
    open.page
        .shows(
            "main .slip",
            "Visa ···· 4242 charged $32.50, the rest let go",
        )
        .await;
    let says = open
        .shop
        .stripe_says(&format!("/v1/payment_intents/{}", id(held)))
        .await;
    assert_eq!(says["amount_received"], 3_250, "{says}");
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_let_go_is_no_longer_called_held() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (who, _) = customer(&open).await;
    let payment = paid(&open, &who, "5000", "&currency=usd&capture_method=manual").await;
    open.visit(&format!("#/payments/{payment}"), "held, not taken yet")
        .await;
    open.page.click("main .slip button", "Give it up…").await;
    press(&open, "Give the payment up").await;
    gone(&open).await;
    open.page
        .shows("main .slip", "held and let go, nothing was taken")
        .await;
    let said = open.page.text("main .slip").await;
    assert!(!said.contains("not taken yet"), "{said}");
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_came_another_way_is_noted_with_its_reference_and_then_the_rest() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (invoice, number) = unpaid(&open).await;
    let path = format!("/v1/invoices/{}", id(&invoice));
    let before = open.shop.stripe_says(&path).await;
    let due = before["amount_remaining"].as_i64().expect("an amount");
    open.visit(&format!("#/invoices/{}", id(&invoice)), &number)
        .await;
    open.page.click("main .slip button", "Mark as paid…").await;
    open.page
        .shows(DIALOG, &format!("Mark {number} as paid"))
        .await;
    for (text, says) in [
        ("some", "“some” is not an amount."),
        ("90000", "Write that or less."),
        ("0", "Write an amount above zero."),
    ] {
        write(&open, "Only a part", text).await;
        open.page.shows(DIALOG, says).await;
        assert!(!pressable(&open, "Note this part").await, "“{text}”");
    }
    write(&open, "Only a part", "20,50").await;
    open.page.shows(DIALOG, "Read as").await;
    open.page
        .shows(
            &format!("{DIALOG} h1"),
            &format!("20.50 of {number} came another way?"),
        )
        .await;
    write(&open, "Reference", "Transfer 4711").await;
    open.picture("mark-part-paid").await;
    press(&open, "Note this part").await;
    gone(&open).await;
    open.page.shows("main .slip", "Transfer 4711").await;
    let after = open.shop.stripe_says(&path).await;
    assert_eq!(after["amount_paid_off_stripe"], 2_050, "{after}");
    assert_eq!(after["status"], "open");

    // The tab of what is open adds up what remains, and says so.
    open.visit("#/invoices", "invoices, newest first").await;
    open.page.click("main [role=tab]", "Open").await;
    open.page
        .shows("main .sum .totals", "still to be paid")
        .await;
    let request = json!({ "noun": "invoice", "tab": "open" });
    let summary = open.shop.call("records.summary", request).await;
    let listed = open
        .shop
        .call(
            "records.list",
            json!({ "noun": "invoice", "tab": "open", "cursor": null, "limit": 200 }),
        )
        .await;
    let currency = before["currency"].as_str().expect("a currency");
    let remains: i64 = listed["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["amount"]["currency"] == currency)
        .map(|row| {
            row["left"]["minor"]
                .as_i64()
                .or(row["amount"]["minor"].as_i64())
                .unwrap_or(0)
        })
        .sum();
    let sum = summary["listed"]
        .as_array()
        .expect("sums")
        .iter()
        .find(|sum| sum["currency"] == currency)
        .cloned()
        .expect("a sum");
    assert_eq!(sum["minor"], remains, "{summary}");
    let shown = open.page.text("main .sum .totals").await;
    let figure = sum["text"].as_str().unwrap_or_default();
    let digits = figure.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    assert!(shown.contains(digits), "{figure} in {shown}");

    // The rest, without a part: all of it is paid.
    open.visit(&format!("#/invoices/{}", id(&invoice)), &number)
        .await;
    open.page.click("main .slip button", "Mark as paid…").await;
    write(&open, "Reference", "Cash, 3 May").await;
    press(&open, "Mark it as paid").await;
    gone(&open).await;
    open.page.shows("main .slip .state", "Paid").await;
    open.page.shows("main .slip", "Cash, 3 May").await;
    let after = open.shop.stripe_says(&path).await;
    assert_eq!(after["status"], "paid", "{after}");
    assert_eq!(after["amount_paid"], due, "{after}");
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_paid_in_part_whose_rest_is_tried_again_stands_among_those_that_are() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (who, name) = customer(&open).await;
    let ask =
        async |path: &str, text: String| open.shop.behind_our_back("POST", path, form(text)).await;
    let attach = "/v1/payment_methods/pm_card_chargeCustomerFail/attach";
    let bad = id(&ask(attach, format!("customer={who}")).await);
    let of = format!("customer={who}&amount=5000&currency=usd&description=Rigging");
    ask("/v1/invoiceitems", of).await;
    let of = format!(
        "customer={who}&auto_advance=true&collection_method=charge_automatically&default_payment_method={bad}&pending_invoice_items_behavior=include"
    );
    let invoice = id(&ask("/v1/invoices", of).await);
    // It finalizes itself an hour later, and is charged in vain.
    open.shop.stripe().advance_time(2 * 3_600);
    let part = paid(&open, &who, "2000", "&currency=usd").await;
    let path = format!("/v1/invoices/{invoice}");
    let after = ask(
        &format!("{path}/attach_payment"),
        format!("payment_intent={part}"),
    )
    .await;
    assert_eq!(after["amount_remaining"], 3_000, "{after}");
    assert!(after["next_payment_attempt"].is_i64(), "{after}");
    open.shop.call("sync.run", json!({ "full": false })).await;

    open.visit("#/invoices", "invoices, newest first").await;
    open.page.click("main [role=tab]", "Retrying").await;
    open.page
        .shows("main .sum .totals", "$30.00 still to be paid")
        .await;
    let row = "main [role=option]";
    open.page.shows(row, &name).await;
    open.page.shows(row, "$30.00").await;
    open.page.shows(row, "of $50.00").await;
    open.page.shows(row, "Rest: next attempt in 3 days").await;
    open.page
        .shows("main .slip .state", "Rest: next attempt in 3 days")
        .await;
    open.picture("retrying-rest").await;
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn single_lines_are_credited_as_the_question_says() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let (invoice, number) = unpaid(&open).await;
    open.visit(&format!("#/invoices/{}", id(&invoice)), &number)
        .await;
    let wish = json!({ "invoice": id(&invoice), "amount": "" });
    let all = open.shop.call("credit_notes.preview", wish).await;
    let line = &all["lines"][0];
    let title = line["title"].as_str().expect("a line").to_owned();
    open.page
        .click(
            "main .slip button[popovertarget], main .slip button",
            "More",
        )
        .await;
    open.page.click("main [role=menuitem]", "Credit…").await;
    choose(&open, "What is credited", "Single lines").await;
    open.page.shows(DIALOG, &title).await;
    assert!(
        !pressable(&open, "Issue the credit note").await,
        "no line yet"
    );
    open.page.click(&format!("{DIALOG} label"), &title).await;
    write(&open, "How much of it", "0").await;
    open.page.shows(DIALOG, "Write an amount above zero.").await;
    assert!(!pressable(&open, "Issue the credit note").await);
    write(&open, "How much of it", "10").await;
    let asked =
        json!({ "invoice": id(&invoice), "lines": [{ "line": line["id"], "amount": "10" }] });
    let preview = open.shop.call("credit_notes.preview", asked).await;
    let comes_to = preview["amount"]["decimal"].as_str().expect("an amount");
    open.page
        .shows(&format!("{DIALOG} ul:last-of-type"), comes_to)
        .await;
    open.picture("credit-lines").await;
    press(&open, "Issue the credit note").await;
    gone(&open).await;
    let path = format!("/v1/credit_notes?invoice={}", id(&invoice));
    let notes = open.shop.stripe_says(&path).await;
    let note = &notes["data"][0];
    assert_eq!(note["total"], preview["amount"]["minor"], "{note}");
    assert_eq!(note["lines"]["data"][0]["invoice_line_item"], line["id"]);
    open.close().await;
}
