//! A shop with its page open in a browser, and the questions that every test
//! asks of a page.

use crate::driven::{LOOK_AGAIN, PATIENCE, Page, Stand};
use crate::server;
use crate::shop::{self, Shop};
use sandbox::Seed;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Light or dark, as the desktop asks for it; in GTK's names.
pub(crate) const LIGHT: &str = "Adwaita";
pub(crate) const DARK: &str = "Adwaita:dark";

/// The size that the window opens with, and a small one. CSS pixels.
pub(crate) const WIDE: (i64, i64) = (1360, 860);
pub(crate) const NARROW: (i64, i64) = (800, 700);

/// An open page. The stand is kept so that its processes live as long.
pub(crate) struct Open {
    pub(crate) page: Page,
    pub(crate) shop: Shop,
    origin: String,
    _stand: Stand,
}

/// Opens a page on a fresh shop, or says what is missing for that.
pub(crate) async fn open(seed: Seed, theme: &str) -> Option<Open> {
    if !shop::ui_dist().join("index.html").is_file() {
        return skip("the pages are not built (npm run build --prefix ui)");
    }
    let stand = match Stand::set_up(&[("GTK_THEME", theme.to_owned())]).await {
        Ok(stand) => stand,
        Err(missing) => return skip(missing),
    };
    let shop = Shop::open(seed).await;
    let origin = server::serve(shop.desk(), shop::ui_dist(), 0)
        .await
        .expect("a loopback server");
    let page = stand.open_browser().await;
    page.go(&origin).await;
    page.until("the account", "document.title.includes('Practice account')")
        .await;
    let open = Open {
        page,
        shop,
        origin,
        _stand: stand,
    };
    open.size(WIDE).await;
    Some(open)
}

fn skip(missing: &str) -> Option<Open> {
    crate::missing::missing(missing);
    None
}

impl Open {
    /// Gives the page this size. A window that is only just opening may not heed the first call.
    pub(crate) async fn size(&self, (width, height): (i64, i64)) {
        let fits = format!("return Math.abs(innerWidth - {width}) < 3");
        let limit = std::time::Instant::now() + PATIENCE;
        loop {
            self.page.resize(width, height).await;
            tokio::time::sleep(LOOK_AGAIN).await;
            if self.page.script(&fits).await == json!(true) {
                return;
            }
            assert!(
                std::time::Instant::now() < limit,
                "the page does not take the width {width}"
            );
        }
    }

    /// Goes to a place of the program and waits until it shows `words` there.
    pub(crate) async fn visit(&self, hash: &str, words: &str) {
        self.page
            .script(&format!(
                "setTimeout(() => {{ location.hash = {} }}, 0)",
                json!(hash)
            ))
            .await;
        self.page.shows("main", words).await;
        self.still().await;
    }

    /// Waits until pictures are loaded and nothing moves any more.
    pub(crate) async fn still(&self) {
        self.page
            .until("a page at rest", "[...document.images].every((one) => one.complete) && document.getAnimations().every((one) => one.playState !== 'running')")
            .await;
    }

    /// The first record of a kind that satisfies the question, as a list has it.
    pub(crate) async fn row(&self, noun: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let request = json!({ "noun": noun, "tab": "all", "cursor": null, "limit": 200 });
        let list = self.shop.call("records.list", request).await;
        let found = list["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .find(|row| fits(row))
            .cloned();
        found.unwrap_or_else(|| panic!("no such {noun} in the practice account"))
    }

    /// What went wrong in the page since it was loaded.
    pub(crate) async fn wrong(&self) -> Vec<String> {
        let body = "return window.wentWrong.concat(
            [...document.querySelectorAll('[role=alert], .toast.wrong')].map((one) => 'says: ' + one.innerText))";
        let wrong = self.page.script(body).await;
        wrong
            .as_array()
            .expect("the watch is there")
            .iter()
            .map(|one| one.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Everything that the page loaded from anywhere but its own server.
    pub(crate) async fn strangers(&self) -> Value {
        let body = format!(
            "return performance.getEntriesByType('resource').map((one) => one.name).filter((name) => !name.startsWith({}) && !name.startsWith('data:'))",
            json!(self.origin)
        );
        self.page.script(&body).await
    }

    /// Leaves a picture of the page.
    pub(crate) async fn picture(&self, name: &str) {
        self.page
            .picture(&pictures().join(format!("{name}.png")))
            .await;
    }

    /// Ends the shop; the browser ends with the stand.
    pub(crate) async fn close(self) {
        self.shop.close().await;
    }
}

fn pictures() -> PathBuf {
    shop::root().join("target/screens")
}
