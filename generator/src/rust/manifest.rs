//! Views of what surrounds the source: manifest, README, licences, and which parts of the runtime are needed.

use std::collections::BTreeSet;

use askama::Template;

use super::api::examples::{self, Shape, Which};
use super::text::{Code, Markdown, StrLit, TomlStr};
use super::{Cx, client, doc, foreign, outcomes, pages, streams, types};
use crate::ir::{MediaKind, SecurityKind, Type};
use crate::names::Ident;

/// A part of the runtime that not every API needs, and what comes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuntimePart {
    /// Its file in the runtime crate, without `.rs`.
    pub module: &'static str,
    /// The dependencies it needs.
    pub dependencies: &'static [&'static str],
    /// What the crate's root exports of it.
    pub exports: &'static [&'static str],
}

/// All optional parts.
pub const OPTIONAL_PARTS: &[RuntimePart] = &[
    RuntimePart { module: "auth", dependencies: &[], exports: &["Credential"] },
    RuntimePart { module: "base64_text", dependencies: &[], exports: &[] },
    RuntimePart { module: "blocking_stream", dependencies: &["futures-core"], exports: &[] },
    RuntimePart { module: "body_reader", dependencies: &[], exports: &[] },
    RuntimePart {
        module: "body_stream",
        dependencies: &["futures-core"],
        exports: &["BodySource", "OpenBody", "OpenFuture"],
    },
    RuntimePart { module: "by_serde", dependencies: &[], exports: &[] },
    RuntimePart { module: "download", dependencies: &["futures-core"], exports: &["BodyStream"] },
    RuntimePart { module: "event", dependencies: &[], exports: &["Event"] },
    RuntimePart {
        module: "event_stream",
        dependencies: &[],
        exports: &["EventStream", "Reconnect"],
    },
    RuntimePart { module: "failures", dependencies: &[], exports: &[] },
    RuntimePart { module: "file", dependencies: &[], exports: &["File"] },
    RuntimePart { module: "formats_base64", dependencies: &["base64"], exports: &["Base64"] },
    RuntimePart { module: "formats_chrono", dependencies: &["chrono"], exports: &[] },
    RuntimePart { module: "formats_decimal", dependencies: &["rust_decimal"], exports: &[] },
    RuntimePart { module: "formats_jiff", dependencies: &["jiff"], exports: &[] },
    RuntimePart { module: "formats_rfc3339", dependencies: &[], exports: &["TimeOfDay"] },
    RuntimePart { module: "formats_time", dependencies: &["time"], exports: &[] },
    RuntimePart { module: "formats_uuid", dependencies: &["uuid"], exports: &[] },
    RuntimePart { module: "item_source", dependencies: &[], exports: &[] },
    RuntimePart { module: "json_lines", dependencies: &[], exports: &[] },
    RuntimePart { module: "line_stream", dependencies: &[], exports: &["LineStream"] },
    RuntimePart { module: "link_header", dependencies: &[], exports: &[] },
    RuntimePart { module: "multipart", dependencies: &[], exports: &["Multipart", "Part"] },
    RuntimePart { module: "number_text", dependencies: &[], exports: &["TextNumber"] },
    RuntimePart { module: "oauth2", dependencies: &[], exports: &["OAuth2"] },
    RuntimePart {
        module: "oauth2_authorize",
        dependencies: &["getrandom", "sha2"],
        exports: &["AuthorizationRequest"],
    },
    RuntimePart {
        module: "pages",
        dependencies: &["futures-core"],
        exports: &["ItemStream", "PageStream"],
    },
    RuntimePart { module: "problem", dependencies: &[], exports: &["Problem"] },
    RuntimePart { module: "rate_limit", dependencies: &[], exports: &["RateLimit"] },
    RuntimePart { module: "token", dependencies: &[], exports: &[] },
    RuntimePart { module: "typed_headers", dependencies: &[], exports: &[] },
];

/// `Cargo.toml`.
#[derive(Debug, Template)]
#[template(path = "Cargo.toml.jinja")]
pub struct ManifestView {
    krate: Code,
    name: TomlStr,
    version: TomlStr,
    description: TomlStr,
    license: Option<TomlStr>,
    repository: Option<TomlStr>,
    keywords: Vec<TomlStr>,
    categories: Vec<TomlStr>,
    publish: bool,
    mostly_unused: bool,
    rust_version: TomlStr,
    dependencies: Vec<Code>,
    features: Vec<Code>,
    defaults: Vec<TomlStr>,
    groups: Vec<FeatureView>,
    unused_models: bool,
}

#[derive(Debug)]
struct FeatureView {
    name: Code,
}

/// A licence file.
#[derive(Debug, Template)]
#[template(path = "LICENSE.jinja")]
pub struct LicenseView {
    path: &'static str,
    text: &'static str,
}

impl LicenseView {
    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> String {
        self.path.to_owned()
    }
}

/// `README.md`.
#[derive(Debug, Template)]
#[template(path = "README.md.jinja")]
pub struct ReadmeView {
    title: Markdown,
    name: Code,
    version: TomlStr,
    about: Markdown,
    api_version: Code,
    example: Vec<Code>,
    base_url: Option<Code>,
    groups: Vec<ReadmeGroup>,
    operations: usize,
    models: Vec<ReadmeModel>,
    model_count: usize,
    schemes: Vec<ReadmeScheme>,
    environment: Vec<ReadmeVariable>,
    features: bool,
    pages: bool,
    error: Option<Code>,
    license: Option<Code>,
}

#[derive(Debug)]
struct ReadmeGroup {
    handle: Ident,
    accessor: Ident,
    feature: Code,
    operations: Vec<ReadmeOperation>,
}

#[derive(Debug)]
struct ReadmeOperation {
    method: Ident,
    route: Code,
    summary: Code,
}

#[derive(Debug)]
struct ReadmeModel {
    name: Ident,
    page: Code,
}

#[derive(Debug)]
struct ReadmeScheme {
    name: Code,
    setter: Code,
    place: Code,
    env: Option<Code>,
    prefix: bool,
}

#[derive(Debug)]
struct ReadmeVariable {
    name: Code,
    what: Code,
}

/// The manifest of the runtime: where the dependencies of generated crates and their versions are kept.
const RUNTIME_MANIFEST: &str = include_str!("../../../templates/runtime/Cargo.toml");
const APACHE: &str = include_str!("../../../LICENSE-APACHE");
const MIT: &str = include_str!("../../../LICENSE-MIT");

/// Optional parts that the API needs, in the order of the table.
pub(super) fn runtime(cx: &Cx<'_>) -> Vec<RuntimePart> {
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    let mut see = |ty: &Type| see(cx, ty, &mut needed);
    for (id, _) in cx.api.types.iter() {
        super::definition_types(cx.api, id, &mut see);
    }
    // Bytes as a whole body are no `File`; only as a part of one are they.
    let mut see_body = |ty: &Type| {
        if *ty != Type::Binary {
            see(ty);
        }
    };
    for id in 0..cx.api.operations.len() {
        super::operation_types(cx.api, id, &mut see_body);
    }
    for operation in &cx.api.operations {
        for media in operation.body.iter().flat_map(|body| &body.content) {
            match media.kind {
                MediaKind::Multipart => needed.extend(["file", "multipart"]),
                MediaKind::Binary => needed.extend(["body_stream"]),
                MediaKind::JsonLines => needed.extend(["json_lines"]),
                _ => {}
            }
        }
        needed.extend(streams::parts(operation));
        needed.extend(outcomes::parts(cx, operation));
        needed.extend(pages::parts(operation));
    }
    if needed.contains("file") {
        needed.extend(["base64_text", "body_stream"]);
    }
    if !cx.api.security_schemes.is_empty() {
        needed.extend(["auth", "base64_text", "token"]);
    }
    for scheme in &cx.api.security_schemes {
        match &scheme.kind {
            SecurityKind::OAuth2(flows) => {
                needed.insert("oauth2");
                if flows.authorization_url.is_some() {
                    needed.insert("oauth2_authorize");
                }
            }
            SecurityKind::OpenIdConnect(_) => {
                needed.insert("oauth2");
            }
            _ => {}
        }
    }
    if !foreign::types(cx).is_empty() {
        needed.insert("by_serde");
    }
    OPTIONAL_PARTS.iter().copied().filter(|part| needed.contains(part.module)).collect()
}

fn see(cx: &Cx<'_>, ty: &Type, needed: &mut BTreeSet<&str>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            see(cx, inner, needed);
        }
        Type::Tuple(items) => items.iter().for_each(|item| see(cx, item, needed)),
        Type::Binary => {
            needed.insert("file");
        }
        Type::String(_) | Type::Number(_) | Type::External(_) => {
            needed.extend(types::parts(types::owned(cx, ty).as_str()));
        }
        _ => {}
    }
}

pub(super) fn manifest(cx: &Cx<'_>, parts: &[RuntimePart]) -> ManifestView {
    let krate = &cx.config.krate;
    let mut features = Vec::new();
    for line in section("[features]") {
        let name = line.split('=').next().unwrap_or_default().trim();
        let of_part = OPTIONAL_PARTS
            .iter()
            .any(|part| part.dependencies.contains(&name) || part.module == name);
        if name != "default" && !of_part {
            features.push(Code::new(line));
        }
    }
    let mut defaults = vec![TomlStr::new("rustls")];
    let groups: Vec<FeatureView> = if cx.names.groups.len() > 1 {
        cx.names
            .groups
            .iter()
            .map(|group| FeatureView { name: Code::new(TomlStr::new(&group.feature).to_string()) })
            .collect()
    } else {
        Vec::new()
    };
    if cx.names.groups.len() > 1 {
        defaults.extend(cx.names.groups.iter().map(|group| TomlStr::new(&group.feature)));
    }
    let unused_models = !groups.is_empty() && cx.reach.iter().any(BTreeSet::is_empty);
    if unused_models {
        defaults.push(TomlStr::new("unused-models"));
    }
    let default_description = format!("Client of {}", client::title(cx));
    ManifestView {
        krate: Code::new(krate.name.as_str()),
        name: TomlStr::new(&krate.name),
        version: TomlStr::new(&krate.version),
        description: TomlStr::new(krate.description.as_deref().unwrap_or(&default_description)),
        license: krate.license.as_deref().map(TomlStr::new),
        repository: krate.repository.as_deref().map(TomlStr::new),
        keywords: krate.keywords.iter().map(|word| TomlStr::new(word)).collect(),
        categories: krate.categories.iter().map(|word| TomlStr::new(word)).collect(),
        publish: krate.publish,
        mostly_unused: krate.mostly_unused,
        rust_version: TomlStr::new(field("rust-version").unwrap_or("1.88")),
        dependencies: dependencies(cx, parts),
        features,
        defaults,
        groups,
        unused_models,
    }
}

/// Lines of the runtime's dependencies, without those of parts that are not there, and with those of codegen.toml.
fn dependencies(cx: &Cx<'_>, parts: &[RuntimePart]) -> Vec<Code> {
    let given = &cx.config.dependencies;
    let own = section("[dependencies]").filter_map(|line| {
        let name = line.split('=').next().unwrap_or_default().trim();
        if given.keys().any(|key| key.get_ref() == name) {
            return None;
        }
        let needs = |part: &RuntimePart| part.dependencies.contains(&name);
        if parts.iter().any(needs) {
            return Some(Code::new(line.replace(", optional = true", "")));
        }
        (!OPTIONAL_PARTS.iter().any(needs)).then(|| Code::new(line))
    });
    let given =
        given.iter().map(|(name, value)| Code::new(format!("{} = {value}", name.get_ref())));
    own.chain(given).collect()
}

fn section(header: &'static str) -> impl Iterator<Item = &'static str> {
    RUNTIME_MANIFEST
        .lines()
        .skip_while(move |line| line.trim() != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

fn field(name: &str) -> Option<&'static str> {
    RUNTIME_MANIFEST
        .lines()
        .find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='))
        .map(|value| value.trim().trim_matches('"'))
}

pub(super) fn licenses(cx: &Cx<'_>) -> Vec<LicenseView> {
    let license = cx.config.krate.license.as_deref().unwrap_or_default();
    let known = [
        ("Apache-2.0", LicenseView { path: "LICENSE-APACHE", text: APACHE }),
        ("MIT", LicenseView { path: "LICENSE-MIT", text: MIT }),
    ];
    known
        .into_iter()
        .filter(|(id, _)| {
            license
                .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '/'))
                .any(|word| word == *id)
        })
        .map(|(_, view)| view)
        .collect()
}

pub(super) fn readme(cx: &Cx<'_>) -> ReadmeView {
    let krate = &cx.config.krate;
    let mut title = Markdown::default();
    title.push(format!("# {}", krate.name));
    let mut about = Markdown::default();
    about.push(match &krate.description {
        Some(description) => format!("{}.", doc::line(description).trim_end_matches('.')),
        None => format!("Client of {}.", client::title(cx)),
    });
    let example = client::first_call(cx).map_or_else(Vec::new, |(group, id)| {
        examples::code(cx, group, id, Which::Required, Shape::Markdown)
    });
    let cell = |text: String| Code::new(text.replace('|', "\\|"));
    let groups = cx.names.groups.iter().map(|group| ReadmeGroup {
        handle: group.handle.clone(),
        accessor: group.module.clone(),
        feature: Code::new(group.feature.as_str()),
        operations: group
            .operations
            .iter()
            .map(|id| {
                let operation = &cx.api.operations[*id];
                ReadmeOperation {
                    method: cx.names.operations[*id].method.clone(),
                    route: cell(format!(
                        "**{}** `{}`",
                        operation.method.as_str(),
                        doc::span(&operation.path)
                    )),
                    summary: Code::new(cx.summary(&operation.docs)),
                }
            })
            .collect(),
    });
    let schemes =
        cx.api.security_schemes.iter().zip(&cx.names.security_schemes).map(|(scheme, setter)| {
            let env = cx.config.credentials.iter().find(|(key, _)| *key.get_ref() == scheme.key);
            ReadmeScheme {
                name: Code::new(doc::line(&scheme.key)),
                setter: Code::new(client::setter_name(&scheme.kind, setter)),
                place: Code::new(client::place(&scheme.kind)),
                env: env.and_then(|(_, credential)| {
                    let names: Vec<&str> =
                        credential.variables().into_iter().map(|(name, _)| name).collect();
                    let text = names.join("`, `").replace("``", "''");
                    (!names.is_empty()).then(|| Code::new(text))
                }),
                prefix: matches!(
                    scheme.kind,
                    SecurityKind::ApiKeyHeader(_)
                        | SecurityKind::ApiKeyQuery(_)
                        | SecurityKind::ApiKeyCookie(_)
                ),
            }
        });
    let mut models: Vec<ReadmeModel> = cx
        .names
        .types
        .iter()
        .zip(&cx.pages)
        .map(|(names, page)| ReadmeModel {
            name: names.name.clone(),
            page: Code::new(page.as_str()),
        })
        .collect();
    models.sort_by(|a, b| a.name.cmp(&b.name));
    ReadmeView {
        title,
        name: Code::new(krate.name.as_str()),
        version: TomlStr::new(&krate.version),
        about,
        api_version: Code::new(doc::span(&cx.api.info.version)),
        example: example.into_iter().map(Code::new).collect(),
        base_url: cx.api.servers.first().map(|server| Code::new(doc::span(&server.url))),
        operations: cx.api.operations.len(),
        groups: groups.collect(),
        model_count: models.len(),
        models,
        schemes: schemes.collect(),
        environment: client::environment(cx)
            .into_iter()
            .map(|(name, what)| ReadmeVariable {
                name: Code::new(name),
                what: Code::new(what.replace("[`", "`").replace("`]", "`").replace('|', "\\|")),
            })
            .collect(),
        features: cx.names.groups.len() > 1,
        pages: cx.api.operations.iter().any(|operation| operation.pagination.is_some()),
        error: cx.api.error_body.as_ref().map(|ty| {
            Code::new(format!(
                "`{}`, which `{}()` gives",
                types::owned(cx, ty),
                client::error_method(cx, ty)
            ))
        }),
        license: krate
            .license
            .as_deref()
            .map(|license| Code::new(StrLit::new(license).to_string().replace('"', ""))),
    }
}
