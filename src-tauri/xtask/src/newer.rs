//! Whether something made must be made again: by the times of files, as make does it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// When a file, or anything below a folder, last changed; `None` when it is not there.
pub(crate) fn changed(path: &Path) -> Option<SystemTime> {
    let about = std::fs::metadata(path).ok()?;
    let own = modified(&about);
    if !about.is_dir() {
        return own;
    }
    // A folder's own time counts too: it is what shows that a file below it was deleted.
    let below = std::fs::read_dir(path).ok()?;
    below
        .flatten()
        .filter_map(|entry| changed(&entry.path()))
        .chain(own)
        .max()
}

/// Whether any of the sources changed more than `slack` after the thing that was made from them.
pub(crate) fn stale(made: &Path, sources: &[impl AsRef<Path>], slack: Duration) -> bool {
    let Some(made) = changed(made) else {
        return true;
    };
    sources
        .iter()
        .filter_map(|source| changed(source.as_ref()))
        .any(|source| source > made + slack)
}

fn modified(about: &Metadata) -> Option<SystemTime> {
    about.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::stale;
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_source_deep_below_makes_the_product_stale() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-newer-{}", std::process::id()));
        fs::create_dir_all(folder.join("src/deep"))?;
        let (made, source) = (folder.join("made"), folder.join("src/deep/source"));
        assert!(
            stale(&made, &[&source], Duration::ZERO),
            "nothing was made yet"
        );
        File::create(&source)?;
        File::create(&made)?.set_modified(SystemTime::now() + Duration::from_secs(60))?;
        assert!(!stale(&made, &[folder.join("src")], Duration::ZERO));
        File::open(&source)?.set_modified(SystemTime::now() + Duration::from_secs(90))?;
        assert!(stale(&made, &[folder.join("src")], Duration::ZERO));
        assert!(
            !stale(&made, &[folder.join("src")], Duration::from_secs(60)),
            "within the slack"
        );
        fs::remove_dir_all(folder)
    }
}
