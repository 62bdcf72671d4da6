//! PDFs on disk: whole or not at all, and never over a file that was there
//! unless that was asked for.

use commands::view::{Code, Problem, Retry};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Writes `bytes` to `file` through a file beside it, so that nobody ever sees half of it.
pub(crate) fn write(file: &Path, bytes: &[u8], force: bool) -> Result<(), Problem> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut beside = builder()
        .tempfile_in(folder)
        .map_err(|error| disk(file, &error))?;
    beside
        .write_all(bytes)
        .and_then(|()| beside.as_file().sync_all())
        .map_err(|error| disk(file, &error))?;
    let kept = if force {
        beside.persist(file)
    } else {
        beside.persist_noclobber(file)
    };
    match kept {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Err(Problem::new(
            Code::Disk,
            format!("{} exists already.", file.display()),
        )
        .hint("Name another file with --out, or add --force to write over this one.")),
        Err(error) => Err(disk(file, &error.error)),
    }
}

/// Where a PDF goes: the file that was named, or `name` in the folder that was named.
pub(crate) fn place(out: Option<&Path>, name: &str) -> PathBuf {
    match out {
        None => PathBuf::from(name),
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file.to_owned(),
    }
}

/// Makes a folder, and those that it lies in.
pub(crate) fn folder(folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|error| disk(folder, &error))
}

/// A problem with a file.
pub(crate) fn disk(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        Code::Disk,
        format!("{} cannot be used: {error}.", file.display()),
    )
    .hint("See that the folder exists and may be written, then try again.")
    .retry(Retry::Now)
}

/// Others on this computer may read a PDF as far as the owner's own settings let them.
#[cfg(unix)]
fn builder() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(".counterfoil-")
        .permissions(std::fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn builder() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

#[cfg(test)]
mod tests {
    use super::{place, write};
    use std::path::Path;

    #[test]
    fn a_file_is_only_written_over_when_asked_to() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("quote.pdf");
        write(&file, b"one", false)?;
        assert!(write(&file, b"two", false).is_err());
        assert_eq!(std::fs::read(&file)?, b"one");
        write(&file, b"two", true)?;
        assert_eq!(std::fs::read(&file)?, b"two");
        assert_eq!(
            std::fs::read_dir(folder.path())?.count(),
            1,
            "nothing else is left behind"
        );
        Ok(())
    }

    #[test]
    fn a_folder_keeps_the_name_that_was_proposed() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        assert_eq!(
            place(Some(folder.path()), "a.pdf"),
            folder.path().join("a.pdf")
        );
        assert_eq!(place(Some(Path::new("b.pdf")), "a.pdf"), Path::new("b.pdf"));
        assert_eq!(place(None, "a.pdf"), Path::new("a.pdf"));
        Ok(())
    }
}
