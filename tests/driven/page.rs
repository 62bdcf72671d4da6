//! One driven page: the few calls of the W3C protocol that a person's hands and
//! eyes need. Keys go to whatever has the focus, as on a desk. Waiting is for a
//! condition, with a limit, and says what is on the screen when it did not come.

use super::keys::Key;
use base64::Engine as _;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a condition in the page is looked at again.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// How long a person would wait at most. Generous: the machine may be busy with other tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// A page, its program ended with the stand.
pub(crate) struct Page {
    driver: reqwest::Client,
    session: String,
}

impl Page {
    pub(super) async fn open(driver: reqwest::Client, address: &str, asked: &Value) -> Page {
        let opened = ask(driver.post(format!("{address}/session")), Some(asked)).await;
        let id = opened["sessionId"].as_str().expect("a session has an id");
        Page {
            session: format!("{address}/session/{id}"),
            driver,
        }
    }

    /// Runs the body of a function in the page and gives back what it returns.
    pub(crate) async fn script(&self, body: &str) -> Value {
        self.post("/execute/sync", json!({ "script": body, "args": [] }))
            .await
    }

    /// The same, where the page may be on its way out: the driver's words when it has no answer.
    async fn try_script(&self, body: &str) -> Result<Value, String> {
        let request = self.driver.post(format!("{}/execute/sync", self.session));
        try_ask(request, Some(&json!({ "script": body, "args": [] }))).await
    }

    /// Runs the body of an asynchronous function in the page and gives back what it returns.
    pub(crate) async fn script_async(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {body} }})().then(done, (e) => done(String(e)));"
        );
        self.post("/execute/async", json!({ "script": script, "args": [] }))
            .await
    }

    /// Waits until an expression is true in the page; `what` says for whom it was waited.
    pub(crate) async fn until(&self, what: &str, expression: &str) {
        let limit = Instant::now() + PATIENCE;
        let body = format!("return Boolean({expression})");
        // A page that is being left answers nothing; the one that comes is asked again.
        while self.try_script(&body).await != Ok(Value::Bool(true)) {
            if Instant::now() > limit {
                let seen = self.text("body").await;
                panic!("{what} did not appear within {PATIENCE:?}. The page shows:\n{seen}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until the first element of a selector shows these words.
    pub(crate) async fn shows(&self, selector: &str, words: &str) {
        let (place, wanted) = (json!(selector), json!(words));
        let expression = format!(
            "[...document.querySelectorAll({place})].some((one) => one.innerText.includes({wanted}))"
        );
        self.until(&format!("\"{words}\" in `{selector}`"), &expression)
            .await;
    }

    /// What an element shows, as a person reads it; nothing where there is none.
    pub(crate) async fn text(&self, selector: &str) -> String {
        let read = self
            .script(&format!(
                "return document.querySelector({})?.innerText ?? ''",
                json!(selector)
            ))
            .await;
        read.as_str().unwrap_or_default().to_owned()
    }

    /// Types letters into whatever has the focus.
    pub(crate) async fn write(&self, text: &str) {
        let strokes: Vec<Value> = text
            .chars()
            .flat_map(|sign| [down(sign), up(sign)])
            .collect();
        self.perform(strokes).await;
    }

    /// Presses keys together, such as Control and N, and lets them go.
    pub(crate) async fn press(&self, keys: &[Key]) {
        let pressed = keys.iter().map(|key| down(key.sign()));
        let released = keys.iter().rev().map(|key| up(key.sign()));
        self.perform(pressed.chain(released).collect()).await;
    }

    /// Turns the mouse's wheel over the first element of a selector, so many pixels down.
    pub(crate) async fn turn_the_wheel(&self, selector: &str, down: i64) {
        let place = json!(selector);
        let over = self
            .script(&format!("return document.querySelector({place})"))
            .await;
        let turn = json!({ "type": "scroll", "x": 0, "y": 0, "deltaX": 0, "deltaY": down, "origin": over });
        self.post(
            "/actions",
            json!({ "actions": [{ "type": "wheel", "id": "wheel", "actions": [turn] }] }),
        )
        .await;
    }

    /// Goes on with Tab until the focus is where `here` is true of the element; a person does the same.
    pub(crate) async fn tab_to(&self, what: &str, here: &str) {
        let expression = format!("return Boolean(((one) => {here})(document.activeElement))");
        for _ in 0..80 {
            if self.script(&expression).await == Value::Bool(true) {
                return;
            }
            self.press(&[Key::Tab]).await;
        }
        panic!(
            "{what} cannot be reached with Tab; the page shows:\n{}",
            self.text("body").await
        );
    }

    /// Clicks the first element of a selector that shows these words.
    pub(crate) async fn click(&self, selector: &str, words: &str) {
        self.shows(selector, words).await;
        let (place, wanted) = (json!(selector), json!(words));
        let found = self
            .script(&format!("return [...document.querySelectorAll({place})].find((one) => one.innerText.includes({wanted}))"))
            .await;
        let element = reference(&found).expect("it was there a moment ago");
        self.post(&format!("/element/{element}/click"), json!({}))
            .await;
    }

    /// What the webview's viewer shows of a PDF in a frame. The viewer is a page of its own inside that frame.
    pub(crate) async fn text_of_pdf(&self) -> String {
        for _ in 0..2 {
            let frame = self.script("return document.querySelector('iframe')").await;
            if reference(&frame).is_some() {
                self.post("/frame", json!({ "id": frame })).await;
            }
        }
        let text = self.text(".textLayer").await;
        self.post("/frame", json!({ "id": null })).await;
        text
    }

    /// Waits until a window beside this one shows an address with this beginning, and goes over to
    /// it; answers with the name of the one left. Nothing is asked of its page before it is there.
    pub(crate) async fn to_the_new_window(&self, address: &str) -> String {
        let here = self.get("/window").await;
        let here = here.as_str().unwrap_or_default().to_owned();
        let limit = Instant::now() + PATIENCE;
        loop {
            let names = self.get("/window/handles").await;
            let names = names.as_array().cloned().unwrap_or_default();
            let other = names
                .iter()
                .filter_map(Value::as_str)
                .find(|name| *name != here);
            if let Some(other) = other {
                self.to_window(other).await;
                let shown = self.get("/url").await;
                if shown.as_str().is_some_and(|url| url.starts_with(address)) {
                    return here;
                }
                self.to_window(&here).await;
            }
            assert!(
                Instant::now() < limit,
                "no window with {address} opened within {PATIENCE:?}"
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Goes to the window of this name.
    pub(crate) async fn to_window(&self, name: &str) {
        self.post("/window", json!({ "handle": name })).await;
    }

    /// Goes into a frame: what is read and typed from now on is its page's.
    pub(crate) async fn enter_frame(&self, selector: &str) {
        self.until(
            &format!("the frame `{selector}`"),
            &format!("document.querySelector({})", json!(selector)),
        )
        .await;
        let frame = self
            .script(&format!(
                "return document.querySelector({})",
                json!(selector)
            ))
            .await;
        self.post("/frame", json!({ "id": frame })).await;
    }

    /// Goes back from all frames to the window's own page.
    pub(crate) async fn out_of_frames(&self) {
        self.post("/frame", json!({ "id": null })).await;
    }

    /// Goes to an address.
    pub(crate) async fn go(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await;
    }

    /// Gives the page's inside this size, in CSS pixels, whatever frame stands around it.
    pub(crate) async fn resize(&self, width: i64, height: i64) {
        self.post(
            "/window/rect",
            json!({ "x": 0, "y": 0, "width": width, "height": height }),
        )
        .await;
        let inside = self.script("return [innerWidth, innerHeight]").await;
        let missing =
            |at: usize, wanted: i64| wanted + wanted - inside[at].as_i64().unwrap_or(wanted);
        if inside != json!([width, height]) {
            let rect =
                json!({ "x": 0, "y": 0, "width": missing(0, width), "height": missing(1, height) });
            self.post("/window/rect", rect).await;
        }
    }

    /// Saves what is seen. Something that nobody sees is painted meanwhile: WebKit gives no picture of a
    /// page at rest.
    pub(crate) async fn picture(&self, file: &Path) {
        self.script("let odd = 0; window.stirring ??= setInterval(() => { odd = 1 - odd; document.documentElement.style.outline = `${odd}px solid transparent`; }, 50); return 1")
            .await;
        let answer = ask(
            self.driver.get(format!("{}/screenshot", self.session)),
            None,
        )
        .await;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(answer.as_str().unwrap_or_default())
            .expect("base64");
        assert!(
            bytes.starts_with(b"\x89PNG"),
            "the driver's picture is a PNG"
        );
        std::fs::create_dir_all(file.parent().expect("a picture lies in a folder"))
            .expect("the pictures' folder");
        std::fs::write(file, bytes).expect("the picture is kept");
    }

    /// Closes the window as its own button would.
    pub(crate) async fn close(self) {
        ask(self.driver.delete(format!("{}/window", self.session)), None).await;
        // With its last window the session may be gone already.
        let _ = self.driver.delete(&self.session).send().await;
    }

    async fn perform(&self, strokes: Vec<Value>) {
        self.post(
            "/actions",
            json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] }),
        )
        .await;
    }

    async fn get(&self, path: &str) -> Value {
        ask(self.driver.get(format!("{}{path}", self.session)), None).await
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        ask(
            self.driver.post(format!("{}{path}", self.session)),
            Some(&body),
        )
        .await
    }
}

fn down(sign: char) -> Value {
    json!({ "type": "keyDown", "value": sign })
}

fn up(sign: char) -> Value {
    json!({ "type": "keyUp", "value": sign })
}

/// The driver's name for an element.
fn reference(value: &Value) -> Option<&str> {
    value.as_object()?.values().next()?.as_str()
}

async fn ask(request: reqwest::RequestBuilder, body: Option<&Value>) -> Value {
    match try_ask(request, body).await {
        Ok(value) => value,
        Err(said) => panic!("the driver says: {said}"),
    }
}

async fn try_ask(request: reqwest::RequestBuilder, body: Option<&Value>) -> Result<Value, String> {
    let request = match body {
        Some(body) => request.json(body),
        None => request,
    };
    let answer = request.send().await.expect("the driver answers");
    let status = answer.status();
    let mut value: Value = answer.json().await.expect("the driver speaks JSON");
    if !status.is_success() {
        let (error, message) = (&value["value"]["error"], &value["value"]["message"]);
        return Err(format!("{error} {message}"));
    }
    Ok(value["value"].take())
}
