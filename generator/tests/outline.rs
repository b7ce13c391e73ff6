//! The items that `diff` compares are those of the generated source: each public item of the golden clients, read back by
//! `syn`, is one of the surface, with the same type, and the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::config::Config;
use oasmith::diff::{compare, survey};
use oasmith::rust::Kind;
use oasmith::source::{Loader, SourceFile};
use oasmith::{Input, generate};
use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item, Pat, Visibility};

struct FilesOf(PathBuf);

impl Loader for FilesOf {
    fn load(&self, path: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// By path, the type without spaces; none where there is nothing to compare.
type Found = BTreeMap<String, Option<String>>;

#[test]
fn the_surface_is_what_is_printed() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cases");
    let mut count = 0;
    let mut ways = BTreeSet::new();
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        let config = match fs::read_to_string(case.join("codegen.toml")) {
            Ok(text) => Config::parse(&text).unwrap(),
            Err(_) => Config::for_crate("golden"),
        };
        let text = fs::read_to_string(case.join("spec.yaml")).unwrap();
        let loader = FilesOf(case.clone());
        let input = || Input {
            description: SourceFile { path: "spec.yaml".to_owned(), text: text.clone().into() },
            config: &config,
            loader: &loader,
        };
        let files = generate(&input()).files.expect("files").0;
        let mut printed = Found::new();
        for (path, text) in &files {
            let path = path.strip_prefix("src/").unwrap_or_default();
            let Some(stem) = path.strip_suffix(".rs") else { continue };
            let file = || syn::parse_file(text).expect("a file that parses").items;
            match stem.split_once('/') {
                Some(("model", name)) if name != "mod" => model(&file(), &mut printed),
                Some(("api", name)) if name != "mod" => group(&file(), name, &mut printed),
                None if stem == "client" => client(&file(), &mut printed),
                None if stem == "webhooks" => constants(&file(), &mut printed),
                _ => {}
            }
        }
        let surface = survey(&input()).surface.expect("a surface");
        let of_calls = surface.items.iter().filter(|(_, item)| item.public.kind == Kind::Way);
        ways.extend(of_calls.filter_map(|(path, _)| path.rsplit("::").next().map(str::to_owned)));
        assert!(compare(&surface, &surface).is_empty(), "{}", case.display());
        let items = surface.items.iter().filter(|(path, item)| {
            let kind = item.public.kind;
            *path != "Client"
                && !matches!(kind, Kind::Way | Kind::Feature | Kind::Export | Kind::Variable)
        });
        let surface: Found = items
            .map(|(path, item)| {
                let kind = item.public.kind;
                let compared = !matches!(
                    kind,
                    Kind::Accessor
                        | Kind::BuilderSetter
                        | Kind::Getter
                        | Kind::Method
                        | Kind::Constant
                );
                (path.clone(), item.public.ty.as_deref().filter(|_| compared).map(bare))
            })
            .collect();
        count += surface.len();
        for (path, ty) in &printed {
            assert_eq!(surface.get(path), Some(ty), "{}: `{path}` of the crate", case.display());
        }
        for path in surface.keys() {
            assert!(printed.contains_key(path), "{}: `{path}` of the surface", case.display());
        }
    }
    assert!(count > 1000, "{count}");
    // They are read off the implementations of traits, whose text may come to look otherwise.
    let all =
        ["described()", "events()", "items()", "lines()", "pages()", "stream()", "with_headers()"];
    assert!(ways.iter().eq(all), "{ways:?}");
}

fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // The layout ends what it breaks with a comma.
    text.replace("runtime::", "").replace(",>", ">").replace(",)", ")")
}

fn text(tokens: &impl ToTokens) -> String {
    bare(&tokens.to_token_stream().to_string())
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn fields(path: &str, fields: &Fields, found: &mut Found) {
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        found.insert(format!("{path}::{name}"), Some(text(&field.ty)));
    }
}

/// Structs, enums and aliases.
fn types(items: &[Item], module: &str, found: &mut Found) {
    for item in items {
        match item {
            Item::Struct(item) => {
                let path = format!("{module}::{}", item.ident);
                found.insert(path.clone(), None);
                fields(&path, &item.fields, found);
            }
            Item::Enum(item) => {
                let path = format!("{module}::{}", item.ident);
                found.insert(path.clone(), None);
                for variant in &item.variants {
                    let held = variant.fields.iter().next().map(|field| text(&field.ty));
                    found.insert(format!("{path}::{}", variant.ident), held);
                }
            }
            Item::Type(item) => {
                found.insert(format!("{module}::{}", item.ident), Some(text(&item.ty)));
            }
            _ => {}
        }
    }
}

fn arguments(path: &str, method: &syn::ImplItemFn, found: &mut Found) {
    for argument in &method.sig.inputs {
        let FnArg::Typed(argument) = argument else { continue };
        let Pat::Ident(name) = &*argument.pat else { panic!("{path}: an argument without a name") };
        found.insert(format!("{path}::{}", name.ident), Some(text(&argument.ty)));
    }
}

/// Public functions outside of traits, by what they are of.
fn functions(items: &[Item]) -> impl Iterator<Item = (String, &syn::ImplItemFn)> {
    let blocks = items.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    });
    blocks.flat_map(|block| {
        let of = text(&block.self_ty);
        block.items.iter().filter_map(move |item| match item {
            ImplItem::Fn(method) if is_public(&method.vis) => Some((of.clone(), method)),
            _ => None,
        })
    })
}

fn model(items: &[Item], found: &mut Found) {
    types(items, "model", found);
    for (of, method) in functions(items) {
        let path = format!("model::{of}::{}()", method.sig.ident);
        found.insert(path.clone(), None);
        arguments(&path, method, found);
    }
}

fn group(items: &[Item], file: &str, found: &mut Found) {
    let module = format!("api::{file}");
    types(items, &module, found);
    let mut methods: BTreeMap<String, String> = BTreeMap::new();
    for (of, method) in functions(items) {
        let Some(handle) = of.strip_suffix("<'c>") else { continue };
        // The handle's own constructor, which every handle has.
        if method.sig.ident == "new" && method.sig.receiver().is_none() {
            continue;
        }
        let path = format!("{module}::{handle}::{}", method.sig.ident);
        let syn::ReturnType::Type(_, call) = &method.sig.output else { panic!("{path}") };
        methods.insert(text(call), path.clone());
        found.insert(path.clone(), None);
        arguments(&path, method, found);
    }
    for (of, method) in functions(items) {
        if let Some(path) = methods.get(&of) {
            arguments(path, method, found);
        }
    }
}

fn client(items: &[Item], found: &mut Found) {
    for (of, method) in functions(items) {
        let name = method.sig.ident.to_string();
        if !matches!((of.as_str(), name.as_str()), ("Client", "builder" | "from_env")) {
            found.insert(format!("{of}::{name}"), None);
        }
    }
}

fn constants(items: &[Item], found: &mut Found) {
    for item in items {
        if let Item::Const(item) = item {
            found.insert(format!("webhooks::{}", item.ident), None);
        }
    }
}
