//! names.lock on disk: where it stands, and how it is brought up to date.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The lock that goes with a configuration: `names.lock` beside codegen.toml, `pets.names.lock` beside `pets.toml`, so that
/// several descriptions can stand in one folder.
#[must_use]
pub fn beside(config: &Path) -> PathBuf {
    let stem = config.file_stem().unwrap_or_default().to_string_lossy();
    let name = match &*stem {
        "codegen" => "names.lock".to_owned(),
        stem => format!("{stem}.names.lock"),
    };
    config.with_file_name(name)
}

/// Makes the file what it should be; whether it was something else. All of it or nothing: the text is written beside it
/// and moved there. Without names to keep there is no file.
///
/// # Errors
/// When the system says no.
pub fn write(path: &Path, before: Option<&str>, text: &str) -> io::Result<bool> {
    if before.unwrap_or_default() == text {
        return Ok(false);
    }
    if text.is_empty() {
        return match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(true),
        };
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file =
        tempfile::Builder::new().prefix(".names-").tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    readable(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(true)
}

/// A temporary file is for its owner only; this one is for everybody who may read the folder.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "it may fail elsewhere")]
fn readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_is_written_whole_and_only_when_it_differs() {
        assert_eq!(beside(Path::new("spec/codegen.toml")), Path::new("spec/names.lock"));
        assert_eq!(beside(Path::new("pets.toml")), Path::new("pets.names.lock"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.lock");
        assert!(write(&path, None, "a").unwrap());
        assert!(!write(&path, Some("a"), "a").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "a");
        assert!(write(&path, Some("a"), "").unwrap());
        assert!(!path.exists() && !write(&path, None, "").unwrap());
    }
}
