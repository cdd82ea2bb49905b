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
    for block in &page.blocks {
        assert!(!block.text.is_empty(), "an empty block");
        assert_eq!(block.text, block.text.trim(), "white space around a block");
        assert!(!block.text.contains("  "), "two spaces in {:?}", block.text);
        assert!(is_nfc(&block.text), "not composed: {:?}", block.text);
        assert!(
            (0.0..=1.0).contains(&block.link_density),
            "link density {}",
            block.link_density
        );
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
