//! What operations leave out that users of their methods would want.

use super::codes;
use crate::diag::{Part, Place, Severity, Sink};
use crate::ir::{Api, Operation, OperationId, StatusPattern, Type};
use crate::names::Names;
use crate::source::Pointer;

pub(super) fn check(api: &Api, names: &Names, sink: &mut Sink) {
    let tagged = api.operations.iter().any(|operation| !operation.tags.is_empty());
    for (id, operation) in api.operations.iter().enumerate() {
        let method = method(id, names);
        no_id(operation, &method, sink);
        undocumented(operation, &method, sink);
        if api.error_body.is_none() {
            no_error_schema(operation, &method, sink);
        }
        if tagged && operation.tags.is_empty() {
            sink.note(
                codes::NO_TAG,
                &operation.origin,
                format!("this operation has no tag, its method is `{method}`"),
            )
            .at_key()
            .help("give it the tag of the operations it belongs to");
        }
        untyped(operation, &method, sink);
    }
    if !tagged && !api.operations.is_empty() {
        let place = Place::Node(Pointer::root().key("paths"), Part::Key);
        let handles = names.groups.len();
        sink.report(codes::NO_TAG, Severity::Note, place, "no operation has a tag").help(format!(
            "methods are grouped by path, in {handles} handle{}; tags say better what belongs together",
            if handles == 1 { "" } else { "s" },
        ));
    }
    no_server(api, sink);
}

/// `PetsApi::list_pets`.
fn method(id: OperationId, names: &Names) -> String {
    let group = names.groups.iter().find(|group| group.operations.contains(&id));
    let handle = group.map_or("", |group| group.handle.as_str());
    let method = names.operations.get(id).map_or("", |operation| operation.method.as_str());
    format!("{handle}::{method}")
}

fn no_id(operation: &Operation, method: &str, sink: &mut Sink) {
    if operation.operation_id.is_some() || operation.explicit_name.is_some() {
        return;
    }
    let message = format!("this operation has no `operationId`, its method is `{method}`");
    sink.note(codes::NO_OPERATION_ID, &operation.origin, message)
        .at_key()
        .help("the name changes with the path; give the operation an id");
}

fn undocumented(operation: &Operation, method: &str, sink: &mut Sink) {
    let docs = &operation.docs;
    if docs.summary.is_some() || docs.description.is_some() {
        return;
    }
    let message = format!("the documentation of `{method}` says HTTP method and path only");
    sink.note(codes::UNDOCUMENTED, &operation.origin, message).at_key().help("add a `summary`");
}

fn no_error_schema(operation: &Operation, method: &str, sink: &mut Sink) {
    let described = operation.responses.iter().any(|response| {
        let error = match response.status {
            StatusPattern::Code(code) => code >= 400,
            StatusPattern::Range(class) => class >= 4,
            StatusPattern::Default => true,
        };
        error && !response.content.is_empty()
    });
    if !described {
        let message = format!("errors of `{method}` have a status and bytes, no type");
        sink.note(codes::NO_ERROR_SCHEMA, &operation.origin, message)
            .at_key()
            .help("describe a response for `4XX` or `default`, or set `error-body` under `[client]` in codegen.toml");
    }
}

/// Bodies whose schema says nothing.
fn untyped(operation: &Operation, method: &str, sink: &mut Sink) {
    let sent = operation.body.iter().flat_map(|body| &body.content);
    let received = operation.responses.iter().flat_map(|response| &response.content);
    for (media, what) in
        sent.map(|media| (media, "takes")).chain(received.map(|media| (media, "gives")))
    {
        if media.ty == Type::Any {
            let message =
                format!("`{method}` {what} `serde_json::Value` for `{}`", media.media_type);
            sink.note(codes::ANYTHING, &media.origin, message)
                .at_key()
                .help("describe the body by a schema");
        }
    }
}

fn no_server(api: &Api, sink: &mut Sink) {
    let absolute = |url: &str| url.contains("://") || url.starts_with('{');
    if api.operations.is_empty() || api.servers.iter().any(|server| absolute(&server.url)) {
        return;
    }
    let own = |operation: &Operation| operation.servers.iter().any(|server| absolute(&server.url));
    if api.operations.iter().all(own) {
        return;
    }
    let at = api.servers.first().map_or_else(Pointer::root, |server| server.origin.clone());
    sink.note(codes::NO_SERVER, &at, "the client has no address to call")
        .help("users have to give the builder one; write an absolute URL under `servers`");
}
