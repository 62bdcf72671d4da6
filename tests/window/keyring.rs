//! The desktop's own keyring, asked by libsecret's tool and so past all of our
//! own code and past the crate that our code uses.

use crate::driven::found;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// A locked keyring waits for a person to type a password, and no person is here.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether a keyring takes a secret and gives it back, or what is missing.
pub(crate) async fn answers() -> Result<(), &'static str> {
    if found("secret-tool").is_none() {
        return Err("secret-tool is not installed (package libsecret-tools)");
    }
    let probe = ["counterfoil-trial", "probe"];
    let kept = run(&[&["store", "--label=Trial"], &probe[..]].concat(), "kept").await;
    let read = run(&[&["lookup"], &probe[..]].concat(), "").await;
    let _ = run(&[&["clear"], &probe[..]].concat(), "").await;
    match (kept, read) {
        (Some(_), Some(read)) if read == "kept" => Ok(()),
        _ => Err(
            "no unlocked Secret Service answers (dbus-run-session with gnome-keyring-daemon --unlock)",
        ),
    }
}

/// Everything that lies in it under the program's name, as the tool prints it, secrets too.
pub(crate) async fn held() -> String {
    run(
        &["search", "--all", "--unlock", "service", "Counterfoil"],
        "",
    )
    .await
    .unwrap_or_default()
}

/// What the tool prints; nothing where it failed or did not come back.
async fn run(arguments: &[&str], input: &str) -> Option<String> {
    let mut command = Command::new("secret-tool");
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().ok()?;
    let mut pipe = child.stdin.take()?;
    pipe.write_all(input.as_bytes()).await.ok()?;
    drop(pipe);
    let output = tokio::time::timeout(PATIENCE, child.wait_with_output())
        .await
        .ok()?
        .ok()?;
    // It prints attributes on the other channel.
    let printed = [output.stdout, output.stderr].concat();
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&printed).into_owned())
}
