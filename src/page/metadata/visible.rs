//! The text of an element as it is seen, block by block.

use super::super::dom::{Dom, NodeId, Step, Tag, Walk};
use super::super::letters;

/// The text below a node without scripts, styles and drawings, cut off after about `limit` bytes. Blocks are
/// separated by line ends, each cleaned, empty ones left out.
pub fn text(dom: &Dom<'_>, id: NodeId, limit: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let mut looked_at = 0;
    let mut way = dom.walk(id);
    while let Some(step) = way.next() {
        looked_at += 1;
        if out.len() + line.len() > limit || looked_at > 20 * limit {
            break;
        }
        match step {
            Step::Enter(at) => {
                if let Some(text) = dom.text(at) {
                    line.push_str(text);
                    continue;
                }
                match dom.tag(at) {
                    Some(tag) if is_unseen(tag) && at != id => Walk::skip(&mut way, at),
                    Some(tag) if is_block(tag) => end_line(&mut out, &mut line),
                    // What is no HTML is a drawing.
                    None if dom.is_element(at) => Walk::skip(&mut way, at),
                    _ => {}
                }
            }
            Step::Leave(at) => {
                if dom.tag(at).is_some_and(is_block) {
                    end_line(&mut out, &mut line);
                }
            }
        }
    }
    end_line(&mut out, &mut line);
    out
}

fn end_line(out: &mut String, line: &mut String) {
    let cleaned = letters::clean(line);
    if !cleaned.is_empty() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&cleaned);
    }
    line.clear();
}

fn is_unseen(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Script | Tag::Style | Tag::Noscript | Tag::Svg | Tag::Select | Tag::Template
    )
}

fn is_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Div
            | Tag::P
            | Tag::Li
            | Tag::Ul
            | Tag::Ol
            | Tag::Br
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Section
            | Tag::Article
            | Tag::Header
            | Tag::Footer
            | Tag::Td
            | Tag::Tr
            | Tag::Dt
            | Tag::Dd
            | Tag::Figure
            | Tag::Figcaption
            | Tag::Address
            | Tag::Button
            | Tag::Time
            | Tag::Hr
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_lines() {
        for (html, expected) in [
            (
                "<div>By <a>Ann Lee</a></div><div>Reporter</div>",
                "By Ann Lee\nReporter",
            ),
            ("<p>One<script>two</script> <b>three</b><br>four</p>", "One three\nfour"),
            ("<p>  <svg><title>Icon</title></svg> </p>", ""),
        ] {
            let dom = Dom::parse(html);
            assert_eq!(text(&dom, dom.root(), 200), expected, "{html}");
        }
    }
}
