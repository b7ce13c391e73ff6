//! What it costs to read and to write JSON with the codec of generated crates, beside `serde_json` with derives on the
//! same types: a small body, and one of ten megabytes.

#[allow(dead_code, reason = "the tests use more of them")]
#[path = "../tests/codec/models.rs"]
mod models;

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use models::{ApiKey, ApiKeyTwin, Tree, TreeTwin};
use oasmith_runtime as runtime;

/// Bodies by name: one key, a list of them as long as this, and the same in a tree.
const BYTES: usize = 10_000_000;

fn benches(criterion: &mut Criterion) {
    both::<ApiKey, ApiKeyTwin>(criterion, "object", &key(0));
    both::<Vec<ApiKey>, Vec<ApiKeyTwin>>(criterion, "list of 10 MB", &list());
    both::<Tree, TreeTwin>(criterion, "tree of 10 MB", &tree());
}

fn both<T, Twin>(criterion: &mut Criterion, name: &str, text: &str)
where
    T: runtime::Decode + runtime::Encode,
    Twin: serde::de::DeserializeOwned + serde::Serialize,
{
    let throughput = Throughput::Bytes(u64::try_from(text.len()).unwrap_or(u64::MAX));
    let mut group = criterion.benchmark_group("read");
    group.throughput(throughput.clone()).sample_size(20);
    group.bench_with_input(BenchmarkId::new("runtime", name), text, |bencher, text| {
        bencher
            .iter(|| runtime::from_json_slice::<T>(black_box(text.as_bytes())).expect("a value"));
    });
    group.bench_with_input(BenchmarkId::new("serde_json", name), text, |bencher, text| {
        bencher
            .iter(|| serde_json::from_slice::<Twin>(black_box(text.as_bytes())).expect("a value"));
    });
    group.finish();

    let ours: T = runtime::from_json_str(text).expect("a value");
    let twin: Twin = serde_json::from_str(text).expect("a value");
    let mut group = criterion.benchmark_group("write");
    group.throughput(throughput).sample_size(20);
    group.bench_with_input(BenchmarkId::new("runtime", name), &ours, |bencher, value| {
        bencher.iter(|| runtime::to_json_vec(black_box(value)));
    });
    group.bench_with_input(BenchmarkId::new("serde_json", name), &twin, |bencher, value| {
        bencher.iter(|| serde_json::to_vec(black_box(value)).expect("a text"));
    });
    group.finish();
}

/// As a service would send it; every other one without what is optional, every eighth with what has to be escaped.
fn key(index: usize) -> String {
    let nick =
        if index.is_multiple_of(8) { r#""line\nafter \u00e9""# } else { r#""the laptop at home""# };
    let rest = if index.is_multiple_of(2) {
        format!(r#","key":"f0e1d2c3b4a59687","scopes":["user:read","user:write"],"nick":{nick}"#)
    } else {
        String::new()
    };
    let created = 1_700_000_000 + index;
    format!(r#"{{"keyId":"key-{index:08}","creationTime":{created}{rest}}}"#)
}

fn list() -> String {
    let mut text = String::from("[");
    let mut index = 0;
    while text.len() < BYTES {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{}", key(index));
        index += 1;
    }
    text + "]"
}

fn tree() -> String {
    let extra = r#""a":{"b":[1,-2,3.5,true,null]},"c":"d""#;
    format!(
        r#"{{"weight":0.25,"items":{},"left":{{"weight":1e3,"items":[],{extra}}},"pair":[true,7],{extra}}}"#,
        list()
    )
}

criterion_group!(all, benches);
criterion_main!(all);
