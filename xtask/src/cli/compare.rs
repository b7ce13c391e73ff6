//! `diff`: which two descriptions, and what to say of them.

use std::path::{Path, PathBuf};

use clap::Args;
use oasmith::diff::Version;

use super::{missing, shown};
use crate::diff::{GitFile, Request, Settings, Side, Source, is_revision};
use crate::input::ConfigSource;
use crate::project::{Program, Project};
use crate::report::MessageFormat;

const DIFF_HELP: &str = "\
OLD and NEW are files, or git revisions: `v1.2` is the description of this project at that revision, with the codegen.toml
it had; `v1.2:api/pets.yaml` is any file of one. Both are read by the generator that runs, so what it does otherwise than
the one that made the old crate is not seen.

The verdict is by the rules of cargo (0.x: the second number is the major one). Bytes on the wire that change under the
same Rust are minor, documentation is a patch.

Examples:
  cargo xtask diff v1.2
      from a revision to the files as they are
  cargo xtask diff v1.2 HEAD --changelog
      an entry for the changelog, ready to paste
  cargo xtask diff origin/main --check --message-format github
      in a workflow: fails when the version in codegen.toml moved too little
  cargo xtask diff old.yaml new.yaml --check --old-version 1.2.0 --new-version 1.3.0

Exit codes:
  0  compared (with --check: the version moved far enough)
  1  --check: it moved too little
  2  a description, a configuration or the command line has errors
  3  a bug in the generator";

/// Options of `diff`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = DIFF_HELP)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command line are independent")]
pub struct Diff {
    /// The description of the crate that is there: a file, a git revision, or `REVISION:PATH`
    #[arg(value_name = "OLD")]
    pub old: String,

    /// The one that is to follow [default: the one of this project, as it is]
    #[arg(value_name = "NEW")]
    pub new: Option<String>,

    /// A codegen.toml for both [default: that of the project, for its own description]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// A codegen.toml for OLD alone
    #[arg(long, value_name = "FILE")]
    pub old_config: Option<PathBuf>,

    /// Fail when the version moved too little
    #[arg(long)]
    pub check: bool,

    /// The version of OLD [default: that of its codegen.toml]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub old_version: Option<Version>,

    /// The version of NEW [default: that of its codegen.toml]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub new_version: Option<Version>,

    /// Print an entry of a changelog, and nothing else
    #[arg(long, conflicts_with = "message_format")]
    pub changelog: bool,

    /// List changes of documentation one by one
    #[arg(long)]
    pub verbose: bool,

    /// How changes are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub message_format: MessageFormat,
}

impl Diff {
    /// What is to be done.
    ///
    /// # Errors
    /// When OLD or NEW is neither a file nor a revision, or there is no project whose description it could be.
    pub fn request(&self, program: &Program) -> Result<Request, clap::Error> {
        let config = self.config.as_deref();
        let old = side(&self.old, self.old_config.as_deref().or(config), program)?;
        let new = match &self.new {
            Some(new) => side(new, config, program)?,
            None => of_project(program.project()?, config),
        };
        Ok(Request {
            old,
            new,
            old_version: self.old_version.clone(),
            new_version: self.new_version.clone(),
            check: self.check,
            changelog: self.changelog,
            verbose: self.verbose,
            format: self.message_format,
        })
    }
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "a version is like `1.2.3` or `1.2.3-rc.1`".to_owned())
}

fn side(text: &str, config: Option<&Path>, program: &Program) -> Result<Side, clap::Error> {
    let path = Path::new(text);
    let project = program.project();
    if path.is_file() {
        if let Ok(project) = &project
            && same_file(path, &project.description)
        {
            return Ok(Side { shown: shown(path), ..of_project(project, config) });
        }
        let settings = Settings::Plain(plain(config));
        return Ok(Side { source: Source::File(path.to_owned()), shown: shown(path), settings });
    }
    let here = Path::new(".");
    match text.split_once(':') {
        Some((revision, path)) if !path.is_empty() && is_revision(here, revision) => {
            let folder = here.to_owned();
            let (revision, path) = (revision.to_owned(), path.to_owned());
            let file = GitFile { folder, revision, path };
            let own = project.ok().filter(|_| config.is_none()).and_then(|project| {
                let own = GitFile::beside(&project.description, &file.revision).ok()?;
                (own.path == file.path)
                    .then(|| GitFile::beside(&project.configuration, &file.revision).ok())?
            });
            let settings = own.map_or_else(|| Settings::Plain(plain(config)), Settings::Git);
            Ok(Side { shown: file.shown(), source: Source::Git(file), settings })
        }
        None => {
            let project = match project {
                // What is no file may be a file that is not there.
                Err(_) if !is_revision(here, text) => return Err(neither(text, program)),
                project => project?,
            };
            let folder = project.description.parent().unwrap_or(here);
            if !is_revision(folder, text) {
                return Err(neither(text, program));
            }
            let beside = |path: &Path| {
                GitFile::beside(path, text).map_err(|error| missing(program.name, &error))
            };
            let file = beside(&project.description)?;
            let settings = match config {
                Some(_) => Settings::Plain(plain(config)),
                None => Settings::Git(beside(&project.configuration)?),
            };
            Ok(Side { shown: file.shown(), source: Source::Git(file), settings })
        }
        Some(_) => Err(neither(text, program)),
    }
}

fn neither(text: &str, program: &Program) -> clap::Error {
    missing(program.name, &format!("`{text}` is neither a file nor a revision that git knows here"))
}

fn of_project(project: &Project, config: Option<&Path>) -> Side {
    Side {
        source: Source::File(project.description.clone()),
        shown: project.shown(&project.description),
        settings: Settings::Plain(match config {
            Some(_) => plain(config),
            None => project.config(),
        }),
    }
}

fn plain(config: Option<&Path>) -> ConfigSource {
    match config {
        Some(path) => ConfigSource::File { path: path.to_owned(), shown: shown(path), name: None },
        None => ConfigSource::Default { name: "client".to_owned() },
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
