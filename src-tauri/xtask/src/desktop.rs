//! What macOS and Windows need, looked at and named. Nothing is installed there: their installers
//! ask questions that only the person at the desk can answer.

use crate::process::agrees;
use anyhow::{Result, bail};
use std::process::Command;

/// Says what is missing on macOS or Windows; does nothing elsewhere.
pub(crate) fn check() -> Result<()> {
    if cfg!(target_os = "macos") && !agrees(Command::new("xcode-select").arg("-p")) {
        bail!("the Xcode command line tools are missing: run xcode-select --install");
    }
    if cfg!(windows) && !webview2_is_there() {
        bail!(
            "the WebView2 runtime is missing: install \"Evergreen Bootstrapper\" from Microsoft's \
             WebView2 page"
        );
    }
    Ok(())
}

/// The key under which Microsoft's updater notes the runtime, for all users or for this one.
fn webview2_is_there() -> bool {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\Software",
    ]
    .iter()
    .any(|root| {
        let key = format!(r"{root}\{CLIENT}");
        agrees(Command::new("reg").args(["query", &key, "/v", "pv"]))
    })
}
