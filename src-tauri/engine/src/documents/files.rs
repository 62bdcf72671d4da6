//! Writing a document to disk: whole or not at all, and never over another file.

use crate::view::{Code, Problem, Retry};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// After so many names that are taken, something else is wrong.
const TRIES: u32 = 1_000;

/// Saves bytes under a name, or under the same with ` (2)` and so on where another file has it.
/// A file that holds exactly these bytes already is the file.
pub(super) async fn save(
    folder: PathBuf,
    name: String,
    bytes: Vec<u8>,
) -> Result<(String, String), Problem> {
    let place = folder.clone();
    let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
    match written {
        Ok(Ok(name)) => Ok((place.join(&name).to_string_lossy().into_owned(), name)),
        Ok(Err(error)) => Err(unwritable(&place, &error)),
        Err(error) => Err(Problem::new(
            Code::Bug,
            format!("Saving the file was cut short: {error}."),
        )),
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    fs::create_dir_all(folder)?;
    let stem = name.strip_suffix(".pdf").unwrap_or(name);
    for n in 1..=TRIES {
        let name = if n == 1 {
            name.to_owned()
        } else {
            format!("{stem} ({n}).pdf")
        };
        let path = folder.join(&name);
        // Taking the name first means that nobody else can; the bytes then replace the empty file
        // in one move, so that no half of them is ever seen under it.
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(_) => return fill(folder, &path, bytes).map(|()| name),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&path).is_ok_and(|there| there == bytes) {
                    return Ok(name);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AlreadyExists,
        "too many files have this name",
    ))
}

fn fill(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()));
    let done = (|| {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    })();
    if done.is_err() {
        // Neither the part nor the empty name may stay; what went wrong first is what is told.
        let _ = fs::remove_file(&part);
        let _ = fs::remove_file(path);
    }
    done
}

fn unwritable(folder: &Path, error: &io::Error) -> Problem {
    Problem::new(
        Code::Disk,
        format!(
            "The file cannot be written to {}: {error}.",
            folder.display()
        ),
    )
    .hint("Free some space or choose another folder, then save it again.")
    .retry(Retry::Now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_is_never_overwritten() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let folder = home.path().join("new folder");
        assert_eq!(write(&folder, "a.pdf", b"one")?, "a.pdf");
        assert_eq!(write(&folder, "a.pdf", b"one")?, "a.pdf");
        assert_eq!(write(&folder, "a.pdf", b"two")?, "a (2).pdf");
        assert_eq!(write(&folder, "a.pdf", b"three")?, "a (3).pdf");
        assert_eq!(fs::read(folder.join("a.pdf"))?, b"one");
        assert_eq!(fs::read(folder.join("a (3).pdf"))?, b"three");
        assert_eq!(fs::read_dir(&folder)?.count(), 3);
        Ok(())
    }
}
