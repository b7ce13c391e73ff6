//! Examples of calls: what a method, a page, a README and a test double show of an operation.

use super::super::{Cx, example, setup, types};
use super::{body_media, is_boxed, is_object, is_secret, output};
use crate::ir::{Encoding, MediaKind, OperationId, Parameter, RequestBody, Type};
use crate::names::OperationNames;
use crate::rust::text::StrLit;

/// Which parameters an example passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rust) enum Which {
    /// Those a call needs.
    Required,
    /// All of them.
    All,
}

/// Where an example stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rust) enum Shape {
    /// In the documentation of a method, where a client is at hand; rustdoc hides lines.
    Method,
    /// In rustdoc, which hides lines.
    Rustdoc,
    /// In a markdown file, where every line is seen.
    Markdown,
    /// In rustdoc, with a service in this process in place of the real one.
    Mock,
}

/// Lines of an example that compiles as a doctest.
pub(in crate::rust) fn code(
    cx: &Cx<'_>,
    group: usize,
    id: OperationId,
    which: Which,
    shape: Shape,
) -> Vec<String> {
    let answer = output(cx, id).as_str() != "()";
    let start = if answer { "let answer = client" } else { "client" };
    let mut end = Vec::new();
    if answer && shape != Shape::Method {
        end.push("println!(\"{answer:?}\");");
    }
    if shape == Shape::Markdown {
        end.push("Ok(())");
    }
    lines_of(cx, group, id, (which, shape), (start, ".await?;"), &end)
}

/// Lines of an example in rustdoc that reads the items of all pages.
pub(in crate::rust) fn items(cx: &Cx<'_>, group: usize, id: OperationId) -> Vec<String> {
    let end =
        ["while let Some(item) = items.next().await {", "    println!(\"{:?}\", item?);", "}"];
    let how = (Which::Required, Shape::Rustdoc);
    lines_of(cx, group, id, how, ("let mut items = client", ".items();"), &end)
}

/// The same with a service in this process; it is run, as far as rustdoc runs it.
pub(in crate::rust) fn mock(cx: &Cx<'_>, group: usize, id: OperationId) -> Vec<String> {
    let end = ["assert_eq!(mock.requests().len(), 1);"];
    let how = (Which::Required, Shape::Mock);
    let mut lines = lines_of(cx, group, id, how, ("client", ".await?;"), &end);
    lines.push(
        "# tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();"
            .to_owned(),
    );
    lines
}

/// A call from its start to its end, and the lines after it.
fn lines_of(
    cx: &Cx<'_>,
    group: usize,
    id: OperationId,
    (which, shape): (Which, Shape),
    (start, end): (&str, &str),
    after: &[&str],
) -> Vec<String> {
    let operation = &cx.api.operations[id];
    let names = &cx.names.operations[id];
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
        let value = parameter_example(cx, parameter);
        if parameter.required {
            arguments.push(value);
        } else if which == Which::All {
            setters.push(format!(".{name}({value})"));
        }
    }
    if let Some(body) = &operation.body {
        let value = body_example(cx, group, body, names);
        if body.required {
            arguments.push(value);
        } else if which == Which::All {
            setters.push(format!(".{}({value})", names.body));
        }
    }
    let mut lines = Vec::new();
    let text = format!("{}{}", arguments.join(" "), setters.join(" "));
    let has_models = text.contains("model::");
    let krate = &cx.crate_ident;
    let uses = match (shape, has_models) {
        (Shape::Method, true) => Some(format!("{krate}::model")),
        (Shape::Method, false) => None,
        (Shape::Mock, true) => Some(format!("{krate}::{{model, testing::Mock}}")),
        (Shape::Mock, false) => Some(format!("{krate}::testing::Mock")),
        (_, true) => Some(format!("{krate}::{{Client, model}}")),
        (_, false) => Some(format!("{krate}::Client")),
    };
    let uses = uses.map(|uses| [format!("use {uses};"), String::new()]).into_iter().flatten();
    let takes = match shape {
        Shape::Method => format!("client: {krate}::Client"),
        _ => String::new(),
    };
    let head = format!("async fn example({takes}) -> Result<(), Box<dyn std::error::Error>> {{");
    let indent = if shape == Shape::Markdown {
        lines.extend(uses);
        lines.push(head);
        "    "
    } else {
        // Lines that begin with `# ` are compiled and not shown by rustdoc.
        lines.push(format!("# {head}"));
        lines.extend(uses);
        ""
    };
    let client = match shape {
        Shape::Method => Vec::new(),
        Shape::Mock => {
            vec!["let mock = Mock::new();".to_owned(), "let client = mock.client();".to_owned()]
        }
        _ => setup::client(cx, operation),
    };
    lines.extend(client.into_iter().map(|line| format!("{indent}{line}")));
    let mut chain = vec![
        format!(".{}()", cx.names.groups[group].module),
        format!(".{}({})", names.method, arguments.join(", ")),
    ];
    chain.extend(setters);
    chain.push(end.to_owned());
    let whole = format!("{indent}{start}{}", chain.concat());
    if whole.len() <= ONE_LINE && shape == Shape::Method {
        lines.push(whole);
    } else {
        lines.push(format!("{indent}{start}"));
        lines.extend(chain.into_iter().map(|step| format!("{indent}    {step}")));
    }
    lines.extend(after.iter().map(|line| format!("{indent}{line}")));
    match shape {
        Shape::Markdown => lines.push("}".to_owned()),
        _ => lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]),
    }
    lines
}

/// A call that is no longer stands on one line.
const ONE_LINE: usize = 80;

fn parameter_example(cx: &Cx<'_>, parameter: &Parameter) -> String {
    let given = parameter.docs.example.as_ref();
    match types::resolve(cx, &parameter.ty) {
        Type::Binary => "\"content\"".to_owned(),
        ty if is_secret(ty) => "\"secret\"".to_owned(),
        Type::List(item)
            if types::is_text(cx, item) && !matches!(parameter.encoding, Encoding::Content(_)) =>
        {
            let given =
                given.and_then(serde_json::Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let texts: Vec<String> = given
                .iter()
                .filter_map(serde_json::Value::as_str)
                .take(3)
                .map(|text| StrLit::new(text).to_string())
                .collect();
            if texts.is_empty() {
                "[\"text\"]".to_owned()
            } else {
                format!("[{}]", texts.join(", "))
            }
        }
        _ => {
            let value = example::value(cx, &parameter.ty, given, example::Form::Argument);
            // `.parse()?` cannot see through `impl Into<Option<T>>`.
            if parameter.nullable && !parameter.required && value.contains(".parse()") {
                value.replace(
                    ".parse()",
                    &format!(".parse::<{}>()", types::owned(cx, &parameter.ty)),
                )
            } else {
                value
            }
        }
    }
}

fn body_example(cx: &Cx<'_>, group: usize, body: &RequestBody, names: &OperationNames) -> String {
    let media = body_media(body);
    let choice = media.len() > 1;
    let Some((index, first)) = media.into_iter().next() else {
        return "()".to_owned();
    };
    let form = if choice { example::Form::Owned } else { example::Form::Argument };
    let value = match first.kind {
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream if choice => {
            "\"text\".to_owned()".to_owned()
        }
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream => "\"text\"".to_owned(),
        MediaKind::Binary if choice => "\"content\".into()".to_owned(),
        MediaKind::Binary => "\"content\"".to_owned(),
        MediaKind::Multipart if !is_object(cx, &first.ty) => {
            let value = format!("{}::Multipart::new()", cx.crate_ident);
            if choice { value } else { format!("&{value}") }
        }
        MediaKind::JsonLines => {
            let item = example::value(cx, &first.ty, first.example.as_ref(), example::Form::Owned);
            if choice { format!("vec![{item}]") } else { format!("&[{item}]") }
        }
        _ => {
            let value = example::value(cx, &first.ty, first.example.as_ref(), form);
            let scalar = types::is_scalar(cx, &first.ty)
                || matches!(types::resolve(cx, &first.ty), Type::Null);
            if !choice && scalar { format!("&{value}") } else { value }
        }
    };
    let value = if choice && is_boxed(cx, first) { format!("Box::new({value})") } else { value };
    if choice {
        format!(
            "&{}::api::{}::{}::{}({value})",
            cx.crate_ident,
            cx.names.groups[group].module,
            names.body_type,
            names.body_variants[index]
        )
    } else {
        value
    }
}
