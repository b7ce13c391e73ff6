//! Types: one scope, the module `model`.
//!
//! Claims by strength, each kind complete before the next begins: explicit names, component keys, titles that say
//! something and that one type only has, and places. So nothing that is inline ever renames a component, and a component
//! gives way to another only when both keys give the same name: the key that is spelled so keeps it.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{self, push_new, useful_title};
use super::case::{LONGEST, Symbols, Words, append_pascal, letter_case};
use super::place::{self, Place};
use super::scope::{Claim, Given, Scope};
use super::{Context, Rule, reserved, unions};
use crate::ir::{Parent, Role, TypeDef, TypeId, TypeKind};

/// Longest name made of places in places; deeper ones leave out what is between root and leaf.
const LONGEST_NESTED: usize = 90;

/// Names by type, with the rule each comes from, and the labels of unions.
pub(super) struct Named {
    /// By type.
    pub(super) texts: Vec<String>,
    /// By type.
    pub(super) rules: Vec<Rule>,
    /// Labels of the variants, by union.
    pub(super) labels: BTreeMap<TypeId, Vec<String>>,
}

/// Names all types. `owners` are the words of operations.
pub(super) fn assign(context: &mut Context<'_, '_>, owners: &[Words]) -> Named {
    let count = context.api.types.len();
    let mut namer = Namer {
        owners,
        scope: Scope::new(&[reserved::TYPES]),
        texts: vec![None; count],
        rules: vec![Rule::Place; count],
        labels: BTreeMap::new(),
        held: BTreeMap::new(),
    };
    namer.explicit(context);
    namer.hold(context);
    namer.components(context);
    namer.labels_of_unions(context);
    namer.titles(context);
    namer.places(context);
    namer.sent_forms(context);
    namer.note(context);
    let texts = namer.texts.into_iter().map(Option::unwrap_or_default).collect();
    Named { texts, rules: namer.rules, labels: namer.labels }
}

struct Namer<'o> {
    owners: &'o [Words],
    scope: Scope,
    texts: Vec<Option<String>>,
    rules: Vec<Rule>,
    labels: BTreeMap<TypeId, Vec<String>>,
    /// Who has a name because names.lock keeps it.
    held: BTreeMap<String, TypeId>,
}

impl Namer<'_> {
    fn explicit(&mut self, context: &mut Context<'_, '_>) {
        let mut asked = Vec::new();
        for (id, def) in context.api.types.iter() {
            if let Some(explicit) = &def.hint.explicit {
                asked.push((id, explicit.clone()));
            }
        }
        let claims: Vec<Claim> = (asked.iter())
            .map(|(_, name)| {
                let name = candidates::explicit_pascal(name);
                Claim { strength: 0, candidates: vec![name.clone(), name + "Model"] }
            })
            .collect();
        for ((id, name), given) in asked.into_iter().zip(self.scope.assign(&claims)) {
            self.keep(context, id, given, Rule::Explicit, Some(&name));
        }
    }

    /// Names of an earlier run, for what still stands at their place.
    fn hold(&mut self, context: &mut Context<'_, '_>) {
        for (id, _) in context.api.types.iter() {
            let Some(name) = context.held_type(id) else { continue };
            if !self.is_open(id) {
                // Somebody asks for another name.
                continue;
            }
            if self.scope.take(&name) {
                self.held.insert(name.clone(), id);
                let given = Given { text: name, candidate: 0, numbered: false };
                self.keep(context, id, given, Rule::Kept, None);
            } else {
                context.cannot_hold_type(id);
            }
        }
    }

    /// What the next run has to keep: all but what was asked for, and components that are called like their keys.
    fn note(&self, context: &mut Context<'_, '_>) {
        for (((id, def), rule), text) in context.api.types.iter().zip(&self.rules).zip(&self.texts)
        {
            let Some(text) = text.as_ref().filter(|_| *rule != Rule::Explicit) else { continue };
            if def.hint.component.as_ref() != Some(text) {
                context.note_type(id, text, *rule == Rule::Kept);
            }
        }
    }

    /// Says of what did not get its first choice who has it, when that is because names.lock says so.
    fn report(&self, context: &mut Context<'_, '_>, id: TypeId, claim: &Claim, given: &Given) {
        let Some(wanted) = claim.candidates.first().filter(|_| given.candidate > 0) else { return };
        if let Some(owner) = self.held.get(wanted) {
            let api = context.api;
            let (at, other) = (&api.types[id].origin, &api.types[*owner].origin);
            context.gave_way("type", at, other, wanted, &given.text);
        }
    }

    fn components(&mut self, context: &mut Context<'_, '_>) {
        let mut keys: Vec<(&str, TypeId)> = (context.api.types.iter())
            .filter(|(id, _)| self.is_open(*id))
            .filter_map(|(id, def)| def.hint.component.as_deref().map(|key| (key, id)))
            .collect();
        // By key, so that the order of the document does not matter.
        keys.sort_by_key(|(key, _)| *key);
        let claims: Vec<Claim> = keys.iter().map(|(key, _)| component_claim(key)).collect();
        let given = self.scope.assign(&claims);
        for (((_, id), given), claim) in keys.into_iter().zip(given).zip(&claims) {
            self.report(context, id, claim, &given);
            self.keep(context, id, given, Rule::Component, None);
        }
    }

    fn labels_of_unions(&mut self, context: &Context<'_, '_>) {
        // Inline types have no name yet, not even those that have kept theirs: labels are the same in every run.
        let is_inline = |(text, def): (&Option<String>, &TypeDef)| {
            text.clone().filter(|_| def.hint.component.is_some() || def.hint.explicit.is_some())
        };
        let defs = context.api.types.iter().map(|(_, def)| def);
        let known: Vec<Option<String>> = self.texts.iter().zip(defs).map(is_inline).collect();
        for (id, def) in context.api.types.iter() {
            // Both forms of a union have the variants of the received one, which comes first.
            let received = def.hint.sent_form_of.and_then(|id| self.labels.get(&id).cloned());
            if let Some(labels) = received {
                self.labels.insert(id, labels);
            } else if let TypeKind::Union(union) = &def.kind {
                self.labels.insert(id, unions::labels(context.api, id, union, &known));
            }
        }
    }

    fn titles(&mut self, context: &mut Context<'_, '_>) {
        let mut titled = Vec::new();
        for (id, def) in context.api.types.iter().filter(|(id, _)| self.is_open(*id)) {
            let (parent, role) =
                def.hint.parent.as_ref().map_or((None, None), |(a, b)| (Some(*a), Some(b)));
            let owner = match parent {
                Some(Parent::Operation(operation)) => self.owners.get(operation),
                _ => None,
            };
            let place = role.and_then(place::role_words);
            let title = def.hint.title.as_deref();
            // One word (`Click`, `Wait`) is too little for a name among all types of the API.
            if let Some(words) = title
                .and_then(|title| useful_title(title, place.as_ref(), owner))
                .filter(|words| words.count() > 1)
            {
                titled.push((id, words.pascal()));
            }
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (_, name) in &titled {
            *counts.entry(name.clone()).or_default() += 1;
        }
        for (id, name) in titled {
            // Of several types with one title none has a better claim to it.
            if counts.get(&name) == Some(&1) && self.scope.take(&name) {
                let given = Given { text: name, candidate: 0, numbered: false };
                self.keep(context, id, given, Rule::Title, None);
            }
        }
    }

    fn places(&mut self, context: &mut Context<'_, '_>) {
        let mut levels: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
        let open = context
            .api
            .types
            .iter()
            .filter(|(id, def)| self.is_open(*id) && def.hint.sent_form_of.is_none());
        for (id, _) in open {
            levels.entry(self.depth(context, id)).or_default().push(id);
        }
        for mut ids in levels.into_values() {
            // By place, not in the order in which the document comes to them.
            ids.sort_by_key(|id| &context.api.types[*id].origin);
            let claims: Vec<(Claim, bool)> =
                ids.iter().map(|id| self.place_claim(context, *id)).collect();
            let only: Vec<Claim> = claims.iter().map(|(claim, _)| claim.clone()).collect();
            let given = self.scope.assign(&only);
            for (number, ((id, (_, position)), mut given)) in
                ids.into_iter().zip(claims).zip(given).enumerate()
            {
                given.numbered |= position && given.candidate == 0;
                let rule = if given.candidate == 0 { Rule::Place } else { Rule::PlaceAndKind };
                if let Some(claim) = only.get(number) {
                    self.report(context, id, claim, &given);
                }
                self.keep(context, id, given, rule, None);
            }
        }
    }

    /// What is sent in place of `User` is `UserRequest`. Sent forms come last, so none of them takes a name from another
    /// type.
    fn sent_forms(&mut self, context: &mut Context<'_, '_>) {
        let mut forms: Vec<(TypeId, String)> = Vec::new();
        for (id, def) in context.api.types.iter().filter(|(id, _)| self.is_open(*id)) {
            if let Some(received) = def.hint.sent_form_of {
                let text = self.texts.get(received.index()).cloned().flatten();
                forms.push((id, text.unwrap_or_else(|| "Inline".to_owned())));
            }
        }
        forms.sort_by(|one, other| one.1.cmp(&other.1));
        let claim = |(_, text): &(TypeId, String)| {
            let suffixes = if text.ends_with("Request") || text.ends_with("Response") {
                ["Input", "InputBody"]
            } else {
                ["Request", "Input"]
            };
            let candidates = suffixes.map(|suffix| format!("{text}{suffix}")).to_vec();
            Claim { strength: 0, candidates }
        };
        let claims: Vec<Claim> = forms.iter().map(claim).collect();
        for ((id, _), given) in forms.into_iter().zip(self.scope.assign(&claims)) {
            self.keep(context, id, given, Rule::SentForm, None);
        }
    }

    /// How many unnamed types stand above an unnamed type.
    fn depth(&self, context: &Context<'_, '_>, id: TypeId) -> usize {
        let mut depth = 0;
        let mut above = context.api.types[id].hint.parent.as_ref();
        while let Some((Parent::Type(parent), _)) = above {
            if !self.is_open(*parent) || depth > context.api.types.len() {
                break;
            }
            depth += 1;
            above = context.api.types[*parent].hint.parent.as_ref();
        }
        depth
    }

    /// The claim of a place, and whether it holds nothing but a position.
    fn place_claim(&self, context: &Context<'_, '_>, id: TypeId) -> (Claim, bool) {
        let def = &context.api.types[id];
        let Some((parent, role)) = &def.hint.parent else {
            return (Claim { strength: 0, candidates: orphan(def) }, false);
        };
        let kind = match parent {
            Parent::Type(parent) => Some(&context.api.types[*parent].kind),
            _ => None,
        };
        let mut place = place::place(role, *parent, def, kind);
        if let (Place::Variant(index, _), Some(TypeKind::Union(union))) = (&mut place, kind) {
            *index = unions::holder(union, id).unwrap_or(*index);
        }
        let (base, labels) = match parent {
            Parent::Type(parent) => {
                let text = self.texts.get(parent.index()).cloned().flatten();
                (text.unwrap_or_else(|| "Inline".to_owned()), self.labels.get(parent))
            }
            Parent::Operation(operation) => {
                (self.owners.get(*operation).map_or_else(String::new, Words::pascal), None)
            }
            Parent::Webhook(webhook) => {
                let name = context.api.webhooks.get(*webhook).map_or("webhook", |hook| &hook.name);
                (Words::of(name).capped(LONGEST).pascal(), None)
            }
            Parent::Component => (String::new(), None),
        };
        let (mut name, position) = place::name_in(&base, &place, labels.map(Vec::as_slice));
        let mut names = Vec::new();
        if name.chars().count() > LONGEST_NESTED {
            let whole = name.clone();
            name =
                self.shortened(context, *parent, &place, labels.map(Vec::as_slice)).unwrap_or(name);
            names.extend([name.clone(), whole]);
        }
        push_new(&mut names, name.clone());
        if let Place::OneOf(_) = place {
            push_new(&mut names, candidates::below(&base, &Words::of("item")));
        }
        if let Some(title) = &def.hint.title {
            let words = Words::of(title).capped(LONGEST);
            if words.count() <= 5 {
                push_new(&mut names, candidates::below(&name, &words));
            }
        }
        push_new(&mut names, format!("{name}{}", kind_word(&def.kind)));
        // `template` has a better claim to its name than one of `templates`.
        let strength = u8::from(matches!(role, Role::Item(_) | Role::MapValue(_) | Role::Nth(..)));
        (Claim { strength, candidates: names }, position)
    }

    /// The outermost type's name and the place, without what is between.
    fn shortened(
        &self,
        context: &Context<'_, '_>,
        parent: Parent,
        place: &Place,
        labels: Option<&[String]>,
    ) -> Option<String> {
        let Parent::Type(mut root) = parent else { return None };
        for _ in 0..context.api.types.len() {
            match context.api.types[root].hint.parent {
                Some((Parent::Type(above), _))
                    if context.api.types[root].hint.component.is_none() =>
                {
                    root = above;
                }
                _ => break,
            }
        }
        let text = self.texts.get(root.index())?.as_deref()?;
        Some(place::name_in(text, place, labels).0)
    }

    fn is_open(&self, id: TypeId) -> bool {
        self.texts.get(id.index()).is_some_and(Option::is_none)
    }

    fn keep(
        &mut self,
        context: &mut Context<'_, '_>,
        id: TypeId,
        given: Given,
        rule: Rule,
        asked: Option<&str>,
    ) {
        let rule = if given.numbered { Rule::Numbered } else { rule };
        let name = context.give(given, &context.api.types[id].origin, asked, "type");
        if let (Some(text), Some(kept)) =
            (self.texts.get_mut(id.index()), self.rules.get_mut(id.index()))
        {
            *text = Some(name.as_str().to_owned());
            *kept = rule;
        }
    }
}

fn component_claim(key: &str) -> Claim {
    let plain = Words::of(key).capped(2 * LONGEST).pascal();
    let mut names = Vec::new();
    if reserved::TYPES.contains(&plain.as_str()) {
        push_new(&mut names, plain.clone() + "Model");
    }
    push_new(&mut names, plain.clone());
    for symbols in [Symbols::Spell, Symbols::SpellAll] {
        push_new(&mut names, Words::spelled(key, symbols).capped(2 * LONGEST).pascal());
    }
    let mut cased = plain.clone();
    append_pascal(&mut cased, &Words::of(letter_case(key)).pascal());
    push_new(&mut names, cased);
    push_new(&mut names, plain.clone() + "Model");
    Claim { strength: u8::from(plain != key), candidates: names }
}

/// A type that nothing is known of but its pointer.
fn orphan(def: &TypeDef) -> Vec<String> {
    let segments: BTreeSet<String> = BTreeSet::from(
        [
            "schema",
            "schemas",
            "properties",
            "items",
            "content",
            "components",
            "definitions",
            "$defs",
        ]
        .map(str::to_owned),
    );
    let title = def.hint.title.as_deref().and_then(|title| useful_title(title, None, None));
    let words = title.or_else(|| {
        let all: Vec<String> = def.origin.segments().collect();
        let last = all.iter().rev().find(|segment| !segments.contains(*segment))?;
        Some(Words::of(last).capped(LONGEST))
    });
    let name = words.unwrap_or_else(|| Words::of("model")).pascal();
    vec![name.clone(), name + kind_word(&def.kind)]
}

fn kind_word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "Object",
        TypeKind::Enum(_) => "Enum",
        TypeKind::Union(_) => "Union",
        TypeKind::Alias(_) | TypeKind::Newtype(_) => "Type",
    }
}
