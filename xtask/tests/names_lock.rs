//! names.lock as the commands write, compare and read it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PETS: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        status: {type: string, enum: [a, b]}
";

fn xtask(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn codegen(folder: &Path, more: &[&str]) -> Output {
    let target = ["codegen", "--spec", "api.yaml", "--config", "codegen.toml", "--out", "out"];
    xtask(folder, &[&target, more].concat())
}

#[test]
fn the_lock_is_written_compared_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("api.yaml"), PETS).unwrap();
    fs::write(at("codegen.toml"), "[crate]\nname = \"pets\"\n").unwrap();
    let made = codegen(folder.path(), &[]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let lock = fs::read_to_string(at("names.lock")).unwrap();
    assert!(
        lock.ends_with("\"/components/schemas/Pet/properties/status\" = \"PetStatus\"\n"),
        "{lock}"
    );
    assert_eq!(codegen(folder.path(), &["--check"]).status.code(), Some(0));

    let target = ["where", "PetStatus", "--spec", "api.yaml", "--config", "codegen.toml"];
    let found = xtask(folder.path(), &target);
    assert!(String::from_utf8_lossy(&found.stdout).contains("kept by names.lock"), "{found:?}");

    // A name that somebody has written there is had.
    fs::write(at("names.lock"), lock.replace("PetStatus", "Mood")).unwrap();
    assert_eq!(codegen(folder.path(), &["--check"]).status.code(), Some(1));
    assert_eq!(codegen(folder.path(), &[]).status.code(), Some(0));
    assert!(fs::read_to_string(at("out/src/model/pet.rs")).unwrap().contains("enum Mood"));

    // One that is not there is missed, and written again.
    fs::remove_file(at("names.lock")).unwrap();
    let checked = codegen(folder.path(), &["--check"]);
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");

    // Broken, it is refused, and nothing is touched.
    fs::write(at("names.lock"), "[types]\nno toml\n").unwrap();
    let refused = codegen(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--> names.lock:2:"), "{refused:?}");
    assert_eq!(fs::read_to_string(at("names.lock")).unwrap(), "[types]\nno toml\n");

    // Who does not want it has none.
    fs::write(at("codegen.toml"), "lock = false\n[crate]\nname = \"pets\"\n").unwrap();
    fs::remove_file(at("names.lock")).unwrap();
    assert_eq!(codegen(folder.path(), &[]).status.code(), Some(0));
    assert!(!at("names.lock").exists());
}
