//! What opens a byline: "By Ann Lee", "Von: …", "Text und Fotos: …".

/// The openings, longest first where one begins another.
const OPENINGS: &str = "\
    geschrieben von|ein beitrag von|ein artikel von|eine analyse von|ein kommentar von|veröffentlicht von|\
    verfasst von|erstellt von|artikel von|text von|beitrag von|written by|posted by|published by|reported by|\
    article by|story by|words by|recipe by|guide by|review by|text by|created by|this post was written by|\
    submitted by|contributed by|escrito por|publicado por|a cura di|scritto da|écrit par|publié par|\
    propos recueillis par|door|by|von|vom|par|por|di|av|af|da|oleh|penulis|yazan|text|texto|tekst|texte|testo|\
    autor|autorin|autoren|author|authors|the author|about the author|über den autor|auteur|autore|writer|reporter|\
    interview|tác giả|автор|текст|skribent|journalist|from|autorin/autor|contributors|contributor|责任编辑|责编|编辑|作者|\
    記者|文|fotos und text|text und fotos|words";

/// A text without the byline's opening that it begins with; `None` where it begins with none.
pub fn strip(text: &str) -> Option<&str> {
    strip_any(text, OPENINGS)
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

/// A text without one of the words that it begins with; they are separated by bars, in lower case.
pub fn strip_any<'t>(text: &'t str, openings: &str) -> Option<&'t str> {
    let first = text.chars().next()?.to_lowercase().next()?;
    openings
        .split('|')
        .filter(|o| o.starts_with(first))
        .find_map(|opening| {
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
            // "Byron" opens nothing, "byAnn Lee" does where two elements were written without a space.
            let glued = (opening.ends_with("by") || opening == "author")
                && text[..end].ends_with(char::is_lowercase)
                && rest.starts_with(char::is_uppercase)
                && rest.contains(' ');
            (rest.is_empty() || name.len() < rest.len() || glued).then_some(name)
        })
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
