//! Pages that nobody would make, and what they cost: whatever comes in, the pipeline has an outcome for it, and what
//! it allocates grows with the page and not with the page's square.
//!
//! Memory is counted by the test's own allocator; times are printed, never asserted: `cargo test --test pages -- --nocapture`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::Instant;

use bantin::enrich::names::tagger;
use bantin::enrich::places::gazetteer::gazetteer;
use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcome, Outcomes, Pipeline};
use bantin::settings::Settings;

/// Counts what its thread has, has had at most, and has ever asked for.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to `System` unchanged, which keeps the promises of `GlobalAlloc`; the counters beside it are
// cells without destructors, which need no memory of their own.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn count(more: usize, less: usize) {
    ASKED.set(ASKED.get() + more);
    HELD.set(HELD.get() + more.cast_signed() - less.cast_signed());
    PEAK.set(PEAK.get().max(HELD.get()));
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What reading one value took.
struct Cost {
    outcome: String,
    /// Bytes asked for in all.
    asked: usize,
    /// Bytes held at most at one time.
    peak: usize,
    milliseconds: f64,
}

fn cost(pipeline: &Pipeline, value: &[u8]) -> Cost {
    // Weights and lists are read once, whoever comes first: no page's own cost.
    static LOADED: LazyLock<()> = LazyLock::new(|| {
        tagger();
        gazetteer();
        let warm = Pipeline::new(&Settings::default());
        for text in [
            "Ông Lê Văn An ở huyện Lục Nam nói: “Mùng 9 Tết sẽ có hơn 20 hộ dân đến họp ở xã”. UBND xã họp ngày 20/2/2019.",
            "Mayor Ann Reed said so in Paris: “It cost $20m in 2019, and we knew it by last March”.",
        ] {
            cost_of(&warm, text.as_bytes());
        }
    });
    LazyLock::force(&LOADED);
    cost_of(pipeline, value)
}

fn cost_of(pipeline: &Pipeline, value: &[u8]) -> Cost {
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value),
        headers: Vec::new(),
    };
    let held = HELD.get();
    let asked = ASKED.get();
    PEAK.set(held);
    let start = Instant::now();
    let outcomes = pipeline.process(&message);
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    Cost {
        asked: ASKED.get() - asked,
        peak: (PEAK.get() - held).unsigned_abs(),
        milliseconds,
        outcome: match outcomes {
            Outcomes::One(outcome) => named(&outcome),
            Outcomes::Several(all) => format!("{} outcomes", all.len()),
        },
    }
}

fn named(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Event(event) => {
            let length = event.text.chars().count();
            for block in &event.body {
                let entry = event
                    .text
                    .chars()
                    .skip(block.start as usize)
                    .take((block.end - block.start) as usize);
                assert!(
                    length >= block.end as usize && entry.eq(block.text.chars()),
                    "a span is off"
                );
            }
            format!("event, {} paragraphs", event.body.len())
        }
        Outcome::Tombstone => "tombstone".to_owned(),
        Outcome::Skipped(reason) => format!("skipped {}", reason.as_str()),
        Outcome::DeadLetter(failure) => format!("dead letter {}", failure.code),
    }
}

/// Made for a size in bytes, about.
type Make = fn(usize) -> String;

/// Sizes of a page, and of one four times as large.
const SIZE: usize = 128 * 1024;
const TIMES: usize = 4;
/// What the larger one may ask for, as a multiple of the smaller one's: linear growth gives 4, vectors that double give up
/// to twice that at an unlucky size, a square gives 16.
const GROWTH: usize = 7;
/// What may be held at one time, for each byte of the page: four bytes of markup and text may be a paragraph.
const HELD_PER_BYTE: usize = 240;
/// What may be held at one time for each byte of a page that has the shape of real ones.
const HELD_PER_BYTE_OF_A_PAGE: usize = 12;
/// Beside it: what does not depend on the page.
const FIXED: usize = 512 * 1024;

fn repeated(part: &str, size: usize) -> String {
    part.repeat(size.div_ceil(part.len()))
}

/// `before`, the part over and over, and `after`.
fn around(before: &str, part: &str, after: &str, size: usize) -> String {
    format!("{before}{}{after}", repeated(part, size))
}

fn numbered(size: usize, each: impl Fn(&mut String, usize)) -> String {
    let mut out = String::with_capacity(size + 100);
    for n in 0.. {
        if out.len() >= size {
            break;
        }
        each(&mut out, n);
    }
    out
}

const PARAGRAPH: &str = "<p>The river rose by two metres overnight, and the old bridge at Lower Harrow was closed to \
                         all traffic until the engineers have looked at its piers.</p>";

/// A page in whose body something stands between paragraphs, so that it is an article whatever that is.
fn within(part: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>Bridge closed after the flood</title></head><body><h1>Bridge closed after \
         the flood</h1>{PARAGRAPH}{PARAGRAPH}{part}{PARAGRAPH}</body></html>"
    )
}

fn nested(open: &str, close: &str, size: usize) -> String {
    let times = size / (open.len() + close.len());
    within(&format!("{}deep{}", open.repeat(times), close.repeat(times)))
}

const PAGES: &[(&str, Make)] = &[
    // Depth.
    ("div in div", |n| nested("<div>", "</div>", n)),
    ("div never closed", |n| repeated("<div>", n)),
    ("span in span", |n| nested("<span>", "</span>", n)),
    ("b in b", |n| nested("<b>", "</b>", n)),
    ("b never closed", |n| repeated("<b>x", n)),
    ("a in a", |n| repeated("<a href=/x>x", n)),
    ("lists in lists", |n| nested("<ul><li>x", "</li></ul>", n)),
    ("tables in tables", |n| {
        nested("<table><tr><td>x", "</td></tr></table>", n)
    }),
    ("tables never closed", |n| repeated("<table><tr><td>", n)),
    ("templates in templates", |n| nested("<template>", "</template>", n)),
    ("svg in svg", |n| nested("<svg><g>", "</g></svg>", n)),
    ("foreign objects in svg", |n| {
        nested("<svg><foreignObject>", "</foreignObject></svg>", n)
    }),
    ("math never closed", |n| repeated("<math><mi>x", n)),
    ("quotes in quotes", |n| nested("<blockquote>", "</blockquote>", n)),
    ("buttons in buttons", |n| repeated("<button>x", n)),
    ("headings in headings", |n| repeated("<h1>x<h2>y", n)),
    ("forms and selects", |n| repeated("<form><select><option>x", n)),
    // What is misnested.
    ("b and i crossed", |n| within(&repeated("<b>x<i>y</b>z</i>", n))),
    ("p in b in p", |n| within(&repeated("<b><p>x</b>y", n))),
    ("a around blocks", |n| {
        within(&repeated("<a href=/x><div>x</a>y</div>", n))
    }),
    ("end tags of nothing", |n| {
        within(&repeated("</b></p></div></table></x>", n))
    }),
    ("font reopened in each paragraph", |n| {
        within(&repeated("<p><font size=1><b>x", n))
    }),
    ("formatting with ever other attributes", |n| {
        within(&numbered(n, |out, n| write!(out, "<b id=x{n}>y").unwrap()))
    }),
    // Attributes.
    ("attributes by the thousand", |n| {
        let attributes = numbered(n, |out, n| write!(out, " a{n}=1").unwrap());
        within(&format!("<p{attributes}>x</p>"))
    }),
    ("one attribute over and over", |n| {
        within(&around("<p", " a=1", ">x</p>", n))
    }),
    ("attributes on every tag", |n| {
        within(&repeated("<p a=1 b=2 c=3 d=4 e=5 f=6>x</p>", n))
    }),
    ("a long value", |n| within(&around("<p title='", "a b ", "'>x</p>", n))),
    ("a long class", |n| {
        within(&around("<div class='", "article-body ", "'>x</div>", n))
    }),
    ("long classes", |n| {
        within(&repeated(
            "<div class='entry-content share nav-item related-links promo teaser-box'>x</div>",
            n,
        ))
    }),
    ("a long name", |n| within(&around("<", "x", ">y", n))),
    ("a tag that never ends", |n| around("<p>x</p><p ", "a=1 ", "", n)),
    ("a value that never ends", |n| around("<p>x</p><p a='", "b ", "", n)),
    ("slashes and equals signs", |n| {
        within(&around("<p ", "/=", ">x</p>", n))
    }),
    // Character references.
    ("ampersands", |n| within(&around("<p>", "&", "</p>", n))),
    ("references", |n| within(&around("<p>", "&amp; ", "</p>", n))),
    ("references without an end", |n| {
        within(&around("<p>", "&ampamp", "</p>", n))
    }),
    ("long references", |n| {
        within(&around("<p>", "&CounterClockwiseContourIntegral;", "</p>", n))
    }),
    ("a long name of a reference", |n| {
        within(&around("<p>&", "aB1", ";</p>", n))
    }),
    ("numbers", |n| within(&around("<p>", "&#65;&#x41;", "</p>", n))),
    ("beginnings of numbers", |n| within(&around("<p>", "&#", "</p>", n))),
    ("a long number", |n| within(&around("<p>&#", "9", ";</p>", n))),
    ("references in attributes", |n| {
        within(&around("<a href='", "&amp;&lt&notit;", "'>x</a>", n))
    }),
    // What is never ended.
    ("a comment that never ends", |n| around("<p>x</p><!--", "- > ", "", n)),
    ("comments", |n| within(&repeated("<!--x--!><!--->", n))),
    ("beginnings of comments", |n| within(&repeated("<!--", n))),
    ("a script that never ends", |n| {
        around("<p>x</p><script>", "if(a<b)", "", n)
    }),
    ("scripts escaped twice", |n| {
        within(&around("<script><!--", "<script></script", "", n))
    }),
    ("scripts", |n| within(&repeated("<script>a<b</script>", n))),
    ("CDATA", |n| within(&repeated("<![CDATA[x]]>", n))),
    ("CDATA that never ends", |n| {
        within(&around("<svg><![CDATA[", "]] >", "", n))
    }),
    ("a title that never ends", |n| around("<title>", "x </titl", "", n)),
    ("a textarea that never ends", |n| {
        within(&around("<textarea>", "<p>x</textare", "", n))
    }),
    ("plain text", |n| {
        within(&around("<plaintext>", "</plaintext>x\n", "", n))
    }),
    ("processing instructions", |n| within(&repeated("<?x y?>", n))),
    ("document types", |n| repeated("<!doctype html PUBLIC 'x' 'y'>", n)),
    ("signs", |n| within(&around("<p>", "< <3 <> </> <! ", "</p>", n))),
    // Tables.
    ("a large table", |n| {
        within(&around("<table>", "<tr><td>one<td>two<td>three", "</table>", n))
    }),
    ("a wide row", |n| within(&around("<table><tr>", "<td>x", "</table>", n))),
    ("wide cells", |n| {
        within(&around(
            "<table>",
            "<tr><td colspan=1000 rowspan=65534>x",
            "</table>",
            n,
        ))
    }),
    ("text before cells", |n| {
        within(&around("<table>", "x<b>y</b>", "<tr><td>z</table>", n))
    }),
    ("blocks before cells", |n| {
        within(&around("<table><tr>", "<p>x<td>y", "</table>", n))
    }),
    ("captions and groups", |n| {
        within(&around("<table>", "<caption>x<colgroup><col>", "</table>", n))
    }),
    // Data.
    ("JSON-LD nested", |n| {
        let times = n / 10;
        let data = format!("{}1{}", "{\"a\":[".repeat(times), "]}".repeat(times));
        within(&format!("<script type='application/ld+json'>{data}</script>"))
    }),
    ("JSON-LD never closed", |n| {
        within(&around(
            "<script type='application/ld+json'>",
            "[{\"@graph\":",
            "</script>",
            n,
        ))
    }),
    ("JSON-LD of many articles", |n| {
        let articles = numbered(n, |out, n| {
            write!(out, r#"{{"@type":"NewsArticle","headline":"Flood {n}","author":{{"name":"Ann Lee"}},"datePublished":"2026-01-02T03:04:05Z"}},"#).unwrap();
        });
        within(&format!(
            "<script type='application/ld+json'>{{\"@graph\":[{articles}{{}}]}}</script>"
        ))
    }),
    ("JSON-LD of many authors", |n| {
        let names = numbered(n, |out, n| {
            write!(out, r#"{{"@type":"Person","name":"Ann Lee {n}"}},"#).unwrap()
        });
        within(&format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"author\":[{names}{{}}]}}</script>"
        ))
    }),
    ("many scripts of JSON-LD", |n| {
        within(&repeated(
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Flood\"}</script>",
            n,
        ))
    }),
    ("JSON-LD escaped", |n| {
        within(&around(
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"",
            "&amp;#7871;\\u0041\\n",
            "\"}</script>",
            n,
        ))
    }),
    ("meta tags", |n| {
        around(
            "<title>Flood</title>",
            "<meta property='article:author' content='Ann Lee'><meta name=description content=x>",
            PARAGRAPH,
            n,
        )
    }),
    ("links of the head", |n| {
        around("<title>Flood</title>", "<link rel=canonical href=/x>", PARAGRAPH, n)
    }),
    ("times", |n| {
        within(&repeated(
            "<time datetime=2026-01-02T03:04:05Z>2 January 2026</time>",
            n,
        ))
    }),
    ("microdata", |n| {
        within(&repeated(
            "<div itemscope itemtype=https://schema.org/NewsArticle><span itemprop=author>Ann Lee</span></div>",
            n,
        ))
    }),
    ("headings", |n| {
        within(&repeated("<h1>Bridge closed after the flood</h1>", n))
    }),
    ("bylines", |n| within(&repeated("<p class=byline>By Ann Lee</p>", n))),
    ("pictures", |n| {
        within(&repeated(
            "<figure><img src=/a.jpg alt=x><figcaption>The bridge. Photo: Ann Lee</figcaption></figure>",
            n,
        ))
    }),
    ("links", |n| within(&repeated("<a href=/x>Bridge</a> ", n))),
    // Text.
    ("one long text", |n| {
        within(&around("<p>", "The river rose again. ", "</p>", n))
    }),
    ("one long word", |n| within(&around("<p>", "river", "</p>", n))),
    ("white space", |n| {
        within(&around("<p>x", " \n\t\u{a0}\u{3000}", "y</p>", n))
    }),
    ("line breaks", |n| within(&repeated("<br>", n))),
    ("line breaks and words", |n| within(&repeated("river<br>", n))),
    ("inline elements", |n| within(&around("<p>", "<i>r</i>", "</p>", n))),
    ("paragraphs", |n| within(&repeated(PARAGRAPH, n))),
    ("short paragraphs", |n| within(&repeated("<p>x", n))),
    ("items", |n| within(&around("<ul>", "<li>x", "</ul>", n))),
    ("terms", |n| within(&around("<dl>", "<dt>x<dd>y", "</dl>", n))),
    ("zero-width spaces", |n| within(&around("<p>x", "\u{200b}", "y</p>", n))),
    ("zero-width joiners", |n| within(&around("<p>", "x\u{200d}", "</p>", n))),
    ("marks on one letter", |n| {
        within(&around("<p>a", "\u{323}\u{302}", "</p>", n))
    }),
    ("marks on every letter", |n| {
        within(&around("<p>", "a\u{302}\u{301}", "</p>", n))
    }),
    ("zeros", |n| within(&around("<p>x", "\0", "y</p>", n))),
    ("dates", |n| within(&around("<p>", "2/1/2026 03:04 ", "</p>", n))),
    ("dates in paragraphs", |n| {
        within(&repeated("<p>02/01/2026 03:04</p>", n))
    }),
    ("names", |n| within(&around("<p>", "Ann Lee, ", "</p>", n))),
    ("quotation marks", |n| within(&around("<p>", "\"“", "</p>", n))),
    ("brackets", |n| within(&around("<p>", "(", "</p>", n))),
    ("full stops", |n| within(&around("<p>x", ".", "</p>", n))),
    ("tags as text", |n| within(&around("<p>", "&lt;p&gt;", "</p>", n))),
    ("framesets", |n| repeated("<frameset><frame>", n)),
    ("html and body again", |n| within(&repeated("<html a=1><body b=2>", n))),
    ("heads again", |n| within(&repeated("<head><title>x</title></head>", n))),
    // No pages.
    ("bare text of lines", |n| {
        repeated("The river rose again, and the bridge was closed.\n", n)
    }),
    ("bare text of short lines", |n| repeated("x\n", n)),
    ("bare text of blank lines", |n| around("x", "\n \n", "y", n)),
    ("bare text of dates", |n| repeated("02/01/2026 03:04\n", n)),
    ("bare text of signs", |n| around("x ", "< ", "", n)),
    ("bare text of bylines", |n| repeated("Theo Nguyễn Văn An\n", n)),
    ("JSON of many articles", |n| {
        around("[", "{\"title\":\"Flood\",\"html\":\"<p>x</p>\"},", "{}]", n)
    }),
];

/// Judges a page at two sizes, and says what is wrong.
fn judge(pipeline: &Pipeline, name: &str, make: Make, held_per_byte: usize) -> Vec<String> {
    let (small, large) = (make(SIZE), make(TIMES * SIZE));
    let (a, b) = (cost(pipeline, small.as_bytes()), cost(pipeline, large.as_bytes()));
    println!(
        "{name:40} {:>7.1} ms → {:>7.1} ms   asked {:>6} → {:>7} KiB   held {:>6.1} bytes a byte   {}",
        a.milliseconds,
        b.milliseconds,
        a.asked / 1024,
        b.asked / 1024,
        (b.peak.saturating_sub(FIXED)) as f64 / large.len() as f64,
        b.outcome
    );
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: String| {
        if !holds {
            wrong.push(format!("{name}: {what}"));
        }
    };
    for cost in [&a, &b] {
        check(!cost.outcome.starts_with("dead letter"), cost.outcome.clone());
    }
    check(
        b.asked <= GROWTH * a.asked + FIXED,
        format!("asks for {} bytes, then for {}", a.asked, b.asked),
    );
    let most = held_per_byte * large.len() + FIXED;
    check(b.peak <= most, format!("holds {} bytes for {}", b.peak, large.len()));
    wrong
}

#[test]
fn whatever_comes_in_has_an_outcome_and_costs_what_its_size_costs() {
    let mut settings = Settings::default();
    // How many articles one message may hold is another limit: here their cost is looked at.
    settings.intake.max_articles = u32::MAX;
    let pipeline = Pipeline::new(&settings);
    let wrong: Vec<String> = PAGES
        .iter()
        .flat_map(|(name, make)| judge(&pipeline, name, *make, HELD_PER_BYTE))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page as papers make them: nine tenths of it head, script, menus and teasers.
fn ordinary(size: usize) -> String {
    let head = "<script>window.dataLayer=window.dataLayer||[];function track(a,b){if(a<b){dataLayer.push({event:a})}}</script>\
                <style>.menu-item{display:flex;padding:0 1rem}.teaser:hover{color:#333}</style>";
    let item = "<li class='menu-item menu-item-type-taxonomy'><a class='menu-link' href='https://www.example.org/news/local/'>\
                Local news</a></li>";
    let teaser = "<div class='teaser card card--small'><a href='/2026/01/02/weir-repaired'><img loading=lazy src='/i/weir-320.jpg' \
                  srcset='/i/weir-640.jpg 2x' alt='The weir'><h3 class='teaser__title'>Weir repaired &amp; opened</h3></a></div>";
    format!(
        "<!doctype html><html lang=en><head><title>Bridge closed after the flood</title>{}</head><body><nav><ul>{}</ul></nav>\
         <article><h1>Bridge closed after the flood</h1>{}</article><aside>{}</aside></body></html>",
        repeated(head, size / 2),
        repeated(item, size / 6),
        repeated(PARAGRAPH, size / 12),
        repeated(teaser, size / 4),
    )
}

#[test]
fn an_ordinary_page_is_held_a_few_times_over() {
    let pipeline = Pipeline::new(&Settings::default());
    let wrong = judge(&pipeline, "an ordinary page", ordinary, HELD_PER_BYTE_OF_A_PAGE);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Old character sets are decoded into a copy, which is held beside what reading the page takes.
#[test]
fn a_page_of_another_character_set_costs_one_copy_more() {
    let pipeline = Pipeline::new(&Settings::default());
    let text = "Les élèves étaient « prêts », d’après la directrice. ";
    for (name, encoding) in [("windows-1252", encoding_rs::WINDOWS_1252), ("gbk", encoding_rs::GBK)] {
        let page = |size| {
            encoding
                .encode(&within(&around("<p>", text, "</p>", size)))
                .0
                .into_owned()
        };
        let (small, large) = (page(SIZE), page(TIMES * SIZE));
        let (a, b) = (cost(&pipeline, &small), cost(&pipeline, &large));
        println!(
            "{name}: {:.1} → {:.1} ms, {} → {} KiB",
            a.milliseconds,
            b.milliseconds,
            a.asked / 1024,
            b.asked / 1024
        );
        assert!(b.outcome.starts_with("event"), "{name}: {}", b.outcome);
        assert!(
            b.asked <= GROWTH * a.asked + FIXED,
            "{name}: asks for {}, then for {}",
            a.asked,
            b.asked
        );
        assert!(
            b.peak <= HELD_PER_BYTE_OF_A_PAGE * large.len() + FIXED,
            "{name}: holds {}",
            b.peak
        );
    }
}

/// The standard has every open formatting element opened again in every paragraph, which is a page of their product. What
/// is read of such a page is bounded.
#[test]
fn formatting_that_is_opened_again_in_every_paragraph_stays_bounded() {
    let pipeline = Pipeline::new(&Settings::default());
    let make = |size: usize| {
        let opened = numbered(size / 2, |out, n| write!(out, "<b id=x{n}>").unwrap());
        within(&format!("{opened}{}", repeated("<p>x", size / 2)))
    };
    // Smaller than the others: where it is not bounded it ends the test, not the machine.
    let (small, large) = (make(4 * 1024), make(16 * 1024));
    let (a, b) = (cost(&pipeline, small.as_bytes()), cost(&pipeline, large.as_bytes()));
    println!(
        "{:.1} → {:.1} ms, {} → {} KiB, {}",
        a.milliseconds,
        b.milliseconds,
        a.asked / 1024,
        b.asked / 1024,
        b.outcome
    );
    assert!(
        b.asked <= GROWTH * a.asked + FIXED,
        "asks for {} bytes, then for {}",
        a.asked,
        b.asked
    );
}
