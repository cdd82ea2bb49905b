//! What a page's attributes would cost to read.
//!
//! html5ever holds each attribute of a tag against all those before it, so that a tag takes the square of their number: a
//! megabyte of attributes keeps a processor busy for ten seconds, sixteen for an hour. No page that a person made has more
//! than some dozens in a tag.

/// Most that the attributes of a page may cost: the squares of their numbers in each tag, added up. A page at this limit
/// takes about a second.
const MAX_COST: u64 = 20_000 * 20_000;

/// Whether the attributes of a page cost too much. Counted from the tags alone, and as if scripts and comments were text.
pub fn are_too_many(html: &str) -> bool {
    let bytes = html.as_bytes();
    let (mut cost, mut end) = (0_u64, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        // A < within a tag begins none.
        if at < end {
            continue;
        }
        let Some(rest) = bytes
            .get(at + 1..)
            .filter(|rest| rest.first().is_some_and(u8::is_ascii_alphabetic))
        else {
            continue;
        };
        let (count, length) = attributes(rest);
        end = at + 1 + length;
        cost = cost.saturating_add(count.saturating_mul(count));
        if cost > MAX_COST {
            return true;
        }
    }
    false
}

/// How many attributes a tag has, and how long it is; `tag` begins with its name.
fn attributes(tag: &[u8]) -> (u64, usize) {
    let skip = |from: usize, passes: fn(u8) -> bool| {
        let rest = tag.get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| !passes(*byte)).unwrap_or(rest.len())
    };
    let is_in_name = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'=');
    let is_in_value = |byte: u8| !byte.is_ascii_whitespace() && byte != b'>';
    let is_blank = |byte: u8| byte.is_ascii_whitespace();
    let is_between = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let mut count = 0;
    let mut at = skip(0, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
    loop {
        at = skip(at, is_between);
        if matches!(tag.get(at), None | Some(b'>')) {
            return (count, at);
        }
        count += 1;
        // Its first byte may be any, also a =.
        at = skip(at + 1, is_in_name);
        let equals = skip(at, is_blank);
        if tag.get(equals) != Some(&b'=') {
            continue;
        }
        at = skip(equals + 1, is_blank);
        at = match tag.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let rest = tag.get(at + 1..).unwrap_or_default();
                memchr::memchr(*quote, rest).map_or(tag.len(), |length| at + 1 + length + 1)
            }
            _ => skip(at, is_in_value),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_counted_as_a_browser_counts_them() {
        for (tag, expected) in [
            ("p>", (0, 1)),
            ("br/>", (0, 3)),
            ("p a b=1 c = '2 > 1' d=\"\">x y", (4, 24)),
            ("a href=/a/b?c=d>", (1, 15)),
            ("p a=b/ c>", (2, 8)),
            ("p ===>", (1, 5)),
            ("p it's a>", (2, 8)),
            ("p a='1", (1, 6)),
            ("p", (0, 1)),
        ] {
            assert_eq!(attributes(tag.as_bytes()), expected, "{tag}");
        }
    }

    #[test]
    fn only_a_bomb_is_refused() {
        let tag = |count: usize| {
            format!(
                "<p {}>x</p>",
                (0..count).map(|n| format!("a{n}=1 ")).collect::<String>()
            )
        };
        assert!(are_too_many(&tag(20_001)));
        assert!(are_too_many(&tag(2_000).repeat(101)));
        assert!(!are_too_many(&tag(2_000)));
        assert!(!are_too_many(&tag(30).repeat(10_000)));
        assert!(!are_too_many(&format!("<p title='{}'>x</p>", "chữ ".repeat(100_000))));
        // Looked at once, however often it begins.
        assert!(are_too_many(&"<a ".repeat(100_000)));
    }
}
