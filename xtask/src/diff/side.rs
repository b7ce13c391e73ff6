//! One of the two descriptions: a file, or a file of a git revision, with its configuration.

use std::path::{Component, Path, PathBuf};
use std::process::Command;

use oasmith::source::{Loader, SourceFile};

use crate::input::{self, ConfigSource, FilesBeside, InputError, LoadedConfig};

/// Where a description is.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A file of a revision.
    Git(GitFile),
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitFile {
    /// A folder in the repository.
    pub folder: PathBuf,
    /// The revision.
    pub revision: String,
    /// Path in the repository: `spec/openapi.yaml`.
    pub path: String,
}

/// Where a configuration is.
#[derive(Clone, Debug)]
pub enum Settings {
    /// A file, or none.
    Plain(ConfigSource),
    /// A file of a revision.
    Git(GitFile),
}

/// One of the two descriptions.
#[derive(Clone, Debug)]
pub struct Side {
    /// Where it is.
    pub source: Source,
    /// The same for a person.
    pub shown: String,
    /// Its configuration.
    pub settings: Settings,
}

/// What was read of it.
pub struct Read {
    /// The description.
    pub description: SourceFile,
    /// Its configuration.
    pub config: LoadedConfig,
    /// Reads the files beside it.
    pub loader: Box<dyn Loader>,
}

impl Side {
    /// Reads it.
    ///
    /// # Errors
    /// When a file is missing or cannot be read, or git does not know the revision.
    pub fn read(&self) -> Result<Read, InputError> {
        let (description, loader): (_, Box<dyn Loader>) = match &self.source {
            Source::File(path) => {
                let description = input::description(path, &self.shown)?;
                (description, Box::new(FilesBeside::new(path)))
            }
            Source::Git(file) => {
                let text =
                    file.text().map_err(|problem| unreadable("description", file, &problem))?;
                let description = SourceFile { path: self.shown.clone(), text: text.into() };
                (description, Box::new(FilesOfRevision(file.clone())))
            }
        };
        let config = match &self.settings {
            Settings::Plain(source) => input::config(source)?,
            Settings::Git(file) => {
                let text =
                    file.text().map_err(|problem| unreadable("configuration", file, &problem))?;
                let mut made = input::config_text(text, &file.shown())?;
                made.config.names_lock = file.names_lock().filter(|_| made.config.lock);
                made
            }
        };
        Ok(Read { description, config, loader })
    }
}

impl GitFile {
    /// The file in the folder in which it is at hand; `Err` outside of a repository.
    pub(crate) fn beside(path: &Path, revision: &str) -> Result<Self, String> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let prefix = git(folder, &["rev-parse", "--show-prefix"])?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self {
            folder: folder.to_owned(),
            revision: revision.to_owned(),
            path: format!("{}{name}", prefix.trim_end_matches('\n')),
        })
    }

    /// The names.lock of the same revision, if it has one.
    fn names_lock(&self) -> Option<SourceFile> {
        let path = crate::cli::shown(&crate::names_lock::beside(Path::new(&self.path)));
        let file = Self { path, ..self.clone() };
        let text = file.text().ok()?;
        Some(SourceFile { path: file.shown(), text: text.into() })
    }

    /// As git writes it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}:{}", self.revision, self.path)
    }

    fn text(&self) -> Result<String, String> {
        // `show` would run what the repository's attributes name to make a text of it.
        git(&self.folder, &["cat-file", "blob", &self.shown()])
    }
}

/// Whether git knows the revision.
pub(crate) fn is_revision(folder: &Path, revision: &str) -> bool {
    !revision.starts_with('-')
        && git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
            .is_ok()
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let line = text.lines().next().unwrap_or("git failed");
        return Err(line.trim_start_matches("fatal: ").to_owned());
    }
    if output.stdout.len() as u64 > input::SIZE_LIMIT {
        return Err(format!("it has more than {} MB", input::SIZE_LIMIT / 1024 / 1024));
    }
    String::from_utf8(output.stdout)
        .map_err(|error| format!("it is not UTF-8 (byte {})", error.utf8_error().valid_up_to()))
}

fn unreadable(what: &str, file: &GitFile, problem: &str) -> InputError {
    let help = match what {
        "description" => {
            "name the file as it was called then, `REVISION:PATH`, from the root of the repository"
        }
        _ => "name a codegen.toml for it with `--old-config` or `--config`",
    };
    InputError {
        message: format!("cannot read the {what} `{}`: {problem}", file.shown()),
        file: file.shown(),
        at: None,
        help: help.to_owned(),
        diagnostic: None,
    }
}

/// Reads files beside a description from the same revision.
struct FilesOfRevision(GitFile);

impl Loader for FilesOfRevision {
    fn load(&self, path: &str) -> Result<String, String> {
        let relative = input::relative(path)?;
        let mut parts: Vec<String> = self.0.path.split('/').map(str::to_owned).collect();
        parts.pop();
        for part in relative.components() {
            match part {
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                Component::ParentDir if parts.pop().is_none() => {
                    return Err("it is outside of the repository".to_owned());
                }
                _ => {}
            }
        }
        GitFile { path: parts.join("/"), ..self.0.clone() }.text()
    }
}
