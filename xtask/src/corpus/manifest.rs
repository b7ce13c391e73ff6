//! MANIFEST.tsv and EDGE.tsv: which files of a folder are descriptions, and which of them are to be refused.

use std::path::{Path, PathBuf};

/// File names that are looked for.
pub const NAMES: [&str; 2] = ["MANIFEST.tsv", "EDGE.tsv"];

/// A line that names a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is called; none when the table has no such column.
    pub name: Option<String>,
    /// Path in the manifest's folder.
    pub file: PathBuf,
    /// What the table says the version is.
    pub version: String,
    /// A reader has something to complain of.
    pub negative: bool,
}

/// The descriptions that a table names; parts of other descriptions (column `kind`) are none.
///
/// # Errors
/// When there is no column `file`.
pub fn parse(text: &str) -> Result<Vec<Listed>, String> {
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default().split('\t').collect::<Vec<_>>();
    let column = |name: &str| head.iter().position(|column| *column == name);
    let file = column("file").ok_or("the first line has no column `file`")?;
    let (name, negative, kind) = (column("name"), column("negative"), column("kind"));
    let version = column("openapi_version").or_else(|| column("version"));
    let mut listed = Vec::new();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let cells = line.split('\t').collect::<Vec<_>>();
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied().unwrap_or_default();
        let path = cell(Some(file));
        if path.is_empty() || cell(kind) == "fragment" {
            continue;
        }
        listed.push(Listed {
            name: Some(cell(name).to_owned()).filter(|name| !name.is_empty()),
            file: Path::new(path).to_owned(),
            version: cell(version).to_owned(),
            negative: cell(negative) == "yes",
        });
    }
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_fragments_left_out() {
        let text = "peer\tfile\tversion\tnegative\tkind\nx\tedge/a.yaml\t3.0.0\tyes\troot\n\
                    x\tedge/b.yaml\t-\tno\tfragment\nx\tedge/c.yaml\t3.1.0\tno\troot\n";
        let listed = parse(text).unwrap();
        let found = listed.iter().map(|one| (one.file.to_str().unwrap(), one.negative));
        assert_eq!(found.collect::<Vec<_>>(), [("edge/a.yaml", true), ("edge/c.yaml", false)]);
        let listed = parse("name\tfile\topenapi_version\na\tspecs/a.json\t2.0\n").unwrap();
        assert_eq!((listed[0].name.as_deref(), listed[0].version.as_str()), (Some("a"), "2.0"));
        assert!(parse("name\tpath\n").is_err());
    }
}
