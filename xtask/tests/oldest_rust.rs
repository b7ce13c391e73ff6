//! The `rust-version` of the workspace is true of what it depends on.

use std::process::Command;

use serde_json::Value;

#[test]
fn no_dependency_needs_a_newer_rust() {
    let root = xtask::repository_root();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(&root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours = packages.iter().find(|package| package["name"] == "oasmith").unwrap();
    let ours = version(&ours["rust_version"]).expect("the workspace declares one");
    let newer = packages
        .iter()
        .filter(|package| version(&package["rust_version"]).is_some_and(|needed| needed > ours))
        .map(|package| {
            format!("{} {} needs {}", package["name"], package["version"], package["rust_version"])
        })
        .collect::<Vec<_>>();
    assert!(
        newer.is_empty(),
        "{newer:#?}\nCARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback cargo update finds older ones"
    );
}

fn version(value: &Value) -> Option<Vec<u32>> {
    let mut parts =
        value.as_str()?.split('.').map(|part| part.parse().unwrap()).collect::<Vec<_>>();
    parts.resize(3, 0);
    Some(parts)
}
