//! Web pages on one core: what the pipeline costs beside what others take for the parsing alone, in the same run.
//! See `benches/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use bantin::event::{Limits, Renderer};
use bantin::intake::{self, Intake, Message, Origin, Piece, RawArticle, Stage};
use bantin::page::{self, dom::Dom};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use flate2::read::MultiGzDecoder;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use lol_html::{HtmlRewriter, doc_text};

/// Sets of `../shared`, and every so-manieth page of each for what is measured over and over; the slowest is looked for
/// among all.
const SETS: &[(&str, usize)] = &[("fundus", 5), ("trafilatura", 20), ("wcxb", 12), ("vietnamese", 1)];

struct Pages {
    source: &'static str,
    all: Vec<String>,
    sample: Vec<String>,
}

/// Pages of the shared material where that is at hand, else pages with the same mix of markup and the same mean size.
fn pages() -> Pages {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/html");
    let mut pages = Pages {
        source: "shared",
        all: Vec::new(),
        sample: Vec::new(),
    };
    for (set, every) in SETS {
        let Ok(file) = std::fs::File::open(root.join(format!("{set}.jsonl.gz"))) else {
            let made: Vec<String> = (0..40).map(made).collect();
            return Pages {
                source: "made",
                all: made.clone(),
                sample: made,
            };
        };
        for (at, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
            let line = line.expect("a line of the set");
            let page: serde_json::Value = serde_json::from_str(&line).expect("a page of the set");
            let html = page["html"].as_str().expect("its html").to_owned();
            if at % every == 0 {
                pages.sample.push(html.clone());
            }
            pages.all.push(html);
        }
    }
    pages
}

/// A page of some 60 to 290 KB: half script, data and style, then menus, a body, teasers.
fn made(seed: usize) -> String {
    let weight = 1 + seed % 5;
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\" class=\"no-js\">\n<head>\n<meta charset=\"utf-8\">\n<title>Bridge {seed} closed after \
         the flood | Harrow Courier</title>\n<meta property=\"og:title\" content=\"Bridge {seed} closed\">\n<link rel=\"canonical\" \
         href=\"https://www.example.org/news/bridge-{seed}\">\n<script type=\"application/ld+json\">{{\"@context\":\
         \"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"Bridge {seed} closed\",\"datePublished\":\
         \"2026-01-0{}T03:04:05+01:00\",\"author\":[{{\"@type\":\"Person\",\"name\":\"Ann Lee\"}}]}}</script>\n",
        1 + seed % 9
    );
    for n in 0..weight * 120 {
        let _ = write!(
            out,
            "<script>window.q=window.q||[];(function(d,s){{if(d.readyState<{n}){{q.push({{\"slot\":\"ad-{n}\",\"size\":[300,250]}})}}\
             }})(document,'script');</script>\n<style>.card--{n}{{display:flex;margin:0 {n}px}}.card--{n}:hover>a{{color:#{n:06x}}}</style>\n"
        );
    }
    out.push_str("</head>\n<body>\n<header><nav class=\"main-menu\"><ul>\n");
    for n in 0..weight * 60 {
        let _ = writeln!(
            out,
            "<li class=\"menu-item menu-item-{n}\"><a class=\"menu-link\" href=\"https://www.example.org/section/{n}/\">Section \
             {n}</a></li>"
        );
    }
    out.push_str(
        "</ul></nav></header>\n<main><article class=\"article-body\"><h1>Bridge closed after the flood</h1>\n",
    );
    for n in 0..12 + weight * 8 {
        let _ = writeln!(
            out,
            "<p class=\"text\">The river rose by {n} metres overnight &ndash; more than in any year since 1953 &ndash; and the \
             <a href=\"/topics/bridge-{n}\">old bridge</a> at Lower Harrow was closed to all traffic, <em>Ann Lee</em> of the \
             council said. &#8220;Nobody crosses until the engineers have looked at its piers.&#8221;</p>"
        );
    }
    out.push_str("</article>\n<aside class=\"related\">\n");
    for n in 0..weight * 70 {
        let _ = writeln!(
            out,
            "<div class=\"teaser card card--small\" data-id=\"{n}\" data-track='{{\"pos\":{n}}}'><a href=\"/2026/01/02/weir-{n}\"><picture>\
             <source srcset=\"/i/{n}-640.webp 2x\" type=\"image/webp\"><img loading=\"lazy\" src=\"/i/{n}-320.jpg\" alt=\"The weir\">\
             </picture><svg viewBox=\"0 0 24 24\"><path d=\"M{n} 4h16v2H4z\"/></svg><h3>Weir {n} repaired &amp; opened</h3></a></div>"
        );
    }
    out.push_str("</aside></main>\n<footer><p>&copy; Harrow Courier</p></footer>\n</body>\n</html>\n");
    out
}

fn message(value: &[u8]) -> Message<'_> {
    Message {
        origin: Origin::Kafka {
            topic: "pages.raw",
            partition: 3,
            offset: 1_234_567,
        },
        timestamp: Some(1_767_323_045_123),
        key: None,
        value: Some(value),
        headers: Vec::new(),
    }
}

fn article_of(page: &str) -> RawArticle<'static> {
    let message = message(page.as_bytes());
    match intake::read(&message, &Settings::default().intake) {
        Intake::One(Piece::Article(raw)) => raw.into_owned(),
        other => panic!("the page is no article: {other:?}"),
    }
}

/// Counts tokens, and tells the tokenizer what a tree would: that scripts and styles hold no tags.
struct Count(std::cell::Cell<usize>);

impl TokenSink for Count {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        self.0.set(self.0.get() + 1);
        let Token::TagToken(Tag {
            kind: TagKind::StartTag,
            name,
            ..
        }) = &token
        else {
            return TokenSinkResult::Continue;
        };
        match name.as_ref() {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" | "noscript" | "xmp" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

fn html5ever_tokens(page: &str) -> usize {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(Count(std::cell::Cell::new(0)), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.get()
}

fn lol_html_text(page: &str) -> usize {
    let mut length = 0;
    let settings = lol_html::Settings::new().append_document_content_handler(doc_text!(|text| {
        length += text.as_str().len();
        Ok(())
    }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(page.as_bytes()).expect("a page");
    rewriter.end().expect("its end");
    length
}

/// Runs over every page once, and gives the times.
fn each<P>(pages: &[P], mut work: impl FnMut(&P)) -> Vec<Duration> {
    let time = |page| {
        let start = Instant::now();
        work(page);
        start.elapsed()
    };
    pages.iter().map(time).collect()
}

/// The slowest pages and each stage's share, once before what criterion measures.
fn account(pages: &Pages) {
    let settings = Settings::default();
    let (pipeline, renderer, limits) = (Pipeline::new(&settings), Renderer::new(&settings), Limits::default());
    let mut through = |page: &String| {
        let message = message(page.as_bytes());
        black_box(renderer.render(&message, pipeline.process_caught(&message), &limits, 0));
    };
    // The best of three: what disturbs a run is not the page's.
    let mut best = each(&pages.all, &mut through);
    for _ in 0..2 {
        for (best, next) in best.iter_mut().zip(each(&pages.all, &mut through)) {
            *best = next.min(*best);
        }
    }
    let bytes: usize = pages.all.iter().map(String::len).sum();
    let whole: Duration = best.iter().sum();
    println!(
        "{} pages ({}), {} KB on average: {:.0} pages/s, {:.0} MB/s",
        best.len(),
        pages.source,
        bytes / best.len() / 1000,
        best.len() as f64 / whole.as_secs_f64(),
        bytes as f64 / 1e6 / whole.as_secs_f64()
    );
    best.sort_unstable();
    let at = |share: f64| best[((best.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "median {:.2} ms, 99 % {:.2} ms, slowest {:.2} ms",
        at(0.5),
        at(0.99),
        at(1.0)
    );

    let mut shares = [
        (Stage::Intake, Duration::ZERO),
        (Stage::Page, Duration::ZERO),
        (Stage::Article, Duration::ZERO),
        (Stage::Enrich, Duration::ZERO),
        (Stage::Event, Duration::ZERO),
    ];
    for page in &pages.all {
        let message = message(page.as_bytes());
        let mut last = Instant::now();
        let outcomes = pipeline.process_watched(&message, &mut |stage| {
            let now = Instant::now();
            if let Some((_, time)) = shares.iter_mut().find(|(s, _)| *s == stage) {
                *time += now - last;
            }
            last = now;
        });
        black_box(renderer.render(&message, outcomes, &limits, 0));
        shares[4].1 += last.elapsed();
    }
    let whole: Duration = shares.iter().map(|(_, time)| *time).sum();
    for (stage, time) in shares {
        println!(
            "{:>8}: {:4.1} %",
            stage.as_str(),
            100.0 * time.as_secs_f64() / whole.as_secs_f64()
        );
    }
}

fn page(criterion: &mut Criterion) {
    let pages = pages();
    account(&pages);
    let settings = Settings::default();
    let (pipeline, renderer, limits) = (Pipeline::new(&settings), Renderer::new(&settings), Limits::default());
    let articles: Vec<RawArticle<'static>> = pages.sample.iter().map(|page| article_of(page)).collect();
    let sample = &pages.sample;

    let mut group = criterion.benchmark_group(format!("page/{}", pages.source));
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.throughput(Throughput::ElementsAndBytes {
        elements: sample.len() as u64,
        bytes: sample.iter().map(|page| page.len() as u64).sum(),
    });
    group.bench_function("lol_html, text of everything", |b| {
        b.iter(|| sample.iter().map(|page| lol_html_text(page)).sum::<usize>())
    });
    group.bench_function("html5ever, tokenizer alone", |b| {
        b.iter(|| sample.iter().map(|page| html5ever_tokens(page)).sum::<usize>())
    });
    group.bench_function("html5ever, with a tree", |b| {
        b.iter(|| each(sample, |page| drop(black_box(scraper::Html::parse_document(page)))))
    });
    group.bench_function("Dom::parse", |b| {
        b.iter(|| each(sample, |page| drop(black_box(Dom::parse(page)))))
    });
    group.bench_function("page::read", |b| {
        b.iter(|| each(&articles, |raw| drop(black_box(page::read(raw)))))
    });
    group.bench_function("the whole pipeline", |b| {
        b.iter(|| {
            each(sample, |page| {
                let message = message(page.as_bytes());
                drop(black_box(renderer.render(
                    &message,
                    pipeline.process(&message),
                    &limits,
                    0,
                )));
            })
        })
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = page
}
criterion_main!(benches);
