//! Finds the descriptions of a folder: those a manifest names, or else every file that looks like one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::diag::Sink;
use oasmith::source::{SourceFile, SourceMap, load};

use super::{count, glob, manifest};
use crate::input;

/// How many folders above the given one may hold the manifest.
const ABOVE: usize = 6;

/// A description to be generated from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Unique; the crate is `corpus-<name>` and stands in a folder of this name.
    pub name: String,
    /// Where the file is.
    pub path: PathBuf,
    /// The same from the folder of the manifest, or from the given one.
    pub shown: String,
    /// What a manifest says of the version.
    pub version: Option<String>,
    /// A reader has something to complain of.
    pub negative: bool,
}

/// What can be known of a description without the stages under test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The value of `openapi` or `swagger`.
    pub version: String,
    /// Operations under `paths`, those of other files not included.
    pub operations: usize,
}

/// All descriptions below a folder, or the one that is given, sorted by name.
///
/// # Errors
/// When the folder or its manifest cannot be read.
pub fn discover(folder: &Path, only: &[String]) -> Result<Vec<Case>, String> {
    let folder = fs::canonicalize(folder)
        .map_err(|error| format!("cannot read the folder `{}`: {error}", folder.display()))?;
    let mut cases = match listed(&folder)? {
        Some(cases) => cases,
        None => unlisted(&folder)?,
    };
    cases.sort_by(|a, b| a.shown.cmp(&b.shown));
    make_unique(&mut cases);
    let wanted = |case: &Case| {
        only.is_empty()
            || only
                .iter()
                .any(|glob| glob::matches(glob, &case.name) || glob::matches(glob, &case.shown))
    };
    cases.retain(wanted);
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cases)
}

/// Reads what does not need the generator's stages; nothing when it is no description.
#[must_use]
pub fn look(description: SourceFile) -> Option<Look> {
    let document = load(description, &mut SourceMap::default(), &mut Sink::new(false))?;
    let version = document.root.get("openapi").or_else(|| document.root.get("swagger"))?;
    let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    Some(Look { version, operations: count::operations(&document.root) })
}

fn listed(folder: &Path) -> Result<Option<Vec<Case>>, String> {
    for above in folder.ancestors().take(ABOVE) {
        let mut cases = Vec::new();
        for name in manifest::NAMES {
            let path = above.join(name);
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let rows = manifest::parse(&text)
                .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
            let rows = rows.into_iter().filter(|row| above.join(&row.file).starts_with(folder));
            cases.extend(rows.map(|row| {
                let shown = shown(&row.file);
                Case {
                    name: row.name.map_or_else(|| slug(&shown), |name| slug(&name)),
                    path: above.join(&row.file),
                    shown,
                    version: Some(row.version),
                    negative: row.negative,
                }
            }));
        }
        if !cases.is_empty() {
            return Ok(Some(cases));
        }
    }
    Ok(None)
}

fn unlisted(folder: &Path) -> Result<Vec<Case>, String> {
    let mut files = Vec::new();
    let base = if folder.is_file() {
        files.push(folder.to_owned());
        folder.parent().unwrap_or(folder)
    } else {
        walk(folder, &mut files)?;
        folder
    };
    let cases = files.into_iter().filter(|path| input::is_description(path)).map(|path| {
        let shown = shown(path.strip_prefix(base).unwrap_or(&path));
        Case { name: slug(&shown), path, shown, version: None, negative: false }
    });
    Ok(cases.collect())
}

/// Links to folders are not followed, so that it ends.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable =
        |error: std::io::Error| format!("cannot read the folder `{}`: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().map_err(unreadable)?.is_dir() {
            walk(&entry.path(), files)?;
        } else if has_ending(&entry.path()) {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Lower case words with `-` between them, without the ending: what can be a folder and a part of a crate's name.
fn slug(path: &str) -> String {
    let without = match path.rsplit_once('.') {
        Some((before, ending)) if has_ending(Path::new(&format!("x.{ending}"))) => before,
        _ => path,
    };
    let dashed = without.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let words = dashed.collect::<String>().to_ascii_lowercase();
    let words = words.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>();
    words.join("-")
}

/// The first by path keeps its name. `target` and `messages` stand beside the crates.
fn make_unique(cases: &mut [Case]) {
    let mut taken = BTreeSet::from([String::new(), "target".to_owned(), "messages".to_owned()]);
    for case in cases {
        let wanted = case.name.clone();
        let mut number = 1;
        while taken.contains(&case.name) {
            number += 1;
            case.name = format!("{wanted}-{number}");
        }
        taken.insert(case.name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn names(folder: &Path, only: &[&str]) -> Vec<String> {
        let only = only.iter().map(|&glob| glob.to_owned()).collect::<Vec<_>>();
        discover(folder, &only).unwrap().into_iter().map(|case| case.name).collect()
    }

    #[test]
    fn without_a_manifest_roots_are_found_by_what_they_say() {
        let folder = scene(&[
            ("a/Pet Store.yaml", "openapi: 3.0.0\n"),
            ("a/pet_store.json", "{\"swagger\": \"2.0\"}"),
            ("a/part.yaml", "type: object\ndescription: about openapi\n"),
            ("a/notes.txt", "openapi: 3.0.0\n"),
            ("broken.yml", "openapi: [\n"),
            ("target.yml", "openapi: 3.1.0\n"),
        ]);
        assert_eq!(names(folder.path(), &[]), ["a-pet-store", "a-pet-store-2", "target-2"]);
        assert_eq!(names(folder.path(), &["*.json"]), ["a-pet-store-2"]);
        assert_eq!(names(&folder.path().join("target.yml"), &[]), ["target-2"]);
    }

    #[test]
    fn a_manifest_above_the_folder_names_the_roots() {
        let folder = scene(&[
            ("MANIFEST.tsv", "name\tfile\topenapi_version\nb\tspecs/b.yaml\t3.0.1\n"),
            ("EDGE.tsv", "file\tversion\tnegative\tkind\nedge/x/a.yaml\t3.1.0\tyes\troot\n"),
            ("specs/b.yaml", "openapi: 3.0.1\n"),
            ("specs/other.yaml", "openapi: 3.0.1\n"),
            ("edge/x/a.yaml", "openapi: 3.1.0\n"),
        ]);
        assert_eq!(names(folder.path(), &[]), ["b", "edge-x-a"]);
        assert_eq!(names(&folder.path().join("specs"), &[]), ["b"]);
        let edge = discover(&folder.path().join("edge/x"), &[]).unwrap();
        assert!(edge[0].negative);
        assert_eq!(edge[0].shown, "edge/x/a.yaml");
    }

    #[test]
    fn a_look_needs_no_stage() {
        let text = "openapi: 3.1.0\npaths:\n  /a:\n    get: {}\n    parameters: []\n";
        let file = SourceFile { path: "a.yaml".to_owned(), text: text.into() };
        let expected = Look { version: "3.1.0".to_owned(), operations: 1 };
        assert_eq!(look(file), Some(expected));
    }
}
