//! Where the description, its configuration and the crate are when the command line does not say it.

use std::path::{Path, PathBuf};

use crate::cli::{missing, shown};
use crate::input::{self, ConfigSource};

/// The program that runs, and the project it runs in.
#[derive(Clone, Debug)]
pub struct Program {
    /// As it is called: `oasmith`.
    pub name: &'static str,
    /// Its command that writes the crate.
    generate: &'static str,
    project: Result<Project, String>,
}

/// A description that is maintained together with its crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The folder.
    pub root: PathBuf,
    /// The description.
    pub description: PathBuf,
    /// codegen.toml.
    pub configuration: PathBuf,
    /// The crate.
    pub out: PathBuf,
}

impl Program {
    /// The commands of this repository.
    #[must_use]
    pub fn xtask(root: &Path) -> Self {
        let project = Project {
            root: root.to_owned(),
            description: root.join("spec/api-key.yaml"),
            configuration: root.join("spec/codegen.toml"),
            out: root.join("generated"),
        };
        Self { name: "cargo xtask", generate: "codegen", project: Ok(project) }
    }

    /// `oasmith`, in the project that this folder is part of.
    #[must_use]
    pub fn oasmith(folder: &Path) -> Self {
        Self { name: "oasmith", generate: "generate", project: Project::find(folder) }
    }

    /// The project.
    ///
    /// # Errors
    /// An error of the command line, where there is none.
    pub fn project(&self) -> Result<&Project, clap::Error> {
        self.project.as_ref().map_err(|message| missing(self.name, message))
    }

    /// The command that writes the crate.
    #[must_use]
    pub fn generates(&self) -> String {
        format!("{} {}", self.name, self.generate)
    }
}

impl Project {
    /// The project that a folder is part of: the nearest one above it with `spec/codegen.toml`.
    fn find(folder: &Path) -> Result<Self, String> {
        let root = folder.ancestors().find(|root| root.join("spec/codegen.toml").is_file());
        let Some(root) = root else {
            return Err("which description? name it (`--spec FILE`; for `lint` just the path), or make a project \
                        with `oasmith init`: there is no `spec/codegen.toml` here or above"
                .to_owned());
        };
        let spec = root.join("spec");
        Ok(Self {
            description: description(&spec)?,
            configuration: spec.join("codegen.toml"),
            out: root.join("client"),
            root: root.to_owned(),
        })
    }

    /// A path of it for a person: relative to where it runs, as far as that is below.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        let near = path.strip_prefix(&here).or_else(|_| path.strip_prefix(&self.root));
        shown(near.unwrap_or(path))
    }

    /// Its configuration.
    #[must_use]
    pub fn config(&self) -> ConfigSource {
        ConfigSource::File {
            path: self.configuration.clone(),
            shown: self.shown(&self.configuration),
            name: None,
        }
    }
}

/// The description in a folder: the one called so, or the only one, beside files that it refers to.
fn description(folder: &Path) -> Result<PathBuf, String> {
    let is_description = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json")
    };
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("cannot read the folder `{}`: {error}", shown(folder)))?;
    let mut found: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_description).collect();
    found.sort();
    if found.len() > 1 && found.iter().any(|path| input::is_description(path)) {
        found.retain(|path| input::is_description(path));
    }
    let called = found.iter().find(|path| path.file_stem().is_some_and(|stem| stem == "openapi"));
    match (called, found.as_slice()) {
        (Some(path), _) => Ok(path.clone()),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(format!(
            "there is no description in `{}`: put it there as `openapi.yaml`, or name it with `--spec FILE`",
            shown(folder)
        )),
        (None, several) => Err(format!(
            "which description? there are {} in `{}`: call one `openapi.yaml`, or name it with `--spec FILE`",
            several.len(),
            shown(folder)
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_project_is_found_from_below() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert!(Project::find(root).unwrap_err().contains("oasmith init"));
        fs::create_dir_all(root.join("spec/models")).unwrap();
        fs::write(root.join("spec/codegen.toml"), "").unwrap();
        assert!(Project::find(root).unwrap_err().contains("no description"));
        fs::write(root.join("spec/pets.yaml"), "").unwrap();
        let project = Project::find(&root.join("spec/models")).unwrap();
        assert_eq!(project.description, root.join("spec/pets.yaml"));
        fs::write(root.join("spec/orders.yaml"), "").unwrap();
        assert!(Project::find(root).unwrap_err().contains("there are 2"));
        fs::write(root.join("spec/orders.yaml"), "openapi: 3.1.0\n").unwrap();
        assert_eq!(Project::find(root).unwrap().description, root.join("spec/orders.yaml"));
        fs::write(root.join("spec/openapi.json"), r#"{"openapi": "3.1.0"}"#).unwrap();
        assert_eq!(Project::find(root).unwrap().description, root.join("spec/openapi.json"));
        assert_eq!(Project::find(root).unwrap().out, root.join("client"));
    }
}
