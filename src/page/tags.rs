//! Stray tags in a text that is no page: `<b>`, `<a href=…>`, `<br/>` inside a description or a text field.

use crate::intake::markup;

/// Takes the tags out of a text; what only looks like one ("a < b", "<3") stays. Block tags become line ends.
pub fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        match markup::tag(tail) {
            Some((name, len)) => {
                if markup::is_block(name) {
                    out.push('\n');
                }
                rest = &tail[len..];
            }
            None => {
                out.push('<');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    // A value has one line: what was a line end becomes a space again in cleaning.
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        let case = |text: &str, want: &str| assert_eq!(without_tags(text), want, "{text:?}");
        case("<a href='x'><img src=\"y\"></a>Sáng nay <b>mưa</b>", "Sáng nay mưa");
        case("một<br/>hai", "một\nhai");
        case("a < b, <3, x<y>z", "a < b, <3, x<y>z");
        case("<", "<");
        case("<p", "<p");
    }
}
