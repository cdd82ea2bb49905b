//! The body: paragraphs put together again that were cut at links, headings and captions told from paragraphs.

use super::line::{Ending, Line, Role};
use super::{BodyBlock, BodyKind, boilerplate, caption, heading, tags};
use crate::page::BlockKind;

/// Puts lines together that were one paragraph and were cut at a link or an inline picture.
pub fn rejoin(lines: &mut Vec<Line<'_>>) {
    let mut kept = 0;
    let mut at = 0;
    while at < lines.len() {
        lines.swap(kept, at);
        let mut next = at + 1;
        while next < lines.len() {
            let count = pieces(&lines[kept], &lines[next..], kept == 0);
            if count == 0 {
                break;
            }
            for _ in 0..count {
                let (head, tail) = lines.split_at_mut(next);
                if let (Some(line), Some(piece)) = (head.get_mut(kept), tail.first()) {
                    line.append(piece);
                }
                next += 1;
            }
        }
        kept += 1;
        at = next;
    }
    lines.truncate(kept);
}

/// How many of the next lines belong to this one.
fn pieces(line: &Line<'_>, next: &[Line<'_>], first: bool) -> usize {
    let Some(piece) = next.first() else {
        return 0;
    };
    if line.kind != BlockKind::Paragraph || piece.kind != BlockKind::Paragraph || piece.gap > 0 || first {
        return 0;
    }
    if line.words <= 3 && tags::of_line(line).is_some() {
        return 0;
    }
    // Tags stand one below the other in small letters.
    let listed = line.words <= 4 && piece.words <= 4 && line.text.starts_with(char::is_lowercase);
    if continues(piece) && line.ending != Ending::Sentence && !is_label_line(line) && !listed {
        return 1;
    }
    // What an opening mark opens, and what a closing one closes.
    if line.text.ends_with(['“', '(', '«']) || piece.text.starts_with(['”', ')', ',', ';', '»']) {
        return 1;
    }
    // A lone mark always belongs to what stands before it.
    if piece
        .text
        .chars()
        .all(|c| matches!(c, '.' | ',' | ';' | ':' | ')' | '”' | '"' | '!' | '?'))
    {
        return 1;
    }
    if !piece.is_short() {
        // "Đất Việt:" cut off in front, "Theo báo" and the like.
        return usize::from(
            line.ends_with_space
                && piece.opens_with_space
                && line.ending == Ending::Open
                && line.words <= 12
                && !line.is_prose(),
        );
    }
    // "… Ảnh:" and "Quốc Bảo"; "Bài:" and "Lê Hạnh"; "Theo" and "Hải Hà".
    if expects_name(line) && piece.words <= 6 {
        return 1;
    }
    // "… của phóng viên", "BNEWS/TTXVN", "tại các cửa hàng …": the piece in the middle is what was linked.
    let open = matches!(line.ending, Ending::Open | Ending::Comma);
    let within = open
        && (line.words >= 5 || line.ends_with_space)
        && piece.words <= 12
        && matches!(piece.ending, Ending::Open | Ending::Comma);
    if within && next.get(1).is_some_and(|n| n.gap == 0 && continues(n)) {
        return if line.words >= 3 { 2 } else { 0 };
    }
    // "… cho biết bởi", "AFP.": the end of a sentence that was linked.
    usize::from(
        open && line.words >= 12 && line.ends_with_space && piece.words <= 5 && piece.ending == Ending::Sentence,
    )
}

/// Whether a line begins in the middle of a sentence.
fn continues(line: &Line<'_>) -> bool {
    let mut chars = line.text.chars();
    match chars.next() {
        Some(',' | ';' | ':' | ')' | '”' | '.' | '%') => true,
        Some('–' | '-') => line.opens_with_space && chars.nth(1).is_some_and(char::is_lowercase),
        Some('/') => true,
        // "iPhone", "eBay" open sentences.
        Some(c) if c.is_lowercase() => !chars.next().is_some_and(char::is_uppercase),
        _ => false,
    }
}

/// "Bình luận", "Chia sẻ": nothing continues them.
fn is_label_line(line: &Line<'_>) -> bool {
    line.words <= 4 && boilerplate::kind(line).is_some()
}

/// Whether a line ends in a word that a name must follow.
fn expects_name(line: &Line<'_>) -> bool {
    let lower = line.text.trim_end_matches([' ', ':', '.']);
    let tail: String = lower
        .chars()
        .rev()
        .take(10)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .flat_map(char::to_lowercase)
        .collect();
    let colon = line.ending == Ending::Colon;
    let whole = line.words <= 3;
    (colon
        && (tail.ends_with("ảnh")
            || tail.ends_with("nguồn")
            || tail.ends_with("clip")
            || (whole && (tail == "bài" || tail == "tin" || tail.ends_with("tác giả")))))
        || (whole && matches!(tail.as_str(), "theo" | "bs" | "ts" | "ths" | "pv" | "ls" | "gs" | "pgs"))
}

/// Gives the lines that are still undecided their roles, and takes the body out of them.
pub fn take<'p>(lines: Vec<Line<'p>>) -> Vec<BodyBlock<'p>> {
    let mut lines = lines;
    let mut first = true;
    // A caption stands beside a text: brief lines alone are the text.
    let has_prose = lines.iter().any(|l| l.role == Role::Body && l.is_prose());
    for at in 0..lines.len() {
        if lines[at].role != Role::Body {
            continue;
        }
        let next_is_prose = lines[at + 1..]
            .iter()
            .find(|l| l.role == Role::Body)
            .is_some_and(|l| l.is_prose() && !l.captioned);
        let line = &mut lines[at];
        let mut list = false;
        if line.kind != BlockKind::Paragraph {
            if matches!(line.kind, BlockKind::Heading(_)) {
                line.role = Role::Heading;
            } else if line.kind == BlockKind::Caption {
                line.role = Role::Caption;
            }
        } else if line.captioned {
            line.role = Role::Caption;
        } else if heading::is_numbered(line, next_is_prose) {
            line.role = Role::Heading;
        } else if heading::is_list_item(line) {
            list = true;
        } else if has_prose && caption::is_likely(line, first, next_is_prose) {
            line.role = Role::Caption;
        } else if heading::is_likely(line, next_is_prose) {
            line.role = Role::Heading;
        }
        if list {
            line.kind = BlockKind::ListItem;
        }
        first &= line.role == Role::Caption;
    }
    lines
        .into_iter()
        .filter_map(|line| {
            let kind = match (line.role, line.kind) {
                (Role::Heading, _) => BodyKind::Heading,
                (Role::Caption, _) => BodyKind::Caption,
                (Role::Body, BlockKind::ListItem) => BodyKind::ListItem,
                (Role::Body, BlockKind::Quote) => BodyKind::Quote,
                (Role::Body, BlockKind::Table) => BodyKind::Table,
                (Role::Body, _) => BodyKind::Paragraph,
                _ => return None,
            };
            Some(BodyBlock { kind, text: line.text })
        })
        .collect()
}
