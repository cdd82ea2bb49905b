//! The enrichers on one core, each alone. See `benches/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;
use std::path::Path;

use bantin::enrich::segment::Segmenter;
use bantin::enrich::segment::units::units;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The project's first raw message where the shared material is at hand, else a fixture of the same shape and size.
fn seed() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("../shared/corpus/seed/000_a4c7e6690dadddbc.txt"))
        .or_else(|_| std::fs::read_to_string(root.join("benches/fixtures/seed-shape.txt")))
        .expect("benches/fixtures/seed-shape.txt can be read")
}

/// Words: cutting lines into units, and joining them.
fn segment(c: &mut Criterion) {
    let text = seed();
    let mut group = c.benchmark_group("segment");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let mut found = Vec::new();
    group.bench_function("units", |b| {
        b.iter(|| {
            found.clear();
            text.lines().for_each(|line| units(black_box(line), &mut found));
            found.len()
        })
    });
    let mut segmenter = Segmenter::default();
    group.bench_function("words", |b| {
        b.iter(|| {
            let lines = black_box(&text).lines();
            lines.map(|line| segmenter.line(line).words().count()).sum::<usize>()
        })
    });
    group.finish();
}

criterion_group!(benches, segment);
criterion_main!(benches);
