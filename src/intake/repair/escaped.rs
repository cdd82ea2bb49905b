//! References that were escaped twice: `&amp;#7871;` for `&#7871;`, `&amp;eacute;` for `&eacute;`. A text about HTML
//! means them so; one in which they stand within words does not.

use super::references;

/// The text with its references escaped once; `None` where nothing is certainly escaped twice.
pub fn undo(text: &str) -> Option<String> {
    const AMP: &[u8] = b"&amp;";
    let mut found = Vec::new();
    let mut certain = false;
    let mut end = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), AMP) {
        let Some(rest) = text.get(at + AMP.len()..) else {
            continue;
        };
        let Some(reference) = references::read(rest) else {
            if rest.starts_with("quot;") || rest.starts_with("#39;") || rest.starts_with("#34;") {
                found.push(at);
            }
            continue;
        };
        found.push(at);
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = rest.get(reference.length..).and_then(|text| text.chars().next());
        let in_word = end == at || before.is_some_and(char::is_alphabetic) || after.is_some_and(char::is_alphabetic);
        certain |= reference.character.is_alphabetic() && in_word && at > 0;
        end = at + AMP.len() + reference.length;
    }
    if !certain {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for at in found {
        out.push_str(text.get(done..=at)?);
        done = at + AMP.len();
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_escaped_once() {
        let case = |text: &str, want: Option<&str>| assert_eq!(undo(text).as_deref(), want, "{text}");
        case("Chi&amp;#7871;n d&amp;#7883;ch", Some("Chi&#7871;n d&#7883;ch"));
        case(
            "L&amp;eacute;vis &amp;nbsp;&amp;quot;x&amp;quot;",
            Some("L&eacute;vis &nbsp;&quot;x&quot;"),
        );
        case(
            "R&amp;D &amp;lt;b&amp;gt; caf&amp;eacute; &amp;amp; x",
            Some("R&amp;D &amp;lt;b&amp;gt; caf&eacute; &amp;amp; x"),
        );
        case("Write &amp;eacute; for it, or &amp;#233;.", None);
        case("&amp;nbsp;&amp;nbsp;", None);
        case("a&amp;b=c&amp;copy=1", None);
    }
}
