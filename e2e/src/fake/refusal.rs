//! The answers that are not a success, in the two shapes they come in.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request was refused; it becomes a body at the edge, where the id of the request is known.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// By a handler of the service.
    Service { status: StatusCode, kind: &'static str, message: String },
    /// By the framework under it; errors are a message and the parameter, where there is one.
    Framework { status: StatusCode, errors: Vec<(String, Option<&'static str>)> },
    /// A route that does not exist, asked for with a key.
    UnknownRoute,
}

impl Refusal {
    pub(super) fn illegal_argument(message: impl Into<String>) -> Self {
        Self::Service {
            status: StatusCode::BAD_REQUEST,
            kind: "IllegalArgument",
            message: message.into(),
        }
    }

    pub(super) fn not_found(resource: &str, id: &str) -> Self {
        let message = format!("Resource {resource} with ID {id} not found.");
        Self::Service { status: StatusCode::NOT_FOUND, kind: "ResourceNotFound", message }
    }

    /// A parameter is missing, or is not what it should be.
    pub(super) fn unbound(message: String, parameter: &'static str) -> Self {
        Self::Framework {
            status: StatusCode::BAD_REQUEST,
            errors: vec![(message, Some(parameter))],
        }
    }

    pub(super) fn bare(status: StatusCode) -> Self {
        Self::Framework { status, errors: Vec::new() }
    }

    /// The answer, headers of all answers aside.
    pub(super) fn render(self, request_id: &str, uri: &Uri) -> Response {
        let (status, body) = match self {
            Self::Service { status, kind, message } => {
                (status, json!({ "message": message, "requestId": request_id, "type": kind }))
            }
            Self::Framework { status, errors } => {
                let href = uri.path_and_query().map_or("/", |target| target.as_str());
                let mut body = json!({
                    "message": status.canonical_reason().unwrap_or_default(),
                    "_links": { "self": { "href": href, "templated": false } },
                });
                if !errors.is_empty() {
                    let errors: Vec<_> = errors
                        .into_iter()
                        .map(|(message, parameter)| match parameter {
                            Some(parameter) => {
                                json!({ "message": message, "path": format!("/{parameter}") })
                            }
                            None => json!({ "message": message }),
                        })
                        .collect();
                    body["_embedded"] = json!({ "errors": errors });
                }
                (status, body)
            }
            Self::UnknownRoute => return StatusCode::NOT_FOUND.into_response(),
        };
        (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What axum itself refuses (a path that is not UTF-8, a query that does not parse) the framework of the service would
/// refuse with its own shape.
pub(super) async fn keep_framework_shape(response: Response) -> Response {
    // A refusal of our own is not a 400 yet: it waits for the edge.
    if response.status() == StatusCode::BAD_REQUEST {
        Refusal::bare(StatusCode::BAD_REQUEST).into_response()
    } else {
        response
    }
}
