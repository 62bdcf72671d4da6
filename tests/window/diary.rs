//! The log of the window test: a line a step, on standard error and in a file
//! beside the pictures, so that a run can be followed afterwards.

use crate::driven::Page;
use std::path::PathBuf;
use std::time::Instant;

/// The log so far, and where its pictures go.
pub(crate) struct Diary {
    begun: Instant,
    folder: PathBuf,
    lines: String,
    pictures: usize,
}

impl Diary {
    /// An empty log; what an earlier run left is thrown away.
    pub(crate) fn begin() -> Diary {
        Diary::begin_in("window")
    }

    /// An empty log with its pictures in a folder of this name below `target`.
    pub(crate) fn begin_in(name: &str) -> Diary {
        let folder = crate::desk::root().join("target").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("the folder of the log");
        Diary {
            begun: Instant::now(),
            folder,
            lines: String::new(),
            pictures: 0,
        }
    }

    /// One step that was taken and seen to work.
    pub(crate) fn note(&mut self, step: &str) {
        let line = format!("{:6.1} s  {step}", self.begun.elapsed().as_secs_f32());
        eprintln!("{line}");
        self.lines.push_str(&line);
        self.lines.push('\n');
        std::fs::write(self.folder.join("log.txt"), &self.lines).expect("the log is kept");
    }

    /// A step with a picture of what was seen.
    pub(crate) async fn picture(&mut self, page: &Page, step: &str, name: &str) {
        self.pictures += 1;
        let file = format!("{:02}-{name}.png", self.pictures);
        page.picture(&self.folder.join(&file)).await;
        self.note(&format!("{step} ({file})"));
    }

    /// Says what is missing; nothing is tested then.
    pub(crate) fn skip<T>(&mut self, missing: &str) -> Option<T> {
        self.note(&format!("Not tried: {missing}."));
        crate::missing::missing(missing);
        None
    }
}
