//! The tables of the corpus: tab-separated values, of which the first line names the columns.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A line, by column.
pub(crate) type Row = BTreeMap<String, String>;

/// All lines of a table.
pub(crate) fn table(path: &Path) -> Vec<Row> {
    let text = read(path);
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row = |line: &str| {
        let cells = columns.iter().zip(line.split('\t'));
        cells.map(|(column, cell)| ((*column).to_owned(), cell.to_owned())).collect()
    };
    lines.map(row).collect()
}

/// A text that has to be there.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
