//! What the description says of an operation beside its name, method and path.

use super::super::text::{Code, StrLit};
use super::super::{Cx, client};
use super::answer::accept;
use crate::ir::{Location, Operation};

/// What the description says of an operation beside its name, method and path.
pub(super) fn more_info(cx: &Cx<'_>, operation: &Operation) -> Vec<Code> {
    let idempotency_header = idempotency_header(cx, operation);
    let accept = accept(operation);
    let mut values = Vec::new();
    let mut say = |name: &str, value: String| values.push(Code::new(format!("{name}: {value}")));
    if !operation.security.is_empty() {
        say("security", security(operation));
    }
    if !accept.is_empty() {
        say("accept", StrLit::new(&accept).to_string());
    }
    if !idempotency_header.is_empty() {
        say("idempotency_header", StrLit::new(&idempotency_header).to_string());
    }
    if !operation.servers.is_empty() {
        say("servers", format!("&[{}]", client::servers(&operation.servers)));
    }
    values
}

fn security(operation: &Operation) -> String {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|alternative| {
            let uses: Vec<String> =
                alternative.iter().map(|using| using.scheme.to_string()).collect();
            format!("&[{}]", uses.join(", "))
        })
        .collect();
    format!("&[{}]", alternatives.join(", "))
}

/// The header in which an operation takes an idempotency key: what codegen.toml says, else a parameter of the name that
/// is usual, or that codegen.toml gives.
fn idempotency_header(cx: &Cx<'_>, operation: &Operation) -> String {
    let config = &cx.config;
    let own = config.idempotency.iter().find(|(pointer, _)| {
        let pointer = pointer.get_ref();
        pointer.strip_prefix('#').unwrap_or(pointer) == operation.origin.as_str()
    });
    if let Some((_, header)) = own {
        return header.clone();
    }
    // The others may be sent again anyway (RFC 9110, section 9.2.2).
    if let (Some(header), crate::ir::Method::Post | crate::ir::Method::Patch) =
        (&config.client.idempotency_header, &operation.method)
    {
        return header.get_ref().clone();
    }
    let mut headers = (operation.parameters.iter())
        .filter(|parameter| parameter.location == Location::Header)
        .map(|parameter| &parameter.wire_name);
    headers
        .find(|name| {
            let name = name.to_ascii_lowercase();
            name.trim_start_matches("x-") == "idempotency-key"
        })
        .cloned()
        .unwrap_or_default()
}
