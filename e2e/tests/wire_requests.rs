//! What our client puts on the wire, against what the Python client did, call by call.

use std::io;
use std::path::Path;

use e2e::wire::call::{self, Outcome, Ports};
use e2e::wire::case::{self, RequestCase};
use e2e::wire::difference::{Difference, Replay, Report};
use e2e::wire::python;
use e2e::wire::script::{Play, RawRequest, Server, path_and_pairs};
use serde_json::Value;
use whylabs_client::ErrorKind;

#[tokio::test]
async fn requests_are_as_recorded_but_for_the_table() -> io::Result<()> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/requests.jsonl");
    let recorded = case::recordings_folder().join("requests.jsonl");
    let mut report = Report::default();
    for file in [own, recorded] {
        let Some(cases) = case::load::<RequestCase>(&file)? else {
            println!("skipped: no {}", file.display());
            continue;
        };
        for case in &cases {
            let replay = replay(case).await?;
            report.compare(&case.case, case, &replay, TABLE, equal);
        }
    }
    report.finish("requests", TABLE);
    Ok(())
}

async fn replay(case: &RequestCase) -> io::Result<Replay> {
    let answer = match case.call.op.as_str() {
        "get_api_key" => "{}",
        "list_api_keys" => r#"{"items":[]}"#,
        _ => r#"{"keyId":"k","orgId":"o","userId":"u","creationTime":"2023-01-01T00:00:00"}"#,
    };
    let address =
        if host(case).is_some_and(|host| host.contains("[::1]")) { "::1" } else { "127.0.0.1" };
    let (listener, port) = Server::bind(address).await?;
    let server = Server::run(listener, port, vec![Play::json(200, answer)]);
    let ports = Ports { a: server.port, b: server.port };
    let outcome = if has_no_host(case) {
        // Ours would call the service itself.
        Outcome::NotInRust("without a host ours goes to the server of the description".to_owned())
    } else {
        call::replay(&case.call, ports).await
    };
    Ok(Replay { outcome, a: server.requests(), b: Vec::new() })
}

/// Deliberate differences; of those that apply to a case the first counts.
const TABLE: &[Difference<RequestCase>] = &[
    Difference {
        what: "no host at all",
        reason: "the documented optional host is optional: it is the description's server, `from_env` aside",
        applies: has_no_host,
        check: |_, _| {
            let client = whylabs_client::Client::builder().api_key_auth(call::RECORDED_KEY).build();
            client.map(drop).map_err(|error| format!("the client cannot be built: {error}"))
        },
    },
    Difference {
        what: "a value or option that Rust's types do not have",
        reason: "wrong types, missing arguments and switches of the Python client do not compile",
        applies: |case| call::is_not_in_rust(&case.call),
        check: |_, replay| match &replay.outcome {
            Outcome::NotInRust(_) if replay.a.is_empty() => Ok(()),
            other => Err(format!("expected it not to compile, got {other:?}")),
        },
    },
    Difference {
        what: "a path argument that is empty, `.` or `..`",
        reason: "it would call another endpoint, so it is refused and nothing sent",
        applies: |case| {
            ["org_id", "key_id"].iter().any(|name| {
                let in_path = *name == "org_id" || case.call.op == "get_api_key";
                in_path
                    && matches!(
                        case.call.kwargs.get(*name).and_then(Value::as_str),
                        Some("" | "." | "..")
                    )
            })
        },
        check: |_, replay| failed_before_sending(replay, ErrorKind::InvalidArgument),
    },
    Difference {
        what: "user and password in the host",
        reason: "Python drops them in silence; ours says that a credential belongs elsewhere",
        applies: |case| authority(case).is_some_and(|authority| authority.contains('@')),
        check: |_, replay| not_built(replay),
    },
    Difference {
        what: "a query or a fragment in the host",
        reason: "it swallows the path in Python",
        applies: |case| host(case).is_some_and(|host| host.contains(['?', '#'])),
        check: |_, replay| not_built(replay),
    },
    Difference {
        what: "a host without a scheme",
        reason: "Python takes it for plain http, over which nobody meant to send a key",
        applies: |case| host(case).is_some_and(|host| !host.contains("://")),
        check: |_, replay| not_built(replay),
    },
    Difference {
        what: "a `%` in the path of the host",
        reason: "a base URL is a URL already: Python codes its percent signs once more",
        applies: |case| host(case).is_some_and(|host| host.contains('%')),
        check: |case, replay| {
            let path = host(case).and_then(|host| host.splitn(4, '/').nth(3)).unwrap_or_default();
            let path = path.trim_end_matches('/');
            let expected = format!("/{path}/v0/");
            let sent = only(replay)?;
            if sent.target.starts_with(&expected) {
                Ok(())
            } else {
                Err(format!("sent {}", sent.target))
            }
        },
    },
    Difference {
        what: "a slash at the end of the host",
        reason: "Python doubles it, and the service knows no such route",
        applies: |case| case.raw_target.as_deref().is_some_and(|target| target.contains("//v0")),
        check: |case, replay| {
            let mut case = case.clone();
            case.raw_target = case.raw_target.map(|target| {
                let (base, rest) = target.split_once("/v0/").unwrap_or(("", &target));
                format!("{}/v0/{rest}", base.trim_end_matches('/'))
            });
            equal(&case, replay)
        },
    },
    Difference {
        what: "a prefix that cannot be in a header",
        reason: "empty, or with a space around it, it is a mistake; Python leaves an empty one out",
        applies: |case| prefix(case).is_some_and(unfit),
        check: |_, replay| not_built(replay),
    },
    Difference {
        what: "a time limit of zero",
        reason: "in Python it means none, in silence",
        applies: |case| {
            let limit = case.call.kwargs.get("_request_timeout").and_then(python::seconds);
            limit.is_some_and(|limit| limit <= 0.0)
        },
        check: |_, replay| failed_before_sending(replay, ErrorKind::InvalidArgument),
    },
    Difference {
        what: "None for a nullable argument",
        reason: "Python sends the text `None`, or fails on `scopes`; ours sends no such parameter",
        applies: |case| !call::none_arguments(&case.call).is_empty(),
        check: |case, replay| {
            let none = call::none_arguments(&case.call);
            let sent = only(replay)?;
            let (path, query) = path_and_pairs(&sent.target);
            if query.iter().any(|(name, _)| none.contains(&name.as_str())) {
                return Err(format!("sent {}", sent.target));
            }
            let Some(recorded) = &case.raw_target else { return Ok(()) };
            let (recorded_path, mut recorded_query) = path_and_pairs(recorded);
            recorded_query.retain(|(name, _)| !none.contains(&name.as_str()));
            same("path", &recorded_path, &path)?;
            same("query", &recorded_query, &query)
        },
    },
    Difference {
        what: "no key",
        reason: "Python sends the request without one, or fails deep inside; every operation needs one, so ours says so",
        applies: |case| key(case).is_none(),
        check: |_, replay| failed_before_sending(replay, ErrorKind::MissingCredential),
    },
    Difference {
        what: "a key that cannot be in a header",
        reason: "empty, a space around it, a line break (Python folds the header), not ASCII: refused when the client is built",
        applies: |case| key(case).is_some_and(unfit),
        check: |_, replay| not_built(replay),
    },
    Difference {
        what: "a default header that is the key's",
        reason: "Python sends both; one header is one credential",
        applies: |case| {
            default_header(case).is_some_and(|name| name.eq_ignore_ascii_case("x-api-key"))
        },
        check: |_, replay| match &replay.outcome {
            Outcome::NotBuilt(_) if replay.a.is_empty() => Ok(()),
            _ => same("keys", &1, &only(replay)?.values("x-api-key").len()),
        },
    },
];

/// As recorded: method, path, query, key, body, what the answer may be, and headers that the caller set.
fn equal(case: &RequestCase, replay: &Replay) -> Result<(), String> {
    let (Some(method), Some(target)) = (&case.method, &case.raw_target) else {
        return match &replay.outcome {
            Outcome::NotInRust(_) | Outcome::NotBuilt(_) | Outcome::Failed(_)
                if replay.a.is_empty() =>
            {
                Ok(())
            }
            other => {
                Err(format!("expected that nothing is sent, got {other:?} and {:?}", replay.a))
            }
        };
    };
    let sent = only(replay)?;
    let (recorded_path, recorded_query) = path_and_pairs(target);
    let (path, query) = path_and_pairs(&sent.target);
    same("method", method, &sent.method)?;
    same("path", &recorded_path, &path)?;
    same("query", &recorded_query, &query)?;
    same("body", &case.body.clone().unwrap_or_default().into_bytes(), &sent.body)?;

    let headers = case.headers.clone().unwrap_or_default();
    let recorded =
        RawRequest { method: String::new(), target: String::new(), headers, body: Vec::new() };
    for name in ["X-API-Key", "Accept", "Cookie"] {
        same(name, &recorded.values(name), &sent.values(name))?;
    }
    // Without a body there is nothing whose type could be told; Python tells it of a POST.
    let mut content_types = recorded.values("Content-Type");
    content_types.retain(|value| *value != "application/json");
    same("Content-Type", &content_types, &sent.values("content-type"))?;
    let mine =
        ["host", "accept-encoding", "content-length", "content-type", "user-agent", "x-api-key"];
    for (name, _) in recorded
        .headers
        .iter()
        .filter(|(name, _)| !mine.contains(&name.to_ascii_lowercase().as_str()))
    {
        same(name, &recorded.values(name), &sent.values(name))?;
    }
    match recorded.values("user-agent").as_slice() {
        ["whylabs-client/1.0/python"] => {
            let ours = sent.values("user-agent");
            let named =
                ours.len() == 1 && ours.iter().all(|name| name.starts_with("whylabs-client/"));
            if named { Ok(()) } else { Err(format!("User-Agent {ours:?}")) }
        }
        given => same("User-Agent", given, sent.values("user-agent").as_slice()),
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    recorded: &T,
    ours: &T,
) -> Result<(), String> {
    if recorded == ours {
        Ok(())
    } else {
        Err(format!("{what}: recorded {recorded:?}, ours {ours:?}"))
    }
}

fn only(replay: &Replay) -> Result<&RawRequest, String> {
    match replay.a.as_slice() {
        [sent] => Ok(sent),
        other => Err(format!("expected one request, got {} and {:?}", other.len(), replay.outcome)),
    }
}

fn failed_before_sending(replay: &Replay, kind: ErrorKind) -> Result<(), String> {
    match &replay.outcome {
        Outcome::Failed(error) if error.kind() == kind && replay.a.is_empty() => Ok(()),
        other => Err(format!("expected {kind:?} and nothing sent, got {other:?}")),
    }
}

fn not_built(replay: &Replay) -> Result<(), String> {
    match &replay.outcome {
        Outcome::NotBuilt(error)
            if error.kind() == ErrorKind::Configuration && replay.a.is_empty() =>
        {
            Ok(())
        }
        other => Err(format!("expected the client to be refused, got {other:?}")),
    }
}

fn host(case: &RequestCase) -> Option<&str> {
    case.call.config.get("host")?.as_str()
}

fn has_no_host(case: &RequestCase) -> bool {
    let absent = case.call.config.get("host").is_some_and(Value::is_null);
    absent
        || ["server_index", "_host_index"].iter().any(|option| {
            case.call.config.contains_key(*option) || case.call.kwargs.contains_key(*option)
        })
}

fn authority(case: &RequestCase) -> Option<&str> {
    let (_, rest) = host(case)?.split_once("://")?;
    rest.split('/').next()
}

/// The key that the case sets; the recorded one where it sets none.
fn key(case: &RequestCase) -> Option<&str> {
    match case.call.config.get("api_key") {
        None => Some(call::RECORDED_KEY),
        Some(Value::Object(keys)) => keys.get("ApiKeyAuth")?.as_str(),
        Some(value) => value.as_str(),
    }
}

fn prefix(case: &RequestCase) -> Option<&str> {
    match case.call.config.get("api_key_prefix")? {
        Value::Object(prefixes) => prefixes.get("ApiKeyAuth")?.as_str(),
        value => value.as_str(),
    }
}

/// Whether a text is nothing for a header: empty, not ASCII, a line break in it, a space around it.
fn unfit(text: &str) -> bool {
    text.is_empty() || text.trim() != text || !text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn default_header(case: &RequestCase) -> Option<&str> {
    case.call.client_options.get("header_name")?.as_str()
}
