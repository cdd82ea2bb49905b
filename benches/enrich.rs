//! The enrichers on one core, each alone. See `benches/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;
use std::path::Path;

use bantin::enrich::dates::dates;
use bantin::enrich::keywords::{Source, keywords};
use bantin::enrich::names::tokens::tokens;
use bantin::enrich::names::{Tagger, tagger};
use bantin::enrich::organisations::{held_by_titles, organisations};
use bantin::enrich::people::people;
use bantin::enrich::places::{Surroundings, places};
use bantin::enrich::quantities::quantities;
use bantin::enrich::quotes;
use bantin::enrich::segment::Segmenter;
use bantin::enrich::segment::units::units;
use bantin::enrich::syllables::syllables;
use bantin::enrich::topics::topics;
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

/// Names, and what is made of them.
fn names(c: &mut Criterion) {
    let text = seed();
    let tagger = tagger().expect("the weights that are compiled in can be read");
    let mentions = tagger.mentions(&text);
    let mut group = c.benchmark_group("names");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("tokens", |b| b.iter(|| tokens(black_box(&text)).len()));
    group.bench_function("mentions", |b| b.iter(|| tagger.mentions(black_box(&text)).len()));
    group.bench_function("people", |b| b.iter(|| people(black_box(&text), &mentions).len()));
    group.bench_function("organisations", |b| {
        b.iter(|| organisations(&text, &held_by_titles(black_box(&text), &mentions)).len())
    });
    let surroundings = Surroundings::default();
    group.bench_function("places", |b| {
        b.iter(|| places(black_box(&text), &mentions, &surroundings).len())
    });
    group.finish();
}

/// How many, when, who said it, what it is about: each alone, over the seed's event.
fn said(c: &mut Criterion) {
    let text = seed();
    let tagger = tagger().expect("the weights that are compiled in can be read");
    let mentions = tagger.mentions(&text);
    let people = people(&text, &mentions);
    let named: Vec<_> = people
        .iter()
        .map(|person| quotes::Named {
            name: &person.name,
            is_person: true,
            mentions: &person.mentions,
        })
        .collect();
    let names: Vec<_> = people
        .iter()
        .map(|person| (person.name.as_str(), person.mentions.as_slice()))
        .collect();
    let published = jiff::civil::date(2019, 2, 20).at(7, 45, 0, 0);
    let title = text.find('\n').unwrap_or(0);
    let read = syllables(&text);
    let mut group = c.benchmark_group("said");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("quantities", |b| b.iter(|| quantities(black_box(&text), "vi").len()));
    group.bench_function("dates", |b| {
        b.iter(|| dates(black_box(&text), "vi", Some(published)).len())
    });
    group.bench_function("quotes", |b| {
        b.iter(|| quotes::quotes(black_box(&text), "vi", &named).len())
    });
    group.bench_function("syllables", |b| b.iter(|| syllables(black_box(&text)).len()));
    group.bench_function("topics", |b| {
        b.iter(|| topics(black_box(&read), title, title, "vi").len())
    });
    group.bench_function("keywords", |b| {
        let source = Source {
            text: &text,
            syllables: &read,
            title,
            lead: title,
            language: "vi",
        };
        b.iter(|| keywords(black_box(&source), &names).len())
    });
    group.finish();
}

/// What is read before the first article: the weights and lists that are compiled in.
fn load(c: &mut Criterion) {
    let weights = include_bytes!("../lexicon/names.bin");
    c.bench_function("load/names", |b| {
        b.iter(|| Tagger::new(black_box(weights)).map(|t| t.model().size()))
    });
}

criterion_group!(benches, segment, names, said, load);
criterion_main!(benches);
