//! The ZIP of a pack on its way to the disk: written beside its place, file by file, and moved
//! there when it is whole. Whatever is not finished leaves nothing behind. The same files give the
//! same bytes: no entry carries the time it was written.

use crate::accounts::disk;
use crate::view::Problem;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// After so many names that are taken, something else is wrong.
const TRIES: u32 = 1_000;

/// Where a pack goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Into this folder under a name of its own, beside whatever is there.
    Folder(PathBuf),
    /// To this file; over one that is there only if that was asked for.
    File {
        /// The file.
        path: PathBuf,
        /// Whether it may replace another.
        replace: bool,
    },
}

/// A file in the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) name: String,
    pub(super) size: u64,
    /// Lower-case hex.
    pub(super) sha256: String,
}

/// A ZIP being written. Dropped, it is gone.
pub(super) struct Archive {
    zip: ZipWriter<File>,
    part: Part,
    open: Option<Open>,
    pub(super) files: Vec<Packed>,
}

struct Open {
    name: String,
    size: u64,
    hash: Sha256,
}

/// The unfinished file, removed unless it was moved to its place.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // Once moved there is nothing to remove, and nobody to tell if it cannot be.
        let _ = fs::remove_file(&self.0);
    }
}

impl Archive {
    /// Begins a ZIP beside its place.
    pub(super) fn begin(place: &Place) -> Result<Archive, Problem> {
        let folder = place.folder();
        let path = folder.join(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let made = fs::create_dir_all(folder).and_then(|()| {
            OpenOptions::new()
                .read(true)
                .write(true)
                .create_new(true)
                .open(&path)
        });
        let file = made.map_err(|error| disk(folder, &error))?;
        Ok(Archive {
            zip: ZipWriter::new(file),
            part: Part(path),
            open: None,
            files: Vec::new(),
        })
    }

    /// Begins a file in it; what is written next goes there.
    pub(super) fn start(&mut self, name: &str) -> io::Result<()> {
        self.end();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            // A table of a hundred thousand invoices may be past what a plain entry can say.
            .large_file(name.ends_with(".csv"));
        self.zip.start_file(name, options)?;
        self.open = Some(Open {
            name: name.to_owned(),
            size: 0,
            hash: Sha256::new(),
        });
        Ok(())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.zip.write_all(bytes)?;
        if let Some(open) = &mut self.open {
            open.size += bytes.len() as u64;
            open.hash.update(bytes);
        }
        Ok(())
    }

    /// A whole file at once.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.start(name)?;
        self.write(bytes)?;
        self.end();
        Ok(())
    }

    /// Ends the file that was begun last.
    pub(super) fn end(&mut self) {
        if let Some(open) = self.open.take() {
            self.files.push(Packed {
                name: open.name,
                size: open.size,
                sha256: hex(open.hash),
            });
        }
    }

    /// Names the problem of a write after where it was to.
    pub(super) fn trouble(&self, error: &io::Error) -> Problem {
        disk(self.part.0.parent().unwrap_or(&self.part.0), error)
    }

    /// Ends the ZIP and puts it on disk, still beside its place.
    pub(super) fn finish(mut self) -> Result<Finished, Problem> {
        self.end();
        let Archive { zip, part, .. } = self;
        let folder = part.0.parent().unwrap_or(&part.0).to_owned();
        let file = zip
            .finish()
            .map_err(io::Error::from)
            .map_err(|error| disk(&folder, &error))?;
        file.sync_all().map_err(|error| disk(&folder, &error))?;
        Ok(Finished { part })
    }
}

/// A whole ZIP, still beside its place.
pub(super) struct Finished {
    part: Part,
}

impl Finished {
    /// Moves it to its place: the path, the size and the hash.
    pub(super) fn settle(
        self,
        place: &Place,
        name: &str,
    ) -> Result<(PathBuf, u64, String), Problem> {
        let folder = place.folder();
        let put = || -> io::Result<(PathBuf, u64, String)> {
            let (size, hash) = weigh(&self.part.0)?;
            let path = match place {
                Place::File {
                    path,
                    replace: true,
                } => {
                    fs::rename(&self.part.0, path)?;
                    path.clone()
                }
                Place::File {
                    path,
                    replace: false,
                } => {
                    if !self.take(path)? {
                        return Err(io::Error::new(
                            io::ErrorKind::AlreadyExists,
                            "it exists already",
                        ));
                    }
                    path.clone()
                }
                Place::Folder(folder) => self.beside(folder, name, (size, &hash))?,
            };
            Ok((path, size, hash))
        };
        put().map_err(|error| match place {
            Place::File { path, .. } if error.kind() == io::ErrorKind::AlreadyExists => taken(path),
            _ => disk(folder, &error),
        })
    }

    /// Under the first name that is free, or where exactly this pack is already.
    fn beside(&self, folder: &Path, name: &str, mine: (u64, &str)) -> io::Result<PathBuf> {
        let stem = name.strip_suffix(".zip").unwrap_or(name);
        for n in 1..=TRIES {
            let path = folder.join(if n == 1 {
                name.to_owned()
            } else {
                format!("{stem} ({n}).zip")
            });
            if self.take(&path)?
                || weigh(&path).is_ok_and(|(size, hash)| (size, hash.as_str()) == mine)
            {
                return Ok(path);
            }
        }
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "too many files have this name",
        ))
    }

    /// Moves it to a path that nobody has; false where somebody does.
    fn take(&self, path: &Path) -> io::Result<bool> {
        // Taking the name first means that nobody else can between the look and the move.
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(error),
        }
        fs::rename(&self.part.0, path).inspect_err(|_| {
            let _ = fs::remove_file(path);
        })?;
        Ok(true)
    }
}

impl Place {
    fn folder(&self) -> &Path {
        match self {
            Place::Folder(folder) => folder,
            Place::File { path, .. } => match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder,
                _ => Path::new("."),
            },
        }
    }

    /// Fails early where the file is there and may not be replaced.
    pub(super) fn is_free(&self) -> Result<(), Problem> {
        match self {
            Place::File {
                path,
                replace: false,
            } if path.exists() => Err(taken(path)),
            _ => Ok(()),
        }
    }
}

fn taken(path: &Path) -> Problem {
    Problem::new(
        crate::view::Code::Disk,
        format!("{} exists already.", path.display()),
    )
    .hint("Name another file, or say that this one may be written over.")
}

/// The size and the SHA-256 of a file.
fn weigh(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut hash, mut size) = (File::open(path)?, Sha256::new(), 0);
    let mut block = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut block)?;
        let Some(bytes) = block.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hash.update(bytes);
        size += bytes.len() as u64;
    }
    Ok((size, hex(hash)))
}

fn hex(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
