//! How long it takes to generate this repository's own crate, and to find out that nothing changed.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use oasmith::{Input, generate};
use xtask::input::{self, ConfigSource, FilesBeside};
use xtask::sync;

fn benches(criterion: &mut Criterion) {
    let root = xtask::repository_root();
    let path = root.join("spec/api-key.yaml");
    let source = ConfigSource::File {
        path: root.join("spec/codegen.toml"),
        shown: "spec/codegen.toml".to_owned(),
        name: None,
    };
    let description =
        input::description(&path, "spec/api-key.yaml").expect("the description is there");
    let config = input::config(&source).expect("the configuration is there");
    let loader = FilesBeside::new(&path);
    let input =
        || Input { description: description.clone(), config: &config.config, loader: &loader };

    criterion.bench_function("generate whylabs-client", |bencher| {
        bencher.iter(|| generate(&input()));
    });

    let files = generate(&input()).files.expect("the description has no errors");
    criterion.bench_function("compare whylabs-client with generated/", |bencher| {
        bencher.iter(|| sync::compare(black_box(&files), &root.join("generated")));
    });
}

criterion_group!(all, benches);
criterion_main!(all);
