//! VIQR (RFC 1456): Vietnamese in ASCII, each mark a sign after its letter, `Vie^.t Nam dda^'t nu+o+'c`, a backslash
//! before a sign that is meant as itself. People left the backslash out where a reader would see it anyway, so that
//! `hoa.` may be `hoạ` or the end of a sentence; a text without any backslash is read as they did.

use super::super::super::markup;
use super::evidence::Evidence;
use super::letters::vowel;

/// So much is looked at to see whether a text is VIQR.
const LOOK: usize = 48 * 1024;
/// So many circumflexes are looked at before a text is given up.
const TRIES: usize = 64;

/// The text that an ASCII text stands for, if it is VIQR beyond doubt, or `declared` to be so and not against reason.
pub fn read(text: &str, declared: impl FnOnce() -> bool) -> Option<String> {
    // `ê`, `ô` and `â` are in every other line of Vietnamese.
    let marks = memchr::memchr_iter(b'^', text.as_bytes())
        .take(TRIES)
        .filter(|at| {
            at.checked_sub(1)
                .and_then(|at| text.as_bytes().get(at))
                .is_some_and(is_round)
        })
        .take(2)
        .count();
    if marks == 0 || text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut end = text.len().min(LOOK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end)?;
    let evidence = visible(&decode(head));
    let mostly = evidence.share_is(85) && evidence.valid * 10 >= evidence.words * 6;
    let certain = mostly && evidence.telling >= 3 && evidence.marked * 4 >= evidence.words;
    (certain || (mostly && declared())).then(|| if end == text.len() { decode(head) } else { decode(text) })
}

fn is_round(byte: &u8) -> bool {
    matches!(byte, b'a' | b'e' | b'o' | b'A' | b'E' | b'O')
}

/// What stands between tags, judged.
fn visible(text: &str) -> Evidence {
    let mut evidence = Evidence::default();
    if !is_markup(text) {
        evidence.read(text);
        return evidence;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        evidence.read(piece);
        rest = tail.get(tag_end(tail.as_bytes())..).unwrap_or_default();
    }
    evidence
}

fn is_markup(text: &str) -> bool {
    markup::begins(text) || markup::is_fragment(text)
}

/// Where the tag, comment, script or style ends that bytes begin with; 1 for a sign that opens none.
fn tag_end(bytes: &[u8]) -> usize {
    let opens = bytes
        .get(1)
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
    if !opens {
        return bytes.len().min(1);
    }
    let to = |mark: &[u8]| memchr::memmem::find(bytes, mark).map_or(bytes.len(), |at| at + mark.len());
    if bytes.starts_with(b"<!--") {
        return to(b"-->");
    }
    let close = memchr::memchr(b'>', bytes).map_or(bytes.len(), |at| at + 1);
    let named = |name: &[u8]| {
        bytes.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
            && bytes.get(name.len() + 1).is_some_and(|b| !b.is_ascii_alphanumeric())
    };
    for (name, end) in [(&b"script"[..], &b"</"[..]), (b"style", b"</")] {
        if named(name) {
            let body = bytes.get(close..).unwrap_or_default();
            let ends = memchr::memmem::find_iter(body, end);
            let end = ends
                .map(|at| close + at)
                .find(|at| {
                    let tag = bytes.get(at + 2..at + 2 + name.len());
                    tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
                })
                .unwrap_or(bytes.len());
            return end.max(close);
        }
    }
    close
}

/// What a mark does to its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Makes another letter of it.
    Quality(char),
    /// Gives it a tone.
    Tone(usize),
}

fn mark(base: char, sign: u8) -> Option<Mark> {
    Some(match (base, sign) {
        ('a', b'(') => Mark::Quality('ă'),
        ('A', b'(') => Mark::Quality('Ă'),
        ('a', b'^') => Mark::Quality('â'),
        ('A', b'^') => Mark::Quality('Â'),
        ('e', b'^') => Mark::Quality('ê'),
        ('E', b'^') => Mark::Quality('Ê'),
        ('o', b'^') => Mark::Quality('ô'),
        ('O', b'^') => Mark::Quality('Ô'),
        ('o', b'+' | b'*') => Mark::Quality('ơ'),
        ('O', b'+' | b'*') => Mark::Quality('Ơ'),
        ('u', b'+' | b'*') => Mark::Quality('ư'),
        ('U', b'+' | b'*') => Mark::Quality('Ư'),
        (_, b'`') => Mark::Tone(1),
        (_, b'\'') => Mark::Tone(2),
        (_, b'?') => Mark::Tone(3),
        (_, b'~') => Mark::Tone(4),
        (_, b'.') => Mark::Tone(5),
        _ => return None,
    })
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'(' | b'^' | b'+' | b'*' | b'`' | b'\'' | b'?' | b'~' | b'.')
}

/// The text that VIQR stands for; in HTML, what stands between the tags alone.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let tags = is_markup(text);
    let escaped = memchr::memchr_iter(b'\\', bytes).any(|at| {
        let next = bytes.get(at + 1);
        next.is_some_and(|b| is_sign(*b) || matches!(b, b'd' | b'D' | b'\\'))
    });
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end = match byte {
            b'<' if tags => at + tag_end(bytes.get(at..).unwrap_or_default()),
            b'&' if tags => reference_end(bytes, at),
            b'\\' if escaped => {
                out.push_str(text.get(at + 1..at + 2).unwrap_or_default());
                at += 2 - usize::from(text.get(at + 1..at + 2).is_none());
                continue;
            }
            _ if !escaped && (at == 0 || bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace)) => {
                address_end(bytes, at)
            }
            _ => at,
        };
        if end > at {
            out.push_str(text.get(at..end).unwrap_or_default());
            at = end;
            continue;
        }
        at += letter(text, at, escaped, &mut out);
    }
    out
}

/// Writes the letter that begins at `at`, and says how many bytes it took.
fn letter(text: &str, at: usize, escaped: bool, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) else {
        return 1;
    };
    let second = bytes.get(at + 1).copied();
    let starts = escaped || !out.ends_with(|c: char| c.is_alphabetic());
    match (first, second) {
        ('d', Some(b'd')) if starts => {
            out.push('đ');
            return 2;
        }
        ('D', Some(b'D')) => {
            out.push('Đ');
            return 2;
        }
        ('D', Some(b'd')) if starts => {
            out.push('Đ');
            return 2;
        }
        _ => {}
    }
    if !matches!(first.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') {
        out.push(first);
        return first.len_utf8();
    }
    let (mut base, mut tone, mut length) = (first, 0, 1);
    while let Some(sign) = bytes.get(at + length) {
        match mark(first, *sign) {
            Some(Mark::Quality(letter)) if base == first => base = letter,
            Some(Mark::Tone(mark)) if tone == 0 && (escaped || !is_punctuation(text, at, length, *sign, out)) => {
                tone = mark
            }
            _ => break,
        }
        length += 1;
    }
    out.push(vowel(base, tone).unwrap_or(base));
    length
}

/// Whether a sign after a vowel ends a sentence or a quotation, in a text that leaves its readers to see that. A mark is
/// likelier wherever the syllable has no tone yet: three of four have one.
fn is_punctuation(text: &str, at: usize, length: usize, sign: u8, out: &str) -> bool {
    let after = text.get(at + length + 1..).unwrap_or_default();
    let next = after.chars().next();
    // Signs that may still follow the one that ends a sentence.
    let closes = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '<');
    match sign {
        // English words: `you're`.
        b'\'' => {
            let rest = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            matches!(after.get(..rest), Some("s" | "re" | "ll" | "ve" | "d"))
        }
        // Whole numbers and names of files: `e.1`.
        b'.' if next.is_some_and(|c| c.is_ascii_digit()) => true,
        b'.' | b'?' if next.is_none_or(closes) => {
            let line = out.rsplit(['\n', '>']).next().unwrap_or_default();
            let word = line.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let following = after.trim_start_matches(|c: char| closes(c) && !matches!(c, '\n' | '<'));
            let ends = matches!(following.chars().next(), None | Some('\n' | '\r' | '<'));
            if sign == b'?' {
                let asks = matches!(word, "đâ" | "sa" | "a" | "chư");
                return asks && (ends || following.starts_with(char::is_uppercase));
            }
            // A headline has no full stop.
            ends && line.len() > LONGEST_HEADLINE
        }
        _ => false,
    }
}

/// In bytes.
const LONGEST_HEADLINE: usize = 120;

/// Where a character reference ends that begins at `at`; `at` if it is none.
fn reference_end(bytes: &[u8], at: usize) -> usize {
    let name = bytes.get(at + 1..).unwrap_or_default();
    match name
        .iter()
        .take(12)
        .position(|b| !b.is_ascii_alphanumeric() && *b != b'#')
    {
        Some(length) if length > 0 && name.get(length) == Some(&b';') => at + length + 2,
        _ => at,
    }
}

/// Where an address ends that begins at `at`; `at` if it is none.
fn address_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest
        .iter()
        .take(300)
        .position(|b| b.is_ascii_whitespace() || *b == b'<')
        .unwrap_or(rest.len().min(300));
    let word = rest.get(..length).unwrap_or_default();
    let is_address =
        word.starts_with(b"www.") || word.starts_with(b"http:") || word.starts_with(b"https:") || word.contains(&b'@');
    if is_address { at + length } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_their_letters() {
        let case = |text: &str, want: &str| assert_eq!(decode(text), want, "{text}");
        case("Vie^.t Nam dda^'t nu+o+'c, DDa` Na(~ng", "Việt Nam đất nước, Đà Nẵng");
        case(
            "DDu+o+`ng dde^'n tru+o+`ng. Ho. ve^`. Ho. o+? Tri. An",
            "Đường đến trường. Họ về. Họ ở Trị An",
        );
        case("Ba.n kho?e kho^ng? DDi dda^u? NDD", "Bạn khỏe không? Đi đâu? NĐ");
        case(
            "Ca^`u mo+'i ba('c qua so^ng se~ mo+? cu+?a va`o tha'ng Gie^ng, ho^m thu+' Ba o+? ca^`u ba('c qua so^ng \
             mo+'i, chu? ti.ch huye^.n cho bie^'t ho^m kia.\nO^ng Vu. o+?",
            "Cầu mới bắc qua sông sẽ mở cửa vào tháng Giêng, hôm thứ Ba ở cầu bắc qua sông \
             mới, chủ tịch huyện cho biết hôm kia.\nÔng Vụ ở",
        );
        case("ddi\\. Co\\? kho^ng\\.", "đi. Co? không.");
        case("a\\^ ad\\d \\\\ dda", "a^ add \\ đa");
        case(
            "Thu+ cho a.b@cde.vn va` http://a.vn/e.html nhe'",
            "Thư cho a.b@cde.vn và http://a.vn/e.html nhé",
        );
        case(
            "<p class='e.' title=\"a'\">Ca^`u m&oacute;i</p><script>a='e.'</script><p>mo+'i</p>",
            "<p class='e.' title=\"a'\">Cầu m&oacute;i</p><script>a='e.'</script><p>mới</p>",
        );
        case("", "");
        case("\\", "\\");
    }

    #[test]
    fn only_vietnamese_is_viqr() {
        let case = |text: &str, want: bool| assert_eq!(read(text, || false).is_some(), want, "{text}");
        case(
            "Ca^`u mo+'i ba('c qua so^ng se~ mo+? cu+?a va`o tha'ng Gie^ng, chu? ti.ch huye^.n cho bie^'t.",
            true,
        );
        case(
            "<p>Ca^`u mo+'i ba('c qua so^ng se~ mo+? cu+?a va`o tha'ng Gie^ng.</p>",
            true,
        );
        case("The value of a^2 + b^2 and e^x? It's fine. Are you sure? Go^to.", false);
        case("if (a^b) { o^=1; e^.5 }", false);
        case("{\"text\":\"Ca^`u mo+'i ba('c qua so^ng se~ mo+? cu+?a\"}", false);
        case("plain text", false);
    }
}
