//! `oasmith init`: a project to begin with, in which every other command needs no option.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use oasmith::config::Config;
use oasmith::source::{self, SourceFile, SourceMap};

use crate::Exit;
use crate::cli::shown;
use crate::input::{self, FilesBeside, InputError};
use crate::report::{MessageFormat, Reporter, say};

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// Folder of the project.
    pub folder: PathBuf,
    /// A description to copy.
    pub spec: Option<PathBuf>,
    /// Name of the crate.
    pub name: Option<String>,
}

const CODEGEN: &str = include_str!("init/codegen.toml");
const DESCRIPTION: &str = include_str!("init/openapi.yaml");
const WORKFLOW: &str = include_str!("init/client.yml");
const README: &str = include_str!("init/README.md");
const MANIFEST: &str = include_str!("init/Cargo.toml.txt");

/// What stands in the texts for the name of the crate.
const NAME: &str = "{{name}}";
/// What stands in them for the file name of the description.
const SPEC: &str = "{{spec}}";

/// What stands in them for whether mistakes are errors.
const STRICT: &str = "{{strict}}";

/// Does it.
#[must_use]
pub fn run(request: &Request) -> Exit {
    let reporter = Reporter::new(MessageFormat::Text, false);
    match make(request) {
        Ok(lines) => {
            say(&lines);
            Exit::Success
        }
        Err(error) => {
            reporter.input(&error);
            Exit::Input
        }
    }
}

/// Makes what is not there, and says so.
fn make(request: &Request) -> Result<String, InputError> {
    if request.folder.is_file() {
        let file = shown(&request.folder);
        return Err(InputError {
            message: format!("`{file}` is a file, expected a folder"),
            help: format!("to begin with this description: `init --spec {file}`"),
            file,
            at: None,
            diagnostic: None,
        });
    }
    let mut beside = Beside::default();
    let (description, file) = match &request.spec {
        None => (DESCRIPTION.to_owned(), "openapi.yaml"),
        Some(path) => {
            let text = input::description(path, &shown(path))?.text.to_string();
            let json = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            beside = files_beside(path, &text);
            // Other files may refer back to the description by its name.
            let name = match (beside.is_empty(), json) {
                (false, _) => name,
                (true, true) => "openapi.json",
                (true, false) => "openapi.yaml",
            };
            (text, name)
        }
    };
    let title = title(&description, file);
    let name = request.name.clone().unwrap_or_else(|| crate_name(title.as_deref()));
    // What somebody else publishes is taken as it comes; what begins here is held to the rules.
    let strict = if request.spec.is_some() { "false" } else { "true" };
    let filled = |text: &str| text.replace(NAME, &name).replace(SPEC, file).replace(STRICT, strict);
    let mut lines = String::new();
    let mut make = |path: &str, text: &str| -> Result<(), InputError> {
        let made = write(&request.folder.join(path), text)?;
        let _ = writeln!(lines, "{} {path}", if made { "created" } else { "kept   " });
        Ok(())
    };
    make(&format!("spec/{file}"), &description)?;
    make("spec/codegen.toml", &filled(CODEGEN))?;
    make("Cargo.toml", &filled(MANIFEST))?;
    make(".gitignore", "/target\n")?;
    make(".github/workflows/client.yml", &filled(WORKFLOW))?;
    make("README.md", &filled(README))?;
    let mut copied = 0;
    for (path, text) in &beside.files {
        copied += usize::from(write(&request.folder.join("spec").join(path), text)?);
    }
    if copied > 0 {
        let _ = writeln!(lines, "created {copied} files in spec/ that the description refers to");
    }
    let folder = shown(&request.folder);
    let there = if folder == "." { String::new() } else { format!("cd {folder}\n  ") };
    let _ = write!(
        lines,
        "\nThe crate will be called `{name}`. Next:\n  {there}oasmith lint        # what is wrong with the description, and \
         what would make the client better\n  oasmith generate    # write client/\n  cargo test          # build and test it\n"
    );
    if title.is_none() {
        lines.push_str(
            "The description has no title that could be read; `oasmith lint` says what is wrong.\n",
        );
    }
    if beside.outside > 0 {
        let _ = writeln!(
            lines,
            "{} of the files it refers to stand outside its folder, and were not copied: `--spec` of `generate` names \
             the description where it is.",
            beside.outside
        );
    }
    Ok(lines)
}

/// What a description refers to.
#[derive(Debug, Default)]
struct Beside {
    /// Files in its folder and below: path from there, and text.
    files: Vec<(PathBuf, String)>,
    /// How many there are elsewhere.
    outside: usize,
}

impl Beside {
    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.outside == 0
    }
}

/// The files that a description refers to, and those that they refer to.
fn files_beside(path: &Path, text: &str) -> Beside {
    let loader = FilesBeside::new(path);
    let name = shown(path);
    // Whoever reads all of it knows what it refers to; what is wrong with it, `lint` will say.
    let _ = oasmith::lint(&oasmith::Input {
        description: SourceFile { path: name, text: text.into() },
        config: &Config::for_crate("api-client"),
        loader: &loader,
    });
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut beside = Beside::default();
    for file in loader.asked() {
        let Ok(source) = input::description(&file, &shown(&file)) else { continue };
        let below = file.strip_prefix(folder).ok().filter(|path| {
            path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        });
        match below {
            Some(below) => beside.files.push((below.to_owned(), source.text.to_string())),
            None => beside.outside += 1,
        }
    }
    beside
}

/// Writes a file that is not there; whether it did.
fn write(path: &Path, text: &str) -> Result<bool, InputError> {
    let problem = |error: &std::io::Error| InputError {
        message: format!("cannot write `{}`: {error}", shown(path)),
        file: shown(path),
        at: None,
        help: "check path, permissions and space, and run it again".to_owned(),
        diagnostic: None,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| problem(&error))?;
    }
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    match file {
        Ok(mut file) => io::Write::write_all(&mut file, text.as_bytes())
            .map(|()| true)
            .map_err(|error| problem(&error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(problem(&error)),
    }
}

/// The title of a description; none when it cannot be read, which `generate` will say.
fn title(text: &str, file: &str) -> Option<String> {
    let file = SourceFile { path: file.to_owned(), text: text.into() };
    let mut sink = oasmith::diag::Sink::new(false);
    let document = source::load(file, &mut SourceMap::default(), &mut sink)?;
    Some(document.root.pointer("/info/title")?.as_str()?.to_owned())
}

/// `Pet Store API` is `pet-store-client`.
fn crate_name(title: Option<&str>) -> String {
    let lower = title.unwrap_or_default().to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| {
        !matches!(*word, "" | "api" | "the" | "rest" | "openapi" | "swagger" | "specification")
    });
    let words: Vec<&str> = words.take(4).collect();
    let name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= 50 {
        format!("{name}-client")
    } else {
        "api-client".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_crates() {
        for (title, name) in [
            (Some("Pet Store API"), "pet-store-client"),
            (Some("The GitHub v3 REST API"), "github-v3-client"),
            (Some("3D Printers"), "api-client"),
            (Some("名前"), "api-client"),
            (None, "api-client"),
        ] {
            assert_eq!(crate_name(title), name);
        }
    }

    #[test]
    fn a_description_in_place_of_a_folder_is_told_what_to_say() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("api.yaml");
        fs::write(&file, "openapi: 3.0.0").unwrap();
        let request = Request { folder: file.clone(), spec: None, name: None };
        let error = make(&request).unwrap_err();
        assert!(error.help.ends_with(&format!("`init --spec {}`", shown(&file))), "{}", error.help);
        assert_eq!(fs::read_to_string(&file).unwrap(), "openapi: 3.0.0");
    }

    /// With each commented line as it would be without its `# `.
    #[test]
    fn the_configuration_has_every_key_and_all_of_them_are_read() {
        let text = CODEGEN.replace(NAME, "a-client").replace(STRICT, "true");
        Config::parse(&text).unwrap();
        let uncommented = text
            .lines()
            .map(|line| {
                let key = line.strip_prefix("# ").filter(|line| {
                    line.starts_with('[')
                        || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
                });
                key.unwrap_or(line).to_owned()
            })
            .collect::<Vec<_>>()
            .join("\n");
        Config::parse(&uncommented)
            .unwrap_or_else(|error| panic!("{}\n{uncommented}", error.message));
        let source = include_str!("../../generator/src/config.rs");
        // The fields of the tables, as their keys are spelled.
        let keys = source.lines().filter_map(|line| {
            let field = line.strip_prefix("    pub ")?.split_once(':')?.0;
            (!field.contains(['(', ' ', '<'])).then(|| field.replace('_', "-"))
        });
        for key in keys.filter(|key| {
            !["krate", "code", "message", "bytes", "names-lock"].contains(&key.as_str())
        }) {
            let there = uncommented.lines().any(|line| {
                line.starts_with(&format!("{key} = "))
                    || line.starts_with(&format!("[{key}]"))
                    || line.starts_with(&format!("[{key}."))
                    || line.contains(&format!("{key} = "))
                    || line.starts_with(&format!("[[{key}"))
            });
            assert!(there, "explain the key `{key}` in xtask/src/init/codegen.toml, commented out");
        }
    }

    #[test]
    fn what_is_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Cargo.toml"), "mine").unwrap();
        let request = Request { folder: folder.path().to_owned(), spec: None, name: None };
        let said = make(&request).unwrap();
        assert!(
            said.contains("kept    Cargo.toml") && said.contains("created spec/codegen.toml"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(folder.path().join("Cargo.toml")).unwrap(), "mine");
        assert!(make(&request).unwrap().contains("kept    spec/codegen.toml"));
    }

    #[test]
    fn files_that_a_description_refers_to_come_along() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("theirs");
        fs::create_dir_all(from.join("models")).unwrap();
        let shared =
            "type: object\nproperties: {next: {$ref: '../api.yaml#/components/schemas/Id'}}\n";
        fs::write(from.join("models/pet.yaml"), shared).unwrap();
        fs::write(
            from.join("api.yaml"),
            "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    \
             Id: {type: string}\n    Pet: {$ref: models/pet.yaml}\n",
        )
        .unwrap();
        let to = folder.path().join("mine");
        let request = Request { folder: to.clone(), spec: Some(from.join("api.yaml")), name: None };
        let said = make(&request).unwrap();
        assert!(said.contains("created spec/api.yaml"), "{said}");
        assert!(said.contains("created 1 files in spec/"), "{said}");
        assert_eq!(fs::read_to_string(to.join("spec/models/pet.yaml")).unwrap(), shared);
    }
}
