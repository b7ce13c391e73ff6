//! `oneOf` and `anyOf` beside other keywords: what they come down to, and how the rest is shared out.

use super::keywords::{Keywords, Kind};
use super::shape::{Choice, Extra, Facet, Position, Property, Shape};
use super::{Lowered, Lowering, MAX_DEPTH, Making, Slot, Target, codes};
use crate::ir::{Docs, Type};
use crate::source::Pointer;
use crate::spec::SchemaNode;

/// How many combinations of alternatives are written out as types of their own.
const MAX_COMBINATIONS: usize = 48;

/// How many choices within each other are shared out, each with what holds beside it.
const MAX_SHARED_OUT: usize = 2;

impl<'a> Lowering<'a> {
    /// Removes the choices that are none: those of `null` and one other schema, and those that only ask for keys.
    pub(super) fn settle_choices(
        &mut self,
        mut facets: Vec<Facet<'a>>,
        within: &[&'a str],
    ) -> (Vec<Facet<'a>>, Shape<'a>, Vec<Choice<'a>>) {
        let mut spent: Vec<Pointer> = Vec::new();
        loop {
            let mut shape = self.combine(&facets, within);
            let mut choices = std::mem::take(&mut shape.choices);
            choices.retain(|choice| !spent.contains(&choice.at));
            let mut single = None;
            choices.retain_mut(|choice| {
                choice.branches.retain(|branch| !is_null(branch));
                match choice.branches.as_slice() {
                    [] => {
                        spent.push(choice.at.clone());
                        shape.kind = shape.kind.or(Some(Kind::Null));
                        false
                    }
                    branches if branches.iter().all(only_asks_for_keys) => {
                        spent.push(choice.at.clone());
                        false
                    }
                    [only] if single.is_none() => {
                        spent.push(choice.at.clone());
                        single = Some(only.clone());
                        false
                    }
                    _ => true,
                }
            });
            let Some(only) = single else { return (facets, shape, choices) };
            let mut seen: Vec<&'a str> = Vec::new();
            for facet in self.facets(&[only], &mut seen) {
                if !facets.iter().any(|known| known.at == facet.at) {
                    facets.push(facet);
                }
            }
        }
    }

    /// What a shape with alternatives means.
    pub(super) fn chosen(
        &mut self,
        facets: Vec<Facet<'a>>,
        shape: &Shape<'a>,
        mut choices: Vec<Choice<'a>>,
        making: Making,
    ) -> Type {
        let combinations: usize =
            choices.iter().fold(1, |product, choice| product.saturating_mul(choice.branches.len()));
        let alone = shape.is_bare() && choices.len() == 1;
        // Where no properties stand beside them, alternatives are not written out once more: a list of constants under
        // its `type` may be as long as it likes.
        let plain = choices.len() == 1 && shape.properties.is_empty();
        let too_many = combinations > MAX_COMBINATIONS && !plain;
        if !alone && (too_many || making.shared_out >= MAX_SHARED_OUT) {
            return self.widened(facets, choices, &making);
        }
        let choice = choices.remove(0);
        let discriminator = declared_discriminator(&facets, &choice);
        let base = if alone { Vec::new() } else { without_choice(facets, &choice.at) };
        self.union(choice, &base, discriminator, making)
    }

    /// Alternatives that no schema lists as such: the items of an open tuple, the declarations of a property in
    /// several alternatives.
    pub(super) fn alternatives(&mut self, positions: &[Position<'a>], slot: Slot) -> Lowered {
        let mut branches: Vec<Position<'a>> = Vec::new();
        for position in positions {
            let identity = position.identity();
            if !is_null(position) && !branches.iter().any(|known| known.identity() == identity) {
                branches.push(position.clone());
            }
        }
        if let [only] = branches.as_slice() {
            let nullable = positions.iter().any(|position| self.is_nullable(position.node));
            return Lowered { nullable, ..self.position(only, slot) };
        }
        let nullable = positions.iter().any(|position| self.is_nullable(position.node));
        let Some(first) = branches.first() else { return Lowered { ty: Type::Null, nullable } };
        if self.depth >= MAX_DEPTH {
            self.too_deep(&first.at);
            return Lowered::any();
        }
        let at = first.at.clone();
        let key: Vec<Pointer> = branches.iter().map(Position::identity).collect();
        let making = Making {
            target: Target::Inline(slot),
            key,
            docs: Docs::default(),
            explicit: None,
            shared_out: 0,
        };
        self.depth += 1;
        let ty = self.union(Choice { branches, at }, &[], None, making);
        self.depth -= 1;
        Lowered { ty, nullable }
    }

    /// One object with the properties of all alternatives: the way out when combinations are too many.
    fn widened(
        &mut self,
        facets: Vec<Facet<'a>>,
        choices: Vec<Choice<'a>>,
        making: &Making,
    ) -> Type {
        if let Some(at) = making.key.last() {
            self.sink
                .note(
                    codes::CHOICES_WIDENED,
                    at,
                    format!(
                        "the alternatives make more than {MAX_COMBINATIONS} combinations; one object with the \
                         properties of all is made"
                    ),
                )
                .help("use one `oneOf` with a discriminator, each alternative with all of its properties");
        }
        let mut base = facets;
        for facet in &mut base {
            facet.keywords.one_of = &[];
            facet.keywords.any_of = &[];
        }
        let mut shape = self.combine(&base, &[]);
        let own = shape.properties.len();
        let mut pending: Vec<Position<'a>> = choices
            .into_iter()
            .rev()
            .flat_map(|choice| choice.branches.into_iter().rev())
            .collect();
        let mut seen: Vec<Pointer> = Vec::new();
        while let Some(branch) = pending.pop() {
            let identity = branch.identity();
            if seen.contains(&identity) {
                continue;
            }
            seen.push(identity);
            let branch_facets = self.facets(&[branch], &mut Vec::new());
            let mut branch_shape = self.combine(&branch_facets, &[]);
            for choice in std::mem::take(&mut branch_shape.choices).into_iter().rev() {
                pending.extend(choice.branches.into_iter().rev());
            }
            for (name, property) in branch_shape.properties {
                if shape.properties.get_index_of(name).is_some_and(|index| index < own) {
                    continue;
                }
                let entry = shape
                    .properties
                    .entry(name)
                    .or_insert_with(|| Property { positions: Vec::new(), alternatives: true });
                entry.positions.extend(property.positions);
            }
            if matches!(shape.additional, Extra::Unsaid | Extra::None) {
                shape.additional = match branch_shape.additional {
                    Extra::Typed(_) => Extra::Any,
                    other => other,
                };
            }
        }
        self.object(&shape, making)
    }
}

/// A branch that only allows `null`.
pub(super) fn is_null(position: &Position<'_>) -> bool {
    let SchemaNode::Inline(schema) = position.node else { return false };
    let keywords = Keywords::of(schema);
    keywords.kind == Some(Kind::Null)
        || (!keywords.values.is_empty() && keywords.values.iter().all(serde_json::Value::is_null))
        || (keywords.data.nullable && keywords.is_annotation())
}

/// A branch that says nothing of types: `required` (and perhaps `not`), as in "at least one of these keys".
fn only_asks_for_keys(position: &Position<'_>) -> bool {
    let SchemaNode::Inline(schema) = position.node else { return false };
    let keywords = Keywords::of(schema);
    let asks = !keywords.required.is_empty() || keywords.not.is_some();
    let kind = keywords.kind.filter(|kind| *kind != Kind::Object);
    asks && Keywords { required: &[], kind, ..keywords }.is_annotation()
}

/// The discriminator that belongs to a choice: the one beside it, else any.
fn declared_discriminator<'a>(
    facets: &[Facet<'a>],
    choice: &Choice<'a>,
) -> Option<&'a openapiv3::Discriminator> {
    let beside = choice.at.parent();
    let of = |facet: &Facet<'a>| facet.keywords.data.discriminator.as_ref();
    facets
        .iter()
        .find(|facet| Some(&facet.at) == beside.as_ref())
        .and_then(of)
        .or_else(|| facets.iter().find_map(of))
}

fn without_choice<'a>(mut facets: Vec<Facet<'a>>, at: &Pointer) -> Vec<Facet<'a>> {
    for facet in &mut facets {
        if facet.at.key("oneOf") == *at {
            facet.keywords.one_of = &[];
        }
        if facet.at.key("anyOf") == *at {
            facet.keywords.any_of = &[];
        }
    }
    facets
}
