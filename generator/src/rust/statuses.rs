//! Statuses of responses as patterns of a `match`, no two of which overlap.

use crate::ir::{Operation, StatusPattern};

/// The statuses that a response is for; none for `default`, and for a range that no status is in. A range leaves out
/// the statuses that have a response of their own, which wins (OpenAPI 3.0.4, 4.7.16.2).
pub(super) fn pattern(operation: &Operation, status: StatusPattern) -> Option<String> {
    let class = match status {
        StatusPattern::Code(code) => return Some(code.to_string()),
        StatusPattern::Range(class @ 1..=5) => u16::from(class) * 100,
        StatusPattern::Range(_) | StatusPattern::Default => return None,
    };
    let own = |status: u16| {
        operation.responses.iter().any(|other| other.status == StatusPattern::Code(status))
    };
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for status in (class..class + 100).filter(|status| !own(*status)) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == status => *last = status,
            _ => ranges.push((status, status)),
        }
    }
    let text = |(first, last): (u16, u16)| {
        if first == last { first.to_string() } else { format!("{first}..={last}") }
    };
    (!ranges.is_empty()).then(|| ranges.into_iter().map(text).collect::<Vec<_>>().join(" | "))
}
