//! Where our client does something else than the recorded one, on purpose: a table, each entry with its reason and a
//! check of what ours does instead.

use super::call::Outcome;
use super::script::RawRequest;

/// What came of a replay.
#[derive(Debug)]
pub struct Replay {
    /// Of the call.
    pub outcome: Outcome,
    /// What the first server got.
    pub a: Vec<RawRequest>,
    /// What the second one got.
    pub b: Vec<RawRequest>,
}

/// A deliberate difference.
pub struct Difference<C> {
    /// What is different.
    pub what: &'static str,
    /// Why.
    pub reason: &'static str,
    /// For which cases.
    pub applies: fn(&C) -> bool,
    /// What ours does instead; the error is what is wrong with it.
    pub check: fn(&C, &Replay) -> Result<(), String>,
}

/// Collects what the cases came to.
#[derive(Debug, Default)]
pub struct Report {
    equal: usize,
    different: Vec<(&'static str, usize)>,
    unknown: Vec<String>,
    failures: Vec<String>,
}

impl Report {
    /// Compares one case: with the table where an entry applies, else with the recording itself.
    pub fn compare<C>(
        &mut self,
        name: &str,
        case: &C,
        replay: &Replay,
        table: &[Difference<C>],
        equal: fn(&C, &Replay) -> Result<(), String>,
    ) {
        if let Outcome::Unknown(option) = &replay.outcome {
            self.unknown.push(format!("{name}: {option}"));
            return;
        }
        let entry = table.iter().find(|entry| (entry.applies)(case));
        let result = if let Some(entry) = entry {
            match self.different.iter_mut().find(|(what, _)| *what == entry.what) {
                Some((_, count)) => *count += 1,
                None => self.different.push((entry.what, 1)),
            }
            (entry.check)(case, replay).map_err(|wrong| format!("{name} [{}]: {wrong}", entry.what))
        } else {
            self.equal += 1;
            equal(case, replay).map_err(|wrong| format!("{name}: {wrong}"))
        };
        self.failures.extend(result.err());
    }

    /// A case that cannot be played again.
    pub fn unknown(&mut self, name: &str, why: &str) {
        self.unknown.push(format!("{name}: {why}"));
    }

    /// Prints the counts and fails on what was wrong, and on entries that no case needed.
    ///
    /// # Panics
    /// That is how a test fails.
    pub fn finish<C>(mut self, title: &str, table: &[Difference<C>]) {
        println!("{title}: {} as recorded", self.equal);
        for entry in table {
            let used = self
                .different
                .iter()
                .find(|(what, _)| *what == entry.what)
                .map_or(0, |(_, count)| *count);
            println!("{title}: {used} different: {} ({})", entry.what, entry.reason);
            if used == 0 {
                self.failures.push(format!("no case needs the difference `{}`", entry.what));
            }
        }
        for unknown in &self.unknown {
            println!("{title}: not played: {unknown}");
        }
        assert!(self.failures.is_empty(), "{title}:\n{}", self.failures.join("\n"));
    }
}
