//! What holds for the names of every API: valid, unique by scope, the same in every run, and stable when others come and
//! go. The APIs are made by a small generator with a seed, out of texts that are hard to name.

mod names_support;

use std::collections::{BTreeMap, BTreeSet};

use names_support::{
    ApiBuilder, assign, body, enumeration, object, operation, parameter, responses, union, variant,
};
use oasmith::config::Config;
use oasmith::ir::{Api, Location, Parent, Role, Type, TypeId};
use oasmith::names::{Ident, Names, RESERVED_CALL_METHODS};

/// Texts that meet after any simple conversion, or that no conversion leaves anything of.
const TEXTS: &[&str] = &[
    "type",
    "Type",
    "@type",
    "$type",
    "type_",
    "_type",
    "TYPE",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "__",
    "",
    " ",
    "\t",
    "-",
    "--",
    "+1",
    "-1",
    "1",
    "01",
    "2fa",
    "1.5",
    "1_5",
    "15",
    "a-b",
    "a_b",
    "aB",
    "AB",
    "ab",
    "a b",
    "a.b",
    "a/b",
    "日本",
    "größe",
    "ß",
    "İ",
    "ŉ",
    "e\u{301}",
    "é",
    "\u{212a}",
    "K",
    "k",
    "👍",
    "👎",
    "\u{200b}",
    "Option",
    "option",
    "Vec",
    "String",
    "None",
    "Unknown",
    "unknown",
    "UnknownValue",
    "Empty",
    "empty",
    "userIDs",
    "user_ids",
    "OAuth2",
    "body",
    "call",
    "send",
    "timeout",
    "model",
    "runtime",
    "default",
    "async",
    "gen",
    "aux",
    "mod",
    "status",
    "statuses",
    "*/",
    "\"#",
    "{{ x }}",
    "```",
    "<b>",
    "\u{e34}",
    "\u{0}",
    "A2",
    "A",
    "Response",
    "Request",
    "a_very_long_name_that_goes_on_and_on_until_no_editor_shows_all_of_it_at_once",
    "a_very_long_name_that_goes_on_and_on_until_no_editor_shows_all_of_it_at_all",
];

/// xorshift64*: enough to mix, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(mixed).unwrap_or(0) % bound
    }

    fn text(&mut self) -> &'static str {
        TEXTS[self.below(TEXTS.len())]
    }

    /// Texts without doubles.
    fn texts(&mut self, most: usize) -> Vec<&'static str> {
        let mut seen = BTreeSet::new();
        (0..self.below(most + 1)).map(|_| self.text()).filter(|text| seen.insert(*text)).collect()
    }
}

fn random_api(seed: u64) -> Api {
    let random = &mut Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut api = ApiBuilder::default();
    for key in random.texts(25) {
        let fields = random.texts(8);
        let kind = match random.below(3) {
            0 => enumeration(&fields),
            _ => object(&fields),
        };
        api.component(key, kind);
    }
    for _ in 0..random.below(12) {
        let (id, path) = (random.text(), format!("/{}/{{{}}}", random.text(), random.text()));
        let id = (random.below(3) > 0).then_some(id);
        let tags = if random.below(4) > 0 { vec![random.text()] } else { Vec::new() };
        let mut call = operation("get", &path, id, &tags);
        for name in random.texts(6) {
            let locations = [Location::Query, Location::Path, Location::Header, Location::Cookie];
            let location = locations[random.below(4)];
            call.parameters.push(parameter(name, location, random.below(2) == 0));
        }
        if random.below(2) == 0 {
            call.body = Some(body(&["application/json", "text/csv", "application/csv"]));
        }
        call.responses = responses(&["200", "201", "2XX", "default"]);
        api.operation(call);
    }
    for _ in 0..random.below(25) {
        let parent = match random.below(3) {
            0 if !api.api.operations.is_empty() => {
                Parent::Operation(random.below(api.api.operations.len()))
            }
            1 => Parent::Component,
            _ => match any_type(random, &api.api) {
                Some(id) => Parent::Type(id),
                None => Parent::Component,
            },
        };
        let text = random.text().to_owned();
        let role = match (parent, random.below(4)) {
            (Parent::Component, _) => Role::Component(text),
            (Parent::Type(_), 0) => Role::Variant { index: random.below(4), tag: None },
            (Parent::Type(_), 1) => Role::Element,
            (_, 2) => Role::Item(Box::new(Role::Property(text))),
            (Parent::Operation(_), 0) => Role::Request(None),
            (Parent::Operation(_), 1) => Role::Response(Some("2XX".into()), Some("a/b".into())),
            _ => Role::MapValue(Box::new(Role::Property(text))),
        };
        let title = (random.below(2) == 0).then(|| random.text());
        let kind = if random.below(3) == 0 {
            let mut variants = vec![variant(Type::Bool, &[]), variant(Type::Bool, &[])];
            for _ in 0..random.below(4) {
                if let Some(id) = any_type(random, &api.api) {
                    variants.push(variant(Type::Named(id), &[random.text()]));
                }
            }
            union(variants)
        } else {
            object(&random.texts(4))
        };
        api.inline(parent, role, title, kind);
    }
    for key in random.texts(5) {
        api.security_scheme(key);
    }
    api.api
}

fn any_type(random: &mut Random, api: &Api) -> Option<TypeId> {
    let ids: Vec<TypeId> = api.types.ids().collect();
    if ids.is_empty() { None } else { ids.get(random.below(ids.len())).copied() }
}

fn names_of(api: &Api) -> Names {
    assign(api, &Config::for_crate("x")).0
}

#[test]
fn every_name_is_an_identifier_and_unique_in_its_scope() {
    for seed in 0..200 {
        let api = random_api(seed);
        let names = names_of(&api);
        assert_eq!(names.types.len(), api.types.len());
        assert_eq!(names.operations.len(), api.operations.len());
        unique(seed, "types", names.types.iter().map(|ty| &ty.name));
        for (ty, (_, def)) in names.types.iter().zip(api.types.iter()) {
            unique(seed, "members", ty.members.iter().chain([&ty.rest]));
            valid(seed, &ty.module);
            assert!(ty.module.as_str().is_ascii(), "{seed}");
            let expected = match &def.kind {
                oasmith::ir::TypeKind::Object(object) => object.fields.len(),
                oasmith::ir::TypeKind::Enum(values) => values.values.len(),
                oasmith::ir::TypeKind::Union(union) => union.variants.len(),
                _ => 0,
            };
            assert_eq!(ty.members.len(), expected, "{seed}");
        }
        unique(seed, "groups", names.groups.iter().map(|group| &group.module));
        unique(seed, "handles", names.groups.iter().map(|group| &group.handle));
        let mut operations = BTreeSet::new();
        for group in &names.groups {
            let of_group: Vec<_> =
                group.operations.iter().map(|id| &names.operations[*id]).collect();
            operations.extend(group.operations.iter().copied());
            unique(seed, "methods", of_group.iter().map(|names| &names.method));
            let types = of_group
                .iter()
                .flat_map(|names| [&names.marker, &names.response, &names.body_type]);
            unique(seed, "types of a group", types.chain([&group.handle]));
            assert!(
                group.feature.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
                "{seed}"
            );
        }
        assert_eq!(operations.len(), api.operations.len(), "each operation has a group");
        for (names, operation) in names.operations.iter().zip(&api.operations) {
            let body = operation.body.as_ref().map(|_| &names.body);
            unique(seed, "parameters", names.parameters.iter().chain(body));
            unique(seed, "responses", &names.response_variants);
            unique(seed, "bodies", &names.body_variants);
            for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
                let reserved = RESERVED_CALL_METHODS.contains(&name.as_str());
                assert!(parameter.required || !reserved, "{seed}: {name}");
            }
        }
        unique(seed, "security schemes", &names.security_schemes);
    }
}

fn unique<'a>(seed: u64, scope: &str, names: impl IntoIterator<Item = &'a Ident>) {
    let mut found = BTreeSet::new();
    for name in names {
        valid(seed, name);
        assert!(found.insert(name.as_str()), "seed {seed}: `{name}` twice among {scope}");
    }
}

fn valid(seed: u64, name: &Ident) {
    let parsed = syn::parse_str::<syn::Ident>(name.as_str());
    assert!(parsed.is_ok() && !matches!(name.as_str(), "gen" | "_"), "seed {seed}: `{name}`");
}

#[test]
fn two_runs_give_the_same_names() {
    for seed in 0..50 {
        let api = random_api(seed);
        assert_eq!(format!("{:?}", names_of(&api)), format!("{:?}", names_of(&api)));
    }
}

/// Component names by key.
fn components(api: &ApiBuilder) -> BTreeMap<String, String> {
    let names = names_of(&api.api);
    let keyed = api.api.types.iter().zip(names.types);
    keyed
        .filter_map(|((_, def), names)| Some((def.hint.component.clone()?, names.name.to_string())))
        .collect()
}

fn with_components(keys: &[&str]) -> ApiBuilder {
    let mut api = ApiBuilder::default();
    for key in keys {
        let id = api.component(key, object(&["status"]));
        api.inline(Parent::Type(id), Role::Property("status".into()), Some(key), object(&["a"]));
    }
    api
}

#[test]
fn the_order_of_components_does_not_matter() {
    let mut keys: Vec<&str> = TEXTS.to_vec();
    let expected = components(&with_components(&keys));
    let mut random = Random(7);
    for _ in 0..10 {
        for index in (1..keys.len()).rev() {
            keys.swap(index, random.below(index + 1));
        }
        assert_eq!(components(&with_components(&keys)), expected);
    }
}

#[test]
fn a_component_that_comes_or_goes_renames_no_other() {
    // Keys of one meaning (`user_status` and `UserStatus`) cannot all have the name; those are in the test above.
    let keys = [
        "Order",
        "OrderStatus",
        "order_line",
        "Option",
        "String",
        "IAMPolicy",
        "user.profile",
        "Status",
        "OrderStatusObject",
        "Zone",
        "2fa",
        "日本",
    ];
    let all = components(&with_components(&keys));
    for gone in keys {
        let rest: Vec<&str> = keys.iter().copied().filter(|key| *key != gone).collect();
        let mut expected = all.clone();
        expected.remove(gone);
        assert_eq!(components(&with_components(&rest)), expected, "without `{gone}`");
    }
}
