//! HTML → blocks: none empty, all of them clean, and always the same.

#![no_main]

use bantin::intake::{Content, Format, RawArticle};
use bantin::page::dom::{Dom, Step};
use bantin::page::read;
use libfuzzer_sys::fuzz_target;
use unicode_normalization::is_nfc;

fuzz_target!(|data: &[u8]| {
    let html = String::from_utf8_lossy(data);
    walk(&html);
    let raw = RawArticle::bare(Format::Html, Content::Html(html));
    let (page, again) = (read(&raw), read(&raw));
    assert_eq!(format!("{page:?}"), format!("{again:?}"), "two runs differ");
    let layout = page.layout.expect("a page of HTML has a layout");
    for piece in &layout.pieces {
        let text = layout.text_of(piece);
        assert!(!text.is_empty(), "an empty block");
        assert_eq!(text, text.trim(), "white space around a block");
        assert!(!text.contains("  "), "two spaces in {text:?}");
        assert!(is_nfc(text), "not composed: {text:?}");
        assert!((piece.place as usize) < layout.places.len(), "a block in no box");
        assert!((0.0..=piece.length).contains(&piece.linked), "links of {}", piece.linked);
    }
    for place in &layout.places {
        assert!(place.first <= place.end && place.end as usize <= layout.pieces.len(), "a box of other blocks");
    }
});

/// The tree is one: every element that is entered is left, children know their parents.
fn walk(html: &str) {
    let dom = Dom::parse(html);
    let mut open = Vec::new();
    let mut entered = 0;
    for step in dom.walk(dom.root()) {
        match step {
            Step::Enter(node) => {
                entered += 1;
                assert_eq!(dom.parent(node), open.last().copied());
                if dom.text(node).is_none() {
                    open.push(node);
                }
            }
            Step::Leave(node) => assert_eq!(open.pop(), Some(node)),
        }
    }
    assert!(open.is_empty() && entered <= dom.len());
}
