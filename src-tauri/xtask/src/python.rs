//! A Python environment of this checkout's own, below the build folder. Nothing is ever installed
//! into the system's Python: Debian forbids it, and rightly.

use crate::house::House;
use crate::packages::{self, Purpose};
use crate::process::{agrees, run};
use crate::say::step;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The environment's interpreter; the environment is made when it is not there.
pub(crate) fn venv(house: &House) -> Result<PathBuf> {
    let folder = house.own("venv")?;
    let python = if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    };
    if !agrees(Command::new(&python).args(["-m", "pip", "--version"])) {
        packages::bring(&[Purpose::Python])?;
        step("Making a Python environment for tools");
        let system = if cfg!(windows) { "python" } else { "python3" };
        run(
            Command::new(system)
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
            "Python 3 with its venv module is needed for this",
        )?;
    }
    Ok(python)
}

/// Sees to it that exactly these packages (`name==version`) are in the environment.
pub(crate) fn install(house: &House, packages: &[&str]) -> Result<PathBuf> {
    let python = venv(house)?;
    // Asking the environment itself takes a moment; asking the package index takes seconds.
    let ask = "import sys, importlib.metadata as m\n\
               for wanted in sys.argv[1:]:\n    \
                   name, version = wanted.split('==')\n    \
                   assert m.version(name) == version";
    if agrees(Command::new(&python).args(["-c", ask]).args(packages)) {
        return Ok(python);
    }
    step(format!("Installing with pip: {}", packages.join(" ")));
    run(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(packages),
        "The machine needs a way to the Python package index for this",
    )?;
    Ok(python)
}
