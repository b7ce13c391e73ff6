//! Statuses of responses as patterns of a `match`, no two of which overlap.

use crate::ir::{Operation, StatusPattern};

/// The statuses that a response is for; none for `default`. A range leaves out the statuses that have a response of
/// their own, which wins (OpenAPI 3.0.4, 4.7.16.2).
pub(super) fn covered(operation: &Operation, status: StatusPattern) -> Vec<u16> {
    let class = match status {
        StatusPattern::Code(code) => return vec![code],
        StatusPattern::Range(class @ 1..=5) => u16::from(class) * 100,
        StatusPattern::Range(_) | StatusPattern::Default => return Vec::new(),
    };
    let own = |status: u16| {
        operation.responses.iter().any(|other| other.status == StatusPattern::Code(status))
    };
    (class..class + 100).filter(|status| !own(*status)).collect()
}

/// Statuses as a pattern; none for no status.
pub(super) fn pattern(statuses: Vec<u16>) -> Option<String> {
    let text = |(first, last): (u16, u16)| {
        if first == last { first.to_string() } else { format!("{first}..={last}") }
    };
    let ranges = ranges(statuses);
    (!ranges.is_empty()).then(|| ranges.into_iter().map(text).collect::<Vec<_>>().join(" | "))
}

/// The first and the last of each run of statuses.
pub(super) fn ranges(mut statuses: Vec<u16>) -> Vec<(u16, u16)> {
    statuses.sort_unstable();
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for status in statuses {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == status => *last = status,
            _ => ranges.push((status, status)),
        }
    }
    ranges
}
