//! What a machine must have before cargo can build and the window can open: one table, each line
//! with the Debian package that brings it and the sign by which it is known to be there.
//!
//! The sign is looked for rather than the package, so that another distribution, or a compiler
//! installed another way, passes as it should.

mod install;

pub(crate) use install::bring;

use crate::process::{agrees, which};
use std::path::Path;
use std::process::Command;

/// What somebody is about to do, which decides what they need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// Build the program and open its window on a desktop.
    Run,
    /// Look at the real window on a machine without a display.
    Picture,
    /// Run every test.
    Test,
    /// Make a Python environment.
    Python,
}

/// The sign that something is there.
#[derive(Debug)]
enum Sign {
    /// A program on the PATH.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A Python module.
    Module(&'static str),
    /// One of these files.
    File(&'static [&'static str]),
}

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Need {
    /// The package of Debian and Ubuntu.
    pub(crate) package: &'static str,
    /// What it is needed for, in words for the person who is asked to install it.
    pub(crate) why: &'static str,
    sign: Sign,
    purposes: &'static [Purpose],
}

use Purpose::{Picture, Python, Run, Test};

const NEEDS: &[Need] = &[
    Need {
        package: "build-essential",
        why: "compiles SQLite and the compression library",
        sign: Sign::Program("cc"),
        purposes: &[Run, Test],
    },
    Need {
        package: "pkg-config",
        why: "finds the system libraries below",
        sign: Sign::Program("pkg-config"),
        purposes: &[Run, Test],
    },
    Need {
        package: "libwebkit2gtk-4.1-dev",
        why: "the webview that the window is",
        sign: Sign::Library("webkit2gtk-4.1"),
        purposes: &[Run, Test],
    },
    Need {
        package: "libdbus-1-dev",
        why: "the way to the keyring",
        sign: Sign::Library("dbus-1"),
        purposes: &[Run, Test],
    },
    Need {
        package: "xvfb",
        why: "a display in memory, where there is no other",
        sign: Sign::Program("Xvfb"),
        purposes: &[Picture, Test],
    },
    Need {
        package: "webkit2gtk-driver",
        why: "drives the window and takes its picture",
        sign: Sign::Program("WebKitWebDriver"),
        purposes: &[Picture, Test],
    },
    Need {
        package: "fonts-noto-core",
        why: "customers' names in Greek, Cyrillic, Arabic, Hebrew and Indic scripts",
        sign: Sign::File(&["/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"]),
        purposes: &[Picture, Test],
    },
    Need {
        package: "fonts-noto-cjk",
        why: "customers' names in Chinese, Japanese and Korean",
        sign: Sign::File(&["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"]),
        purposes: &[Picture, Test],
    },
    Need {
        package: "python3-venv",
        why: "keeps Python tools in a folder of their own",
        sign: Sign::Module("ensurepip"),
        purposes: &[Python, Test],
    },
    Need {
        package: "dbus",
        why: "a message bus of the tests' own",
        sign: Sign::Program("dbus-run-session"),
        purposes: &[Test],
    },
    Need {
        package: "gnome-keyring",
        why: "a real Secret Service to keep a key in",
        sign: Sign::Program("gnome-keyring-daemon"),
        purposes: &[Test],
    },
    Need {
        package: "libsecret-tools",
        why: "looks into the Secret Service from outside",
        sign: Sign::Program("secret-tool"),
        purposes: &[Test],
    },
    Need {
        package: "openbox",
        why: "a window manager, to put a window away and see it come back",
        sign: Sign::Program("openbox"),
        purposes: &[Test],
    },
    Need {
        package: "xdotool",
        why: "asks the display which window is seen and in use",
        sign: Sign::Program("xdotool"),
        purposes: &[Test],
    },
    Need {
        package: "x11-utils",
        why: "a window to lie over another, and which one is on top",
        sign: Sign::Program("xprop"),
        purposes: &[Test],
    },
    Need {
        package: "poppler-utils",
        why: "reads the PDFs back",
        sign: Sign::Program("pdftotext"),
        purposes: &[Test],
    },
    Need {
        package: "git",
        why: "says which files belong to the project",
        sign: Sign::Program("git"),
        purposes: &[Test],
    },
];

/// What is missing for these purposes, in the order of the table.
pub(crate) fn missing(purposes: &[Purpose]) -> Vec<&'static Need> {
    NEEDS
        .iter()
        .filter(|need| need.purposes.iter().any(|one| purposes.contains(one)))
        .filter(|need| !need.sign.is_there())
        .collect()
}

impl Sign {
    fn is_there(&self) -> bool {
        match self {
            Sign::Program(name) => which(name).is_some(),
            Sign::Library(name) => agrees(Command::new("pkg-config").args(["--exists", name])),
            Sign::Module(name) => {
                let import = format!("import venv, {name}");
                agrees(Command::new("python3").args(["-c", &import]))
            }
            Sign::File(paths) => paths.iter().any(|path| Path::new(path).exists()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NEEDS, Purpose, Sign, missing};

    #[test]
    fn a_sign_is_looked_for_and_not_the_package() {
        assert!(Sign::Program("cargo").is_there());
        assert!(!Sign::Program("no-such-program-anywhere").is_there());
        assert!(!Sign::Library("no-such-library-anywhere").is_there());
        assert!(!Sign::File(&["/no/such/file"]).is_there());
    }

    #[test]
    fn a_desktop_is_not_asked_for_what_only_tests_need() {
        let for_tests_only = ["gnome-keyring", "xvfb", "poppler-utils"];
        for need in NEEDS
            .iter()
            .filter(|need| need.purposes.contains(&Purpose::Run))
        {
            assert!(!for_tests_only.contains(&need.package), "{}", need.package);
        }
    }

    #[test]
    fn nothing_is_missing_for_no_purpose() {
        assert!(missing(&[]).is_empty());
    }
}
