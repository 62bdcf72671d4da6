//! A display: the machine's own, or one in memory.

use crate::process::Leash;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Whether a window can be shown to somebody.
pub(crate) fn is_here() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A display in memory, gone when this is dropped.
pub(crate) struct Memory {
    name: String,
    _server: Leash,
}

impl Memory {
    /// Starts Xvfb on a display number that it finds free by itself.
    pub(crate) fn start() -> Result<Memory> {
        let mut xvfb = Command::new(crate::process::which("Xvfb").unwrap_or("Xvfb".into()));
        xvfb.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x960x24",
            "-nolisten",
            "tcp",
        ]);
        let mut server = Leash::start(&xvfb, Stdio::piped())?;
        let mut line = String::new();
        let output = server.stdout().context("Xvfb was started without a pipe")?;
        BufReader::new(output).read_line(&mut line)?;
        let number = line.trim();
        if number.is_empty() {
            bail!("Xvfb ended before it had a display; its message stands above");
        }
        Ok(Memory {
            name: format!(":{number}"),
            _server: server,
        })
    }

    /// Tells a command to open its windows here.
    pub(crate) fn show(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11");
    }
}
