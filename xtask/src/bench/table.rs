//! Figures by description and measure, printed as a table with ratios to an earlier one.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::process::Cost;

/// One figure each; in the order in which they were measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    subject: String,
    measure: String,
    value: f64,
    unit: String,
}

impl Table {
    /// Adds a figure.
    pub(super) fn push(&mut self, subject: &str, measure: &str, value: f64, unit: &str) {
        let [subject, measure, unit] = [subject, measure, unit].map(str::to_owned);
        self.rows.push(Row { subject, measure, value, unit });
    }

    /// Adds what a process cost, or says why there is no figure.
    pub(super) fn push_cost(&mut self, subject: &str, measure: &str, cost: Result<Cost>) {
        match cost {
            Ok(cost) => {
                self.push(subject, &format!("{measure}, CPU"), cost.cpu.as_secs_f64(), "s");
                self.push(subject, &format!("{measure}, memory"), cost.memory_mb(), "MB");
            }
            Err(error) => println!("{subject}: {measure}: {error:#}"),
        }
    }

    /// The table as text, with a column of ratios where there is an earlier one.
    #[must_use]
    pub(super) fn render(&self, baseline: Option<&Self>) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let figure = format!("{:.*} {}", decimals(row.value), row.value, row.unit);
            let _ = write!(text, "{:16} {:44} {figure:>14}", row.subject, row.measure);
            if let Some(before) = baseline.and_then(|table| table.value(row)) {
                let _ = write!(text, "   {:.2} of before", row.value / before);
            }
            text.push('\n');
        }
        text
    }

    /// Writes it as tab-separated values.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let mut text = String::from("subject\tmeasure\tvalue\tunit\n");
        for Row { subject, measure, value, unit } in &self.rows {
            let _ = writeln!(text, "{subject}\t{measure}\t{value}\t{unit}");
        }
        fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
    }

    /// Reads what [`Table::write`] wrote.
    ///
    /// # Errors
    /// When there is no such file, or something else is in it.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let mut table = Self::default();
        for (index, line) in text.lines().enumerate().skip(1) {
            let row = match line.split('\t').collect::<Vec<_>>().as_slice() {
                [subject, measure, value, unit] => {
                    value.parse().ok().map(|value| (*subject, *measure, value, *unit))
                }
                _ => None,
            };
            let (subject, measure, value, unit) = row.with_context(|| {
                format!("`{}`, line {}: expected four columns", path.display(), index + 1)
            })?;
            table.push(subject, measure, value, unit);
        }
        Ok(table)
    }

    fn value(&self, row: &Row) -> Option<f64> {
        let same = |other: &&Row| other.subject == row.subject && other.measure == row.measure;
        self.rows.iter().find(same).map(|other| other.value).filter(|value| *value > 0.0)
    }
}

fn decimals(value: f64) -> usize {
    if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn what_is_written_is_read_and_compared() {
        let mut before = Table::default();
        before.push("pets", "generate", 2.0, "s");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("before.tsv");
        before.write(&path).unwrap();
        let before = Table::read(&path).unwrap();
        let mut now = Table::default();
        now.push("pets", "generate", 1.0, "s");
        now.push("pets", "check", 123.4, "s");
        let text = now.render(Some(&before));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("1.00 s   0.50 of before"), "{text}");
        assert!(lines[1].ends_with("123 s"), "{text}");
    }
}
