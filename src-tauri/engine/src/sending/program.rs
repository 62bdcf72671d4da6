//! Handing a mail draft to the system's mail program: with `xdg-email`, where that program is known to
//! take attachments, else by opening the draft's file as the system opens files.

use crate::view::MailDraft;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// Mail programs that `xdg-email` hands an attachment to. Others would open without it, unnoticed.
const TAKE_ATTACHMENTS: &[&str] = &[
    "thunderbird",
    "evolution",
    "kmail",
    "claws-mail",
    "geary",
    "betterbird",
];
/// A program that is still there after this long has opened; one that could not start is gone.
const STARTS_WITHIN: Duration = Duration::from_secs(3);

/// Opens the draft in a mail program; whether one took it over.
pub async fn hand_over(draft: &MailDraft) -> bool {
    (cfg!(target_os = "linux") && by_xdg_email(draft).await) || by_its_file(&draft.path).await
}

async fn by_xdg_email(draft: &MailDraft) -> bool {
    if !takes_attachments().await {
        return false;
    }
    let mut mail = Command::new("xdg-email");
    mail.args([
        "--utf8",
        "--subject",
        &draft.subject,
        "--body",
        &draft.body,
        "--attach",
        &draft.attachment,
    ]);
    if !draft.to.is_empty() {
        mail.arg(&draft.to);
    }
    opens(mail).await
}

async fn by_its_file(path: &str) -> bool {
    let mut opener = Command::new(if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    });
    opener.arg(path);
    opens(opener).await
}

async fn opens(mut program: Command) -> bool {
    program
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = program.spawn() else {
        return false;
    };
    // The explorer of Windows ends with 1 whatever it did.
    if cfg!(windows) {
        return true;
    }
    match tokio::time::timeout(STARTS_WITHIN, child.wait()).await {
        Ok(ended) => ended.is_ok_and(|status| status.success()),
        // The window is open, and stays as long as its owner writes.
        Err(_) => true,
    }
}

async fn takes_attachments() -> bool {
    let mut ask = Command::new("xdg-mime");
    ask.args(["query", "default", "x-scheme-handler/mailto"])
        .stdin(Stdio::null())
        .kill_on_drop(true);
    match tokio::time::timeout(STARTS_WITHIN, ask.output()).await {
        Ok(Ok(answer)) => is_known(&String::from_utf8_lossy(&answer.stdout)),
        _ => false,
    }
}

fn is_known(desktop_file: &str) -> bool {
    let name = desktop_file.to_lowercase();
    TAKE_ATTACHMENTS.iter().any(|known| name.contains(known))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn a_browser_is_no_mail_program() {
        for known in [
            "thunderbird.desktop\n",
            "org.gnome.Evolution.desktop",
            "org.kde.kmail2.desktop",
        ] {
            assert!(is_known(known), "{known}");
        }
        for other in ["firefox.desktop", "google-chrome.desktop", ""] {
            assert!(!is_known(other), "{other}");
        }
    }
}
