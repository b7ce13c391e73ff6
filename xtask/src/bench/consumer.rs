//! Consumers of a generated crate: programs made of the examples of its reference pages.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::write_file;

/// Makes a workspace of the crate in `client` and the programs `five` and `all`, which call as many of its operations.
pub(super) fn write(folder: &Path, name: &str) -> Result<()> {
    let examples = examples(&folder.join("client/docs"))?;
    let manifest = "[workspace]\nmembers = [\"client\", \"five\", \"all\"]\nresolver = \"3\"\n";
    write_file(&folder.join("Cargo.toml"), manifest)?;
    for (program, count) in [("five", 5), ("all", examples.len())] {
        write_file(
            &folder.join(program).join("Cargo.toml"),
            &format!(
                "[package]\nname = \"{program}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n{name} = {{ path = \"../client\" }}\nserde_json = \"1\"\n\
                 tokio = {{ version = \"1\", features = [\"rt\"] }}\n"
            ),
        )?;
        let used = examples.iter().take(count);
        write_file(&folder.join(program).join("src/main.rs"), &main_file(used))?;
    }
    Ok(())
}

/// The first example of each operation: the one with required parameters.
fn examples(docs: &Path) -> Result<Vec<String>> {
    let mut pages: Vec<_> = fs::read_dir(docs)
        .with_context(|| format!("cannot read the folder `{}`", docs.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with("Api.md"))
        .collect();
    pages.sort();
    let mut examples = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page)
            .with_context(|| format!("cannot read `{}`", page.display()))?;
        for section in text.split("\n## ").skip(1) {
            let block = section.split("```rust").nth(1).and_then(|rest| rest.split_once('\n'));
            let code = block.and_then(|(_, rest)| rest.split_once("```"));
            if let Some((code, _)) = code.filter(|(code, _)| code.contains("async fn example()")) {
                examples.push(code.to_owned());
            }
        }
    }
    Ok(examples)
}

fn main_file<'e>(examples: impl Iterator<Item = &'e String>) -> String {
    let mut text = String::new();
    let mut calls = String::new();
    for (index, example) in examples.enumerate() {
        let example = example.replace("async fn example()", "pub async fn example()");
        let _ = writeln!(text, "mod example_{index} {{\n{example}}}\n");
        let _ = writeln!(calls, "    example_{index}::example().await?;");
    }
    let _ = write!(
        text,
        "async fn all() -> Result<(), Box<dyn std::error::Error>> {{\n{calls}    Ok(())\n}}\n\n\
         fn main() {{\n    let runtime = tokio::runtime::Builder::new_current_thread().build();\n    \
         if let Ok(runtime) = runtime {{\n        let _ = runtime.block_on(all());\n    }}\n}}\n"
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_gives_its_first_example() {
        let folder = tempfile::tempdir().unwrap();
        let page = "# PetsApi\n\n## list\n\n```rust,no_run\nuse a::B;\n\nasync fn example() -> Result<(), E> {\n    one\n}\n```\n\
                    \n```rust,no_run\nasync fn example() {}\n```\n\n## get\n\n```rust,no_run\nasync fn example() {\n    two\n}\n```\n";
        fs::write(folder.path().join("PetsApi.md"), page).unwrap();
        fs::write(folder.path().join("Pet.md"), "# Pet\n\n## a\n\n```rust\nlet x;\n```\n").unwrap();
        let examples = examples(folder.path()).unwrap();
        assert_eq!(examples.len(), 2);
        assert!(examples[0].contains("one") && examples[1].contains("two"));
        let text = main_file(examples.iter());
        assert!(text.contains("mod example_1 {") && text.contains("example_1::example().await?;"));
    }
}
