//! Which lines sign the article: the last short ones, or those by the title.

use super::byline::{self, Byline};
use super::line::{Ending, Line, Role};
use super::name;

/// Bylines stand among so many last short lines.
const LAST: usize = 8;

/// A title with more lines before it has the page's menu before it.
const MENU: usize = 4;

/// Finds the bylines, marks their lines, and marks what hangs behind them as boilerplate.
///
/// `lead_last`: the text ends in its lead, so that what follows the title are captions and not names.
pub fn find(lines: &mut [Line<'_>], title: Option<usize>, lead_last: bool) -> Vec<Byline> {
    let mut found = at_the_end(lines, title.map_or(0, |t| t + 1));
    let signed = found.iter().any(|b| !b.authors.is_empty());
    found.reverse();
    if !signed {
        found.extend(at_the_title(lines, title, lead_last));
    }
    found
}

/// The byline that a line of a body is, standing last: certain, or a name that looks like nothing else. A brief sentence
/// is none, whatever it opens with ("The ferry runs again.").
pub fn of_line(line: &Line<'_>) -> Option<Byline> {
    if line.ending == Ending::Sentence && line.words > 3 {
        return None;
    }
    byline::parse(&line.text).filter(|b| is_plausible(b, line) && (b.certain || is_native(b, false)))
}

fn at_the_end(lines: &mut [Line<'_>], from: usize) -> Vec<Byline> {
    let mut found: Vec<Byline> = Vec::new();
    let mut unknown = 0;
    let mut looked_at = 0;
    cut_the_foot(lines, from);
    for at in (from..lines.len()).rev() {
        let line = &lines[at];
        if matches!(line.role, Role::Boilerplate | Role::Lead | Role::Tags | Role::Date) {
            continue;
        }
        // What some crawlers put last, set off by blank lines, stood before the text.
        if looked_at == 0 && line.gap >= 2 && !line.is_short() {
            continue;
        }
        if line.role != Role::Body || looked_at == LAST || !line.is_short() {
            break;
        }
        looked_at += 1;
        // A caption may stand below the signature: "Ảnh: …" alone belongs to one as well.
        let parsed = byline::parse(&line.text).filter(|b| is_plausible(b, line));
        match parsed {
            Some(byline)
                if byline.certain
                    || may_sign(lines, at, unknown, &found) && is_native(&byline, from <= MENU && unknown == 0) =>
            {
                let photo =
                    !byline.authors.is_empty() && byline.authors.iter().all(|(_, r)| r.as_deref() == Some("ảnh"));
                if photo && found.is_empty() && !text_is_signed(lines, at) {
                    unknown += 1;
                    continue;
                }
                for line in lines[at + 1..].iter_mut().filter(|l| l.role == Role::Body) {
                    if !line.captioned && line.is_short() {
                        line.role = Role::Boilerplate;
                    }
                }
                lines[at].role = Role::Byline;
                found.push(byline);
                unknown = 0;
            }
            _ => {
                if line.is_prose() || line.ending == Ending::Sentence {
                    break;
                }
                unknown += 1;
            }
        }
    }
    found
}

/// A page's foot: more short lines than a byline has stand behind the last paragraph. What signs the article is the first
/// of them that can; the others are menus.
fn cut_the_foot(lines: &mut [Line<'_>], from: usize) {
    let Some(last) = lines
        .iter()
        .rposition(|l| l.role == Role::Body && l.is_prose())
        .filter(|at| *at >= from)
    else {
        return;
    };
    let loose = |l: &Line<'_>| l.role == Role::Body && !l.captioned;
    // A text that was cut out already has no menus, but may end in a poem or a list.
    let most = if from > MENU { LAST } else { 3 * LAST };
    if lines[last + 1..].iter().filter(|l| loose(l)).count() <= most {
        return;
    }
    let signed = (last + 1..lines.len().min(last + 5)).find(|at| {
        loose(&lines[*at]) && byline::parse(&lines[*at].text).is_some_and(|b| is_plausible(&b, &lines[*at]))
    });
    let keep = signed.map_or(last + 1, |at| at + 1);
    for line in lines[keep..].iter_mut().filter(|l| l.role == Role::Body) {
        line.role = Role::Boilerplate;
    }
}

/// Whether a line above this one signs the text, so that a credit for pictures belongs to the byline.
fn text_is_signed(lines: &[Line<'_>], at: usize) -> bool {
    at > 0
        && lines[at - 1].is_short()
        && byline::parse(&lines[at - 1].text).is_some_and(|b| b.certain && !b.authors.is_empty())
}

/// A certain byline of many words is a sentence that happens to begin like one.
fn is_plausible(byline: &Byline, line: &Line<'_>) -> bool {
    line.words <= 8 || byline.certain && line.ending != Ending::Sentence
}

/// Vietnamese names and initials look like nothing else. Two capitalised words of another language may be a name or a
/// link ("Weitere Informationen"): they sign only where nothing else stands around (`alone`).
fn is_native(byline: &Byline, alone: bool) -> bool {
    alone
        || byline.authors.iter().all(|(n, _)| {
            n.split([' ', '.'])
                .filter(|w| !w.is_empty())
                .all(|w| name::is_syllable(w) || w.chars().all(char::is_uppercase))
        })
}

/// Whether a line that only looks like a name signs the text: it follows the last paragraph, and no headings do so.
fn may_sign(lines: &[Line<'_>], at: usize, unknown: usize, found: &[Byline]) -> bool {
    if found.iter().any(|b| b.authors.iter().any(|(_, role)| role.is_none())) {
        return false;
    }
    let before = lines[..at]
        .iter()
        .rev()
        .find(|l| !matches!(l.role, Role::Boilerplate | Role::Date));
    let after_prose = before.is_some_and(|l| l.is_prose() || l.ending != Ending::Colon || l.words >= 4 || l.captioned);
    after_prose && unknown <= 5
}

fn at_the_title(lines: &mut [Line<'_>], title: Option<usize>, lead_last: bool) -> Option<Byline> {
    let title = title?;
    let mut paragraphs = 0;
    for at in title + 1..lines.len().min(title + 9) {
        let line = &lines[at];
        match line.role {
            Role::Lead => {
                paragraphs += 1;
                continue;
            }
            Role::Body => {}
            _ => continue,
        }
        if !line.is_short() || line.is_prose() {
            paragraphs += 1;
            if paragraphs > 1 {
                break;
            }
            continue;
        }
        let Some(byline) = byline::parse(&line.text).filter(|b| is_plausible(b, line) && !b.authors.is_empty()) else {
            continue;
        };
        let beside_date = byline.date.is_some()
            || [at.wrapping_sub(1), at + 1]
                .iter()
                .any(|i| lines.get(*i).is_some_and(|l| l.role == Role::Date || l.date.is_some()));
        let whole = byline
            .authors
            .iter()
            .all(|(n, _)| n.split(' ').count() >= 2 && n.split(' ').all(name::is_syllable));
        let only_pictures = byline.authors.iter().all(|(_, role)| role.is_some());
        if !only_pictures && (byline.certain || beside_date || (whole && !lead_last)) {
            lines[at].role = Role::Byline;
            return Some(byline);
        }
    }
    None
}
