//! A WebDriver session: the few calls of the W3C protocol that pictures and measurements need.
//! The protocol is JSON over plain HTTP on this machine, so the standard library is enough.

mod base64;
mod http;

use crate::process::{Leash, which};
use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a condition in the page is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// WebKit's driver, ended when this is dropped.
pub(crate) struct Driver {
    address: SocketAddr,
    process: Leash,
}

impl Driver {
    /// Starts WebKitWebDriver; `prepare` gives it the environment that the driven program inherits.
    pub(crate) fn start(prepare: impl FnOnce(&mut Command)) -> Result<Driver> {
        let program = which("WebKitWebDriver")
            .context("WebKitWebDriver is not here: install the package webkit2gtk-driver")?;
        // The port is free now; the driver takes it a moment later.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let mut command = Command::new(program);
        command
            .arg(format!("--port={}", address.port()))
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        prepare(&mut command);
        let process = Leash::start(&command, Stdio::null())?;
        let mut driver = Driver { address, process };
        driver.answers()?;
        Ok(driver)
    }

    fn answers(&mut self) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.process.ended() {
                bail!("WebKitWebDriver ended at once, with {status}");
            }
            sleep(LOOK_AGAIN);
        }
        bail!("WebKitWebDriver did not answer within 20 seconds")
    }

    /// Starts a program and takes hold of its first page.
    pub(crate) fn open(&self, program: &Path, arguments: &[&str]) -> Result<Session<'_>> {
        let options = json!({ "binary": program, "args": arguments });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": options,
        } } });
        let opened = self
            .call("POST", "/session", Some(&wanted))
            .with_context(|| {
                format!(
                    "{} did not open a window that can be driven",
                    program.display()
                )
            })?;
        let id = opened["sessionId"]
            .as_str()
            .context("the driver opened a session without a name")?
            .to_owned();
        let session = Session { driver: self, id };
        // The first start may fill the practice account while a script waits for its first row.
        let limits = json!({ "script": 90_000, "pageLoad": 90_000 });
        session.call("POST", "/timeouts", Some(&limits))?;
        Ok(session)
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let answer = http::call(self.address, method, path, body)?;
        let mut value: Value = serde_json::from_slice(&answer.body)
            .with_context(|| format!("the driver's answer to {path} is not JSON"))?;
        let value = value["value"].take();
        if answer.status != 200 {
            let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
            return Err(anyhow!(
                "the driver says: {} {}",
                text("error"),
                text("message")
            ));
        }
        Ok(value)
    }
}

/// One driven page, closed with its program when this is dropped.
pub(crate) struct Session<'a> {
    driver: &'a Driver,
    id: String,
}

impl Session<'_> {
    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let path = format!("/session/{}{path}", self.id);
        self.driver.call(method, &path, body)
    }

    /// Runs the body of a function in the page and gives back what it returns.
    pub(crate) fn script(&self, body: &str) -> Result<Value> {
        let call = json!({ "script": body, "args": [] });
        self.call("POST", "/execute/sync", Some(&call))
    }

    /// Runs the body of a function that calls its last argument when it is done.
    pub(crate) fn script_until_done(&self, body: &str) -> Result<Value> {
        let call = json!({ "script": body, "args": [] });
        self.call("POST", "/execute/async", Some(&call))
    }

    /// Looks until an expression in the page is true; `what` says what was waited for.
    pub(crate) fn until(&self, expression: &str, what: &str, limit: Duration) -> Result<()> {
        let until = Instant::now() + limit;
        let body = format!("return Boolean({expression})");
        loop {
            if self.script(&body)? == Value::Bool(true) {
                return Ok(());
            }
            if Instant::now() > until {
                let seen = self.script("return document.body?.innerText ?? ''")?;
                let seen: String = seen
                    .as_str()
                    .unwrap_or_default()
                    .chars()
                    .take(400)
                    .collect();
                bail!("{what} did not appear within {limit:?}. The window shows: {seen}");
            }
            sleep(LOOK_AGAIN);
        }
    }

    /// Clicks the first element of a selector that shows a text, as a person's pointer would.
    pub(crate) fn click(&self, selector: &str, text: &str) -> Result<()> {
        let element = self.element(selector, text)?;
        self.call(
            "POST",
            &format!("/element/{element}/click"),
            Some(&json!({})),
        )?;
        Ok(())
    }

    /// Types into the first element that a selector finds.
    pub(crate) fn type_into(&self, selector: &str, keys: &str) -> Result<()> {
        let element = self.element(selector, "")?;
        let keys = json!({ "text": keys });
        self.call("POST", &format!("/element/{element}/value"), Some(&keys))?;
        Ok(())
    }

    fn element(&self, selector: &str, text: &str) -> Result<String> {
        let found = self.script(&format!("return {}", showing(selector, text)))?;
        found
            .as_object()
            .and_then(|element| element.values().next())
            .and_then(Value::as_str)
            .map(str::to_owned)
            .with_context(|| format!("nothing in the page is `{selector}` and shows \"{text}\""))
    }

    /// What the webview's PDF viewer has written over the pages that it has drawn. The viewer stands
    /// in a frame within the page's first frame; empty while neither is there.
    pub(crate) fn text_of_pdf(&self) -> Result<String> {
        for _ in 0..2 {
            let frame = self.script("return document.querySelector('iframe')")?;
            if frame.is_object() {
                self.call("POST", "/frame", Some(&json!({ "id": frame })))?;
            }
        }
        let text = self.script("return document.querySelector('.textLayer')?.innerText ?? ''");
        self.call("POST", "/frame", Some(&json!({ "id": null })))?;
        Ok(text?.as_str().unwrap_or_default().to_owned())
    }

    /// Loads the page anew, as it stands in the address.
    pub(crate) fn reload(&self) -> Result<()> {
        self.call("POST", "/refresh", Some(&json!({})))?;
        Ok(())
    }

    /// Gives the window a size in pixels.
    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "x": 0, "y": 0, "width": width, "height": height });
        self.call("POST", "/window/rect", Some(&size))?;
        Ok(())
    }

    /// The page as a PNG file.
    pub(crate) fn picture(&self) -> Result<Vec<u8>> {
        base64::decode(&self.picture_text()?).context("the driver's picture is not base64")
    }

    /// The page as a PNG file, in base64 as the driver sends it.
    pub(crate) fn picture_text(&self) -> Result<String> {
        let answer = self.call("GET", "/screenshot", None)?;
        let text = answer.as_str();
        Ok(text.context("the driver's picture is not text")?.to_owned())
    }
}

/// An expression for the first element of a selector that shows a text.
pub(crate) fn showing(selector: &str, text: &str) -> String {
    let (selector, text) = (json!(selector), json!(text));
    format!(
        "[...document.querySelectorAll({selector})].find(one => (one.innerText ?? '').includes({text}))"
    )
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // The driver is about to end with everything that it started; this only is the politer way.
        let _ = self.call("DELETE", "", None);
    }
}
