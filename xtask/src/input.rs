//! Reads the description, its configuration, and the files that references name beside it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

use oasmith::config::{Config, ConfigError};
use oasmith::diag::{Diagnostic, Sink};
use oasmith::source::{self, Loader, SourceFile, SourceMap};
use serde_json::Value;

use crate::cli::shown;

/// The largest file that is read. The largest public descriptions have about 20 MB.
pub const SIZE_LIMIT: u64 = 256 * 1024 * 1024;

/// Where the configuration comes from.
#[derive(Clone, Debug)]
pub enum ConfigSource {
    /// A codegen.toml.
    File {
        /// Where it is.
        path: PathBuf,
        /// The same for a person.
        shown: String,
        /// The name of the crate, when the command line says it.
        name: Option<String>,
    },
    /// None: the description is taken as it comes.
    Default {
        /// The name of the crate.
        name: String,
    },
}

/// The configuration with its text, for the places in it that diagnostics point at.
#[derive(Debug)]
pub struct LoadedConfig {
    /// What it says.
    pub config: Config,
    /// Its text; none without a file.
    pub file: Option<SourceFile>,
}

/// Why something could not be read, and the way out.
#[derive(Clone, Debug)]
pub struct InputError {
    /// Lower case, no final dot.
    pub message: String,
    /// The file.
    pub file: String,
    /// Line and column in it, from 1.
    pub at: Option<(usize, usize)>,
    /// What to do about it.
    pub help: String,
    /// The same with its code and the text it is about, when it is what a codegen.toml says that is wrong.
    pub diagnostic: Option<Box<(Diagnostic, SourceFile)>>,
}

/// Reads a description.
///
/// # Errors
/// When it is missing, unreadable, too large or not UTF-8.
pub fn description(path: &Path, shown: &str) -> Result<SourceFile, InputError> {
    let text = text(path).map_err(|problem| problem.of("description", shown))?;
    Ok(SourceFile { path: shown.to_owned(), text: text.into() })
}

/// Whether a file is a description: an object with `openapi` or `swagger` at the top.
#[must_use]
pub fn is_description(path: &Path) -> bool {
    let Ok(file) = description(path, &shown(path)) else { return false };
    // Cheap, and true of most files that are none.
    if !file.text.contains("openapi") && !file.text.contains("swagger") {
        return false;
    }
    let mut sink = Sink::new(false);
    let document = source::load(file, &mut SourceMap::default(), &mut sink);
    document.is_some_and(|document| match document.root {
        Value::Object(root) => root.contains_key("openapi") || root.contains_key("swagger"),
        _ => false,
    })
}

/// Reads the configuration, or makes the one that goes without a file.
///
/// # Errors
/// When it is missing, unreadable, not UTF-8, not TOML, or has a key that means nothing.
pub fn config(source: &ConfigSource) -> Result<LoadedConfig, InputError> {
    match source {
        ConfigSource::Default { name } => {
            Ok(LoadedConfig { config: Config::for_crate(name), file: None })
        }
        ConfigSource::File { path, shown, name } => {
            let text = text(path).map_err(|problem| problem.of("configuration", shown))?;
            let mut loaded = config_text(text, shown)?;
            if let Some(name) = name {
                loaded.config.krate.name.clone_from(name);
            }
            if loaded.config.lock {
                loaded.config.names_lock = names_lock(path, shown)?;
            }
            Ok(loaded)
        }
    }
}

/// The names.lock that goes with a codegen.toml, if it is there.
fn names_lock(config: &Path, shown: &str) -> Result<Option<SourceFile>, InputError> {
    let path = crate::names_lock::beside(config);
    let shown = crate::cli::shown(&crate::names_lock::beside(Path::new(shown)));
    match text(&path) {
        Ok(text) => Ok(Some(SourceFile { path: shown, text: text.into() })),
        Err(Problem::Missing) => Ok(None),
        Err(problem) => Err(problem.of("names", &shown)),
    }
}

/// Reads a configuration that is no file.
///
/// # Errors
/// When it is not TOML, or has a key that means nothing.
pub fn config_text(text: String, shown: &str) -> Result<LoadedConfig, InputError> {
    let config = Config::parse(&text).map_err(|error| invalid(&error, shown, &text))?;
    let file = SourceFile { path: shown.to_owned(), text: text.into() };
    Ok(LoadedConfig { config, file: Some(file) })
}

/// Reads files beside a description: relative paths only, `../` included, because descriptions of several files are
/// laid out that way. Never an absolute path, and nothing over the network.
#[derive(Debug)]
pub struct FilesBeside {
    folder: PathBuf,
    asked: RefCell<BTreeSet<PathBuf>>,
}

impl FilesBeside {
    /// The files beside this description.
    #[must_use]
    pub fn new(description: &Path) -> Self {
        let folder = description.parent().map(Path::to_owned).unwrap_or_default();
        Self { folder, asked: RefCell::default() }
    }

    /// The files that were asked for, those that are not there too.
    #[must_use]
    pub fn asked(&self) -> BTreeSet<PathBuf> {
        self.asked.borrow().clone()
    }
}

impl Loader for FilesBeside {
    fn load(&self, path: &str) -> Result<String, String> {
        let relative = relative(path)?;
        let path = self.folder.join(relative);
        self.asked.borrow_mut().insert(path.clone());
        text(&path).map_err(|problem| problem.sentence())
    }
}

pub(crate) fn relative(path: &str) -> Result<&Path, String> {
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        // RFC 3986, section 3.1. One letter would be a drive of Windows, which is refused as well.
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if scheme {
        return Err("it is not a relative path; files are read from disk only, download it first"
            .to_owned());
    }
    let relative = Path::new(path);
    let ordinary = |part: Component<'_>| {
        matches!(part, Component::Normal(_) | Component::ParentDir | Component::CurDir)
    };
    if path.is_empty() || path.starts_with(['/', '\\']) || !relative.components().all(ordinary) {
        return Err("it is not a relative path, which is what is read".to_owned());
    }
    Ok(relative)
}

#[derive(Debug)]
enum Problem {
    Missing,
    Folder,
    Unreadable(std::io::Error),
    TooLarge,
    NotText { at: usize },
}

fn text(path: &Path) -> Result<String, Problem> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Problem::Missing,
        ErrorKind::IsADirectory => Problem::Folder,
        _ => Problem::Unreadable(error),
    };
    // Asked first, because opening a folder works on some systems and fails on others.
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Problem::Folder);
    }
    if metadata.len() > SIZE_LIMIT {
        return Err(Problem::TooLarge);
    }
    let mut bytes = Vec::new();
    // The limit holds for what has no length beforehand, `/dev/stdin` for one.
    let file = File::open(path).map_err(unreadable)?;
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(Problem::TooLarge);
    }
    String::from_utf8(bytes)
        .map_err(|error| Problem::NotText { at: error.utf8_error().valid_up_to() })
}

impl Problem {
    fn sentence(&self) -> String {
        match self {
            Self::Missing => "there is no such file".to_owned(),
            Self::Folder => "it is a folder".to_owned(),
            Self::Unreadable(error) => error.to_string(),
            Self::TooLarge => format!("it has more than {} MB", SIZE_LIMIT / 1024 / 1024),
            Self::NotText { at } => format!("it is not UTF-8 (byte {at})"),
        }
    }

    fn of(&self, what: &str, shown: &str) -> InputError {
        let help = match self {
            Self::Missing => "check the path; it is relative to the folder you are in".to_owned(),
            Self::Folder => format!("name the {what} itself, a file in that folder"),
            Self::Unreadable(_) => "make the file readable for you".to_owned(),
            Self::TooLarge => "no description of an API is that large; check the path".to_owned(),
            Self::NotText { .. } => "save the file as UTF-8".to_owned(),
        };
        InputError {
            message: format!("cannot read the {what} `{shown}`: {}", self.sentence()),
            file: shown.to_owned(),
            at: None,
            help,
            diagnostic: None,
        }
    }
}

fn invalid(error: &ConfigError, shown: &str, text: &str) -> InputError {
    let start = error.bytes.as_ref().map_or(0, |bytes| bytes.start.min(text.len()));
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let mut diagnostic = error.clone().into_diagnostic();
    let file = SourceFile { path: shown.to_owned(), text: text.into() };
    let help = diagnostic.help.get_or_insert_with(|| {
        "`oasmith init` writes a codegen.toml with every key; `oasmith::config::Config` lists them too"
            .to_owned()
    });
    InputError {
        message: format!("cannot read the configuration: {}", error.message.replace('\n', ", ")),
        file: shown.to_owned(),
        at: Some((line, column)),
        help: help.clone(),
        diagnostic: Some(Box::new((diagnostic, file))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let latin = folder.path().join("latin.yaml");
        fs::write(&latin, b"title: caf\xe9").unwrap();
        for (path, sentence, help) in [
            (folder.path().join("none.yaml"), "there is no such file", "check the path"),
            (folder.path().to_owned(), "it is a folder", "name the description itself"),
            (latin, "it is not UTF-8 (byte 10)", "save the file as UTF-8"),
        ] {
            let error = description(&path, "shown.yaml").unwrap_err();
            let expected = format!("cannot read the description `shown.yaml`: {sentence}");
            assert_eq!(error.message, expected);
            assert!(error.help.starts_with(help), "{}", error.help);
        }
    }

    #[test]
    fn a_key_that_means_nothing_has_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codegen.toml");
        fs::write(&path, "[crate]\nname = \"a\"\n  nmae = \"b\"\n").unwrap();
        let source = ConfigSource::File { path, shown: "codegen.toml".to_owned(), name: None };
        let error = config(&source).unwrap_err();
        assert_eq!((error.file.as_str(), error.at), ("codegen.toml", Some((3, 3))));
        assert!(error.message.contains("`nmae`"), "{}", error.message);
    }

    #[test]
    fn files_beside_the_description_are_read_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("api/models")).unwrap();
        fs::write(folder.path().join("common.yaml"), "common").unwrap();
        fs::write(folder.path().join("api/models/pet.yaml"), "pet").unwrap();
        let loader = FilesBeside::new(&folder.path().join("api/openapi.yaml"));
        assert_eq!(loader.load("models/pet.yaml").as_deref(), Ok("pet"));
        assert_eq!(loader.load("./models/../../common.yaml").as_deref(), Ok("common"));
        let absolute = folder.path().join("common.yaml");
        for refused in [
            absolute.to_str().unwrap(),
            "file:///etc/hostname",
            "https://example.com/a.yaml",
            "C:/a.yaml",
            "\\\\server\\a.yaml",
            "",
        ] {
            let error = loader.load(refused).unwrap_err();
            assert!(error.contains("not a relative path"), "{refused}: {error}");
        }
        assert_eq!(loader.load("models/cat.yaml").unwrap_err(), "there is no such file");
    }
}
