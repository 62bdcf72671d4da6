//! The display and the driver. Both end with the test.

use super::page::Page;
use super::process::Process;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Where a program of this name lies, if it is installed.
pub(crate) fn found(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// A display in memory and a driver on it.
pub(crate) struct Stand {
    // Dropped in this order: the driver with its windows, then what they are shown on.
    _driver: Process,
    _display: Process,
    address: String,
    screen: String,
    driver: reqwest::Client,
}

impl Stand {
    /// A stand, or why this machine can have none.
    pub(crate) async fn set_up(environment: &[(&str, String)]) -> Result<Stand, &'static str> {
        if found("Xvfb").is_none() {
            return Err("Xvfb is not installed (package xvfb)");
        }
        if found("WebKitWebDriver").is_none() {
            return Err("WebKitWebDriver is not installed (package webkit2gtk-driver)");
        }
        let (display, screen) = display();
        let port = free_port();
        let driver = Process::start("WebKitWebDriver", &[format!("--port={port}")], |command| {
            show_on(command, &screen);
            command
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .envs(environment.iter().map(|(name, value)| (name, value)));
        })
        .expect("WebKitWebDriver starts");
        // Whoever is first installs it; the others find it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let stand = Stand {
            _driver: driver,
            _display: display,
            address: format!("http://127.0.0.1:{port}"),
            screen,
            driver: client,
        };
        stand.answers().await;
        Ok(stand)
    }

    /// Opens the window of a program of ours.
    pub(crate) async fn open_program(&self, program: &Path) -> Page {
        self.open(json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } }))
            .await
    }

    /// Opens WebKit's own small browser.
    pub(crate) async fn open_browser(&self) -> Page {
        self.open(json!({})).await
    }

    /// Starts a program beside the driven one, on the same display, and waits until it has ended.
    pub(crate) async fn start_beside(
        &self,
        program: &Path,
        environment: &[(&str, String)],
    ) -> ExitStatus {
        let mut command = Command::new(program);
        show_on(&mut command, &self.screen);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let mut child = tokio::process::Command::from(command)
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        tokio::time::timeout(super::page::PATIENCE, child.wait())
            .await
            .expect("the program ends")
            .expect("it can be waited for")
    }

    /// Starts a program beside the driven one, on the same display; it runs until this is dropped.
    pub(crate) fn keep_beside(&self, program: &str, arguments: &[&str]) -> Process {
        let arguments: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        Process::start(program, &arguments, |command| {
            show_on(command, &self.screen)
        })
        .expect("the program starts")
    }

    /// What a program on the same display prints; nothing where it fails.
    pub(crate) async fn printed_beside(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        show_on(&mut command, &self.screen);
        command.args(arguments);
        let output = tokio::process::Command::from(command).output().await;
        let output = output.expect("the program starts");
        let printed = if output.status.success() {
            output.stdout
        } else {
            Vec::new()
        };
        String::from_utf8_lossy(&printed).trim().to_owned()
    }

    async fn open(&self, mut wanted: Value) -> Page {
        // The driver would wait for pages to load, and may wait for ever after a change of place
        // within one. The tests wait for what they need to see instead.
        wanted["pageLoadStrategy"] = json!("none");
        let asked = json!({ "capabilities": { "alwaysMatch": wanted } });
        Page::open(self.driver.clone(), &self.address, &asked).await
    }

    /// Waits until the driver listens.
    async fn answers(&self) {
        let listening = async {
            while self
                .driver
                .get(format!("{}/status", self.address))
                .send()
                .await
                .is_err()
            {
                tokio::time::sleep(super::page::LOOK_AGAIN).await;
            }
        };
        tokio::time::timeout(super::page::PATIENCE, listening)
            .await
            .expect("WebKitWebDriver listens");
    }
}

/// A display in memory, and its name. It finds a free number itself.
fn display() -> (Process, String) {
    let arguments = [
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1600x1000x24",
        "-nolisten",
        "tcp",
    ]
    .map(str::to_owned);
    let mut server = Process::start("Xvfb", &arguments, |_| ()).expect("Xvfb starts");
    let mut line = String::new();
    let output = server.output().expect("Xvfb has a pipe to write to");
    BufReader::new(output)
        .read_line(&mut line)
        .expect("Xvfb names its display");
    assert!(
        !line.trim().is_empty(),
        "Xvfb ended before it had a display"
    );
    (server, format!(":{}", line.trim()))
}

/// Shown on this display, as whoever uses the program has it shown.
fn show_on(command: &mut Command, screen: &str) {
    command
        .env("DISPLAY", screen)
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1");
}

/// A port that is free now; the driver takes it a moment later.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener
        .local_addr()
        .expect("a bound port has a number")
        .port()
}
