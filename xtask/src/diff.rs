//! `diff`: what changed between two descriptions for users of the crate, how far its version has to move, and an entry
//! for its changelog.

use std::time::{SystemTime, UNIX_EPOCH};

use oasmith::Input;
use oasmith::diag::Severity;
use oasmith::diff::{Change, Survey, Verdict, Version, changelog, compare, survey, verdict};

use crate::Exit;
use crate::codegen::{guarded, report_a_bug};
use crate::report::{MessageFormat, Reporter, say, say_aside};

mod print;
mod side;

pub(crate) use side::is_revision;
pub use side::{GitFile, Settings, Side, Source};

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// The description of the crate that is there.
    pub old: Side,
    /// The one that is to follow.
    pub new: Side,
    /// The version of the one that is there, when its configuration does not say it.
    pub old_version: Option<Version>,
    /// The version of the one to follow, when its configuration does not say it.
    pub new_version: Option<Version>,
    /// Fail when the version moved too little.
    pub check: bool,
    /// Print an entry of a changelog, and nothing else.
    pub changelog: bool,
    /// List changes of documentation one by one.
    pub verbose: bool,
    /// How to print changes.
    pub format: MessageFormat,
}

/// What was found.
struct Found {
    old: Survey,
    new: Survey,
    changes: Vec<Change>,
    old_version: Option<Version>,
    new_version: Option<Version>,
}

/// Does it.
#[must_use]
pub fn run(request: &Request) -> Exit {
    let reporter = Reporter::new(request.format, false);
    let found = match find(request, reporter) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let too_little = found.too_little();
    if request.check && too_little.is_none() {
        reporter.error(
            "without two versions there is nothing to check",
            "say them with `--old-version` and `--new-version`, or name configurations with `--old-config` and `--config`",
        );
        return Exit::Input;
    }
    if request.changelog {
        say(&changelog(&found.changes, &found.heading()));
    } else {
        say(&print::changes(&found, request));
    }
    if !request.check || too_little == Some(false) {
        return Exit::Success;
    }
    // Of a changelog, this is all that is said of the check; elsewhere the last line has it, too.
    if request.changelog {
        say_aside(&format!("{}\n", found.summary()));
    }
    Exit::Stale
}

fn find(request: &Request, reporter: Reporter) -> Result<Found, Exit> {
    let mut sides = Vec::new();
    for side in [&request.old, &request.new] {
        let read = side.read().map_err(|error| {
            reporter.input(&error);
            Exit::Input
        })?;
        let config = &read.config.config;
        let input = Input { description: read.description, config, loader: &*read.loader };
        let Some(survey) = guarded(|| survey(&input)) else {
            reporter.error(
                "oasmith panicked: this is a bug in the generator",
                &report_a_bug(&side.shown),
            );
            return Err(Exit::Bug);
        };
        let errors: Vec<_> = survey
            .diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .cloned()
            .collect();
        if !errors.is_empty() || survey.surface.is_none() {
            reporter.diagnostics(&errors, &survey.map, read.config.file.as_ref());
            reporter.error(
                &format!("there is no crate of `{}` to compare", side.shown),
                "mend what is listed above; a configuration of its own for the old description is named with `--old-config`",
            );
            return Err(Exit::Input);
        }
        let version = read.config.file.as_ref().and_then(|_| Version::parse(&config.krate.version));
        sides.push((survey, version));
    }
    let (Some((new, new_version)), Some((old, old_version))) = (sides.pop(), sides.pop()) else {
        return Err(Exit::Bug);
    };
    let (Some(before), Some(after)) = (&old.surface, &new.surface) else { return Err(Exit::Bug) };
    let Some(changes) = guarded(|| compare(before, after)) else {
        reporter.error(
            "oasmith panicked: this is a bug in the generator",
            &report_a_bug(&request.new.shown),
        );
        return Err(Exit::Bug);
    };
    let old_version = request.old_version.clone().or(old_version);
    let new_version = request.new_version.clone().or(new_version);
    Ok(Found { old, new, changes, old_version, new_version })
}

impl Found {
    fn verdict(&self) -> Option<Verdict> {
        verdict(&self.changes)
    }

    /// Whether the version moved too little; `None` where one of the two is not known.
    fn too_little(&self) -> Option<bool> {
        let (old, new) = (self.old_version.as_ref()?, self.new_version.as_ref()?);
        Some(!old.allows(new, self.verdict()))
    }

    /// What follows from the changes, in one line.
    fn summary(&self) -> String {
        let Some(verdict) = self.verdict() else {
            let back = if self.too_little() == Some(true) { "; the version went back" } else { "" };
            return format!("nothing changed for users of the crate{back}");
        };
        let verdict_text = verdict.as_str();
        let Some(old) = &self.old_version else { return format!("verdict: {verdict_text}") };
        let least = old.after(verdict);
        match (&self.new_version, self.too_little()) {
            (Some(new), Some(true)) => {
                format!(
                    "verdict: {verdict_text}; after {old} comes {least} or more, and this is {new}"
                )
            }
            (Some(new), _) => format!("verdict: {verdict_text}; {new} may follow {old}"),
            (None, _) => format!("verdict: {verdict_text}; after {old} comes {least} or more"),
        }
    }

    /// `[1.3.0] - 2026-01-31`; `[Unreleased]` while the version is the old one.
    fn heading(&self) -> String {
        match (&self.old_version, &self.new_version) {
            (Some(old), Some(new)) if new <= old => "[Unreleased]".to_owned(),
            (_, Some(new)) => format!("[{new}] - {}", today()),
            (_, None) => "[Unreleased]".to_owned(),
        }
    }
}

/// The date in UTC.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    format!("{year}-{month:02}-{day:02}")
}

/// Year, month and day of a day since 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut year, mut left) = (1970, days);
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    (year, month, left + 1)
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        // `date -u -d @SECONDS`.
        for (days, date) in [
            (0, (1970, 1, 1)),
            (58, (1970, 2, 28)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (20_453, (2025, 12, 31)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(civil(days), date, "{days}");
        }
    }
}
