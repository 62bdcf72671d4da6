//! The program under test: its binary, a home folder of its own, and what it
//! may and may not do as a whole.

use crate::diary::Diary;
use crate::driven::{PATIENCE, Page, Stand};
use crate::keyring;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the project")
        .to_owned()
}

/// The built program, and the folder that holds everything it writes.
pub(crate) struct Program {
    binary: PathBuf,
    folder: tempfile::TempDir,
    /// Every practice Stripe is the same account, so their keys lie under one name in the session's
    /// keyring: one test at a time, the scenarios of `tests/flows` among them.
    _turn: std::fs::File,
}

impl Program {
    /// The program, if it can be tried; if not, the diary says what is missing.
    pub(crate) async fn or_skip(diary: &mut Diary) -> Option<Program> {
        Program::find()
            .await
            .unwrap_or_else(|missing| diary.skip(missing))
    }

    /// The program, or what is missing to try it.
    async fn find() -> Result<Option<Program>, &'static str> {
        let binary = std::env::var_os("COUNTERFOIL_DESKTOP").map_or_else(
            || root().join("target/debug/counterfoil-desktop"),
            PathBuf::from,
        );
        if !binary.is_file() {
            return Err("the program is not built (cargo build -p counterfoil-desktop)");
        }
        if !root().join("ui/dist/index.html").is_file() {
            return Err("the pages are not built (npm run build --prefix ui)");
        }
        keyring::answers().await?;
        let turn = std::env::temp_dir().join("counterfoil-flows-keyring");
        let turn = std::fs::File::create(turn).expect("a file to wait at");
        turn.lock().expect("its turn");
        Ok(Some(Program {
            binary,
            folder: tempfile::tempdir().expect("a temporary folder"),
            _turn: turn,
        }))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.binary
    }

    /// Everything that it writes, wherever it thinks that it writes it, lies in here.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A display and a driver on which the program opens in these colours.
    pub(crate) async fn stand(
        &self,
        theme: &str,
        more: &[(&str, String)],
    ) -> Result<Stand, &'static str> {
        let mut environment = self.environment();
        environment.push(("GTK_THEME", theme.to_owned()));
        environment.extend_from_slice(more);
        Stand::set_up(&environment).await
    }

    /// The same for a test's beginning: where there can be none, the diary says why.
    pub(crate) async fn stand_or_skip(
        &self,
        diary: &mut Diary,
        theme: &str,
        more: &[(&str, String)],
    ) -> Option<Stand> {
        match self.stand(theme, more).await {
            Ok(stand) => Some(stand),
            Err(missing) => diary.skip(missing),
        }
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let within = |name: &str| self.folder().join(name).to_string_lossy().into_owned();
        vec![
            ("COUNTERFOIL_HOME", within("home")),
            ("XDG_DATA_HOME", within("data")),
            ("XDG_CONFIG_HOME", within("config")),
            ("XDG_CACHE_HOME", within("cache")),
        ]
    }

    /// Starts it once more on this home, as a person does who forgot that it runs.
    pub(crate) async fn starts_again(&self, stand: &Stand) {
        let status = stand.start_beside(self.path(), &self.environment()).await;
        assert!(status.success(), "the second start ended with {status}");
    }

    /// A second start ends at once and leaves everything to the first.
    pub(crate) async fn started_twice(&self, stand: &Stand, diary: &mut Diary) {
        self.starts_again(stand).await;
        assert_eq!(self.running(), 1, "one program runs");
        diary.note("Started a second time: it left everything to the window that was there");
    }

    /// Waits until no process of the program is left.
    pub(crate) async fn has_ended(&self) {
        let gone = async {
            while self.running() > 0 {
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        };
        tokio::time::timeout(PATIENCE, gone)
            .await
            .expect("the program ends when its window is closed");
    }

    /// Ends it as the system ends a program that has used up the memory: at once, whatever it does.
    pub(crate) fn kill(&self) {
        for process in self.processes() {
            let status = std::process::Command::new("kill")
                .args(["-KILL", &process])
                .status();
            assert!(
                status.is_ok_and(|status| status.success()),
                "{process} can be killed"
            );
        }
    }

    /// How many processes of this binary run on this home.
    fn running(&self) -> usize {
        self.processes().len()
    }

    /// Their numbers.
    pub(crate) fn processes(&self) -> Vec<String> {
        let home = format!("COUNTERFOIL_HOME={}", self.folder().join("home").display());
        let Ok(processes) = std::fs::read_dir("/proc") else {
            return Vec::new();
        };
        processes
            .flatten()
            .filter(|process| {
                std::fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe == self.binary)
            })
            .filter(|process| {
                std::fs::read(process.path().join("environ"))
                    .is_ok_and(|all| contains(&all, home.as_bytes()))
            })
            .map(|process| process.file_name().to_string_lossy().into_owned())
            .collect()
    }
}

/// Whether these bytes hold those.
pub(crate) fn contains(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

/// What a page that went astray might try: each is refused by name, before anything is done.
const FORBIDDEN: &[(&str, &str)] = &[
    ("plugin:opener|open_url", r#"{"url":"https://stripe.com"}"#),
    ("plugin:opener|open_path", r#"{"path":"/"}"#),
    ("plugin:event|emit", r#"{"event":"changed","payload":[]}"#),
    ("plugin:window|close", r#"{"label":"main"}"#),
    (
        "plugin:webview|create_webview_window",
        r#"{"options":{"label":"other"}}"#,
    ),
    ("plugin:app|version", "{}"),
    ("plugin:path|resolve_directory", r#"{"directory":1}"#),
    ("anything", "{}"),
];

/// The page may ask `call` and `open` and hear of changes, and nothing else.
pub(crate) async fn only_its_own_commands(page: &Page) {
    for (command, request) in FORBIDDEN {
        let answer = ask(page, command, request).await;
        assert!(
            answer.contains("not allowed"),
            "{command} was answered: {answer}"
        );
    }
    for url in [
        "file:///etc/hostname",
        "https://stripe.com.example/",
        "javascript:alert(1)",
    ] {
        let answer = ask(page, "open", &json!({ "url": url }).to_string()).await;
        assert!(
            answer.contains("opens only pages of Stripe"),
            "{url} was answered: {answer}"
        );
    }
    let strange = page
        .script_async(
            "return await fetch('https://stripe.com').then(() => 'loaded', () => 'blocked')",
        )
        .await;
    assert_eq!(strange, "blocked", "the page reaches no other host");
    let inline = page.script("const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s); return window.ran ?? false").await;
    assert_eq!(inline, false, "no script runs but the program's own");
}

/// What the program answers to one of its commands, asked as its page asks.
pub(crate) async fn told(page: &Page, name: &str, request: Value) -> Value {
    let answer = page
        .script_async(&format!(
            "return await window.__TAURI_INTERNALS__.invoke('call', {{ name: {}, request: {request} }}).then((done) => ({{ done }}), (refused) => ({{ refused }}))",
            json!(name)
        ))
        .await;
    assert!(
        answer["refused"].is_null(),
        "{name} was refused: {}",
        answer["refused"]
    );
    answer["done"].clone()
}

async fn ask(page: &Page, command: &str, request: &str) -> String {
    let body = format!(
        "return await window.__TAURI_INTERNALS__.invoke({}, {request}).then((a) => 'done: ' + JSON.stringify(a), (e) => typeof e === 'string' ? e : JSON.stringify(e))",
        json!(command)
    );
    page.script_async(&body)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
