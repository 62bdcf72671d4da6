//! The folder of mail drafts: what lies in it was handed to a mail program and
//! has had its time after a while. Writing them is `message`'s.

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

/// A mail draft that was not sent within this time will be made anew.
const KEPT: Duration = Duration::from_secs(30 * 86_400);

/// Removes drafts and their PDFs that are older than a month at `now`, unix seconds UTC. Anything else stays, and so does
/// what cannot be removed.
pub(crate) fn clean(folder: &Path, now: i64) {
    let now = UNIX_EPOCH + Duration::from_secs(u64::try_from(now).unwrap_or(0));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let ours = path
            .extension()
            .is_some_and(|kind| kind == "eml" || kind == "pdf");
        let old = entry
            .metadata()
            .ok()
            .filter(std::fs::Metadata::is_file)
            .and_then(|about| about.modified().ok())
            .and_then(|at| now.duration_since(at).ok())
            .is_some_and(|age| age > KEPT);
        if ours
            && old
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, "an old mail draft");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test is what these say")]
mod tests {
    use super::{KEPT, clean};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn only_old_drafts_go() {
        let folder = tempfile::tempdir().unwrap();
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        for (name, age) in [
            ("new.eml", Duration::from_secs(60)),
            ("old.eml", KEPT + Duration::from_secs(60)),
            ("old.pdf", KEPT + Duration::from_secs(60)),
            ("old notes.txt", KEPT + Duration::from_secs(60)),
        ] {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(now - age).unwrap();
        }
        std::fs::create_dir(folder.path().join("folder.eml")).unwrap();
        clean(folder.path(), 1_800_000_000);
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["folder.eml", "new.eml", "old notes.txt"]);
        clean(&folder.path().join("nowhere"), 1_800_000_000);
    }
}
