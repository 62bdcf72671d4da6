//! The desktop session that the tests run in: a message bus, an unlocked keyring and a display of
//! their own. The developer's keyring, settings and screen are never touched.

use crate::display::Memory;
use crate::house::House;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// A session to run commands in.
pub(crate) struct Session {
    display: Option<Memory>,
    home: PathBuf,
}

/// The keyring reads its password from standard input and makes an empty keyring of it. It goes
/// into the background and ends when the bus of `dbus-run-session` does.
const UNLOCKED: &str = r#"
printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 1
exec "$@"
"#;

impl Session {
    /// Starts the display and makes empty folders for everything that a desktop keeps.
    pub(crate) fn start(house: &House) -> Result<Session> {
        if !cfg!(target_os = "linux") {
            return Ok(Session {
                display: None,
                home: PathBuf::new(),
            });
        }
        let home = house.fresh("session")?;
        for below in ["data", "config", "cache", "runtime"] {
            std::fs::create_dir_all(home.join(below))
                .with_context(|| format!("cannot make a folder in {}", home.display()))?;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The keyring refuses a folder that others may look into.
            std::fs::set_permissions(home.join("runtime"), std::fs::Permissions::from_mode(0o700))?;
        }
        Ok(Session {
            display: Some(Memory::start()?),
            home,
        })
    }

    /// The same command, inside the session.
    pub(crate) fn around(&self, inner: &Command) -> Command {
        let mut outer = match &self.display {
            None => Command::new(inner.get_program()),
            Some(display) => {
                let mut outer = Command::new("dbus-run-session");
                outer.args(["--", "sh", "-c", UNLOCKED, "sh"]);
                outer.arg(inner.get_program());
                display.show(&mut outer);
                outer
                    .env("XDG_DATA_HOME", self.home.join("data"))
                    .env("XDG_CONFIG_HOME", self.home.join("config"))
                    .env("XDG_CACHE_HOME", self.home.join("cache"))
                    .env("XDG_RUNTIME_DIR", self.home.join("runtime"))
                    .env("NO_AT_BRIDGE", "1");
                outer
            }
        };
        outer.args(inner.get_args());
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => outer.env(name, value),
                None => outer.env_remove(name),
            };
        }
        if let Some(folder) = inner.get_current_dir() {
            outer.current_dir(folder);
        }
        outer
    }
}
