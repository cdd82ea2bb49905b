//! Lone surrogates in JSON (`"\ud83d"`): producers that cut texts by UTF-16 units leave them, and no JSON reader takes
//! them. They become U+FFFD; everything else stays as it is.

/// The text with U+FFFD in place of every escaped surrogate without its other half; `None` where there is none.
pub fn mend(text: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', text.as_bytes().get(at..)?) {
        let start = at + found;
        let Some(unit) = unit(text, start) else {
            // Another escape: the character after the backslash belongs to it.
            at = start + 2;
            continue;
        };
        let pair = (0xD800..0xDC00).contains(&unit)
            && self::unit(text, start + LENGTH).is_some_and(|low| (0xDC00..0xE000).contains(&low));
        if pair {
            at = start + 2 * LENGTH;
            continue;
        }
        at = start + LENGTH;
        if (0xD800..0xE000).contains(&unit) {
            let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(text.get(done..start)?);
            out.push_str("\\ufffd");
            done = at;
        }
    }
    let mut out = out?;
    out.push_str(text.get(done..)?);
    Some(out)
}

/// `\uXXXX`
const LENGTH: usize = 6;

/// The UTF-16 unit that is escaped at an offset.
fn unit(text: &str, at: usize) -> Option<u32> {
    let escape = text.as_bytes().get(at..at + LENGTH)?;
    let digits = escape.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_halves_are_mended() {
        let case = |text: &str, want: Option<&str>| assert_eq!(mend(text).as_deref(), want, "{text:?}");
        case(r#"{"a":"\ud83d"}"#, Some(r#"{"a":"\ufffd"}"#));
        case(r#"{"a":"x\udE00y\ud83d"}"#, Some(r#"{"a":"x\ufffdy\ufffd"}"#));
        case(r#"{"a":"\ud83d\ude00"}"#, None);
        case(r#"{"a":"\\ud83d"}"#, None);
        case(r#"{"a":"\ud83d\n"}"#, Some(r#"{"a":"\ufffd\n"}"#));
        case("\\", None);
        case("\\u", None);
        case("", None);
    }
}
