//! What opens a byline: "By Ann Lee", "Von: …", "Text und Fotos: …".

use std::sync::LazyLock;

/// The openings, in lower case.
const OPENINGS: &str = "\
    geschrieben von|ein beitrag von|ein artikel von|eine analyse von|ein kommentar von|veröffentlicht von|\
    verfasst von|erstellt von|artikel von|text von|beitrag von|written by|posted by|published by|reported by|\
    article by|story by|words by|recipe by|guide by|review by|text by|created by|this post was written by|\
    submitted by|contributed by|escrito por|publicado por|a cura di|scritto da|écrit par|publié par|\
    propos recueillis par|door|by|von|vom|par|por|di|av|af|da|oleh|penulis|yazan|text|texto|tekst|texte|testo|\
    autor|autorin|autoren|author|authors|the author|about the author|über den autor|auteur|autore|writer|reporter|\
    interview|tác giả|автор|текст|skribent|journalist|from|autorin/autor|contributors|contributor|责任编辑|责编|编辑|作者|\
    記者|文|fotos und text|text und fotos|words";

/// The openings by their first words, which nearly every text is told from at a glance.
static BY_FIRST_WORD: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut list: Vec<_> = OPENINGS
        .split('|')
        .map(|o| (o.split(' ').next().unwrap_or(o), o))
        .collect();
    list.sort_by_key(|(first, opening)| (*first, std::cmp::Reverse(opening.len())));
    list
});

/// The longest first word, in bytes.
const LONGEST_WORD: usize = 20;

/// A text without the byline's opening that it begins with; `None` where it begins with none.
pub fn strip(text: &str) -> Option<&str> {
    let end = text
        .bytes()
        .take(LONGEST_WORD + 1)
        .position(|b| matches!(b, b' ' | b':' | b'\n' | 0xC2 | 0xEF))
        .unwrap_or(text.len());
    // "byAnn Lee", where two elements were written without a space.
    for glued in ["by", "By", "Author"] {
        if let Some(rest) = text.strip_prefix(glued)
            && rest.starts_with(char::is_uppercase)
            && rest.contains(' ')
        {
            return Some(rest);
        }
    }
    if end > LONGEST_WORD {
        return None;
    }
    let mut small = [0_u8; LONGEST_WORD];
    let word = text.get(..end)?;
    let lower;
    let word = if word.is_ascii() {
        let small = small.get_mut(..end)?;
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        std::str::from_utf8(small).ok()?
    } else {
        lower = word.to_lowercase();
        lower.as_str()
    };
    let from = BY_FIRST_WORD.partition_point(|(first, _)| *first < word);
    let same = BY_FIRST_WORD
        .get(from..)?
        .iter()
        .take_while(|(first, _)| *first == word);
    same.into_iter().find_map(|(_, opening)| strip_one(text, opening))
}

/// Whether a text ends in an opening, so that a name has to follow: "By", "Feature by".
pub fn is_last(text: &str) -> bool {
    let last = text
        .trim_end_matches([':', '：', ' '])
        .rsplit(' ')
        .next()
        .unwrap_or(text)
        .to_lowercase();
    !last.is_empty() && OPENINGS.split('|').any(|o| o.rsplit(' ').next() == Some(last.as_str()))
}

/// A text without one of the words that it begins with.
pub fn strip_any<'t>(text: &'t str, openings: &[&str]) -> Option<&'t str> {
    openings.iter().find_map(|opening| strip_one(text, opening))
}

fn strip_one<'t>(text: &'t str, opening: &str) -> Option<&'t str> {
    let mut rest = text.char_indices();
    let mut end = 0;
    for expected in opening.chars() {
        let (at, c) = rest.next()?;
        if !c.to_lowercase().eq(std::iter::once(expected)) {
            return None;
        }
        end = at + c.len_utf8();
    }
    let rest = &text[end..];
    let name = rest.trim_start_matches([' ', ':', '：', '\u{a0}', '\n']);
    // "Byron" opens nothing.
    let apart = rest.is_empty() || name.len() < rest.len();
    let glued = opening.ends_with(" by") && rest.starts_with(char::is_uppercase) && rest.contains(' ');
    (apart || glued).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_taken_off() {
        for (text, expected) in [
            ("By Ann Lee", Some("Ann Lee")),
            ("VON: Ann Lee", Some("Ann Lee")),
            ("Written by Ann Lee", Some("Ann Lee")),
            ("byAnn Lee", Some("Ann Lee")),
            ("责编：村上", Some("村上")),
            ("By", Some("")),
            ("Byron Bay", None),
            ("Ann Lee", None),
            ("", None),
        ] {
            assert_eq!(strip(text), expected, "{text}");
        }
        for (text, expected) in [("By", true), ("Feature von:", true), ("Ann Lee", false), ("", false)] {
            assert_eq!(is_last(text), expected, "{text}");
        }
    }
}
