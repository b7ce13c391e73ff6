//! Where ours does something else with an answer than Python, each with its reason.

use e2e::wire::call::{self, Outcome};
use e2e::wire::case::{RecordedAnswer, ResponseCase};
use e2e::wire::difference::Difference;
use e2e::wire::python;
use serde_json::Value;
use whylabs_client::ErrorKind;

use super::{as_described, failed, items, same, same_outcome};

/// Attempts of a call that may be repeated: ours by default.
const ATTEMPTS: usize = 3;
/// Statuses after which ours tries again.
const RETRIED: [u16; 5] = [408, 429, 502, 503, 504];
/// Python's recursion goes deeper than this; no answer of the service goes anywhere near.
const DEEP: usize = 100;

/// Deliberate differences; of those that apply to a case the first counts.
pub(super) const TABLE: &[Difference<ResponseCase>] = &[
    Difference {
        what: "the key stays at home",
        reason: "Python sends it along a redirect to another origin; ours goes there without it",
        applies: |case| case.requests.iter().any(|request| request.host.as_deref() == Some("B")),
        check: |case, replay| {
            let Some(first) = replay.b.first() else {
                return Err("the redirect was not followed".to_owned());
            };
            for name in ["x-api-key", "authorization", "cookie"] {
                if !first.values(name).is_empty() {
                    return Err(format!("{name} reached another origin"));
                }
            }
            if replay.a.first().is_none_or(|request| request.values("x-api-key").len() != 1) {
                return Err("the key did not reach its own".to_owned());
            }
            same_outcome(case, replay)
        },
    },
    Difference {
        what: "a redirected POST",
        reason: "after 301 and 302 a POST becomes a GET, as RFC 9110, 15.4 allows and all but Python do",
        applies: |case| {
            case.call.op == "create_api_key"
                && first_status(case).is_some_and(|status| matches!(status, 301 | 302))
                && case.requests_sent > 1
        },
        check: |case, replay| {
            same(
                "second method",
                &Some("GET"),
                &replay.a.get(1).map(|request| request.method.as_str()),
            )?;
            same_outcome(case, replay)
        },
    },
    Difference {
        what: "many redirects",
        reason: "Python follows three, ours five",
        applies: |case| {
            case.requests_sent == 4 && case.raised.is_some() && starts_with_redirects(case)
        },
        check: |case, replay| {
            if case.answers.iter().any(|answer| !is_redirect(answer)) {
                return Ok(());
            }
            same("requests", &6, &(replay.a.len() + replay.b.len()))?;
            failed(replay, &[ErrorKind::Redirect])
        },
    },
    Difference {
        what: "two calls in one recording",
        reason: "it shows that Python keeps the connection; here the call is made once",
        applies: |case| case.case.ends_with("two-calls"),
        check: |case, replay| {
            same("requests", &1, &replay.a.len())?;
            same_outcome(case, replay)
        },
    },
    Difference {
        what: "a time limit that limits the whole attempt",
        reason: "in Python each read has a clock of its own, so that a slow answer has no end",
        applies: |case| {
            let limit = time_limit(case).filter(|limit| *limit > 0.0);
            case.returned.is_some() && limit.is_some_and(|limit| drip_seconds(case) > limit)
        },
        check: |_, replay| failed(replay, &[ErrorKind::Timeout]),
    },
    Difference {
        what: "a time limit of zero",
        reason: "in Python it means none, in silence",
        applies: |case| time_limit(case).is_some_and(|limit| limit <= 0.0),
        check: |_, replay| match &replay.outcome {
            Outcome::NotInRust(_) => Ok(()),
            _ => failed(replay, &[ErrorKind::Timeout, ErrorKind::InvalidArgument]),
        },
    },
    Difference {
        what: "an option that Rust does not have",
        reason: "a time limit is a `Duration`, types are always checked",
        applies: |case| call::is_not_in_rust(&case.call),
        check: |_, replay| match &replay.outcome {
            Outcome::NotInRust(_) => Ok(()),
            other => Err(format!("expected it not to compile, got {other:?}")),
        },
    },
    Difference {
        what: "413 with Retry-After",
        reason: "the same body will be too large again; Python tries, as urllib3 lists the status",
        applies: |case| first_status(case) == Some(413) && case.requests_sent > 1,
        check: |_, replay| {
            same("requests", &1, &replay.a.len())?;
            failed(replay, &[ErrorKind::Status])
        },
    },
    Difference {
        what: "a Retry-After that says nothing",
        reason: "ours goes by its own pauses; Python fails on it",
        applies: |case| {
            case.raised.as_ref().is_some_and(|raised| raised.class.ends_with("InvalidHeader"))
        },
        check: |case, replay| {
            same("requests", &if repeatable(case) { ATTEMPTS } else { 1 }, &replay.a.len())?;
            match &replay.outcome {
                Outcome::Failed(error) => same(
                    "status",
                    &first_status(case),
                    &error.status().map(|status| status.as_u16()),
                ),
                other => Err(format!("expected the status, got {other:?}")),
            }
        },
    },
    Difference {
        what: "busy statuses are tried again",
        reason: "408, 429, 502, 503 and 504 pass; Python tries again only where a Retry-After tells it to",
        applies: |case| {
            repeatable(case)
                && case.requests_sent == 1
                && only_status(case).is_some_and(|status| RETRIED.contains(&status))
        },
        check: |case, replay| {
            same("requests", &ATTEMPTS, &replay.a.len())?;
            same_outcome(case, replay)
        },
    },
    Difference {
        what: "three attempts",
        reason: "Python makes four",
        applies: |case| case.requests_sent == 4 && case.raised.is_some(),
        check: |case, replay| {
            same("requests", &ATTEMPTS, &replay.a.len())?;
            same_outcome(case, replay)
        },
    },
    Difference {
        what: "a content coding nobody asked for",
        reason: "ours asks for none and reads none; Python reads gzip and deflate",
        applies: |case| {
            header(case, "content-encoding")
                .is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
        },
        check: |_, replay| failed(replay, &[ErrorKind::Decode, ErrorKind::Status]),
    },
    Difference {
        what: "another charset than UTF-8",
        reason: "JSON is UTF-8 (RFC 8259, 8.1): ours reads that or refuses, and never a wrong text; Python goes by the header",
        applies: |case| {
            success(case).is_some()
                && charset(case).is_some_and(|charset| !charset.eq_ignore_ascii_case("utf-8"))
        },
        check: |case, replay| match &replay.outcome {
            Outcome::Returned(_) => as_described(case, replay),
            _ => failed(replay, &[ErrorKind::Decode]),
        },
    },
    Difference {
        what: "snake_case fields",
        reason: "Python takes its own names for those of the wire",
        applies: |case| {
            case.returned.is_some()
                && names(case).iter().any(|name| name.contains('_') && !name.starts_with('_'))
        },
        check: as_described,
    },
    Difference {
        what: "fields newer than the recorded client",
        reason: "0.4.2 takes `lastUsedTime` and `resourceId` as they come; the description has their type",
        applies: |case| {
            case.returned.is_some()
                && has_newer_field(case, |value| !value.is_string() && !value.is_null())
        },
        check: as_described,
    },
    Difference {
        what: "a byte order mark",
        reason: "RFC 8259, 8.1 lets a reader skip it; Python takes the body for text",
        applies: |case| {
            answer(case)
                .and_then(|answer| answer.body.as_deref())
                .is_some_and(|body| body.starts_with('\u{feff}'))
        },
        check: as_described,
    },
    Difference {
        what: "deep nesting",
        reason: "there is a bound to it, so that no answer can use up the stack",
        applies: |case| {
            case.returned.is_some()
                && answer(case)
                    .and_then(|answer| answer.body.as_deref())
                    .is_some_and(|body| depth(body) > DEEP)
        },
        check: |case, replay| match &replay.outcome {
            Outcome::Returned(_) => as_described(case, replay),
            _ => failed(replay, &[ErrorKind::Decode]),
        },
    },
    Difference {
        what: "arrays for objects",
        reason: "in Python they become positional arguments",
        applies: |case| case.returned.is_some() && has_array_for_object(case),
        check: as_described,
    },
    Difference {
        what: "fields that steer the Python client",
        reason: "`cls`, `_check_type` and others are keyword arguments there; here they are fields that nobody knows",
        applies: |case| {
            let steers = |name: &String| {
                name.starts_with('_') || matches!(name.as_str(), "cls" | "self" | "args" | "kwargs")
            };
            names(case).iter().any(steers)
        },
        check: as_described,
    },
    Difference {
        what: "null for an optional field",
        reason: "the one field that is not nullable is read as absent too; Python refuses it",
        applies: |case| {
            case.call.op == "get_api_key"
                && success(case)
                    .is_some_and(|body| body["key"].is_null() && body.get("key").is_some())
        },
        check: as_described,
    },
    Difference {
        what: "not JSON",
        reason: "NaN, lone surrogates and the like are not in RFC 8259; Python reads them",
        applies: |case| case.returned.is_some() && items(case).is_none() && success(case).is_none(),
        check: |_, replay| failed(replay, &[ErrorKind::Decode]),
    },
    Difference {
        what: "a field twice",
        reason: "RFC 8259, 4: nobody can say which counts; Python takes the last",
        applies: |case| case.returned.is_some() && has_field_twice(case),
        check: |_, replay| failed(replay, &[ErrorKind::Decode]),
    },
    Difference {
        what: "an early answer",
        reason: "1xx goes before the answer that counts; Python raises 103",
        applies: |case| first_status(case).is_some_and(|status| status < 200),
        check: |_, replay| match &replay.outcome {
            Outcome::Failed(error)
                if error.status().is_some_and(|status| status.as_u16() < 200) =>
            {
                Err("a 1xx was taken for the answer".to_owned())
            }
            _ => Ok(()),
        },
    },
];

/// Whether the call may be sent again after it may have arrived.
fn repeatable(case: &ResponseCase) -> bool {
    case.call.op != "create_api_key" && case.call.config.get("retries").is_none()
}

fn first_status(case: &ResponseCase) -> Option<u16> {
    case.answers.first()?.status
}

fn only_status(case: &ResponseCase) -> Option<u16> {
    if case.answers.len() == 1 { first_status(case) } else { None }
}

fn is_redirect(answer: &RecordedAnswer) -> bool {
    answer.status.is_some_and(|status| matches!(status, 301..=303 | 307 | 308))
}

fn starts_with_redirects(case: &ResponseCase) -> bool {
    !case.answers.is_empty() && case.answers.iter().take(4).all(is_redirect)
}

/// How long the body took, where it came piece by piece.
fn drip_seconds(case: &ResponseCase) -> f64 {
    case.answers
        .iter()
        .filter_map(|answer| {
            let (size, pause) = answer.dribble?;
            let pieces = answer.body.as_ref()?.len().div_ceil(size.max(1));
            Some(pause * f64::from(u32::try_from(pieces).ok()?))
        })
        .sum()
}

fn time_limit(case: &ResponseCase) -> Option<f64> {
    python::seconds(case.call.kwargs.get("_request_timeout")?)
}

/// How deep a text nests, brackets in strings counted too.
fn depth(body: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in body.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Whether the body has such a value for one of the fields that 0.4.2 does not know yet.
fn has_newer_field(case: &ResponseCase, of_kind: fn(&Value) -> bool) -> bool {
    fn search(value: &Value, of_kind: fn(&Value) -> bool) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| search(item, of_kind)),
            Value::Object(fields) => {
                let newer = ["lastUsedTime", "resourceId"];
                newer.iter().any(|name| fields.get(*name).is_some_and(of_kind))
                    || fields.values().any(|value| search(value, of_kind))
            }
            _ => false,
        }
    }
    search(&success(case).unwrap_or_default(), of_kind)
}

/// The answer that counts.
fn answer(case: &ResponseCase) -> Option<&RecordedAnswer> {
    case.answers.last()
}

/// The body of a success, as JSON.
fn success(case: &ResponseCase) -> Option<Value> {
    let answer = answer(case)
        .filter(|answer| answer.status.is_some_and(|status| (200..300).contains(&status)))?;
    serde_json::from_str(answer.body.as_deref()?).ok()
}

/// The names of all fields in it.
fn names(case: &ResponseCase) -> Vec<String> {
    fn collect(value: &Value, names: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    names.push(name.clone());
                    collect(value, names);
                }
            }
            _ => {}
        }
    }
    let mut names = Vec::new();
    collect(&success(case).unwrap_or_default(), &mut names);
    names
}

fn has_array_for_object(case: &ResponseCase) -> bool {
    let Some(body) = success(case) else { return false };
    let in_items = body["items"].as_array().is_some_and(|items| items.iter().any(Value::is_array));
    body.is_array() || body["key"].is_array() || in_items
}

fn has_field_twice(case: &ResponseCase) -> bool {
    let body = answer(case).and_then(|answer| answer.body.as_deref()).unwrap_or_default();
    let objects = body.matches('{').count();
    ["\"keyId\":", "\"alias\":", "\"items\":", "\"revoked\":"]
        .iter()
        .any(|name| body.matches(name).count() > objects)
}

fn charset(case: &ResponseCase) -> Option<&str> {
    let (_, charset) = header(case, "content-type")?.split_once("charset=")?;
    Some(charset.trim().trim_matches('"'))
}

fn header<'c>(case: &'c ResponseCase, name: &str) -> Option<&'c str> {
    let headers = &answer(case)?.headers;
    headers
        .iter()
        .find(|(given, _)| given.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
