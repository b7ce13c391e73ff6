//! From two surfaces to what changed.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::{Pairs, last};
use super::rules::{Verdict, What, judge};
use super::{Item, Surface};
use crate::rust::Kind;
use crate::source::Pointer;

/// A change that users of the crate can notice, or read of.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// How far the version has to move for it.
    pub verdict: Verdict,
    /// Why.
    pub why: &'static str,
    /// What the item is.
    pub kind: Kind,
    /// Its Rust path: in the new crate, or in the old one when it is gone.
    pub path: String,
    /// What is different, after the path: lower case, no final dot.
    pub message: String,
    /// Where it stands in the old description; `None` where it is new.
    pub old: Option<Pointer>,
    /// Where it stands in the new description; `None` where it is gone.
    pub new: Option<Pointer>,
}

/// What changed, the worst first, then by path.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Vec<Change> {
    let pairs = Pairs::of(old, new);
    let renames = renames(&pairs, old);
    let mut comparison = Comparison { old, new, pairs, renames, changes: Vec::new() };
    comparison.run();
    let mut changes = comparison.changes;
    changes.sort_by(|a, b| {
        (b.verdict, &a.path, a.what, &a.message).cmp(&(a.verdict, &b.path, b.what, &b.message))
    });
    changes
}

/// The worst of the changes; `None` where there is none.
#[must_use]
pub fn verdict(changes: &[Change]) -> Option<Verdict> {
    changes.iter().map(|change| change.verdict).max()
}

struct Comparison<'a> {
    old: &'a Surface,
    new: &'a Surface,
    pairs: Pairs<'a>,
    /// Old names of types in signatures, with the new ones.
    renames: BTreeMap<String, String>,
    changes: Vec<Change>,
}

impl<'a> Comparison<'a> {
    fn run(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs: Vec<_> = self.pairs.all().collect();
        // The parts of what became something else have nothing to be compared with.
        let other_kind = pairs.iter().copied().filter(|(was, is)| {
            let (before, after) = (&old.items[*was], &new.items[*is]);
            before.public.kind != after.public.kind && !is_parameter(before)
        });
        let (left, came): (BTreeSet<&str>, BTreeSet<&str>) = other_kind.unzip();
        for (was, is) in pairs {
            let after = &new.items[is];
            if !after.public.parent.as_deref().is_some_and(|parent| came.contains(parent)) {
                self.pair(was, &old.items[was], is, after);
            }
        }
        for (path, item) in &old.items {
            let parent = item.public.parent.as_deref().filter(|it| old.items.contains_key(*it));
            let with_parent =
                parent.is_some_and(|it| self.pairs.new_of(it).is_none() || left.contains(it));
            if self.pairs.new_of(path).is_none() && !with_parent {
                let message = format!("is gone{}", along(old, self.pairs.old_parts(path)));
                self.report(What::Removed, path, Some(item), None, message);
            }
        }
        for (path, item) in &new.items {
            let parent = item.public.parent.as_deref().filter(|it| new.items.contains_key(*it));
            let with_parent =
                parent.is_some_and(|it| self.pairs.old_of(it).is_none() || came.contains(it));
            if self.pairs.old_of(path).is_none() && !with_parent {
                let message = format!("is new{}", along(new, self.pairs.new_parts(path)));
                self.report(What::Added, path, None, Some(item), message);
            }
        }
    }

    fn pair(&mut self, was: &'a str, before: &'a Item, is: &'a str, after: &'a Item) {
        let renamed = self.renamed(was, before, is, after);
        let mut report = |what, message| self.report(what, is, Some(before), Some(after), message);
        if let Some(message) = renamed {
            report(What::Renamed, message);
        }
        let (from, to) = (before.public.kind, after.public.kind);
        match (from, to) {
            (Kind::Argument, Kind::Setter) => {
                report(What::Optional, "is optional, and was an argument".to_owned());
            }
            (Kind::Setter, Kind::Argument) => {
                report(What::Required, "is an argument, and was optional".to_owned());
            }
            _ if from != to => {
                let message = format!(
                    "is of the kind {}, and was of the kind {}",
                    to.as_str(),
                    from.as_str()
                );
                return report(What::Kind, message);
            }
            _ => {}
        }
        if from == to {
            self.types(is, before, after);
        }
        self.order(was, before, is, after);
        self.traits(was, before, is, after);
        self.gate(is, before, after);
        self.wire(before, is, after);
        let mut report = |what, message: &str| {
            self.report(what, is, Some(before), Some(after), message.to_owned());
        };
        match (before.deprecated, after.deprecated) {
            (false, true) => report(What::Deprecated, "is deprecated"),
            (true, false) => report(What::Restored, "is not deprecated any more"),
            _ if before.docs != after.docs => {
                report(What::Documentation, "is described in other words");
            }
            _ => {}
        }
    }

    /// Says of a new name what the name of what it is part of does not say.
    fn renamed(&self, was: &str, before: &Item, is: &str, after: &Item) -> Option<String> {
        // Nobody writes the name of an argument.
        if was == is || [before, after].iter().any(|item| item.public.kind == Kind::Argument) {
            return None;
        }
        let (old_parent, new_parent) =
            (before.public.parent.as_deref(), after.public.parent.as_deref());
        let under = |path: &str, parent: Option<&str>| {
            parent.is_some_and(|parent| {
                path.strip_prefix(parent).is_some_and(|rest| rest.starts_with("::"))
            })
        };
        let along = old_parent.and_then(|parent| self.pairs.new_of(parent)) == new_parent
            && under(was, old_parent)
            && under(is, new_parent);
        (!along || last(was) != last(is)).then(|| format!("was `{was}`"))
    }

    fn types(&mut self, path: &str, before: &Item, after: &Item) {
        let (Some(from), Some(to)) = (&before.public.ty, &after.public.ty) else {
            if before.public.ty != after.public.ty {
                let text = |ty: &Option<String>| {
                    ty.as_ref().map_or_else(|| "nothing".to_owned(), |ty| format!("`{ty}`"))
                };
                let message = format!(
                    "holds {}, and held {}",
                    text(&after.public.ty),
                    text(&before.public.ty)
                );
                self.report(What::Type, path, Some(before), Some(after), message);
            }
            return;
        };
        let mapped = self.in_new_words(from);
        if mapped == *to {
            return;
        }
        let option = |ty: &str| format!("Option<{ty}>");
        let parameter = is_parameter(after);
        let what = if parameter
            && *to == format!("impl Into<{}>", option(&mapped))
            && !mapped.starts_with('&')
        {
            What::Generalised
        } else if after.public.kind == Kind::Field && *to == option(&mapped) {
            What::Optional
        } else if after.public.kind == Kind::Field && mapped == option(to) {
            What::Required
        } else {
            What::Type
        };
        let (is, was) = match after.public.kind {
            Kind::Argument | Kind::Setter | Kind::BuilderSetter => ("takes", "took"),
            Kind::Method | Kind::Way | Kind::Getter | Kind::Accessor => ("gives", "gave"),
            Kind::Variant => ("holds", "held"),
            _ => ("is", "was"),
        };
        let message = format!("{is} `{to}`, and {was} `{from}`");
        self.report(what, path, Some(before), Some(after), message);
    }

    /// Whether the arguments that stayed stand in another order.
    fn order(&mut self, was: &str, before: &Item, is: &str, after: &Item) {
        if !matches!(after.public.kind, Kind::Method | Kind::Constructor) {
            return;
        }
        let mut stayed: Vec<(usize, usize, &str)> = Vec::new();
        for path in self.pairs.old_parts(was) {
            let Some(new_path) = self.pairs.new_of(path) else { continue };
            let (item, new_item) = (&self.old.items[*path], &self.new.items[new_path]);
            let both = [item, new_item].iter().all(|it| it.public.kind == Kind::Argument);
            if both {
                stayed.push((item.public.position, new_item.public.position, last(new_path)));
            }
        }
        stayed.sort_unstable();
        if stayed.is_sorted_by_key(|(_, position, _)| *position) {
            return;
        }
        let names = |order: &[(usize, usize, &str)]| {
            let names: Vec<String> = order.iter().map(|(_, _, name)| format!("`{name}`")).collect();
            names.join(", ")
        };
        let old_order = names(&stayed);
        stayed.sort_unstable_by_key(|(_, position, _)| *position);
        let message = format!("takes {}, and took {old_order}", names(&stayed));
        self.report(What::Reordered, is, Some(before), Some(after), message);
    }

    fn traits(&mut self, was: &str, before: &Item, is: &str, after: &Item) {
        let from: BTreeMap<String, Option<&str>> = (before.public.traits.iter())
            .map(|(name, feature)| (self.in_new_words(name), *feature))
            .collect();
        let to = &after.public.traits;
        // A variant that comes or goes takes its conversion along.
        let gone = self.pairs.old_parts(was).iter();
        let gone = gone
            .filter(|path| self.pairs.new_of(path).is_none())
            .map(|path| &self.old.items[*path]);
        let come = self.pairs.new_parts(is).iter();
        let come = come
            .filter(|path| self.pairs.old_of(path).is_none())
            .map(|path| &self.new.items[*path]);
        let of_variants: BTreeSet<String> = gone
            .chain(come)
            .filter_map(|item| item.public.ty.as_deref())
            .flat_map(|ty| {
                let inner = ty.strip_prefix("Box<").and_then(|ty| ty.strip_suffix('>'));
                [ty, inner.unwrap_or(ty)].map(|ty| format!("From<{}>", self.in_new_words(ty)))
            })
            .collect();
        let mut lost = Vec::new();
        for (name, feature) in &from {
            match (feature, to.get(name)) {
                (_, None) if !of_variants.contains(name) => lost.push(format!("`{name}`")),
                (None, Some(Some(feature))) => {
                    lost.push(format!("`{name}` without the feature `{feature}`"));
                }
                _ => {}
            }
        }
        let gained = to.iter().filter(|(name, feature)| match from.get(*name) {
            None => !of_variants.contains(*name),
            Some(before) => before.is_some() && feature.is_none(),
        });
        let gained: Vec<String> = gained.map(|(name, _)| format!("`{name}`")).collect();
        if !lost.is_empty() {
            let message = format!("has no {} any more", lost.join(", no "));
            self.report(What::TraitLost, is, Some(before), Some(after), message);
        }
        if !gained.is_empty() {
            let message = format!("has {}", gained.join(", "));
            self.report(What::TraitGained, is, Some(before), Some(after), message);
        }
    }

    fn gate(&mut self, path: &str, before: &Item, after: &Item) {
        let Some(gate) = &after.public.gate else { return };
        let lost = match &before.public.gate {
            Some(before) => before.iter().any(|feature| !gate.contains(feature)),
            // What all tags need has no condition; with one more tag that does not need it, it gets one that those who
            // turned on any of the old features meet.
            None => self.old.features.is_empty() || !self.old.features.is_subset(gate),
        };
        if lost {
            let features: Vec<String> = gate.iter().map(|feature| format!("`{feature}`")).collect();
            let message = format!("needs the feature {}", features.join(" or "));
            self.report(What::Gated, path, Some(before), Some(after), message);
        }
    }

    fn wire(&mut self, before: &Item, is: &str, after: &Item) {
        let aspects: BTreeSet<&str> =
            before.wire.keys().chain(after.wire.keys()).copied().collect();
        for aspect in aspects {
            let (from, to) = (before.wire.get(aspect), after.wire.get(aspect));
            if from == to || self.is_said(aspect, before, after) {
                continue;
            }
            let text = |fact: Option<&String>| fact.map_or("nothing", String::as_str).to_owned();
            let message = format!("{aspect}: {}, and was {}", text(to), text(from));
            self.report(What::Wire, is, Some(before), Some(after), message);
        }
    }

    /// Whether another change says the same.
    fn is_said(&self, aspect: &str, before: &Item, after: &Item) -> bool {
        let either_is_absent =
            || !(before.wire.contains_key(aspect) && after.wire.contains_key(aspect));
        let parents = || -> Option<(&Item, &Item)> {
            let old = self.old.items.get(before.public.parent.as_ref()?)?;
            Some((old, self.new.items.get(after.public.parent.as_ref()?)?))
        };
        match aspect {
            // The type says it.
            "`None`" => either_is_absent() || before.public.ty != after.public.ty,
            // The ways to call say it.
            "pages" | "failures with a body" => either_is_absent(),
            "tag" => parents().is_some_and(|(old, new)| {
                old.wire.get("told apart by") != new.wire.get("told apart by")
            }),
            _ => false,
        }
    }

    /// A type of the old crate with the names that types have now.
    fn in_new_words(&self, ty: &str) -> String {
        if self.renames.is_empty() {
            return ty.to_owned();
        }
        let mut text = String::new();
        let mut word = String::new();
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        for c in ty.chars().chain(['\0']) {
            if is_word(c) {
                word.push(c);
                continue;
            }
            text.push_str(self.renames.get(&word).unwrap_or(&word));
            word.clear();
            text.push(c);
        }
        text.pop();
        text
    }

    fn report(
        &mut self,
        what: What,
        path: &str,
        old: Option<&Item>,
        new: Option<&Item>,
        message: String,
    ) {
        let Some(item) = new.or(old) else { return };
        let kind = item.public.kind;
        let parent = item.public.parent.as_deref();
        let exhaustive = parent.and_then(|parent| self.new.items.get(parent));
        let (verdict, why) =
            judge(what, kind, exhaustive.is_some_and(|item| item.public.exhaustive));
        // Texts of the description reach terminals and forges with it.
        let message = if message.contains(char::is_control) {
            message.replace(char::is_control, " ")
        } else {
            message
        };
        self.changes.push(Change {
            what,
            verdict,
            why,
            kind,
            path: path.to_owned(),
            message,
            old: old.map(|item| item.origin.clone()),
            new: new.map(|item| item.origin.clone()),
        });
    }
}

/// Types that are called something else now, as signatures write them.
fn renames(pairs: &Pairs<'_>, old: &Surface) -> BTreeMap<String, String> {
    let written = |path: &str| match path.strip_prefix("model::") {
        Some(_) => path.to_owned(),
        None => last(path).to_owned(),
    };
    let is_type = |path: &str| {
        matches!(
            old.items[path].public.kind,
            Kind::Struct
                | Kind::Enum
                | Kind::Union
                | Kind::Newtype
                | Kind::Alias
                | Kind::Marker
                | Kind::Handle
        )
    };
    let renamed = pairs.all().filter(|(was, is)| is_type(was) && written(was) != written(is));
    renamed.map(|(was, is)| (written(was), written(is))).collect()
}

fn is_parameter(item: &Item) -> bool {
    matches!(item.public.kind, Kind::Argument | Kind::Setter)
}

/// `, with 3 fields, 1 constructor`: what comes or goes along.
fn along(surface: &Surface, parts: &[&str]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for path in parts {
        let kind = surface.items[*path].public.kind;
        if matches!(kind, Kind::Field | Kind::Variant | Kind::Method) {
            *counts.entry(kind.as_str()).or_default() += 1;
        }
    }
    let counts = counts.into_iter().map(|(kind, count)| match count {
        1 => format!("1 {kind}"),
        _ => format!("{count} {kind}s"),
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { String::new() } else { format!(", with {}", counts.join(" and ")) }
}
