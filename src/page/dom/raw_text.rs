//! Where raw text ends: the content of `script`, `style`, `title` and the like, in which a `<` begins no tag.

use super::tag::Tag;

/// A kind of raw text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// `title`, `textarea`: character references are decoded.
    WithReferences,
    /// `style`, `noscript`, `iframe` and others: nothing is.
    Text,
    /// `script`: as before, and within a comment another script may begin and end.
    Script,
    /// `plaintext`: everything that is left.
    Plain,
}

/// How long the content is that stands before an element's end tag; all there is if there is no such tag.
pub(super) fn length(raw: Raw, tag: Tag, bytes: &[u8]) -> usize {
    match raw {
        Raw::Plain => bytes.len(),
        Raw::Script => script(bytes),
        Raw::WithReferences | Raw::Text => memchr::memchr_iter(b'<', bytes)
            .find(|at| is_end_tag(&bytes[*at..], tag))
            .unwrap_or(bytes.len()),
    }
}

/// Whether bytes begin with an element's end tag.
fn is_end_tag(bytes: &[u8], tag: Tag) -> bool {
    bytes.get(1) == Some(&b'/') && is_name(&bytes[2..], tag.name())
}

/// Whether a name stands here, and not a longer one.
fn is_name(bytes: &[u8], name: &str) -> bool {
    bytes
        .get(..name.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && matches!(
            bytes.get(name.len()),
            Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>')
        )
}

/// A script ends at its end tag. After `<!--` it may hold a script of its own (the standard's "double escaped" state),
/// whose end tag does not count; `-->` ends that.
fn script(bytes: &[u8]) -> usize {
    let mut from = 0;
    loop {
        // Outside of a comment.
        let Some(at) = memchr::memchr(b'<', &bytes[from..]).map(|at| at + from) else {
            return bytes.len();
        };
        let rest = &bytes[at..];
        if is_end_tag(rest, Tag::Script) {
            return at;
        }
        if !rest.starts_with(b"<!--") {
            from = at + 1;
            continue;
        }
        // The dashes of `<!--` may belong to the `-->` as well.
        from = at + 2;
        let mut is_double = false;
        loop {
            let Some(at) = memchr::memchr2(b'<', b'>', &bytes[from..]).map(|at| at + from) else {
                return bytes.len();
            };
            let rest = &bytes[at..];
            from = at + 1;
            if bytes[at] == b'>' {
                if bytes[..at].ends_with(b"--") {
                    break;
                }
            } else if is_double {
                if is_end_tag(rest, Tag::Script) {
                    is_double = false;
                    from = at + 2 + "script".len();
                }
            } else if is_end_tag(rest, Tag::Script) {
                return at;
            } else if is_name(&rest[1..], "script") {
                is_double = true;
                from = at + 1 + "script".len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_text_ends_at_its_own_end_tag() {
        for (raw, tag, text, content) in [
            (Raw::Text, Tag::Style, "a<b></p></STYLE>c", "a<b></p>"),
            (Raw::Text, Tag::Style, "a</styles></style\n>", "a</styles>"),
            (Raw::Text, Tag::Noscript, "<img></noscript/>", "<img>"),
            (Raw::WithReferences, Tag::Title, "a</title", "a</title"),
            (Raw::Plain, Tag::Plaintext, "a</plaintext>b", "a</plaintext>b"),
            (Raw::Script, Tag::Script, "if(a<b)</script>", "if(a<b)"),
            (Raw::Script, Tag::Script, "a</scripty></script >", "a</scripty>"),
            (Raw::Script, Tag::Script, "<!--a</script>", "<!--a"),
            (
                Raw::Script,
                Tag::Script,
                "<!--<script>a</script>b</script>",
                "<!--<script>a</script>b",
            ),
            (
                Raw::Script,
                Tag::Script,
                "<!--<script>a-->b</script>c",
                "<!--<script>a-->b",
            ),
            (Raw::Script, Tag::Script, "<!-->a<script></script>", "<!-->a<script>"),
            (Raw::Script, Tag::Script, "<!--->a<script></script>", "<!--->a<script>"),
            (
                Raw::Script,
                Tag::Script,
                "<!--<script>a</script>b<script></script></script>",
                "<!--<script>a</script>b<script></script>",
            ),
            (Raw::Script, Tag::Script, "<!--<scripts>a</script>b", "<!--<scripts>a"),
            (
                Raw::Script,
                Tag::Script,
                "<!--<script>a</script>",
                "<!--<script>a</script>",
            ),
        ] {
            assert_eq!(&text[..length(raw, tag, text.as_bytes())], content, "{text}");
        }
    }
}
