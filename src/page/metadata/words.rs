//! What the words of a class or an id say. They are taken as whole words: `leading-5` holds no "lead", `authorName`
//! holds "author".

use std::sync::LazyLock;

use super::super::word_table::WordTable;

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

/// It is within an `article` element.
pub const ARTICLE: Says = 1 << 14;

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
    let first = word[0].wrapping_sub(b'a');
    let known = length < LONGEST + 1
        && LENGTHS
            .get(usize::from(first))
            .is_some_and(|lengths| lengths >> length & 1 == 1);
    if !known {
        return 0;
    }
    word.get(..length).map_or(0, |word| WORDS.get(word))
}

static WORDS: LazyLock<WordTable> = LazyLock::new(|| WordTable::of(LIST.iter().copied()));

/// For each letter the lengths of the words that begin with it, as a set of bits: most words are told by that alone.
const LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < LIST.len() {
        let word = LIST[at].0.as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// The words, sorted.
#[rustfmt::skip]
const LIST: &[(&str, Says)] = &[
    ("about", BIOGRAPHY), ("articleauthor", BYLINE), ("articledate", DATE), ("articletitle", TITLE), ("aside", AWAY),
    ("auteur", BYLINE), ("auteurs", BYLINE), ("author", BYLINE), ("authored", BYLINE), ("authorname", BYLINE),
    ("authors", BYLINE), ("autor", BYLINE), ("autore", BYLINE), ("autoren", BYLINE), ("autores", BYLINE),
    ("autori", BYLINE), ("avatar", BIOGRAPHY), ("bio", BIOGRAPHY), ("biography", BIOGRAPHY),
    ("breadcrumb", BREADCRUMB), ("breadcrumbs", BREADCRUMB), ("byline", BYLINE), ("bylines", BYLINE),
    ("carousel", AWAY), ("columnist", BYLINE), ("comment", AWAY), ("commentlist", AWAY), ("comments", AWAY),
    ("consent", AWAY), ("contributor", BYLINE), ("contributors", BYLINE), ("cookie", AWAY), ("cookies", AWAY),
    ("created", DATE), ("credits", DETAILS), ("crumbs", BREADCRUMB), ("data", DATE), ("date", DATE),
    ("dateline", DATE), ("datepublished", DATE), ("dates", DATE), ("datetime", DATE), ("datum", DATE),
    ("details", DETAILS), ("disqus", AWAY), ("edited", DATE | UPDATED), ("entrydate", DATE), ("entrymeta", DETAILS),
    ("entrytitle", TITLE), ("fecha", DATE), ("follow", BIOGRAPHY), ("footer", AWAY), ("forfatter", BYLINE),
    ("forfattere", BYLINE), ("headline", TITLE), ("image", BIOGRAPHY), ("img", BIOGRAPHY), ("info", DETAILS),
    ("journalist", BYLINE), ("journaliste", BYLINE), ("journalists", BYLINE), ("lastmod", DATE | UPDATED),
    ("menu", AWAY), ("meta", DETAILS), ("metadata", DETAILS), ("modified", DATE | UPDATED), ("mostread", AWAY),
    ("muhabir", BYLINE), ("nav", AWAY), ("navbar", AWAY), ("navigation", AWAY), ("newsletter", AWAY), ("ngay", DATE),
    ("outbrain", AWAY), ("penulis", BYLINE), ("photo", BIOGRAPHY), ("popular", AWAY), ("postauthor", BYLINE),
    ("postdate", DATE), ("posted", DATE), ("postedon", DATE), ("postmeta", DETAILS), ("postmetadata", DETAILS),
    ("posttitle", TITLE), ("promo", AWAY), ("pubdate", DATE), ("pubdatetime", DATE), ("publication", DATE),
    ("publish", DATE), ("publishdate", DATE), ("published", DATE), ("publishtime", DATE), ("pubtime", DATE),
    ("readmore", AWAY), ("recirc", AWAY), ("recirculation", AWAY), ("recommend", AWAY), ("recommendation", AWAY),
    ("recommendations", AWAY), ("recommended", AWAY), ("redakteur", BYLINE), ("relate", AWAY), ("related", AWAY),
    ("replies", AWAY), ("reply", AWAY), ("reporter", BYLINE), ("reporters", BYLINE), ("share", BIOGRAPHY),
    ("sidebar", AWAY), ("skribent", BYLINE), ("social", BIOGRAPHY), ("suggested", AWAY), ("taboola", AWAY),
    ("tacgia", BYLINE), ("tanggal", DATE), ("tarih", DATE), ("teaser", AWAY), ("teasers", AWAY), ("ticker", AWAY),
    ("time", DATE), ("timestamp", DATE), ("title", TITLE), ("trending", AWAY), ("uhrzeit", DATE),
    ("update", DATE | UPDATED), ("updated", DATE | UPDATED), ("upnext", AWAY), ("verfasser", BYLINE),
    ("wartawan", BYLINE), ("widget", AWAY), ("widgets", AWAY), ("writer", BYLINE), ("writers", BYLINE),
    ("yazar", BYLINE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted() {
        for pair in LIST.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{pair:?}");
        }
    }

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
            ("byline2 BYLINE", BYLINE),
            ("wordthatislongerthananyother", 0),
        ] {
            assert_eq!(of(class), expected, "{class}");
        }
    }
}
