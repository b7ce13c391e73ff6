//! Bounds: numbers as exclusive bounds (JSON Schema 2020-12) become a bound and a flag (OpenAPI 3.0).

use serde_json::{Map, Number, Value};

use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// What is rewritten here.
const KEYWORDS: [&str; 5] =
    ["exclusiveMinimum", "exclusiveMaximum", "minimum", "maximum", "multipleOf"];

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if !map.keys().any(|keyword| KEYWORDS.contains(&keyword.as_str())) {
        return;
    }
    // The larger of two lower bounds counts, the smaller of two upper ones.
    exclusive("exclusiveMinimum", "minimum", |own, other| own >= other, map, trail, context);
    exclusive("exclusiveMaximum", "maximum", |own, other| own <= other, map, trail, context);
    if map.get("type").is_some_and(|name| name == "integer") {
        for keyword in ["minimum", "maximum", "multipleOf"] {
            let Some(Value::Number(bound)) = map.get(keyword) else { continue };
            match whole(bound) {
                Some(whole) if whole != *bound => {
                    map.insert(keyword.to_owned(), Value::Number(whole));
                }
                None if keyword == "multipleOf" => {
                    map.shift_remove(keyword);
                }
                _ => {}
            }
        }
    }
}

fn exclusive(
    keyword: &str,
    inclusive: &str,
    is_tighter: impl Fn(f64, f64) -> bool,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let Some(value) = map.get(keyword) else { return };
    let at = trail.child(keyword);
    let number = match value {
        Value::Bool(_) => {
            context.until(Version::V3_0, &at, &format!("a flag as `{keyword}`"));
            if !map.contains_key(inclusive) {
                map.shift_remove(keyword);
            }
            return;
        }
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => {
            let number = text
                .trim()
                .parse::<i64>()
                .map(Number::from)
                .ok()
                .or_else(|| text.trim().parse::<f64>().ok().and_then(Number::from_f64));
            match number {
                Some(number) => {
                    context.wrong_type(&at, "a number", value);
                    Some(number)
                }
                None if matches!(text.trim(), "true" | "false") => {
                    context.wrong_type(&at, "`true` or `false`", value);
                    if map.contains_key(inclusive) && map.get(keyword) == Some(&"true".into()) {
                        map.insert(keyword.to_owned(), Value::Bool(true));
                        return;
                    }
                    None
                }
                None => {
                    context.unusable(&at, "a number", value);
                    None
                }
            }
        }
        other => {
            context.unusable(&at, "a number", other);
            None
        }
    };
    map.shift_remove(keyword);
    let Some(number) = number else { return };
    context.since(Version::V3_1, &at, &format!("a number as `{keyword}`"));
    let other = map.get(inclusive).and_then(Value::as_f64);
    let own = number.as_f64().unwrap_or_default();
    if other.is_none_or(|other| is_tighter(own, other)) {
        context.relocated(&at, &trail.child(inclusive));
        map.insert(inclusive.to_owned(), Value::Number(number));
        map.insert(keyword.to_owned(), Value::Bool(true));
    }
}

/// 2^63: exact as a float, and one more than the largest 64-bit integer.
const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// The number as a whole one, if it is one that 64 bits hold.
pub(super) fn whole(number: &Number) -> Option<Number> {
    if let Some(large) = number.as_u64() {
        // What a description means by 9223372036854776000 is the largest 64-bit integer: it went through a float.
        let rounded = 1 << 63;
        let is_rounded = (rounded..=rounded + 1024).contains(&large);
        return Some(if is_rounded { Number::from(i64::MAX) } else { number.clone() });
    }
    if number.is_i64() {
        return Some(number.clone());
    }
    let float = number.as_f64()?;
    if float.fract() != 0.0 || float.abs() > LIMIT {
        return None;
    }
    let text = format!("{float:.0}");
    let integer = text.parse::<i64>().unwrap_or(if float > 0.0 { i64::MAX } else { i64::MIN });
    Some(Number::from(integer))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent};
    use super::*;

    #[test]
    fn table() {
        let both = [
            (
                json!({ "type": "integer", "minimum": 1.0, "maximum": 9_223_372_036_854_776_000_u64 }),
                json!({ "type": "integer", "minimum": 1, "maximum": i64::MAX }),
            ),
            (
                json!({ "type": "integer", "minimum": -9_223_372_036_854_775_808.0 }),
                json!({ "type": "integer", "minimum": i64::MIN }),
            ),
            (
                json!({ "type": "integer", "maximum": u64::MAX, "multipleOf": 0.5 }),
                json!({ "type": "integer", "maximum": u64::MAX }),
            ),
        ];
        assert_silent(Version::V3_0, &both);
        assert_silent(Version::V3_1, &both);
        assert_silent(
            Version::V3_1,
            &[
                (
                    json!({ "type": "number", "exclusiveMinimum": 0 }),
                    json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                ),
                (
                    json!({ "type": "number", "exclusiveMinimum": 0, "minimum": 1 }),
                    json!({ "type": "number", "minimum": 1 }),
                ),
                (
                    json!({ "type": "number", "exclusiveMaximum": 5, "maximum": 9 }),
                    json!({ "type": "number", "maximum": 5, "exclusiveMaximum": true }),
                ),
            ],
        );
        assert_silent(
            Version::V3_0,
            &[
                (
                    json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                    json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                ),
                (
                    json!({ "type": "number", "exclusiveMinimum": true }),
                    json!({ "type": "number" }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": "number", "exclusiveMinimum": 0 }),
                    json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                    &["OAS0212"],
                ),
                (
                    json!({ "type": "number", "minimum": "0" }),
                    json!({ "type": "number", "minimum": 0 }),
                    &["OAS0209"],
                ),
                (
                    json!({ "type": "number", "minimum": 0, "exclusiveMinimum": "true" }),
                    json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                    &["OAS0209"],
                ),
                (
                    json!({ "type": "number", "exclusiveMinimum": [] }),
                    json!({ "type": "number" }),
                    &["OAS0210"],
                ),
            ],
        );
        assert_reported(
            Version::V3_1,
            &[(
                json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }),
                &["OAS0212"],
            )],
        );
    }
}
