//! `--watch`: does it again whenever a file that was read changes.
//!
//! Asks the file system for sizes and times a few times a second. That is nothing for the handful of files of a
//! description, works on every file system (network drives and containers send no events), and sees a file that an
//! editor replaces instead of writing into it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::codegen::{Job, Output, run_noting};
use crate::report::say_aside;

/// Between two looks. Something that changed is looked at until it is the same twice: an editor may still be writing.
const INTERVAL: Duration = Duration::from_millis(150);

/// Never returns.
pub fn run(job: &Job, output: &Output) -> ! {
    let mut files: BTreeSet<PathBuf> = job.files().into_iter().collect();
    loop {
        // Looked at before the run, so that what changes during it is seen. Of files that only the run tells of, and of the
        // one that it writes itself, what they are after it has to do.
        let mut before = state(&files);
        let (_, asked) = run_noting(job, output);
        let mut new: BTreeSet<PathBuf> = asked.difference(&files).cloned().collect();
        new.extend(job.lock_file());
        before.extend(state(&new));
        files.extend(new);
        let count = files.len();
        let plural = if count == 1 { "" } else { "s" };
        say_aside(&format!("watching {count} file{plural}; Ctrl-C ends it\n"));
        let changed = wait(&files, &before);
        say_aside(&format!("\n{} changed\n", changed.display()));
    }
}

/// Length and time of each file; none of those that are not there.
type State = BTreeMap<PathBuf, Option<(u64, SystemTime)>>;

fn state(files: &BTreeSet<PathBuf>) -> State {
    let of = |file: &PathBuf| {
        let metadata = fs::metadata(file).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    files.iter().map(|file| (file.clone(), of(file))).collect()
}

/// A file that changed, once nothing changes any more.
fn wait(files: &BTreeSet<PathBuf>, before: &State) -> PathBuf {
    loop {
        let mut now = state(files);
        let Some(changed) = files.iter().find(|file| now.get(*file) != before.get(*file)) else {
            sleep(INTERVAL);
            continue;
        };
        loop {
            sleep(INTERVAL);
            let next = state(files);
            if next == now {
                return changed.clone();
            }
            now = next;
        }
    }
}
