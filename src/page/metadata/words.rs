//! What the words of a class or an id say. They are taken as whole words: `leading-5` holds no "lead", `authorName`
//! holds "author".

/// What is said of an element and of all within it, as a set of bits.
pub type Says = u32;

/// It names who wrote the text.
pub const BYLINE: Says = 1;
/// It is a date.
pub const DATE: Says = 1 << 1;
/// It has to do with a change.
pub const UPDATED: Says = 1 << 2;
/// It is no part of the article: menus, comments, lists of other articles.
pub const AWAY: Says = 1 << 3;
/// It holds the way from the home page to the section.
pub const BREADCRUMB: Says = 1 << 4;
/// It holds details of the article: date and author among others.
pub const DETAILS: Says = 1 << 5;
/// It is a link.
pub const LINK: Says = 1 << 6;
/// It is an item of a list.
pub const ITEM: Says = 1 << 7;
/// It is a navigation, a footer, a column beside the text.
pub const BESIDE: Says = 1 << 8;
/// It is a headline of level one.
pub const H1: Says = 1 << 9;
/// It is the document's head.
pub const HEAD: Says = 1 << 10;
/// It holds what cannot be seen: scripts, styles, drawings.
pub const UNSEEN: Says = 1 << 11;
/// It says more about the author than the name.
pub const BIOGRAPHY: Says = 1 << 12;
/// It is a headline.
pub const TITLE: Says = 1 << 13;

/// The longest word of the lists below.
const LONGEST: usize = 16;

/// What a class or an id says.
pub fn of(value: &str) -> Says {
    let bytes = value.as_bytes();
    let mut says = 0;
    let mut word = [0_u8; LONGEST];
    let (mut length, mut was_small) = (0, false);
    for &byte in bytes {
        let capital = byte.is_ascii_uppercase();
        if !byte.is_ascii_alphabetic() || (capital && was_small) {
            says |= meaning(&word, length);
            length = 0;
        }
        if byte.is_ascii_alphabetic() {
            if let Some(place) = word.get_mut(length) {
                *place = byte.to_ascii_lowercase();
            }
            length += 1;
        }
        was_small = byte.is_ascii_lowercase();
    }
    says | meaning(&word, length)
}

fn meaning(word: &[u8; LONGEST], length: usize) -> Says {
    if length < 3 {
        return 0;
    }
    let Some(word) = word.get(..length).and_then(|w| std::str::from_utf8(w).ok()) else {
        return 0;
    };
    match word {
        "author" | "authors" | "byline" | "bylines" | "writer" | "writers" | "autor" | "autore" | "autori"
        | "autoren" | "auteur" | "auteurs" | "autores" | "reporter" | "reporters" | "journalist" | "journalists"
        | "journaliste" | "contributor" | "contributors" | "redakteur" | "verfasser" | "skribent" | "forfatter"
        | "yazar" | "muhabir" | "penulis" | "wartawan" | "tacgia" | "authorname" | "postauthor" | "authored"
        | "articleauthor" | "forfattere" | "columnist" => BYLINE,
        "date" | "dates" | "time" | "published" | "publish" | "pubdate" | "datetime" | "timestamp" | "posted"
        | "datum" | "fecha" | "data" | "datepublished" | "publication" | "pubtime" | "dateline" | "uhrzeit"
        | "tarih" | "ngay" | "tanggal" | "created" | "entrydate" | "postdate" | "articledate" | "publishdate"
        | "publishtime" | "postedon" | "pubdatetime" => DATE,
        "updated" | "modified" | "update" | "lastmod" | "edited" => DATE | UPDATED,
        "comment" | "comments" | "commentlist" | "disqus" | "related" | "relate" | "recommend" | "recommended"
        | "recommendation" | "recommendations" | "recirc" | "recirculation" | "sidebar" | "footer" | "nav"
        | "navbar" | "navigation" | "menu" | "widget" | "widgets" | "popular" | "trending" | "mostread"
        | "newsletter" | "promo" | "teaser" | "teasers" | "outbrain" | "taboola" | "cookie" | "cookies" | "consent"
        | "reply" | "replies" | "ticker" | "aside" | "upnext" | "readmore" | "suggested" | "carousel" => AWAY,
        "breadcrumb" | "breadcrumbs" | "crumbs" => BREADCRUMB,
        "meta" | "info" | "details" | "metadata" | "postmeta" | "entrymeta" | "postmetadata" | "credits" => DETAILS,
        "title" | "headline" | "entrytitle" | "posttitle" | "articletitle" => TITLE,
        "bio" | "biography" | "about" | "avatar" | "social" | "follow" | "share" | "image" | "img" | "photo" => {
            BIOGRAPHY
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_say_what_their_words_say() {
        for (class, expected) in [
            ("byline", BYLINE),
            ("c-article__byline--big", BYLINE),
            ("authorName", BYLINE),
            ("ArticleAuthor_wrap__x3", BYLINE),
            ("authority", 0),
            ("coauthoring", 0),
            ("post-date", DATE),
            ("dateUpdated", DATE | UPDATED),
            ("dated candidates", 0),
            ("related-news", AWAY),
            ("leading-5 text-lg", 0),
            ("entry-meta", DETAILS),
            ("author-bio", BYLINE | BIOGRAPHY),
            ("", 0),
            ("wordthatislongerthananyother", 0),
        ] {
            assert_eq!(of(class), expected, "{class}");
        }
    }
}
