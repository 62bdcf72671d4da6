//! A payment that arrives says so on the desktop: a notification server of the test's own, on a message
//! bus of its own, writes down what it is asked to show.

use crate::bus::Bus;
use crate::desk::{Program, told};
use crate::diary::Diary;
use crate::driven::{Key, PATIENCE};
use serde_json::json;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

const NAME: &str = "org.freedesktop.Notifications";

/// The number that a notification is shown under.
const SHOWN_AS: u32 = 1;

/// What a notification says: the program's name, a heading, a sentence, and what can be pressed.
type Shown = (String, String, String, Vec<String>);

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_arrives_says_so_on_the_desktop() {
    let mut diary = Diary::begin_in("window-notified");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let home = tempfile::tempdir().expect("a folder");
    let bus = Bus::start(home.path());
    let (shown, press) = server(bus.address());
    let on_it = [("DBUS_SESSION_BUS_ADDRESS", bus.address().to_owned())];
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &on_it).await else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until(
        "the first list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;
    page.shows("nav", "Up to date").await;

    // A customer pays, somewhere else.
    let open = json!({ "noun": "invoice", "tab": "open", "cursor": null, "limit": 1 });
    let row = told(&page, "records.list", open).await["rows"][0].clone();
    let (id, number) = (
        row["id"].as_str().unwrap_or_default(),
        row["number"].as_str().unwrap_or_default(),
    );
    let sheet = told(&page, "invoices.show", json!({ "id": id })).await;
    let hosted = sheet["hosted_url"].as_str().expect("a payment page");
    let stripe = hosted.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let client = reqwest::Client::builder().no_proxy().build();
    let answer = client
        .expect("a client")
        .post(format!("{stripe}/v1/invoices/{id}/pay"))
        .bearer_auth(sandbox::PRACTICE_KEY)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("payment_method=pm_card_visa")
        .send()
        .await
        .expect("the practice Stripe answers");
    let status = answer.status();
    let said = answer.text().await.unwrap_or_default();
    assert!(status.is_success(), "{said}");

    page.press(&[Key::F5]).await;
    let shown = tokio::task::spawn_blocking(move || shown.recv_timeout(PATIENCE))
        .await
        .expect("it is waited for");
    let (name, heading, sentence, acts) = shown.expect("a notification");
    let customer = row["title"].as_str().unwrap_or_default();
    let amount = sheet["remaining"]["text"].as_str().unwrap_or_default();
    assert_eq!(name, "Counterfoil");
    assert_eq!(heading, format!("{customer} paid {amount}"));
    assert_eq!(sentence, format!("{number} is paid."));
    assert_eq!(acts, ["default", "Show it"]);
    page.shows("[role=status]", &heading).await;
    let looked_at = page.script("return location.href").await;
    assert!(!looked_at.to_string().contains(id), "not this one yet");
    diary.note(&format!(
        "The desktop was asked to show: {heading}. {sentence}"
    ));

    press.send(()).expect("the desktop is there");
    page.until(
        "the invoice in the address",
        &format!("location.href.includes('{id}')"),
    )
    .await;
    page.shows("main", number).await;
    diary.note("Pressed on the desktop: the window shows the invoice that was paid");
    page.close().await;
    program.has_ended().await;
}

/// Owns the name of the desktop's notifications until the bus ends. What it is asked to show comes out, and
/// it is told when somebody clicks on that.
fn server(address: &str) -> (Receiver<Shown>, Sender<()>) {
    let mut channel_to_bus =
        dbus::channel::Channel::open_private(address).expect("a place on the bus");
    channel_to_bus.register().expect("a name on the bus");
    let (bus, path) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
    let request = dbus::Message::new_method_call(bus, path, bus, "RequestName");
    let request = request.expect("a message").append2(NAME, 4u32);
    channel_to_bus
        .send_with_reply_and_block(request, Duration::from_secs(10))
        .expect("the name of the notifications");
    let (tell, hear) = channel();
    let (press, pressed) = channel();
    std::thread::spawn(move || {
        while channel_to_bus
            .read_write(Some(Duration::from_millis(200)))
            .is_ok()
        {
            if pressed.try_recv().is_ok() {
                let signal = dbus::Message::new_signal(
                    "/org/freedesktop/Notifications",
                    NAME,
                    "ActionInvoked",
                );
                let signal = signal.expect("a message").append2(SHOWN_AS, "default");
                let _ = channel_to_bus.send(signal);
            }
            while let Some(message) = channel_to_bus.pop_message() {
                let Some(member) = message.member().map(|one| one.to_string()) else {
                    continue;
                };
                let reply = match member.as_str() {
                    "Notify" => {
                        let mut read = message.iter_init();
                        let name: String = read.read().unwrap_or_default();
                        let _: u32 = read.read().unwrap_or_default();
                        let _: String = read.read().unwrap_or_default();
                        let heading: String = read.read().unwrap_or_default();
                        let sentence: String = read.read().unwrap_or_default();
                        let acts: Vec<String> = read.read().unwrap_or_default();
                        // The test may have seen enough.
                        let _ = tell.send((name, heading, sentence, acts));
                        message.method_return().append1(SHOWN_AS)
                    }
                    "GetCapabilities" => message.method_return().append1(vec!["actions", "body"]),
                    "GetServerInformation" => {
                        let about = message.method_return();
                        about.append3("Trial", "Trial", "1").append1("1.2")
                    }
                    _ => continue,
                };
                let _ = channel_to_bus.send(reply);
            }
        }
    });
    (hear, press)
}
