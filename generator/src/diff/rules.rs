//! How far each kind of change has to move the version: one table, by the rules of the Cargo book.
//!
//! Source: The Cargo Book, chapters "`SemVer` Compatibility" and, for features, "Features". What the book is silent about
//! (bytes on the wire, documentation, environment variables) has a row with a reason of its own.

use crate::rust::Kind;

/// How far the version has to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing that code could notice.
    Patch,
    /// What compiled still compiles.
    Minor,
    /// What compiled may not compile any more.
    Major,
}

impl Verdict {
    /// In one word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It comes from the same place of the description, and has another path.
    Renamed,
    /// It is a struct where it was an enum, and the like.
    Kind,
    /// It has, holds or gives another type.
    Type,
    /// It takes what it took, and more.
    Generalised,
    /// It has to be given where it was optional, or is always there.
    Required,
    /// It may be left out, or be absent, where it could not.
    Optional,
    /// Arguments changed places.
    Reordered,
    /// It implements more traits.
    TraitGained,
    /// It implements fewer traits, or some only with a feature.
    TraitLost,
    /// It needs a feature that it did not need.
    Gated,
    /// The same Rust, other bytes.
    Wire,
    /// Its documentation calls it deprecated now.
    Deprecated,
    /// Its documentation does not call it deprecated any more.
    Restored,
    /// Its documentation says something else.
    Documentation,
}

impl What {
    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Kind => "kind",
            Self::Type => "type",
            Self::Generalised => "generalised",
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Reordered => "reordered",
            Self::TraitGained => "trait-gained",
            Self::TraitLost => "trait-lost",
            Self::Gated => "gated",
            Self::Wire => "wire",
            Self::Deprecated => "deprecated",
            Self::Restored => "restored",
            Self::Documentation => "documentation",
        }
    }
}

/// A row of the table. The first that fits counts.
struct Rule {
    what: What,
    /// Kinds of items it is for; all when there is none.
    kinds: &'static [Kind],
    /// Only for parts of an item that users can match or build in full.
    exhaustive: bool,
    verdict: Verdict,
    why: &'static str,
}

const fn rule(what: What, kinds: &'static [Kind], verdict: Verdict, why: &'static str) -> Rule {
    Rule { what, kinds, exhaustive: false, verdict, why }
}

const RULES: &[Rule] = &[
    Rule {
        what: What::Added,
        kinds: &[Kind::Variant, Kind::Field],
        exhaustive: true,
        verdict: Verdict::Major,
        why: "code that matches or builds it in full does not compile: it is not `#[non_exhaustive]`",
    },
    rule(What::Added, &[Kind::Argument], Verdict::Major, "calls have an argument too few"),
    rule(
        What::Added,
        &[Kind::Variant],
        Verdict::Minor,
        "the enum is `#[non_exhaustive]`, so each match has an arm for what is new",
    ),
    rule(
        What::Added,
        &[Kind::Field],
        Verdict::Minor,
        "the struct is `#[non_exhaustive]`, so nobody outside builds it from its fields",
    ),
    rule(
        What::Added,
        &[Kind::Feature],
        Verdict::Minor,
        "a new feature changes nothing for those who do not name it",
    ),
    rule(
        What::Added,
        &[],
        Verdict::Minor,
        "a new item; code that does not name it compiles as before",
    ),
    rule(What::Removed, &[Kind::Argument], Verdict::Major, "calls have an argument too many"),
    rule(
        What::Removed,
        &[Kind::Feature],
        Verdict::Major,
        "manifests that name the feature do not resolve",
    ),
    rule(
        What::Removed,
        &[Kind::Variable],
        Verdict::Major,
        "programs that are configured by it start without the value",
    ),
    rule(What::Removed, &[], Verdict::Major, "code that names it does not compile"),
    rule(What::Renamed, &[], Verdict::Major, "code that names it by its old path does not compile"),
    rule(What::Kind, &[], Verdict::Major, "code that builds, matches or reads it does not compile"),
    rule(
        What::Type,
        &[Kind::Argument, Kind::Setter, Kind::BuilderSetter],
        Verdict::Major,
        "what callers give may not fit",
    ),
    rule(
        What::Type,
        &[Kind::Method, Kind::Way, Kind::Getter, Kind::Accessor],
        Verdict::Major,
        "what callers do with what they get may not compile",
    ),
    rule(What::Type, &[], Verdict::Major, "code that reads or writes it may not compile"),
    rule(What::Generalised, &[], Verdict::Minor, "what callers give still fits"),
    rule(
        What::Required,
        &[Kind::Argument],
        Verdict::Major,
        "it was a method of the call; it is an argument, and calls have one too few",
    ),
    rule(
        What::Required,
        &[],
        Verdict::Major,
        "the type lost its `Option`: code that reads or writes it does not compile",
    ),
    rule(
        What::Optional,
        &[Kind::Setter],
        Verdict::Major,
        "it was an argument; it is a method of the call, and calls have an argument too many",
    ),
    rule(
        What::Optional,
        &[],
        Verdict::Major,
        "the type became an `Option`: code that reads or writes it does not compile",
    ),
    rule(
        What::Reordered,
        &[],
        Verdict::Major,
        "calls give the arguments in the old order; where the types are alike they compile and mean something else",
    ),
    rule(What::TraitGained, &[], Verdict::Minor, "code that does not need it compiles as before"),
    rule(What::TraitLost, &[], Verdict::Major, "code that needs the trait does not compile"),
    rule(
        What::Gated,
        &[],
        Verdict::Major,
        "code that moves behind a feature is gone for those who choose features themselves",
    ),
    rule(
        What::Wire,
        &[],
        Verdict::Minor,
        "code compiles as before; what is sent or understood is something else",
    ),
    rule(
        What::Deprecated,
        &[],
        Verdict::Minor,
        "SemVer 2.0.0, 7: what is deprecated moves the minor version",
    ),
    rule(What::Restored, &[], Verdict::Patch, "only the documentation says so"),
    rule(What::Documentation, &[], Verdict::Patch, "documentation only"),
];

/// The verdict of a change, and why. `exhaustive` is said of what the item is a part of.
pub(super) fn judge(what: What, kind: Kind, exhaustive: bool) -> (Verdict, &'static str) {
    let found = RULES.iter().find(|rule| {
        rule.what == what
            && (rule.kinds.is_empty() || rule.kinds.contains(&kind))
            && (!rule.exhaustive || exhaustive)
    });
    // Every change has a row for all kinds (a test looks).
    found.map_or((Verdict::Major, "no rule says that it is less"), |rule| (rule.verdict, rule.why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_has_a_row_for_all_kinds_and_no_row_is_hidden() {
        let all = [
            What::Added,
            What::Removed,
            What::Renamed,
            What::Kind,
            What::Type,
            What::Generalised,
            What::Required,
            What::Optional,
            What::Reordered,
            What::TraitGained,
            What::TraitLost,
            What::Gated,
            What::Wire,
            What::Deprecated,
            What::Restored,
            What::Documentation,
        ];
        for what in all {
            let rows: Vec<_> = RULES.iter().filter(|rule| rule.what == what).collect();
            let last = rows.last().expect("a row");
            assert!(last.kinds.is_empty() && !last.exhaustive, "{what:?}");
            let general = rows.iter().filter(|row| row.kinds.is_empty()).count();
            assert_eq!(general, 1, "{what:?}");
        }
    }
}
