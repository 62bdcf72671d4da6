//! A message bus of the test's own, with a keyring on it or something that is
//! none. Nothing here can reach the developer's session.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Who may talk on it, and that it starts no service by itself: no window may ask for a password.
const RULES: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The bus; it ends with the test.
pub(crate) struct Bus {
    child: Child,
    address: String,
    home: PathBuf,
}

/// A process on it.
pub(crate) struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Bus {
    /// Starts one.
    pub(crate) fn start(home: &Path) -> Bus {
        let rules = home.join("bus.conf");
        std::fs::write(&rules, RULES).expect("a file");
        let mut child = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", rules.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts (package dbus)");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut address)
            .expect("its address");
        Bus {
            child,
            address: address.trim().to_owned(),
            home: home.to_owned(),
        }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The desktop's own keyring: unlocked with a password (the first time that makes it), or left
    /// locked.
    pub(crate) fn keyring(&self, password: Option<&str>) -> Ended {
        let run = self.home.join("run");
        std::fs::create_dir_all(&run).expect("a folder");
        {
            use std::os::unix::fs::PermissionsExt as _;
            // The keyring refuses a folder that others may look into.
            std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o700))
                .expect("a folder of one's own");
        }
        let mut command = Command::new("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("XDG_RUNTIME_DIR", &run)
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut child = command
            .spawn()
            .expect("gnome-keyring-daemon starts (package gnome-keyring)");
        let mut pipe = child.stdin.take().expect("a pipe");
        pipe.write_all(password.unwrap_or_default().as_bytes())
            .expect("the password is read");
        drop(pipe);
        let ended = Ended(child);
        self.has("org.freedesktop.secrets");
        ended
    }

    /// Somebody who calls himself the keyring and never answers.
    pub(crate) fn silent_keyring(&self) -> dbus::channel::Channel {
        let channel =
            dbus::channel::Channel::open_private(&self.address).expect("a place on the bus");
        let mut channel = channel;
        channel.register().expect("a name on the bus");
        let request = dbus::Message::new_method_call(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "RequestName",
        )
        .expect("a message")
        .append2("org.freedesktop.secrets", 4u32);
        channel
            .send_with_reply_and_block(request, Duration::from_secs(10))
            .expect("the name of the keyring");
        channel
    }

    /// Waits until somebody on the bus has this name.
    fn has(&self, name: &str) {
        let mut asking =
            dbus::channel::Channel::open_private(&self.address).expect("a place on the bus");
        asking.register().expect("a name on the bus");
        let limit = Instant::now() + Duration::from_secs(30);
        loop {
            let request = dbus::Message::new_method_call(
                "org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus",
                "NameHasOwner",
            )
            .expect("a message")
            .append1(name);
            let answer = asking
                .send_with_reply_and_block(request, Duration::from_secs(10))
                .expect("the bus answers");
            if answer.get1::<bool>() == Some(true) {
                return;
            }
            assert!(Instant::now() < limit, "nobody became {name}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Files below a folder that hold this text.
pub(crate) fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(holding(&path, text));
        } else if std::fs::read(&path).is_ok_and(|bytes| {
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        }) {
            found.push(path);
        }
    }
    found
}
