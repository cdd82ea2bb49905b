//! Chunks (RFC 9112, section 7.1): a size in hexadecimal digits, so many bytes, and on to a size of zero.

/// More digits than any size has.
const DIGITS: usize = 15;

/// The body that lies in chunks; `None` where it does not begin with one. The second value says that the last chunk is
/// missing.
pub fn join(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut rest = body;
    let mut joined = Vec::new();
    let mut is_first = true;
    loop {
        let Some((size, data)) = size(rest) else {
            // A page whose first line is a number is in no chunks: a line break follows each.
            return (!is_first).then_some((joined, true));
        };
        if size == 0 {
            return Some((joined, false));
        }
        let Some(chunk) = data.get(..size) else {
            joined.extend_from_slice(data);
            return Some((joined, true));
        };
        joined.extend_from_slice(chunk);
        rest = match data.get(size..) {
            Some([b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..]) => rest,
            Some([] | [b'\r']) => return Some((joined, true)),
            _ if is_first => return None,
            _ => return Some((joined, true)),
        };
        is_first = false;
    }
}

/// The size that a chunk begins with, and what follows its line.
fn size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes
        .iter()
        .take(DIGITS + 1)
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    if digits == 0 || digits > DIGITS {
        return None;
    }
    let size = std::str::from_utf8(bytes.get(..digits)?).ok()?;
    let size = usize::from_str_radix(size, 16).ok()?;
    let rest = bytes.get(digits..)?;
    // Extensions, or white space that some servers fill up with.
    let line = rest.get(..1024).unwrap_or(rest);
    let end = memchr::memchr(b'\n', line)?;
    let extension = line.get(..end)?.trim_ascii();
    (extension.is_empty() || extension.starts_with(b";")).then_some((size, rest.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_where_there_are_some() {
        let case = |body: &str, want: Option<(&str, bool)>| {
            let found = join(body.as_bytes());
            let found = found
                .as_ref()
                .map(|(body, cut)| (std::str::from_utf8(body).unwrap(), *cut));
            assert_eq!(found, want, "{body:?}");
        };
        case("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", Some(("abcde", false)));
        case("3;a=b\r\nabc\r\n0\r\nTrailer: x\r\n\r\n", Some(("abc", false)));
        case("3  \nabc\n0\n\n", Some(("abc", false)));
        case("0\r\n\r\n", Some(("", false)));
        // The archive took them out.
        case("<html>abc</html>", None);
        case("", None);
        case("10\r\nis a number and this is the text after it", None);
        case("a\r\nb", Some(("b", true)));
        // The tail is missing.
        case("3\r\nabc\r\n5\r\nde", Some(("abcde", true)));
        case("3\r\nabc\r\n", Some(("abc", true)));
        case("3\r\nabc\r\nzz\r\n", Some(("abc", true)));
        case("3\r\nabc\r\nfffffffffffffff\r\nx", Some(("abcx", true)));
        case("3\r\nabc\r\nffffffffffffffffffff\r\nx", Some(("abc", true)));
        case("3\r\nabcd\r\n", None);
    }

    #[test]
    fn a_million_chunks_cost_no_more_than_their_bytes() {
        let body = "1\r\nx\r\n".repeat(1_000_000);
        assert_eq!(join(body.as_bytes()).unwrap().0.len(), 1_000_000);
    }
}
