//! The labels of bylines: "Bài, ảnh:", "Tác giả:", "Nguồn:", "By:".

use std::sync::LazyLock;

use super::byline::trim;
use super::lower::lower;

/// Whom a label stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody who signs.
    Author,
    /// A paper or agency.
    Credit,
}

/// A label, by its words in lower case.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    words: &'static str,
    /// Whom it labels.
    pub what: What,
    /// What they did.
    pub role: Option<&'static str>,
}

const fn author(words: &'static str, role: Option<&'static str>) -> Label {
    Label {
        words,
        what: What::Author,
        role,
    }
}

const fn source(words: &'static str) -> Label {
    Label {
        words,
        what: What::Credit,
        role: None,
    }
}

/// Labels that a colon follows. A longer one stands before its own beginning.
const LABELS: &[Label] = &[
    author("bài và ảnh", None),
    author("bài & ảnh", None),
    author("bài, ảnh", None),
    author("bài - ảnh", None),
    author("bài-ảnh", None),
    author("bài/ảnh", None),
    author("bài ảnh", None),
    author("bài và clip", None),
    author("bài, clip", None),
    author("tin, ảnh", None),
    author("tin - ảnh", None),
    author("tin-ảnh", None),
    author("tin/ảnh", None),
    author("tin và ảnh", None),
    author("tin, bài", None),
    author("tin bài", None),
    author("tin ảnh", None),
    author("ảnh và bài", None),
    author("bài viết", None),
    author("bài", None),
    author("tin", None),
    author("tác giả bài viết", None),
    author("tác giả", None),
    author("người viết", None),
    author("viết bởi", None),
    author("đăng bởi", None),
    author("phóng viên", None),
    author("nhóm thực hiện", None),
    author("nhóm pv", None),
    author("thực hiện", None),
    author("biên soạn", None),
    author("biên dịch", Some("dịch")),
    author("lược dịch", Some("dịch")),
    author("người dịch", Some("dịch")),
    author("dịch", Some("dịch")),
    author("ảnh", Some("ảnh")),
    author("đồ họa", Some("đồ họa")),
    author("đồ hoạ", Some("đồ họa")),
    author("clip", Some("clip")),
    author("video", Some("video")),
    author("text", None),
    author("words", None),
    author("author", None),
    author("by", None),
    author("reporting by", None),
    author("written by", None),
    author("words by", None),
    author("story by", None),
    author("author of the article", None),
    author("photo", Some("ảnh")),
    author("autor", None),
    author("autorin", None),
    author("autoren", None),
    author("von", None),
    author("text von", None),
    author("auteur", None),
    author("auteurs", None),
    author("par", None),
    author("autores", None),
    author("autora", None),
    author("por", None),
    author("texto", None),
    author("autore", None),
    author("di", None),
    author("door", None),
    author("av", None),
    author("af", None),
    author("tekst", None),
    author("journalist", None),
    author("redaktor", None),
    author("autorka", None),
    author("yazan", None),
    author("yazar", None),
    author("haber", None),
    author("muhabir", None),
    author("автор", None),
    author("авторы", None),
    author("текст", None),
    author("автори", None),
    author("oleh", None),
    author("penulis", None),
    author("reporter", None),
    author("wartawan", None),
    author("editor", Some("editor")),
    author("συντάκτης", None),
    author("szerző", None),
    author("írta", None),
    author("toimittaja", None),
    author("מאת", None),
    author("بقلم", None),
    author("كتب", None),
    author("إعداد", None),
    author("लेखक", None),
    author("द्वारा", None),
    author("ผู้เขียน", None),
    author("โดย", None),
    author("作者", None),
    author("記者", None),
    author("记者", None),
    author("本报记者", None),
    author("责任编辑", Some("editor")),
    author("文", None),
    author("取材", None),
    author("執筆", None),
    author("筆者", None),
    author("기자", None),
    author("글", None),
    source("theo nguồn"),
    source("theo"),
    source("nguồn tin"),
    source("nguồn video"),
    source("nguồn clip"),
    source("nguồn ảnh"),
    source("nguồn bài"),
    source("nguồn"),
    source("tham khảo"),
    source("source"),
    source("quelle"),
    source("quellen"),
    source("fuente"),
    source("fonte"),
    source("bron"),
    source("kilde"),
    source("källa"),
    source("lähde"),
    source("źródło"),
    source("zdroj"),
    source("forrás"),
    source("sursa"),
    source("kaynak"),
    source("источник"),
    source("джерело"),
    source("πηγή"),
    source("sumber"),
    source("מקור"),
    source("المصدر"),
    source("स्रोत"),
    source("ที่มา"),
    source("来源"),
    source("來源"),
    source("出典"),
    source("출처"),
    source("(nguồn"),
];

/// The labels in order.
static BY_WORDS: LazyLock<Vec<Label>> = LazyLock::new(|| {
    let mut all = LABELS.to_vec();
    all.sort_unstable_by_key(|l| l.words);
    all
});

/// "Bài: A; Ảnh: B" → the labels with their values. `None` where the text opens with no label.
pub fn labelled(text: &str) -> Option<Vec<(Label, &str)>> {
    let (first, mut rest) = label(text)?;
    let mut out = Vec::new();
    let mut current = first;
    loop {
        // The next label stands after a separator or a space, and has its own colon.
        let next = rest.char_indices().skip(1).find_map(|(at, c)| {
            let begins = matches!(
                rest[..at].chars().next_back(),
                Some(' ' | ';' | ',' | '-' | '–' | '/' | '|' | '.')
            );
            if !begins || c == ' ' {
                return None;
            }
            label(&rest[at..]).map(|found| (at, found))
        });
        match next {
            Some((at, (label, after))) => {
                out.push((current, trim(&rest[..at])));
                current = label;
                rest = after;
            }
            None => {
                let value = if rest.contains('(') {
                    rest
                } else {
                    rest.trim_end_matches(')')
                };
                out.push((current, trim(value)));
                break;
            }
        }
    }
    out.retain(|(_, value)| !value.is_empty());
    (!out.is_empty()).then_some(out)
}

fn label(text: &str) -> Option<(Label, &str)> {
    let (head, rest) = text.split_once([':', '：'])?;
    let head = head.trim();
    if head.len() > 40 {
        return None;
    }
    let lower = lower(head);
    // "http://…" is no label.
    if rest.starts_with("//") {
        return None;
    }
    BY_WORDS
        .binary_search_by(|l| l.words.cmp(lower.as_str()))
        .ok()
        .and_then(|at| BY_WORDS.get(at))
        .map(|l| (*l, rest.trim_start()))
}
