//! Small signs in texts and attributes: a date, a byline, a change, an author's page.

use super::opening;

/// Whether the value of an attribute has digits enough for a date, and is not long.
pub fn is_stamp(value: &str) -> bool {
    value.len() < 60 && value.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// Whether a link goes to the page of an author.
pub fn leads_to_author(href: &str) -> bool {
    if href.len() >= 300 {
        return false;
    }
    // What stands between two slashes.
    let mut parts = href.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_one = matches!(
            part,
            "author"
                | "authors"
                | "autor"
                | "autores"
                | "autoren"
                | "auteur"
                | "auteurs"
                | "autore"
                | "contributor"
                | "contributors"
                | "by"
                | "reporter"
                | "journalist"
                | "journalists"
                | "writer"
                | "writers"
                | "redakteur"
                | "tac-gia"
                | "profile"
        );
        if is_one && parts.peek().is_some() {
            return true;
        }
    }
    false
}

/// Whether a short text has a year, or two marks between digits.
pub fn may_be_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let years = bytes
        .windows(4)
        .any(|w| matches!(w, [b'1', b'9', c, d] | [b'2', b'0', c, d] if c.is_ascii_digit() && d.is_ascii_digit()));
    let marks = bytes
        .windows(3)
        .filter(|w| matches!(w, [a, b'.' | b'/' | b'-', c] if a.is_ascii_digit() && c.is_ascii_digit()))
        .count();
    digits >= 5 && (years || marks >= 2)
}

/// Whether a text begins like a byline: "By Ann Lee", "Von: …".
pub fn opens_byline(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '（', '|', ' ']);
    opening::strip(text).is_some_and(|name| {
        name.is_empty() || name.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) || text.len() - name.len() > 12
    })
}

/// Whether a text speaks of a change, and of no publication.
pub fn says_updated(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "update",
        "modified",
        "edited",
        "aktualisiert",
        "aktualisierung",
        "geändert",
        "mis à jour",
        "modifié",
        "actualizado",
        "actualización",
        "atualizad",
        "aggiornat",
        "bijgewerkt",
        "cập nhật",
        "güncelle",
        "обновлен",
        "oppdatert",
        "opdateret",
        "uppdaterad",
        "diperbarui",
        "zaktualizowan",
        "aktualizacja",
        "更新",
        "수정",
        "업데이트",
        "last reviewed",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|w| lower.contains(w)) && !says_published(&lower)
}

/// Whether a text speaks of a publication.
pub fn says_published(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "publish",
        "posted",
        "veröffentlicht",
        "erstellt",
        "publié",
        "publicado",
        "pubblicat",
        "gepubliceerd",
        "yayın",
        "опубликован",
        "publisert",
        "publicerad",
        "first",
        "created",
        "xuất bản",
        "đăng",
        "opublikowan",
        "입력",
        "公開",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|w| lower.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_read() {
        let case = |what: &str, holds: fn(&str) -> bool, text: &str, want: bool| {
            assert_eq!(holds(text), want, "{what}: {text}")
        };
        case("update", says_updated, "Zuletzt aktualisiert:", true);
        case("update", says_updated, "Published 5 May, updated 6 May", false);
        case("update", says_updated, "5 May", false);
        case("date", may_be_date, "6 May 2024", true);
        case("date", may_be_date, "06.05.24", true);
        case("date", may_be_date, "+49 30 123456", false);
        case("byline", opens_byline, "By Ann Lee", true);
        case("byline", opens_byline, "by the river", false);
        case("author", leads_to_author, "https://a.example/authors/ann", true);
        case("author", leads_to_author, "/authority/", false);
        case("stamp", is_stamp, "2024-05-06T07:08", true);
        case("stamp", is_stamp, "May", false);
    }
}
