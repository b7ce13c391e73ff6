//! What became of the calls: read from what a test prints, counted by operation, and written as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What became of one description.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    /// Name of the description.
    pub(super) name: String,
    /// Why there are no calls; empty when there are.
    pub(super) problem: String,
    operations: usize,
    hash: String,
    calls: Vec<Call>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Call {
    method: String,
    path: String,
    which: String,
    is_sent: bool,
    is_accepted: bool,
    is_decoded: bool,
    reason: String,
}

impl Call {
    /// A line `contract`, method, path, which, sent, accepted, decoded, reason.
    fn read(line: &str) -> Option<Self> {
        let rest = line.get(line.find("contract\t")?..)?;
        let words: Vec<&str> = rest.splitn(8, '\t').collect();
        let [_, method, path, which, sent, accepted, decoded, reason] = words.as_slice() else {
            return None;
        };
        Some(Self {
            method: (*method).to_owned(),
            path: (*path).to_owned(),
            which: (*which).to_owned(),
            is_sent: *sent == "yes",
            is_accepted: *accepted == "yes",
            is_decoded: *decoded == "yes",
            reason: (*reason).to_owned(),
        })
    }

    fn line(&self) -> String {
        let word = |flag| if flag { "yes" } else { "no" };
        let words = [self.is_sent, self.is_accepted, self.is_decoded].map(word).join("\t");
        format!("{}\t{}\t{}\t{words}\t{}", self.method, self.path, self.which, self.reason)
    }
}

impl Outcome {
    pub(super) fn new(name: &str, operations: usize, hash: &str) -> Self {
        Self { name: name.to_owned(), operations, hash: hash.to_owned(), ..Self::default() }
    }

    /// Takes over what a test printed.
    pub(super) fn read(&mut self, printed: &str) {
        self.calls = printed.lines().filter_map(Call::read).collect();
        if self.calls.is_empty() && self.operations > 0 {
            let last = printed.lines().rev().find(|line| !line.trim().is_empty());
            self.problem = format!("the test says nothing: {}", last.unwrap_or_default());
        }
    }

    /// What is kept for a later run.
    pub(super) fn kept(&self) -> String {
        let mut text = format!("{}\n", self.hash);
        for call in &self.calls {
            let _ = writeln!(text, "contract\t{}", call.line());
        }
        text
    }

    /// Takes over what was kept, when it is of the same crate.
    pub(super) fn restore(&mut self, kept: &str) -> bool {
        let Some((hash, calls)) = kept.split_once('\n') else { return false };
        if hash == self.hash {
            self.read(calls);
        }
        hash == self.hash
    }

    /// What is printed of it: a line, and one for each call that failed, or for each call.
    pub(super) fn text(&self, verbose: bool) -> String {
        let counts = self.counts();
        let mut text = format!(
            "{:<32} {:>5} operations  sent {:>5}  accepted {:>5}  decoded {:>5}  {}\n",
            self.name, counts.all, counts.sent, counts.accepted, counts.decoded, self.problem
        );
        for call in self.calls.iter().filter(|call| verbose || !call.is_decoded) {
            let _ = writeln!(text, "    {}", call.line());
        }
        text
    }

    /// By operation: it is what all of its calls are.
    fn counts(&self) -> Counts {
        let mut operations: BTreeMap<(&str, &str), (bool, bool, bool)> = BTreeMap::new();
        for call in &self.calls {
            let entry = operations.entry((&call.method, &call.path)).or_insert((true, true, true));
            entry.0 &= call.is_sent;
            entry.1 &= call.is_accepted;
            entry.2 &= call.is_decoded;
        }
        let count = |is: fn(&(bool, bool, bool)) -> bool| {
            operations.values().filter(|operation| is(operation)).count()
        };
        Counts {
            all: self.operations.max(operations.len()),
            sent: count(|operation| operation.0),
            accepted: count(|operation| operation.1),
            decoded: count(|operation| operation.2),
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    all: usize,
    sent: usize,
    accepted: usize,
    decoded: usize,
}

/// All descriptions together.
#[derive(Debug, Default)]
pub(super) struct Sums {
    descriptions: usize,
    with_problem: usize,
    counts: Counts,
    calls: usize,
    calls_decoded: usize,
}

impl Sums {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        let counts = outcome.counts();
        self.descriptions += 1;
        self.with_problem += usize::from(!outcome.problem.is_empty());
        self.counts.all += counts.all;
        self.counts.sent += counts.sent;
        self.counts.accepted += counts.accepted;
        self.counts.decoded += counts.decoded;
        self.calls += outcome.calls.len();
        self.calls_decoded += outcome.calls.iter().filter(|call| call.is_decoded).count();
    }

    /// Whether every operation of every description was sent, accepted and decoded.
    pub(super) fn is_clean(&self) -> bool {
        self.with_problem == 0 && self.counts.decoded == self.counts.all
    }

    pub(super) fn text(&self) -> String {
        let Counts { all, sent, accepted, decoded } = self.counts;
        format!(
            "\n{} descriptions, {} without calls; {all} operations: sent {sent} ({}), accepted {accepted} ({}), \
             decoded {decoded} ({}); {} of {} calls decoded\n",
            self.descriptions,
            self.with_problem,
            percent(sent, all),
            percent(accepted, all),
            percent(decoded, all),
            self.calls_decoded,
            self.calls,
        )
    }
}

fn percent(part: usize, all: usize) -> String {
    // Rounded down: 100 % is all of them.
    let tenths = (part * 1000).checked_div(all).unwrap_or(1000);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// All calls as tab-separated values.
pub(super) fn to_tsv(outcomes: &[Outcome]) -> String {
    let mut text =
        "description\tmethod\tpath\tparameters\tsent\taccepted\tdecoded\treason\n".to_owned();
    for outcome in outcomes {
        for call in &outcome.calls {
            let _ = writeln!(text, "{}\t{}", outcome.name, call.line());
        }
        if !outcome.problem.is_empty() {
            let problem = outcome.problem.replace(['\t', '\n'], " ");
            let _ = writeln!(text, "{}\t\t\t\tno\tno\tno\t{problem}", outcome.name);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "running 1 test\n\
        test every ... contract\tGET\t/a\trequired\tyes\tyes\tyes\t\n\
        contract\tGET\t/a\tall\tyes\tyes\tno\twhy\tnot\n\
        contract\tPUT\t/a\tall\tyes\tyes\tyes\t\n";

    #[test]
    fn an_operation_is_what_all_of_its_calls_are() {
        let mut outcome = Outcome::new("a", 2, "h");
        outcome.read(PRINTED);
        let mut sums = Sums::default();
        sums.add(&outcome);
        assert!(!sums.is_clean());
        assert!(sums.text().contains("accepted 2 (100.0 %), decoded 1 (50.0 %); 2 of 3 calls"));
        assert!(outcome.text(false).contains("why\tnot"));
        assert_eq!(to_tsv(&[outcome]).lines().count(), 4);
    }

    #[test]
    fn what_was_kept_is_taken_over_for_the_same_crate_only() {
        let mut outcome = Outcome::new("a", 2, "h");
        outcome.read(PRINTED);
        let kept = outcome.kept();
        let mut same = Outcome::new("a", 2, "h");
        assert!(same.restore(&kept));
        assert_eq!(same.calls, outcome.calls);
        assert!(!Outcome::new("a", 2, "other").restore(&kept));
    }
}
