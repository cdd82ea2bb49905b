//! The README's table of formats is what `bantin formats --markdown` prints. `TEST_BANTIN_UPDATE=1` writes it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use bantin::commands::formats::markdown;
use bantin::intake::formats;

#[test]
fn formats_are_those_of_the_program() {
    const OPEN: &str = "<!-- bantin formats --markdown -->\n";
    const CLOSE: &str = "<!-- /bantin formats -->";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(OPEN).unwrap();
    let (table, after) = rest.split_once(CLOSE).unwrap();
    let wanted = markdown(&formats());
    if std::env::var_os("TEST_BANTIN_UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{OPEN}{wanted}{CLOSE}{after}")).unwrap();
        return;
    }
    assert!(
        table == wanted,
        "README.md does not hold what `bantin formats --markdown` prints: TEST_BANTIN_UPDATE=1 cargo test --test readme writes it"
    );
}
