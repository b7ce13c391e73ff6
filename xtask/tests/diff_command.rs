//! `cargo xtask diff` as a process: revisions of git, places in both descriptions, exit codes, the entry for a changelog.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use xtask::Exit;
use xtask::cli::Diff;
use xtask::project::Program;

const OLD: &str = "openapi: 3.0.4
info: {title: Pets, version: '1'}
servers: [{url: 'https://example.com'}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200': {description: a, content: {application/json: {schema: {$ref: 'models/pet.yaml'}}}}
";
const PET: &str = "title: Pet
type: object
required: [id]
properties:
  id: {type: integer}
  name: {type: string}
";

fn run(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE")
        // A hook that runs the tests points git at its own repository.
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_WORK_TREE")
        .output()
        .unwrap()
}

fn diff(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = run(env!("CARGO_BIN_EXE_xtask"), folder, &[&["diff"], arguments].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Makes a repository of a folder, with all that is in it.
fn committed(root: &Path) -> bool {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    let commit = [&identity[..], &["commit", "-q", "-m", "first"]].concat();
    [&["init", "-q"][..], &["add", "."], &commit, &["tag", "v1"]].iter().all(|arguments| {
        let done = Command::new("git").args(*arguments).current_dir(root).output();
        let done = done.is_ok_and(|output| output.status.success());
        if !done {
            println!("skipped: git cannot be run here");
        }
        done
    })
}

/// A repository whose newest commit has two files, and a property more on disk.
fn scene() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("spec/models")).unwrap();
    fs::write(root.join("spec/api.yaml"), OLD).unwrap();
    fs::write(root.join("spec/models/pet.yaml"), PET).unwrap();
    if !committed(root) {
        return None;
    }
    fs::write(root.join("spec/models/pet.yaml"), PET.replace("name:", "label:")).unwrap();
    Some(folder)
}

#[test]
fn a_revision_is_read_with_the_files_beside_it() {
    let Some(folder) = scene() else { return };
    let (code, text, errors) = diff(folder.path(), &["HEAD:spec/api.yaml", "spec/api.yaml"]);
    assert_eq!(code, Some(0), "{errors}");
    let gone =
        "major: field `model::Pet::name` is gone\n  old: HEAD:spec/models/pet.yaml:6:3\n  why: ";
    assert!(text.contains(gone), "{text}");
    let new = "minor: field `model::Pet::label` is new\n  new: spec/models/pet.yaml:6:3\n  why: ";
    assert!(text.contains(new), "{text}");
    assert!(text.ends_with("2 changes: 1 major, 1 minor, 0 patch\nverdict: major\n"), "{text}");
    let (code, text, _) = diff(folder.path(), &["HEAD:spec/api.yaml", "HEAD:spec/api.yaml"]);
    assert_eq!((code, text.as_str()), (Some(0), "nothing changed for users of the crate\n"));
}

#[test]
fn a_version_that_moved_too_little_is_1() {
    let Some(folder) = scene() else { return };
    let check = |old: &str, new: &str| {
        diff(
            folder.path(),
            &[
                "HEAD:spec/api.yaml",
                "spec/api.yaml",
                "--check",
                "--old-version",
                old,
                "--new-version",
                new,
            ],
        )
    };
    let (code, text, _) = check("0.3.1", "0.3.2");
    let last = "verdict: major; after 0.3.1 comes 0.4.0 or more, and this is 0.3.2\n";
    assert_eq!(code, Some(1), "{text}");
    assert!(text.ends_with(last), "{text}");
    assert_eq!(check("0.3.1", "0.4.0").0, Some(0));
    assert_eq!(check("1.3.1", "1.4.0").0, Some(1));
    assert_eq!(check("1.3.1", "2.0.0").0, Some(0));
    let (code, _, errors) = check("1.3", "2.0.0");
    assert_eq!(code, Some(2));
    assert!(errors.contains("a version is like `1.2.3`"), "{errors}");
    // Without a version there is nothing to check.
    let (code, _, errors) =
        diff(folder.path(), &["HEAD:spec/api.yaml", "spec/api.yaml", "--check"]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("--old-version"), "{errors}");
}

#[test]
fn versions_are_those_of_the_configurations() {
    let Some(folder) = scene() else { return };
    for (name, version) in [("old.toml", "1.0.0"), ("new.toml", "1.1.0")] {
        let text = format!("[crate]\nname = \"pets\"\nversion = \"{version}\"\n");
        fs::write(folder.path().join(name), text).unwrap();
    }
    let both =
        ["HEAD:spec/api.yaml", "spec/api.yaml", "--old-config", "old.toml", "--config", "new.toml"];
    let (code, text, errors) = diff(folder.path(), &[&both[..], &["--check"]].concat());
    assert_eq!(code, Some(1), "{errors}");
    assert!(text.contains("after 1.0.0 comes 2.0.0 or more, and this is 1.1.0"), "{text}");
    let (_, text, _) = diff(folder.path(), &[&both[..], &["--message-format", "json"]].concat());
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["path"], "model::Pet::name");
    assert_eq!((&lines[0]["old"]["line"], &lines[0]["new"]), (&6.into(), &serde_json::Value::Null));
    assert_eq!(lines[0]["old"]["pointer"], "/properties/name");
    assert_eq!((&lines[2]["least_version"], &lines[2]["enough"]), (&"2.0.0".into(), &false.into()));
}

#[test]
fn an_entry_of_a_changelog_is_ready_to_paste() {
    let Some(folder) = scene() else { return };
    let entry = |versions: &[&str]| {
        let both = ["HEAD:spec/api.yaml", "spec/api.yaml", "--changelog"];
        diff(folder.path(), &[&both[..], versions].concat()).1
    };
    let body = "\n### Added\n\n- field `model::Pet::label`.\n\n### Removed\n\n\
                - **Breaking:** field `model::Pet::name`.\n";
    assert_eq!(entry(&[]), format!("## [Unreleased]\n{body}"));
    let text = entry(&["--old-version", "1.0.0", "--new-version", "2.0.0"]);
    let (heading, rest) = text.split_once('\n').unwrap();
    assert_eq!(rest, body);
    let date = heading.strip_prefix("## [2.0.0] - ").unwrap();
    let digits = date.split('-').map(str::len).collect::<Vec<_>>();
    assert_eq!(digits, [4, 2, 2], "{date}");
}

#[test]
fn what_is_neither_a_file_nor_a_revision_is_2() {
    let Some(folder) = scene() else { return };
    for (old, said) in [
        ("nothing.yaml", "`nothing.yaml` is neither a file nor a revision"),
        ("v9:spec/api.yaml", "`v9:spec/api.yaml` is neither a file nor a revision"),
        ("HEAD:api.yaml", "name the file as it was called then"),
    ] {
        let (code, _, errors) = diff(folder.path(), &[old, "spec/api.yaml"]);
        assert_eq!(code, Some(2), "{errors}");
        assert!(errors.contains(said), "{errors}");
    }
    let broken = OLD.replace("models/pet.yaml", "models/cat.yaml");
    fs::write(folder.path().join("spec/api.yaml"), broken).unwrap();
    fs::write(folder.path().join("a.toml"), "[crate]\nname = \"pets\"\n").unwrap();
    let arguments = ["HEAD:spec/api.yaml", "spec/api.yaml", "--config", "a.toml"];
    let (code, text, errors) = diff(folder.path(), &arguments);
    assert_eq!((code, text.as_str()), (Some(2), ""));
    assert!(errors.contains("there is no crate of `spec/api.yaml` to compare"), "{errors}");
}

#[test]
fn a_revision_alone_is_the_project_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let settings = |version: &str| {
        let text = format!("[crate]\nname = \"pets\"\nversion = \"{version}\"\n");
        fs::write(root.join("spec/codegen.toml"), text).unwrap();
    };
    fs::create_dir_all(root.join("spec/models")).unwrap();
    fs::write(root.join("spec/openapi.yaml"), OLD).unwrap();
    fs::write(root.join("spec/models/pet.yaml"), PET).unwrap();
    settings("1.0.0");
    if !committed(root) {
        return;
    }
    let program = Program::oasmith(&root.join("spec"));
    let run = |old: &str, new: Option<&str>| {
        let new = new.map(str::to_owned);
        let arguments = Diff { old: old.to_owned(), new, check: true, ..Diff::default() };
        xtask::diff::run(&arguments.request(&program).unwrap())
    };
    assert_eq!(run("v1", None), Exit::Success);
    fs::write(root.join("spec/models/pet.yaml"), PET.replace("name:", "label:")).unwrap();
    settings("1.1.0");
    assert_eq!(run("v1", None), Exit::Stale);
    settings("2.0.0");
    assert_eq!(run("v1", None), Exit::Success);
    assert_eq!(run("v1", Some("v1")), Exit::Success);
}
