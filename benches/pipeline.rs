//! The pipeline on one core: whole, and stage by stage; and how often it allocates. See `benches/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use bantin::enrich::{self, Fingerprint, Language, Stats};
use bantin::event::{Limits, Outcome, Outcomes, Renderer, Rules, Text, assemble, to_json};
use bantin::intake::{Intake, Message, Origin, Piece, RawArticle, Stage};
use bantin::operate::{Metrics, Stopwatch};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use bantin::{article, intake, page};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

/// Counts allocations, and leaves them to the system's allocator.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes to `System` unchanged, which keeps the promises of `GlobalAlloc`; counting beside it touches
// no memory but two atomics.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn count(bytes: usize) {
    ALLOCATIONS.fetch_add(1, Relaxed);
    BYTES.fetch_add(bytes as u64, Relaxed);
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The project's first raw message where the shared material is at hand, else a fixture of the same shape and size.
fn seed() -> (&'static str, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seed = root.join("../shared/corpus/seed/000_a4c7e6690dadddbc.txt");
    match std::fs::read_to_string(seed) {
        Ok(text) => ("seed", text),
        Err(_) => {
            let text = std::fs::read_to_string(root.join("benches/fixtures/seed-shape.txt"));
            ("fixture", text.expect("benches/fixtures/seed-shape.txt can be read"))
        }
    }
}

fn message(value: &[u8]) -> Message<'_> {
    Message {
        origin: Origin::Kafka {
            topic: "articles.raw",
            partition: 3,
            offset: 1_234_567,
        },
        timestamp: Some(1_568_617_380_123),
        key: Some(b"000_a4c7e6690dadddbc"),
        value: Some(value),
        headers: Vec::new(),
    }
}

fn article_of<'m>(message: &Message<'m>, settings: &Settings) -> Box<RawArticle<'m>> {
    match intake::read(message, &settings.intake) {
        Intake::One(Piece::Article(raw)) => raw,
        other => panic!("the message is no article: {other:?}"),
    }
}

fn allocations(name: &str, mut work: impl FnMut()) {
    const TIMES: u64 = 1000;
    work();
    let before = (ALLOCATIONS.load(Relaxed), BYTES.load(Relaxed));
    (0..TIMES).for_each(|_| work());
    let (calls, bytes) = (ALLOCATIONS.load(Relaxed) - before.0, BYTES.load(Relaxed) - before.1);
    println!(
        "{name}: {} allocations, {} bytes per article",
        calls / TIMES,
        bytes / TIMES
    );
}

fn pipeline(criterion: &mut Criterion) {
    let settings = Settings::default();
    let pipeline = Pipeline::new(&settings);
    let renderer = Renderer::new(&settings);
    let limits = Limits::default();
    let (name, text) = seed();
    let envelope = serde_json::json!({ "id": name, "text": text }).to_string();

    for (shape, value) in [("text", text.as_str()), ("json", envelope.as_str())] {
        let message = message(value.as_bytes());
        let through = || renderer.render(&message, pipeline.process(&message), &limits, 0);
        allocations(&format!("{name} as {shape}"), || drop(black_box(through())));
        let mut group = criterion.benchmark_group(format!("whole/{shape}"));
        group.throughput(Throughput::ElementsAndBytes {
            elements: 1,
            bytes: value.len() as u64,
        });
        group.bench_function(name, |b| b.iter(through));
        // As the worker does it: what `bantin_stage_seconds` costs is the difference.
        let metrics = Metrics::new().expect("metrics");
        let mut stopwatch = Stopwatch::new(&metrics);
        let mut messages = 0;
        let mut timed = || {
            stopwatch.start(Instant::now());
            let outcomes = pipeline.process_watched(&message, &mut |stage| stopwatch.ended(stage, Instant::now()));
            let rendered = renderer.render(&message, outcomes, &limits, 0);
            stopwatch.ended(Stage::Event, Instant::now());
            stopwatch.stop();
            messages += 1;
            if messages % 32 == 0 {
                stopwatch.tell();
            }
            rendered
        };
        group.bench_function(format!("{name}, stages timed"), |b| b.iter(&mut timed));
        group.finish();
    }

    let message = message(text.as_bytes());
    let raw = article_of(&message, &settings);
    let page = page::read(&raw);
    let article = article::read(&raw, page.clone()).expect("an article");
    let joined = Text::of(&article);
    let annotate = || {
        enrich::annotate(
            &article,
            &joined.text,
            joined.characters,
            enrich::names::tagger(),
            &settings.enrich,
        )
    };
    let rules = Rules::default();
    let event = assemble(
        &message,
        None,
        &raw,
        article.clone(),
        joined.clone(),
        annotate(),
        &rules,
    );

    let mut group = criterion.benchmark_group("stage");
    let wrapped = self::message(envelope.as_bytes());
    group.bench_function("intake of text", |b| {
        b.iter(|| intake::read(&message, &settings.intake))
    });
    group.bench_function("intake of json", |b| {
        b.iter(|| intake::read(&wrapped, &settings.intake))
    });
    group.bench_function("page", |b| b.iter(|| page::read(&raw)));
    group.bench_function("article", |b| {
        b.iter_batched(|| page.clone(), |page| article::read(&raw, page), BatchSize::SmallInput)
    });
    group.bench_function("text", |b| b.iter(|| Text::of(&article)));
    group.bench_function("enrich", |b| b.iter(annotate));
    group.bench_function("enrich/language", |b| {
        b.iter(|| Language::of(black_box(&joined.text), None))
    });
    group.bench_function("enrich/stats", |b| {
        b.iter(|| Stats::of(black_box(&article), &joined.text, joined.characters))
    });
    group.bench_function("enrich/stats/words", |b| {
        b.iter(|| enrich::words(black_box(joined.text.as_bytes())).count())
    });
    group.bench_function("enrich/stats/sentences", |b| {
        b.iter(|| enrich::sentences(black_box(&joined.text)).count())
    });
    group.bench_function("enrich/fingerprint", |b| {
        b.iter(|| Fingerprint::of(black_box(&article)))
    });
    group.bench_function("enrich/fingerprint/exact", |b| {
        b.iter(|| Fingerprint::exact_of(black_box(&article)))
    });
    group.bench_function("assemble", |b| {
        b.iter_batched(
            || (article.clone(), joined.clone(), annotate()),
            |(article, text, annotations)| assemble(&message, None, &raw, article, text, annotations, &rules),
            BatchSize::SmallInput,
        )
    });
    group.bench_function("render", |b| {
        b.iter_batched(
            || Outcomes::One(Outcome::Event(Box::new(event.clone()))),
            |outcomes| renderer.render(&message, outcomes, &limits, 0),
            BatchSize::SmallInput,
        )
    });
    group.bench_function("render/json", |b| b.iter(|| to_json(black_box(&event))));
    // What timing the stages costs a message; in the whole, noise hides it.
    let metrics = Metrics::new().expect("metrics");
    let mut stopwatch = Stopwatch::new(&metrics);
    let mut messages = 0;
    let mut clock = || {
        stopwatch.start(Instant::now());
        for stage in [
            Stage::Intake,
            Stage::Page,
            Stage::Article,
            Stage::Enrich,
            Stage::Event,
            Stage::Event,
        ] {
            stopwatch.ended(stage, Instant::now());
        }
        stopwatch.stop();
        messages += 1;
        if messages % 32 == 0 {
            stopwatch.tell();
        }
    };
    group.bench_function("timing alone", |b| b.iter(&mut clock));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(500))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = pipeline
}
criterion_main!(benches);
