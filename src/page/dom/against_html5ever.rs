//! The tree held against html5ever's, whole: elements, attributes, text, contents of templates.
//!
//! What is left out of the comparison, and why: comments and the doctype (not kept), the case of SVG's names (kept in lower
//! case, as [`Dom`](super::Dom) says), where a text is cut into nodes, and elements deeper than the stack is bound to.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Dom, Step};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The attributes that html5ever knows without their prefix in SVG and MathML.
const PREFIXED: &[&str] = &[
    "xlink:actuate",
    "xlink:arcrole",
    "xlink:href",
    "xlink:role",
    "xlink:show",
    "xlink:title",
    "xlink:type",
    "xml:lang",
    "xml:space",
    "xmlns:xlink",
];

/// A tree as lines, one for each element and each stretch of text, by depth.
#[derive(Default)]
struct Dump {
    lines: String,
    text: String,
    depth: usize,
}

impl Dump {
    fn enter(&mut self, is_html: bool, name: &str, mut attributes: Vec<(String, String)>) {
        self.flush();
        for (name, _) in &mut attributes {
            name.make_ascii_lowercase();
            if !is_html && PREFIXED.contains(&name.as_str()) {
                *name = name.split(':').nth(1).unwrap().to_owned();
            }
        }
        attributes.sort();
        let kind = if is_html { "" } else { "foreign " };
        writeln!(
            self.lines,
            "{} {kind}{} {attributes:?}",
            self.depth,
            name.to_ascii_lowercase()
        )
        .unwrap();
        self.depth += 1;
    }

    fn leave(&mut self) {
        self.flush();
        self.depth -= 1;
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            writeln!(self.lines, "{} {:?}", self.depth, self.text).unwrap();
            self.text.clear();
        }
    }
}

fn ours(html: &str) -> String {
    let dom = Dom::parse(html);
    let mut dump = Dump::default();
    let mut roots = vec![dom.root()];
    while let Some(root) = roots.pop() {
        for step in dom.walk(root) {
            match step {
                Step::Enter(id) => match dom.text(id) {
                    Some(text) => dump.text.push_str(text),
                    None if dom.is_element(id) => {
                        let attributes = dom
                            .attributes(id)
                            .map(|(n, v)| (n.to_owned(), v.into_owned()))
                            .collect();
                        dump.enter(dom.tag(id).is_some(), dom.name(id), attributes);
                        roots.extend(dom.template_contents(id));
                    }
                    None => {}
                },
                Step::Leave(id) if dom.is_element(id) => dump.leave(),
                Step::Leave(_) => {}
            }
        }
        dump.flush();
        dump.lines.push_str("-\n");
    }
    dump.lines
}

fn theirs(html: &str) -> String {
    use ego_tree::iter::Edge;
    let page = scraper::Html::parse_document(html);
    let mut dump = Dump::default();
    let mut roots = vec![page.tree.root().id()];
    while let Some(root) = roots.pop() {
        // The contents of a template are a child of it here; they come later, as a tree of their own.
        let mut aside = None;
        for edge in page.tree.get(root).unwrap().traverse() {
            match edge {
                Edge::Open(node) if aside.is_none() => match node.value() {
                    scraper::Node::Text(text) => dump.text.push_str(text),
                    scraper::Node::Element(element) => {
                        let attributes = element.attrs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
                        dump.enter(&*element.name.ns == XHTML, element.name(), attributes);
                    }
                    scraper::Node::Fragment if node.id() != root => {
                        aside = Some(node.id());
                        roots.push(node.id());
                    }
                    _ => {}
                },
                Edge::Close(node) if aside == Some(node.id()) => aside = None,
                Edge::Close(node) if aside.is_none() && node.value().is_element() => dump.leave(),
                Edge::Open(_) | Edge::Close(_) => {}
            }
        }
        dump.flush();
        dump.lines.push_str("-\n");
    }
    dump.lines
}

/// The first line in which two trees differ, with the one before it.
fn difference(html: &str) -> Option<String> {
    let (ours, theirs) = (ours(html), theirs(html));
    let mut before = "";
    for (one, other) in ours.lines().chain(["the end"]).zip(theirs.lines().chain(["the end"])) {
        if one != other {
            return Some(format!("after {before}\n  ours: {one}\nhtml5ever: {other}"));
        }
        before = one;
    }
    None
}

#[test]
fn known_traps_give_the_same_tree() {
    for html in [
        "",
        "một",
        "\u{feff}<p>a",
        "<!doctype html><title>a &amp; b</title><p>c",
        "<p>1<b>2<i>3</b>4</i>5</p>",
        "<b>1<p>2</b>3</p>",
        "<a href=1>1<a href=2>2<div>3<a href=3>4</div>5",
        "<b><b><b><b><p>1</b></b></b></b>2",
        "<font size=1><font size=1><font size=1><font size=1><p>1</p><p>2",
        "<table>1<tr>2<td>3</td>4</tr></table>5",
        "<table><b>1<tr><td>2</table>3",
        "<p>1<table><tr><td>2",
        "<!doctype html><p>1<table><tr><td>2",
        "<table><caption>1<tr><td>2<table><td>3</table>4",
        "<table><colgroup> <col> 1<td>2",
        "<table> <tr> <td> </table>",
        "<table><thead><tr><th>1<tbody><tr><td>2</thead>3</table>4",
        "<select><option>1<optgroup><option>2<hr><input>3</select>",
        "<ul><li>1<li>2<ul><li>3</ul><li>4</ul><dl><dt>1<dd>2<dt>3",
        "<form>1<form>2</form>3</form><div><form>4</div>5</form>",
        "<svg><title>1<p>2</title><g><p>3",
        "<svg viewBox='0 0 1 1'><foreignObject><div>1</div></foreignObject><a xlink:href=x>2</a></svg>3",
        "<math><mi>1<b>2</mi><mo><mglyph></mglyph></math>3",
        "<svg><![CDATA[1<b>]]>2</svg><![CDATA[3]]>4",
        "<svg><font color=x>1</font></svg><svg><font>2</font></svg>",
        "<template><tr><td>1</template><p>2<template>3<template>4",
        "<noscript><p>1</noscript><iframe><p>2</iframe><xmp><p>3</xmp><noembed>4</noembed>",
        "<script><!--<script>1</script>2--></script>3",
        "<textarea>\n\n1<b></textarea><pre>\n2</pre><pre>&#10;3</pre><listing>\r\n4</listing>",
        "<!--1--><!-->2<!--->3<!--4--!>5<!-- -- >6<!x>7<?y>8</ z>9</>0",
        "1<!-- no end",
        "1<p title=\"no end",
        "1 < 2 <3 <\u{111}> </ <",
        "<p A=1 a=2 b='&lt;&amp=&copy' c=&notit; d= e\n=\nf =g / h/i>1</p x>2",
        "<html a=1><body b=2><p>1<html a=3 c=4><body b=5 d=6>2",
        "<head><link></head><meta><p>1</body>2</html>3<p>4",
        "<frameset><frame>1<noframes>2</noframes></frameset>3",
        "<p>1<frameset><frame>",
        "<br></br><image src=x><isindex></p>1</h3>",
        "<h1>1<h2>2</h1>3",
        "<ruby>1<rb>2<rt>3<rtc>4<rp>5</ruby>",
        "<button>1<p>2<button>3</button>4",
        "<object>1<b>2</object>3<marquee><p>4</marquee>5",
        "<nobr>1<nobr>2<p>3<nobr>4",
        "<my-tag>1<MY-TAG>2</my-tag>3</my-other>4",
        "<plaintext>1</plaintext>2",
    ] {
        if let Some(difference) = difference(html) {
            panic!("{html}\n{difference}");
        }
    }
}

/// Pieces of soup. Not among them is what html5ever does otherwise than the standard: it forgets `thead` when a section in
/// a template ends another, a doctype does not end the text that waits in a table, and a search for what a list
/// item or an end tag without a rule of its own closes does not end at the elements of SVG and MathML in which HTML may
/// stand. So those are only in one of the soups, and such tags only in the other.
fn piece(integration: bool) -> impl Strategy<Value = String> {
    let of = |list: &'static [&'static str]| prop::sample::select(list).prop_map(str::to_owned);
    let tags = |list: &'static [&'static str]| {
        (prop::sample::select(list), 0..5_u8).prop_map(|(tag, how)| match how {
            0 => format!("</{tag}>"),
            1 => format!("<{tag} class=a>"),
            2 => format!("<{tag}/>"),
            3 => format!("</{tag}>x"),
            _ => format!("<{tag}>"),
        })
    };
    prop_oneof![
        3 => of(&["x", "<option>", "<optgroup>", " ", "\n", "y z", "\r\n", "ê", "<", "&amp;", "&lt;b>", "&eacute", "&#x41;", "&#150", "&", "&no;"]),
        3 => tags(if integration {
            &["p", "div", "ul", "h1", "h2", "section", "center", "pre", "address"]
        } else {
            &["p", "div", "li", "ul", "h1", "h2", "dd", "dt", "section", "center", "pre", "address", "article"]
        }),
        3 => tags(&["a", "b", "i", "font", "nobr", "code", "strong", "em", "u"]),
        3 => tags(&["table", "tr", "td", "th", "tbody", "tfoot", "caption", "colgroup", "col"]),
        1 => tags(&["select", "input", "hr", "button", "form", "textarea"]),
        1 => if integration {
            of(&["<svg>", "</svg>", "<svg><desc>", "<svg><title>", "<svg><foreignObject>", "<math><mi>", "<math><mtext>", "</math>"])
                .boxed()
        } else {
            tags(&["svg", "math", "g", "path", "mrow", "image", "ruby", "rt", "rp", "rtc", "span", "x-y", "label", "option"]).boxed()
        },
        1 => tags(&["template", "object", "applet", "marquee"]),
        1 => tags(&["html", "head", "body", "frameset", "frame", "base", "link", "meta", "noframes"]),
        1 => tags(&["br", "img", "wbr", "param", "source", "embed", "area", "iframe", "noscript", "xmp", "style"]),
        1 => of(&[
            "<script>a<b</script>", "<script><!--<script></script>", "--></script>", "<style>p>a{}</style>",
            "<textarea>\n<p></textarea>", "<title>&amp;</title>", "<!-- c -->", "<!--", "-->",
            "<![CDATA[x]]>", "<?php ?>", "</ >", "</>", "<!>",
        ]),
        1 => of(&[
            "<p a=1 A=2 b>", "<a href='?x=1&copy=2'>", "<font color=red>", "<font size=1>", "<input type=HIDDEN>",
            "<p a=\"&quot;\n\" =b>", "<div a/b/>", "<b a=1 b=2>", "<b b=2 a=1>", "<td x=\">\">", "<svg xlink:href=x>", "<p a='",
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn tag_soup_gives_the_same_tree(pieces in any::<bool>().prop_flat_map(|i| prop::collection::vec(piece(i), 0..40))) {
        let html = if pieces.len() % 2 == 0 { "<!doctype html>" } else { "" }.to_owned() + &pieces.concat();
        if let Some(difference) = difference(&html) {
            return Err(TestCaseError::fail(format!("{html}\n{difference}")));
        }
    }

    #[test]
    fn any_bytes_give_a_tree(html in "[<>/!\\-a-c &;#='\"\r\n\0é]{0,60}") {
        let dom = Dom::parse(&html);
        prop_assert!(dom.walk(dom.root()).count() <= 2 * dom.len());
    }
}

#[test]
fn the_pages_at_hand_give_the_same_tree() {
    use std::io::Read as _;
    let Ok(folder) = std::fs::read_dir("../shared/corpus/html") else {
        println!("skipped: there are no pages at hand");
        return;
    };
    for file in folder {
        let path = file.unwrap().path();
        let mut lines = String::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap())
            .read_to_string(&mut lines)
            .unwrap();
        for line in lines.lines() {
            let page: serde_json::Value = serde_json::from_str(line).unwrap();
            if let Some(difference) = page["html"].as_str().and_then(difference) {
                panic!("{} of {}\n{difference}", page["id"], path.display());
            }
        }
    }
}
