//! The real window, driven: on a display in memory, on data of its own, in light or in dark.

use crate::display::Memory;
use crate::webdriver::{Driver, Session};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;

/// What tells that a list has arrived: its first row, with something written in it.
pub(crate) const FIRST_ROW: &str =
    "(document.querySelector('main [role=option]')?.innerText ?? '').trim() !== ''";

/// The first start fills the practice account, which takes the longest.
pub(crate) const FIRST_START: Duration = Duration::from_secs(60);

/// An address at which nobody listens.
const NO_BUS: &str = "unix:path=/nonexistent/bus";

/// Light or dark, as the desktop would ask for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// The name that WebKitGTK takes its `prefers-color-scheme` from.
    fn gtk(self) -> &'static str {
        match self {
            Theme::Light => "Adwaita",
            Theme::Dark => "Adwaita:dark",
        }
    }

    /// A word for file names.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// A driver on a display in memory, ready to open windows.
pub(crate) struct Stand {
    // Fields are dropped in this order: the driver and its windows before their display.
    driver: Driver,
    _display: Memory,
}

impl Stand {
    /// Everything that is opened here keeps its state in `home`.
    pub(crate) fn set_up(home: &Path, theme: Theme) -> Result<Stand> {
        Stand::set_up_with(home, theme, &[])
    }

    /// The same, for programs that find these variables in their environment as well.
    pub(crate) fn set_up_with(home: &Path, theme: Theme, more: &[(&str, &str)]) -> Result<Stand> {
        let display = Memory::start()?;
        let driver = Driver::start(|command| {
            display.show(command);
            command
                .env("COUNTERFOIL_HOME", home)
                .env("GTK_THEME", theme.gtk())
                // The window is single-instance on its session's bus, and the keyring is there
                // too: one that the developer has open must neither answer nor be asked.
                .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
                .env("NO_AT_BRIDGE", "1")
                .envs(more.iter().copied());
        })?;
        Ok(Stand {
            driver,
            _display: display,
        })
    }

    /// Opens a program's window.
    pub(crate) fn open(&self, program: &Path, arguments: &[&str]) -> Result<Session<'_>> {
        self.driver.open(program, arguments)
    }

    /// Opens our window and waits until it shows the list of quotes, wherever it was left before.
    pub(crate) fn open_on_a_list(&self, program: &Path) -> Result<Session<'_>> {
        let session = self.open(program, &[])?;
        session.until(
            "document.querySelector('nav') !== null",
            "the rail",
            FIRST_START,
        )?;
        session.script(r#"location.hash = "/quotes""#)?;
        session.until(FIRST_ROW, "the first list", FIRST_START)?;
        Ok(session)
    }
}
