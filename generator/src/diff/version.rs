//! Versions as cargo orders them, and how far one has to move for a verdict.

use std::cmp::Ordering;
use std::fmt;

use super::Verdict;

/// A version (`SemVer` 2.0.0); build metadata, which has no order, is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    numbers: [u64; 3],
    /// Identifiers of a pre-release; none of a release.
    pre: Vec<String>,
}

impl Version {
    /// Reads `1.2.3`, `1.2.3-rc.1`, `1.2.3+build`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (core, pre) = match text.split_once('-') {
            Some((core, pre)) => (core, pre.split('.').map(str::to_owned).collect()),
            None => (text, Vec::new()),
        };
        let numbers: Vec<u64> = core.split('.').map(number).collect::<Option<_>>()?;
        let fits = |part: &String| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let numbers = <[u64; 3]>::try_from(numbers).ok()?;
        pre.iter().all(fits).then_some(Self { numbers, pre })
    }

    /// The least release that may follow this one with such changes. Cargo takes the leftmost number that is not zero
    /// for the major one: `0.2.0` does not go where `0.1.0` is asked for, and `0.0.2` not where `0.0.1` is.
    #[must_use]
    pub fn after(&self, verdict: Verdict) -> Self {
        let [major, minor, patch] = self.numbers;
        // A pre-release promises nothing to the next one.
        let numbers = match (verdict, self.numbers) {
            _ if !self.pre.is_empty() => self.numbers,
            (Verdict::Major, [0, 0, _]) => [0, 0, patch.saturating_add(1)],
            (Verdict::Major, [0, ..]) => [0, minor.saturating_add(1), 0],
            (Verdict::Major, _) => [major.saturating_add(1), 0, 0],
            (Verdict::Minor, _) if major > 0 => [major, minor.saturating_add(1), 0],
            (Verdict::Minor | Verdict::Patch, _) => [major, minor, patch.saturating_add(1)],
        };
        Self { numbers, pre: Vec::new() }
    }

    /// Whether `new` is far enough from this version for such changes. A pre-release of what is far enough is, too.
    #[must_use]
    pub fn allows(&self, new: &Self, verdict: Option<Verdict>) -> bool {
        let Some(verdict) = verdict else { return new >= self };
        new > self && (!self.pre.is_empty() || new.numbers >= self.after(verdict).numbers)
    }
}

/// A number without a leading zero.
fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits)?;
    (text == "0" || !text.starts_with('0')).then_some(number)
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        if self.pre.is_empty() { Ok(()) } else { write!(f, "-{}", self.pre.join(".")) }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `SemVer` 2.0.0, 11.
impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_pre = || match (self.pre.is_empty(), other.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let (own, others) = (self.pre.iter(), other.pre.iter());
                own.map(|it| identifier(it)).cmp(others.map(|it| identifier(it)))
            }
        };
        self.numbers.cmp(&other.numbers).then_with(by_pre)
    }
}

/// Numbers come before words, and are ordered as numbers; one that is longer than others is greater.
fn identifier(text: &str) -> (bool, usize, &str) {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { (false, text.len(), text) } else { (true, 0, text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn versions_are_ordered_as_the_specification_has_it() {
        // The example of SemVer 2.0.0, 11.4.4, and that of 11.2.
        let ordered = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "2.0.0",
            "2.1.0",
            "2.1.1",
        ];
        for pair in ordered.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("1.0.0+a"), version("1.0.0+b"));
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.x",
            "01.2.3",
            "1.2.3-",
            "1.2.3-a..b",
            "v1.2.3",
            "+1.2.3",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn compatible_versions_are_those_of_cargo() {
        use Verdict::{Major, Minor, Patch};
        // The Cargo Book, "Specifying Dependencies", default requirements: what `^old` does not match is a major step.
        for (old, verdict, least) in [
            ("1.2.3", Patch, "1.2.4"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Major, "2.0.0"),
            ("0.2.3", Patch, "0.2.4"),
            ("0.2.3", Minor, "0.2.4"),
            ("0.2.3", Major, "0.3.0"),
            ("0.0.3", Minor, "0.0.4"),
            ("0.0.3", Major, "0.0.4"),
            ("2.0.0-rc.1", Major, "2.0.0"),
        ] {
            assert_eq!(version(old).after(verdict), version(least), "{old} {verdict:?}");
            assert!(version(old).allows(&version(least), Some(verdict)), "{old} {verdict:?}");
        }
        for (old, new, verdict, enough) in [
            ("1.2.3", "1.2.3", None, true),
            ("1.2.3", "1.2.2", None, false),
            ("1.2.3", "1.2.3", Some(Patch), false),
            ("1.2.3", "1.2.9", Some(Minor), false),
            ("1.2.3", "1.9.0", Some(Major), false),
            ("1.2.3", "3.0.0", Some(Major), true),
            ("1.2.3", "2.0.0-alpha.1", Some(Major), true),
            ("0.2.3", "0.2.9", Some(Major), false),
            ("1.0.0-rc.1", "1.0.0-rc.2", Some(Major), true),
            ("1.0.0-rc.2", "1.0.0-rc.2", Some(Patch), false),
        ] {
            assert_eq!(
                version(old).allows(&version(new), verdict),
                enough,
                "{old} {new} {verdict:?}"
            );
        }
    }
}
