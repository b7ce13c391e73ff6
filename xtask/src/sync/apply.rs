//! Makes a folder equal to the files of a crate, all or nothing as far as a file system allows.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use oasmith::emit::FileSet;

use super::{Difference, Kind, MARKER, STAGING, SyncError, claim, compare};

/// What was done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Files that were not there.
    pub created: Vec<String>,
    /// Files that had other bytes.
    pub updated: Vec<String>,
    /// Files that were there and should not be.
    pub deleted: Vec<String>,
    /// How many had the right bytes, and were not touched.
    pub unchanged: usize,
}

/// Makes the folder equal to the file set. Only what differs is touched.
///
/// New texts are written to a staging folder inside first, so that a full disk or a missing permission shows before
/// anything has changed; moving them to their places is then one rename each, the manifest first: it is what makes
/// the folder ours, so a run that is killed on the way is finished by the next one.
///
/// # Errors
/// When the folder belongs to somebody else, or the system says no. What was already moved is put back.
pub fn apply(files: &FileSet, folder: &Path) -> Result<Applied, SyncError> {
    claim(folder)?;
    if !files.0.get("Cargo.toml").is_some_and(|manifest| manifest.starts_with(MARKER)) {
        return Err(SyncError::BadPath(format!("Cargo.toml, without `{MARKER}` in front")));
    }
    let differences = compare(files, folder)?;
    let mut applied = Applied { unchanged: files.0.len(), ..Applied::default() };
    if differences.is_empty() {
        return Ok(applied);
    }
    fs::create_dir_all(folder).map_err(|error| SyncError::io("create", folder, &error))?;
    stage(files, &differences, folder)?.carry_out(&differences, folder)?;
    for Difference { path, kind } in differences {
        match kind {
            Kind::Missing => applied.created.push(path),
            Kind::Stale(_) | Kind::NotAFile(_) => applied.updated.push(path),
            Kind::Orphan if path.starts_with(STAGING) => continue,
            Kind::Orphan => {
                applied.deleted.push(path);
                continue;
            }
        }
        applied.unchanged -= 1;
    }
    Ok(applied)
}

/// Texts that are on disk, and not in their place yet.
pub(super) struct Staged<'d> {
    /// The manifest first.
    pub(super) moves: Vec<Change<'d>>,
    /// Removed with what is left in it when it is dropped.
    _folder: tempfile::TempDir,
}

/// A file that is to be moved to its place.
pub(super) struct Change<'d> {
    /// What it ends.
    difference: &'d Difference,
    pub(super) staged: PathBuf,
}

/// Writes what differs to a folder beside.
pub(super) fn stage<'d>(
    files: &FileSet,
    differences: &'d [Difference],
    folder: &Path,
) -> Result<Staged<'d>, SyncError> {
    let staging = tempfile::Builder::new()
        .prefix(STAGING)
        .tempdir_in(folder)
        .map_err(|error| SyncError::io("create a folder in", folder, &error))?;
    let mut moves = Vec::new();
    for (number, difference) in differences.iter().enumerate() {
        let Some(text) = files.0.get(&difference.path) else { continue };
        let staged = staging.path().join(number.to_string());
        fs::write(&staged, text).map_err(|error| SyncError::io("write", &staged, &error))?;
        moves.push(Change { difference, staged });
    }
    moves.sort_by_key(|change| change.difference.path != "Cargo.toml");
    Ok(Staged { moves, _folder: staging })
}

impl Staged<'_> {
    /// Moves everything to its place and deletes the orphans; all of it or nothing.
    pub(super) fn carry_out(
        &self,
        differences: &[Difference],
        folder: &Path,
    ) -> Result<(), SyncError> {
        let mut undo = Vec::new();
        carry_out(&self.moves, differences, folder, &mut undo)
            .map_err(|error| put_back(undo, &error, folder))
    }
}

/// What a step changed: the path, and the bytes that were there.
type Undo = (PathBuf, Option<Vec<u8>>);

fn carry_out(
    moves: &[Change<'_>],
    differences: &[Difference],
    folder: &Path,
    undo: &mut Vec<Undo>,
) -> Result<(), SyncError> {
    // Orphans first: one may be a file where a folder has to be, or stand in a folder where a file has to be.
    for difference in differences.iter().filter(|difference| difference.kind == Kind::Orphan) {
        let at = folder.join(&difference.path);
        // A link or a pipe has no bytes worth keeping.
        let plain = fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_file());
        let old = if plain { fs::read(&at).ok() } else { None };
        fs::remove_file(&at).map_err(|error| SyncError::io("delete", &at, &error))?;
        if old.is_some() {
            undo.push((at.clone(), old));
        }
        remove_empty_folders(at.parent(), folder);
    }
    let mut parents = BTreeSet::new();
    for Change { difference: Difference { path, kind }, staged } in moves {
        let at = folder.join(path);
        if let Some(parent) = at.parent().filter(|parent| !parents.contains(*parent)) {
            fs::create_dir_all(parent).map_err(|error| SyncError::io("create", parent, &error))?;
            parents.insert(parent.to_owned());
        }
        move_to(staged, &at).map_err(|error| SyncError::io("write", &at, &error))?;
        let old = match kind {
            Kind::Stale(bytes) => Some(bytes.clone()),
            _ => None,
        };
        undo.push((at, old));
    }
    Ok(())
}

/// Moves a file over what may be an empty folder; one with something in it has been emptied before.
fn move_to(staged: &Path, at: &Path) -> io::Result<()> {
    fs::rename(staged, at).or_else(|error| match fs::remove_dir(at) {
        Ok(()) => fs::rename(staged, at),
        Err(_) => Err(error),
    })
}

fn remove_empty_folders(mut at: Option<&Path>, owned: &Path) {
    while let Some(folder) = at.filter(|folder| *folder != owned) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
        at = folder.parent();
    }
}

fn put_back(undo: Vec<Undo>, error: &SyncError, folder: &Path) -> SyncError {
    let mut left = Vec::new();
    for (path, old) in undo.into_iter().rev() {
        let restored = match old {
            Some(bytes) => path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, bytes)),
            None => fs::remove_file(&path).or_else(|error| match error.kind() {
                ErrorKind::NotFound => Ok(()),
                _ => Err(error),
            }),
        };
        match restored {
            Ok(()) => remove_empty_folders(path.parent(), folder),
            Err(_) => left.push(path.display().to_string()),
        }
    }
    let state = if left.is_empty() {
        "all files are as they were before".to_owned()
    } else {
        format!("these could not be put back: {}; run it again to mend it", left.join(", "))
    };
    SyncError::Io { action: "write the crate".to_owned(), error: format!("{error}; {state}") }
}
