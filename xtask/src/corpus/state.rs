//! What earlier runs left in the scratch folder, so that a crate that has not changed is not compiled again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::message::Message;
use super::row::{self, Mode, Row};
use crate::sync::MARKER;

/// Results of earlier runs in one mode.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    mode: Option<Mode>,
    compiler: String,
    rows: BTreeMap<String, Row>,
}

impl State {
    /// Opens the folder; with `fresh`, what is in it counts for nothing.
    ///
    /// # Errors
    /// When it cannot be written to.
    pub fn open(folder: &Path, mode: Option<Mode>, fresh: bool) -> Result<Self, String> {
        let messages = folder.join("messages");
        fs::create_dir_all(&messages)
            .map_err(|error| format!("cannot make `{}`: {error}", messages.display()))?;
        let mut state =
            Self { folder: folder.to_owned(), mode, compiler: compiler(), rows: BTreeMap::new() };
        let text = fs::read_to_string(state.table()).unwrap_or_default();
        // Another compiler has other lints.
        if !fresh && text.lines().next() == Some(state.first_line().as_str()) {
            state.rows = row::from_tsv(&text).unwrap_or_default();
        }
        Ok(state)
    }

    /// What cargo said of this crate, when it was compiled before with these bytes.
    #[must_use]
    pub fn known(&self, row: &Row) -> Option<Vec<Message>> {
        let old = self.rows.get(&row.name)?;
        if old.hash != row.hash || old.mode.is_none() || old.mode != self.mode {
            return None;
        }
        let text = fs::read_to_string(self.messages(&row.name)).ok()?;
        let messages = text.lines().map(Message::from_json).collect::<Option<Vec<_>>>()?;
        // Cargo giving up may be a matter of that day: no network, no memory.
        messages.iter().all(|message| message.code != "cargo").then_some(messages)
    }

    /// Keeps a result.
    pub fn keep(&mut self, row: &Row) {
        self.rows.insert(row.name.clone(), row.clone());
    }

    /// Writes the table.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn save(&self) -> Result<(), String> {
        let path = self.table();
        let text = format!("{}\n{}", self.first_line(), row::to_tsv(&self.rows));
        fs::write(&path, text)
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    }

    /// Writes what cargo said. What cannot be written will be compiled again.
    pub fn write_messages(&self, name: &str, messages: &[Message]) {
        let text = messages.iter().map(|message| message.to_json() + "\n").collect::<String>();
        let _ = fs::write(self.messages(name), text);
        let rendered = messages.iter().map(|message| message.rendered.as_str());
        let rendered = rendered.collect::<Vec<_>>().join("\n");
        let _ = fs::write(self.beside(name, &format!("{}.txt", self.word())), rendered);
    }

    /// Writes what the generator said, to be looked at.
    pub fn write_diagnostics(&self, name: &str, text: &str) {
        let _ = fs::write(self.beside(name, "diagnostics.txt"), text);
    }

    fn table(&self) -> PathBuf {
        self.folder.join(format!("results-{}.tsv", self.word()))
    }

    fn messages(&self, name: &str) -> PathBuf {
        self.beside(name, &format!("{}.jsonl", self.word()))
    }

    fn beside(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join("messages").join(format!("{name}.{ending}"))
    }

    fn word(&self) -> &'static str {
        self.mode.map_or("generate", Mode::as_str)
    }

    fn first_line(&self) -> String {
        format!("# {}", self.compiler)
    }
}

/// The crates in a folder that oasmith wrote.
#[must_use]
pub fn crates(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let ours = entries.filter(|entry| {
        let manifest = fs::read_to_string(entry.path().join("Cargo.toml")).unwrap_or_default();
        manifest.starts_with(MARKER)
    });
    ours.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(code: &str) -> Message {
        Message {
            error: true,
            code: code.to_owned(),
            text: "a\tb".to_owned(),
            place: String::new(),
            rendered: "a\nb".to_owned(),
        }
    }

    #[test]
    fn what_has_not_changed_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let mode = Some(Mode::Check);
        let row = Row { name: "a".to_owned(), hash: "1".to_owned(), mode, ..Row::default() };
        let mut state = State::open(folder.path(), mode, false).unwrap();
        state.write_messages("a", &[complaint("E1")]);
        state.keep(&row);
        state.save().unwrap();
        let again = |fresh, mode| State::open(folder.path(), mode, fresh).unwrap();
        assert_eq!(again(false, mode).known(&row), Some(vec![complaint("E1")]));
        assert_eq!(again(true, mode).known(&row), None);
        assert_eq!(again(false, Some(Mode::Clippy)).known(&row), None);
        let other = Row { hash: "2".to_owned(), ..row.clone() };
        assert_eq!(again(false, mode).known(&other), None);
        state.write_messages("a", &[complaint("cargo")]);
        assert_eq!(again(false, mode).known(&row), None);
    }
}
