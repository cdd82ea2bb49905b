//! Web pages, from their bytes to the event: what is body, standfirst, caption, picture, link; what is left out; what is
//! passed over. The pages were written for this test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcome, Outcomes, Pipeline};
use bantin::settings::Settings;
use serde_json::{Value, json};

const ONE: &str = "The old bridge over the Lam was closed on Monday after engineers found cracks in two of its piers, and \
                   some 4,000 commuters a day will have to take the ferry until the end of the month.";
const TWO: &str = "“We could not wait any longer,” said the district's chief engineer, Anna Brook. She expects that the \
                   repair will take three weeks, provided that the river stays low and the steel arrives in time.";
const THREE: &str = "Shop owners on the south bank fear for their business. Several of them asked the council on Tuesday \
                     to pay for a second ferry, which the mayor promised to look into before the weekend.";
const OTHER: &str = "Tickets for the summer fair are on sale from Friday, the organisers said, and children go free.";

/// A page as a newspaper makes it, with a menu, a column of teasers and a foot.
fn page(head: &str, article: &str) -> String {
    let menu: String = ["News", "Sport", "Weather", "Culture", "Opinion"]
        .map(|name| format!("<li><a href='/{name}'>{name}</a></li>"))
        .concat();
    let teaser =
        format!("<div class='teaser card'><h3><a href='/2'>Summer fair opens on Friday</a></h3><p>{OTHER}</p></div>");
    format!(
        "<!doctype html><html lang=en><head><title>Bridge closed after cracks are found | The Lam Post</title>\
         <meta property='og:title' content='Bridge closed after cracks are found'>{head}</head><body><nav><ul>{menu}</ul></nav>\
         <main><article><h1>Bridge closed after cracks are found</h1>{article}</article>\
         <aside class='related'><h2>More from us</h2>{teaser}{teaser}{teaser}</aside></main>\
         <footer><p>© The Lam Post. All rights reserved.</p></footer></body></html>"
    )
}

fn outcome(html: &str) -> Value {
    let value = json!({"html": html, "url": "https://post.example/news/bridge"}).to_string();
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value.as_bytes()),
        headers: Vec::new(),
    };
    match Pipeline::new(&Settings::default()).process(&message) {
        Outcomes::One(Outcome::Event(event)) => serde_json::to_value(&event).unwrap(),
        Outcomes::One(Outcome::Skipped(reason)) => json!({ "skipped": reason.as_str() }),
        other => panic!("{other:?}"),
    }
}

/// The blocks of the body as "kind: text".
fn body(event: &Value) -> Vec<String> {
    let blocks = event["body"].as_array().map(Vec::as_slice).unwrap_or_default();
    let line = |b: &Value| format!("{}: {}", b["kind"].as_str().unwrap(), b["text"].as_str().unwrap());
    blocks.iter().map(line).collect()
}

#[test]
fn the_body_is_told_from_what_stands_around_it() {
    let event = outcome(&page(
        "",
        &format!("<p>{ONE}</p><h2>Three weeks</h2><p>{TWO}</p><p>{THREE}</p>"),
    ));
    assert_eq!(event["title"], "Bridge closed after cracks are found");
    assert_eq!(
        body(&event),
        [
            format!("paragraph: {ONE}"),
            "heading: Three weeks".to_owned(),
            format!("paragraph: {TWO}"),
            format!("paragraph: {THREE}"),
        ]
    );
    assert_eq!(event.get("lead"), None);
    assert_eq!(event.get("warnings"), None);
}

#[test]
fn a_standfirst_is_no_paragraph() {
    const LEAD: &str =
        "Cracks in two piers close the only way over the river for three weeks, and a ferry has to do instead.";
    for lead in [
        format!("<p class='article__standfirst'>{LEAD}</p>"),
        format!("<div data-slot='sapo'><p>{LEAD}</p></div>"),
        format!("<h2>{LEAD}</h2>"),
    ] {
        let event = outcome(&page("", &format!("{lead}<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>")));
        assert_eq!(event["lead"], LEAD, "{lead}");
        assert_eq!(event["provenance"]["lead"], "markup", "{lead}");
        assert_eq!(body(&event).len(), 3, "{lead}");
    }
    // What only search engines see is none.
    let head = format!("<meta name=description content='{LEAD}'>");
    let event = outcome(&page(&head, &format!("<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>")));
    assert_eq!(event.get("lead"), None);
}

#[test]
fn pictures_have_their_captions_and_links_are_whole() {
    let event = outcome(&page(
        "<meta property='og:image' content='https://cdn.example/bridge-large.jpg?w=1200'>",
        &format!(
            "<p>{ONE} <a href='../ferry?from=a'>The ferry</a></p><figure><img data-src='/i/bridge-large.jpg' src='data:x'>\
             <figcaption>The bridge at dawn. Photo: A. Reader</figcaption></figure><p>{TWO}</p>\
             <img src='/i/pixel.gif' width=1><p>{THREE} <a href='javascript:x()'>x</a></p>"
        ),
    ));
    assert_eq!(
        event["images"],
        json!([{"url": "https://cdn.example/bridge-large.jpg?w=1200", "caption": "The bridge at dawn.", "credit": "A. Reader"}])
    );
    assert_eq!(event["links"], json!(["https://post.example/ferry?from=a"]));
    assert!(body(&event).contains(&"caption: The bridge at dawn. Photo: A. Reader".to_owned()));
}

#[test]
fn what_readers_should_know_is_marked() {
    let json_ld = |rest: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Bridge closed after cracks are found\"{rest}}}</script>"
        )
    };
    let text = format!("<p>{ONE}</p><p>{TWO}</p>");
    let event = outcome(&page(&json_ld(",\"isAccessibleForFree\":false"), &text));
    assert_eq!(event["warnings"], json!(["paywalled"]));
    let live = json_ld("").replace("NewsArticle", "LiveBlogPosting");
    assert_eq!(outcome(&page(&live, &text))["warnings"], json!(["live_blog"]));
}

#[test]
fn pages_that_are_no_article_are_passed_over() {
    let teasers: String = (0..12)
        .map(|n| format!("<div class=item><h3><a href='/{n}'>The council votes on the budget, part {n}</a></h3><p>{OTHER}</p></div>"))
        .collect();
    let section = format!("<html><head><title>News</title></head><body><h1>News</h1>{teasers}</body></html>");
    assert_eq!(outcome(&section), json!({"skipped": "section_page"}));
    let error =
        "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>Nothing is here.</p></body></html>";
    assert_eq!(outcome(error), json!({"skipped": "error_page"}));
    assert_eq!(
        outcome("<html><body><script>x</script></body></html>"),
        json!({"skipped": "no_article"})
    );
}

#[test]
fn pieces_of_pages_are_read_however_brief() {
    for (html, want) in [
        ("<p>The ferry runs again.</p>", vec!["paragraph: The ferry runs again."]),
        (
            "<ul><li>First ferry: 6:00</li><li>Last ferry: 22:00</li></ul>",
            vec!["list_item: First ferry: 6:00", "list_item: Last ferry: 22:00"],
        ),
        (
            "<table><tr><td>From</td><td>To</td></tr><tr><td>6:00</td><td>22:00</td></tr></table>",
            vec!["table: From To", "table: 6:00 22:00"],
        ),
        (
            "<p>The ferry runs again.</p><div class='share-buttons'>Tell your friends</div>",
            vec!["paragraph: The ferry runs again."],
        ),
        (
            "<html><head><title>Ferry</title></head><body><h1>Ferry</h1><p>It runs again.</p></body></html>",
            vec!["paragraph: It runs again."],
        ),
    ] {
        assert_eq!(body(&outcome(html)), want, "{html}");
    }
}
