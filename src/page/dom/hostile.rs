//! Pages that are written to be slow: the tree stays in proportion to them, and shallow. (None of them may take the square
//! of its size; at this size that would be seen by anyone who runs the tests.)

use super::stack::MAX_DEPTH;
use super::{Dom, Step};

/// Pages of about `size` bytes.
fn pages(size: usize) -> Vec<String> {
    let numbered = |piece: fn(usize) -> String| {
        let mut page = String::new();
        (0..)
            .map(piece)
            .take_while(|piece| {
                page.push_str(piece);
                page.len() < size
            })
            .count();
        page
    };
    let mut pages: Vec<String> = [
        "<div>",
        "<span>",
        "<b>",
        "<a><div>",
        "<b><div>",
        "<i><b><p></i></b>",
        "<p><b>x</p>",
        "<nobr><p>",
        "</p>",
        "</br>",
        "<dd>",
        "<ul><li>",
        "<form><div></form>",
        "<button>",
        "<object><b></object>",
        "<table>",
        "<table><td>",
        "<table><tr>x",
        "<table><caption>",
        "<table><p>x",
        "<select><option>",
        "<template>",
        "<template><td>",
        "<svg>",
        "<svg><desc>",
        "<math><mi>",
        "<svg></x>",
        "<svg><![CDATA[",
        "<",
        "<!",
        "<!--",
        "<!-->",
        "<script>",
        "<!--<script>",
        "<title></titl",
        "<a b=\"",
        "<a ",
        "&",
        "&amp",
        "&#",
        "&#9",
        "&nGt;",
        "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "\r",
        "\0",
        "<\0 \0=\0>",
        "<textarea></textarea>",
        "<h1><h2>",
        "<frameset>",
        "<x-y></x-z>",
    ]
    .iter()
    .map(|piece| piece.repeat(size / piece.len()))
    .collect();
    pages.extend([
        numbered(|n| format!("<b a={n}>")),
        numbered(|n| format!("<b a={n}><p>")),
        numbered(|n| format!("<p><font size={n}>x</p>")),
        numbered(|n| {
            if n < 200 {
                format!("<b a={n}>")
            } else {
                "<p>x".to_owned()
            }
        }),
        numbered(|n| format!("<b x{n}=1 y=2 x{}=3>", n + 1)),
        numbered(|n| format!("<body a{n}=1><html b{n}>")),
        numbered(|n| if n == 0 { "<p ".to_owned() } else { format!("a{n}=1 ") }) + ">",
        numbered(|n| if n < 600 { "<span>" } else { "</foo>" }.to_owned()),
        numbered(|n| if n < 250 { "<b><div>" } else { "</b>" }.to_owned()),
        numbered(|n| if n < 500 { "<svg><g>" } else { "</x>" }.to_owned()),
        numbered(|n| if n == 0 { "<script>" } else { "<!--<script></script" }.to_owned()),
        numbered(|n| if n == 0 { "<!--" } else { "->" }.to_owned()),
    ]);
    pages
}

/// The nodes of a page's tree, how deep it is, and how many bytes were decoded.
fn measure(page: &str) -> (usize, usize, usize) {
    let dom = Dom::parse(page);
    let (mut depth, mut deepest) = (0_usize, 0);
    for step in dom.walk(dom.root()) {
        match step {
            Step::Enter(id) if dom.text(id).is_none() => depth += 1,
            Step::Enter(_) => {}
            Step::Leave(_) => depth -= 1,
        }
        deepest = deepest.max(depth);
    }
    (dom.len() + dom.attributes.len(), deepest, dom.side.len())
}

#[test]
fn trees_stay_in_proportion_and_shallow() {
    let size = 40_000;
    for (small, large) in pages(size).into_iter().zip(pages(4 * size)) {
        let begin: String = large.chars().take(40).collect();
        let (one, _, _) = measure(&small);
        let (four, deepest, side) = measure(&large);
        // Formatting elements out of order leave some that are open no more between those that are.
        assert!(deepest <= 3 * MAX_DEPTH, "{begin}: {deepest} deep");
        assert!(four <= 5 * one + 10_000, "{begin}: {one} and {four} nodes");
        assert!(
            four <= large.len() && side <= 3 * large.len(),
            "{begin}: {four} nodes, {side} bytes"
        );
    }
}
