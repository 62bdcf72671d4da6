//! The network is pulled while one works: a practice Stripe that is a process of its own is ended, and
//! started again on the same port and data. What was seen is still there, what is written waits where
//! one can see it, and when Stripe is back it goes out by itself, in order and once.

use crate::desk::Program;
use crate::diary::Diary;
use crate::driven::{Key, Page, Process};
use crate::sale::{button, take_a_customer, type_a_line};
use crate::secret;
use serde_json::{Value, json};
use std::io::BufRead as _;
use std::path::Path;

const WRITTEN: [(&str, &str); 2] = [("Shop sign", "250"), ("Window lettering", "480")];

/// A practice Stripe of its own.
struct Stripe {
    url: String,
    _process: Process,
}

impl Stripe {
    fn start(terminal: &Path, data: &Path, listen: &str) -> Stripe {
        let words = ["sandbox", "--seed", "practice", "--key", secret::KEY];
        let mut words = words.map(str::to_owned).to_vec();
        words.extend(["--listen".to_owned(), listen.to_owned()]);
        words.extend(["--data".to_owned(), data.to_string_lossy().into_owned()]);
        let mut process =
            Process::start(&terminal.to_string_lossy(), &words, |_| ()).expect("it starts");
        let mut line = String::new();
        let output = process.output().expect("a pipe");
        std::io::BufReader::new(output)
            .read_line(&mut line)
            .expect("its first line");
        let said: Value = serde_json::from_str(&line).expect("where it listens");
        Stripe {
            url: said["url"].as_str().expect("an address").to_owned(),
            _process: process,
        }
    }

    /// Its quotes with a line of this name, oldest first, asked past all of our own code.
    async fn quotes(&self) -> Vec<(i64, String)> {
        let client = reqwest::Client::builder().no_proxy().build();
        let client = client.expect("a client");
        let path = "/v1/quotes?limit=100&expand[]=data.line_items";
        let asked = client.get(format!("{}{path}", self.url));
        let answer = asked.bearer_auth(secret::KEY).send().await;
        let list: Value = answer.expect("it answers").json().await.expect("JSON");
        let all = list["data"].as_array().expect("a list");
        let mut found = Vec::new();
        for quote in all.iter().filter(|quote| quote["status"] == "open") {
            for line in quote["line_items"]["data"].as_array().into_iter().flatten() {
                let name = line["description"].as_str().unwrap_or_default();
                if WRITTEN.iter().any(|(what, _)| *what == name) {
                    let number = quote["number"].as_str().unwrap_or_default();
                    let at = quote["status_transitions"]["finalized_at"].as_i64();
                    found.push((at.unwrap_or(0), format!("{number} {name}")));
                }
            }
        }
        found.sort();
        found
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_is_pulled_while_one_works() {
    let mut diary = Diary::begin_in("window-pulled");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let terminal = program.path().with_file_name("counterfoil");
    if !terminal.is_file() {
        let missing = "the terminal program is not built (cargo build --workspace)";
        return diary.skip(missing).unwrap_or_default();
    }
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let stripe = Stripe::start(&terminal, data.path(), "127.0.0.1:0");
    let page = stand.open_program(program.path()).await;
    page.until(
        "the first list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;
    secret::connect(&page, &stripe.url, &mut diary).await;
    page.press(&[Key::Alt, Key::Letter('2')]).await;
    page.until(
        "the other account's quotes, all of them",
        "document.querySelectorAll('main [role=option]').length > 2 && !/Looking at Stripe/.test(document.querySelector('nav').innerText)",
    )
    .await;
    page.shows("nav", "Up to date").await;
    assert_eq!(stripe.quotes().await, [], "nothing of it is there yet");

    let address = stripe.url.trim_start_matches("http://").to_owned();
    drop(stripe);
    page.press(&[Key::F5]).await;
    page.shows("nav", "Offline, as of").await;
    page.until(
        "the list, still there",
        "document.querySelectorAll('main [role=option]').length > 2",
    )
    .await;
    page.click("main [role=option]", "Open").await;
    page.shows("main .slip", "As of").await;
    diary.note("The network pulled: the rail says offline, list and record are there");

    for (written, (what, price)) in WRITTEN.iter().enumerate() {
        write(&page, what, price).await;
        let waiting = written + 1;
        page.until(
            "it waits in the outbox",
            &format!("[...document.querySelectorAll('nav button')].find((one) => one.innerText.startsWith('Outbox'))?.innerText.includes('{waiting}')"),
        )
        .await;
    }
    page.click("nav button", "Outbox").await;
    page.until("both, waiting", &all("Waiting")).await;
    diary.note(
        "Two quotes were written and finalized; both wait in the outbox, where one sees them",
    );

    let stripe = Stripe::start(&terminal, data.path(), &address);
    assert_eq!(stripe.url, format!("http://{address}"), "the same port");
    page.until("both, sent by themselves", &all("Done")).await;
    page.shows("nav", "Up to date").await;
    let sent = stripe.quotes().await;
    let names: Vec<&str> = sent
        .iter()
        .filter_map(|(_, name)| name.split_once(' ').map(|(_, name)| name))
        .collect();
    assert_eq!(
        names,
        WRITTEN.map(|(what, _)| what),
        "in order, once: {sent:?}"
    );
    page.press(&[Key::Alt, Key::Letter('2')]).await;
    for (what, _) in WRITTEN {
        page.until(
            "the quote, open, once",
            &format!("[...document.querySelectorAll('main [role=option]')].filter((one) => one.innerText.includes({}) && /QT-/.test(one.innerText)).length === 1", json!(what)),
        )
        .await;
    }
    diary.note("The network is back: both went out by themselves, in order, each once");
    page.close().await;
    program.has_ended().await;
}

/// Whether as many lines of the outbox as were written are in this state.
fn all(state: &str) -> String {
    format!(
        "[...document.querySelectorAll('main li')].filter((one) => one.innerText.includes('{state}')).length === {}",
        WRITTEN.len()
    )
}

/// Writes a quote of one line for Harbour Bakery and finalizes it.
async fn write(page: &Page, what: &str, price: &str) {
    take_a_customer(page).await;
    type_a_line(page, what, price).await;
    page.shows("dl[aria-live]", &format!("${price}.00")).await;
    page.tab_to("Finalize…", &button("Finalize…")).await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the way back in focus",
        "document.activeElement.innerText.includes('Keep writing')",
    )
    .await;
    page.tab_to("Finalize the quote", &button("Finalize the quote"))
        .await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the question closed",
        "!document.querySelector('dialog[open]')",
    )
    .await;
}
