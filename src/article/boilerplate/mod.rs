//! What stands on a news page and belongs to no article: prompts, widgets, related links, contact lines.

mod vietnamese;
mod world;

use std::collections::HashSet;
use std::sync::LazyLock;

use super::line::{Ending, Line};
use super::lower::lower;
use super::patterns::Patterns;

/// What follows a line of boilerplate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: the line alone is furniture.
    Line,
    /// A list of links to other articles; prose may come after it.
    Links,
    /// Readers' comments or the page's foot: nothing of the article comes after it.
    Foot,
}

/// Says whether a line is boilerplate, and what comes with it.
pub fn kind(line: &Line<'_>) -> Option<Kind> {
    let text = line.text.as_ref();
    if text.starts_with(">>")
        || text.starts_with("»") && !text.contains('«') && line.is_short()
        || text.starts_with("→ ")
    {
        return Some(Kind::Line);
    }
    if !line.is_short() {
        return None;
    }
    // Titles of other articles in one line: "… / …".
    let titles = line.ending != Ending::Sentence
        && line
            .text
            .split_once(" / ")
            .is_some_and(|(a, b)| a.split(' ').count() >= 5 && b.split(' ').count() >= 5);
    if titles {
        return Some(Kind::Line);
    }
    // "Xem lại bàn thắng:", "Video trận đấu:" stand over a player that a text does not show.
    let player = line.ending == Ending::Colon
        && ["xem ", "video ", "clip ", "chiêm ngưỡng ", "mời xem "]
            .iter()
            .any(|w| line.lower.starts_with(w));
    if player {
        return Some(
            if vietnamese::LINKS
                .iter()
                .any(|p| line.lower.strip_prefix(p) == Some(":"))
            {
                Kind::Links
            } else {
                Kind::Line
            },
        );
    }
    let lower = line.lower.trim_matches(|c: char| !c.is_alphanumeric());
    if lower.is_empty() {
        // "×", "|", "•", but "..." and "***" as well.
        return Some(Kind::Line);
    }
    for (phrase, sort) in openings(lower) {
        let found = match sort {
            Sort::Foot if is_label(lower, phrase) => Some(Kind::Foot),
            Sort::Links if is_label(lower, phrase) => Some(Kind::Links),
            Sort::Exact if lower == *phrase => Some(Kind::Line),
            // A prompt opens a line that is no sentence of the article.
            Sort::Prompt
                if starts_with_word(lower, phrase) && (line.words <= 24 || line.ending != Ending::Sentence) =>
            {
                Some(Kind::Line)
            }
            Sort::Contact if is_contact(lower, phrase) => Some(Kind::Line),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    if is_counter(lower) || INNER.is_in(lower) {
        return Some(Kind::Line);
    }
    let follow = lower.starts_with("theo dõi") && lower.contains(" trên ") && line.words <= 16;
    let hotline = line.words < 30 && lower.contains("hotline") && lower.bytes().filter(u8::is_ascii_digit).count() >= 7;
    (follow || hotline).then_some(Kind::Line)
}

/// Whether a line that is too long for [`kind`] to look at asks the reader for something.
pub fn is_long_prompt(text: &str) -> bool {
    const LONGEST: usize = 420;
    const OPENING: usize = 40;
    if text.len() > LONGEST {
        return false;
    }
    let end = text.char_indices().nth(OPENING).map_or(text.len(), |(at, _)| at);
    let lower = lower(&text[..end]);
    openings(&lower)
        .iter()
        .any(|(phrase, sort)| *sort == Sort::Prompt && phrase.len() > 6 && starts_with_word(&lower, phrase))
}

/// What a phrase says of the line that it opens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Foot,
    Links,
    Exact,
    Prompt,
    Contact,
}

/// All phrases, sorted, so that those that can open a line stand together.
static PHRASES: LazyLock<Vec<(&str, Sort)>> = LazyLock::new(|| {
    let vietnamese = [
        (vietnamese::FOOT, Sort::Foot),
        (vietnamese::LINKS, Sort::Links),
        (vietnamese::EXACT, Sort::Exact),
        (vietnamese::PROMPTS, Sort::Prompt),
        (vietnamese::CONTACTS, Sort::Contact),
    ];
    let world = [
        (world::FOOT, Sort::Foot),
        (world::LINKS, Sort::Links),
        (world::EXACT, Sort::Exact),
        (world::PROMPTS, Sort::Prompt),
    ];
    let mut all: Vec<_> = vietnamese
        .into_iter()
        .flat_map(|(list, sort)| list.iter().map(move |p| (*p, sort)))
        .chain(
            world
                .into_iter()
                .flat_map(|(list, sort)| parted(list).map(move |p| (p, sort))),
        )
        .collect();
    all.sort_unstable_by_key(|(phrase, sort)| (*sort, *phrase));
    all.sort_by_key(|(phrase, _)| head(phrase));
    all
});

/// The phrases of a list.
fn parted(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(';').map(str::trim).filter(|p| !p.is_empty())
}

/// The first two bytes.
fn head(text: &str) -> [u8; 2] {
    let bytes = text.as_bytes();
    [bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)]
}

/// The phrases that begin like a line.
fn openings(lower: &str) -> &'static [(&'static str, Sort)] {
    let head_of_line = head(lower);
    let from = PHRASES.partition_point(|(phrase, _)| head(phrase) < head_of_line);
    let len = PHRASES[from..].partition_point(|(phrase, _)| head(phrase) == head_of_line);
    &PHRASES[from..from + len]
}

/// The phrase alone, or with a number or a short rest after it that is no sentence ("Bình luận (12)", "TIN LIÊN QUAN").
fn is_label(lower: &str, phrase: &str) -> bool {
    lower.strip_prefix(phrase).is_some_and(|rest| {
        rest.trim_matches(|c: char| !c.is_alphabetic()).is_empty() || rest.starts_with(':') && rest.len() < 4
    })
}

fn starts_with_word(lower: &str, phrase: &str) -> bool {
    lower
        .strip_prefix(phrase)
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// "Thích 81", "12 bình luận", "597596", "1.324.196 người thích …".
fn is_counter(lower: &str) -> bool {
    if lower.len() > 60 {
        return false;
    }
    let letters = lower.trim_matches(|c: char| !c.is_alphabetic());
    // A bare number is a counter or a page number.
    letters.is_empty() || vietnamese::COUNTED.contains(&letters) || COUNTED.contains(letters)
}

/// "Hotline: 0914 …", "Email: …", "ĐT: …", "Trụ sở: …".
fn is_contact(lower: &str, phrase: &str) -> bool {
    lower.strip_prefix(phrase).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with(':') || rest.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '+')
    })
}

static COUNTED: LazyLock<HashSet<&str>> = LazyLock::new(|| parted(world::COUNTED).collect());

static INNER: LazyLock<Patterns> = LazyLock::new(|| {
    let world: Vec<&str> = parted(world::WITHIN).collect();
    Patterns::of(vietnamese::WITHIN.iter().chain(&world))
});

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Kind> {
        kind(&Line::alone(text))
    }

    #[test]
    fn boilerplate_is_told_from_prose() {
        let case = |text: &str, want: Option<Kind>| assert_eq!(of(text), want, "{text:?}");
        case("Ý kiến bạn đọc", Some(Kind::Foot));
        case("Bình luận:", Some(Kind::Foot));
        case("BÌNH LUẬN (12)", Some(Kind::Foot));
        case("Bình luận viên nói rằng trận đấu hay", None);
        case("TIN LIÊN QUAN", Some(Kind::Links));
        case("Cùng chuyên mục", Some(Kind::Links));
        case("Xem thêm:", Some(Kind::Links));
        case("Xem thêm: Ba cách trồng lúa trên đất khô", Some(Kind::Line));
        case(">> Ba cách trồng lúa", Some(Kind::Line));
        case("Thích 81", Some(Kind::Line));
        case("Chia sẻ", Some(Kind::Line));
        case("Chia sẻ với phóng viên, bà Lan cho biết mùa này được giá.", None);
        case("Theo dõi Bản Tin Làng trên Facebook", Some(Kind::Line));
        case("Hotline: 0900 000 000", Some(Kind::Line));
        case("[Quảng cáo]", Some(Kind::Line));
        case("Thích nghi với biến đổi khí hậu", None);
        case("×", Some(Kind::Line));
        case("12", Some(Kind::Line));
        // Other languages.
        case("Kommentare (12)", Some(Kind::Foot));
        case("12 Kommentare", Some(Kind::Line));
        case("Das könnte Sie auch interessieren", Some(Kind::Links));
        case("Mehr zum Thema", Some(Kind::Links));
        case("Lire aussi : Trois façons de planter le riz", Some(Kind::Line));
        case("Читайте также", Some(Kind::Links));
        case("関連記事", Some(Kind::Links));
        case("댓글 12", Some(Kind::Foot));
        case("İlgili haberler", Some(Kind::Links));
        case("مقالات ذات صلة", Some(Kind::Links));
        case("ข่าวที่เกี่ยวข้อง", Some(Kind::Links));
        case("Anzeige", Some(Kind::Line));
        case("Artikel teilen", Some(Kind::Line));
        case("Partager l’article", Some(Kind::Line));
        case("© 2026 Village News. All rights reserved.", Some(Kind::Line));
        case("Kommentare zur Wahl kamen aus allen Lagern.", None);
        case("Anzeigen gegen zwei Männer erstattet", None);
    }

    #[test]
    fn every_phrase_is_written_as_lines_are_compared() {
        for list in [
            world::FOOT,
            world::LINKS,
            world::EXACT,
            world::COUNTED,
            world::PROMPTS,
            world::WITHIN,
        ] {
            for phrase in parted(list) {
                assert_eq!(lower(phrase), phrase);
            }
        }
    }

    #[test]
    fn a_long_prompt_is_known_by_its_opening() {
        let rest = "und noch vieles mehr davon, das keiner liest, ".repeat(5);
        assert!(is_long_prompt(&format!("Jetzt abonnieren, {rest}")));
        assert!(!is_long_prompt(&format!("Der Müller sagt, {rest}")));
    }
}
