//! What stands between the title and the first paragraph: byline, date, standfirst, caption, buttons.

use std::ops::Range;

use super::region::{is_prose, mass};
use crate::article::Moment;
use crate::article::boilerplate;
use crate::article::byline::{self, Byline};
use crate::article::dates;
use crate::article::line::{Ending, Line, Role};
use crate::article::lower::lower;
use crate::article::name;
use crate::article::outlet;
use crate::article::published::{self, Times};
use crate::article::roles;

/// Byline and date stand at most so many lines before the title.
const BEFORE: usize = 4;
/// If not there, then so many.
const FAR: usize = 20;
/// A standfirst and a caption have fewer letters than this.
const HEAD: i32 = 330;
/// A paragraph of so many letters is no standfirst.
const LONG: i32 = 340;
/// Byline and date stand among so many lines behind the title, whatever stands between.
const BEHIND: usize = 16;
/// A caption has at least so many letters.
const CAPTION: i32 = 30;

/// What the head of the article says.
pub struct Head {
    /// The standfirst.
    pub lead: Option<usize>,
    /// The first line of the body.
    pub body: usize,
    /// Who signed it.
    pub bylines: Vec<Byline>,
    /// When it was published and changed.
    pub times: Times,
}

/// Reads the lines around the title and gives them their roles.
pub fn read(lines: &mut [Line<'_>], title: Option<Range<usize>>, region: &Range<usize>, base: Option<Moment>) -> Head {
    let from = title.as_ref().map_or(region.start, |t| t.end);
    let above = title.as_ref().map_or(region.start, |t| t.start);
    let title = title.map(|t| t.end - 1);
    let body = first_paragraph(lines, from, region.end);
    let lead = (from..body).find(|at| {
        let line = &lines[*at];
        line.role == Role::Body && is_prose(line) && !line.captioned && !roles::is_label(&line.lower)
    });
    if let Some(at) = lead {
        lines[at].role = Role::Lead;
    }
    let around = above.saturating_sub(BEFORE)..(body + 1).max(from + BEHIND).min(lines.len());
    let mut times = published::find_between(lines, around.clone(), title, base);
    let mut bylines = std::mem::take(&mut times.bylines);
    let far = above.saturating_sub(FAR)..above;
    let foot = region.end.saturating_sub(1)..(region.end + 4).min(lines.len());
    // A date far above, between the two a row of buttons; and some pages date the article behind it.
    for among in [far, foot] {
        if times.published.is_none() {
            times = published::find_between(lines, among, title, base);
            times.bylines.clear();
        }
    }
    if times.published.is_none() {
        times.published = dated_among_words(lines, from..around.end, base);
    }
    let names = |bylines: &[Byline]| bylines.iter().any(|b| !b.authors.is_empty());
    let signed = signed(lines, around, title);
    if names(&signed) || !names(&bylines) {
        bylines = signed;
    }
    if bylines.is_empty() {
        bylines.extend(signed_at_the_end(lines, region));
    }
    for byline in &mut bylines {
        byline.authors.retain(|(name, _)| is_whole(name));
    }
    for line in &mut lines[from..body] {
        if line.role == Role::Body {
            let caption = line.captioned || mass(line) >= CAPTION && line.words >= 5;
            line.role = if caption { Role::Caption } else { Role::Boilerplate };
        }
    }
    Head {
        lead,
        body,
        bylines,
        times,
    }
}

/// More than an initial, and no site.
fn is_whole(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2 && !outlet::is_domain(&lower(name))
}

/// A date in a line of the head that says more: "dpa Palma 15.04.2025 09:56 in: Society".
fn dated_among_words(lines: &[Line<'_>], among: Range<usize>, base: Option<Moment>) -> Option<Moment> {
    lines
        .get(among)?
        .iter()
        .filter(|l| l.is_short() && l.words <= 14 && l.ending != Ending::Sentence)
        .find_map(|l| dates::find(&l.text)?.when.resolve(base))
}

/// Where the body begins: the first paragraph behind the last line of the head, which are dates, bylines, buttons and
/// captions. Two paragraphs without anything between them are the body in any case.
fn first_paragraph(lines: &[Line<'_>], from: usize, end: usize) -> usize {
    const HEAD_LINES: usize = 30;
    let body = |at: usize| {
        lines
            .get(at)
            .is_some_and(|l| l.role == Role::Body && is_prose(l) && !l.captioned)
    };
    let (mut start, mut seen) = (None, 0);
    let head = lines.iter().enumerate().take(end.min(from + HEAD_LINES)).skip(from);
    for (at, line) in head {
        if body(at) {
            start.get_or_insert(at);
            let size = mass(line);
            seen += if size >= LONG { HEAD } else { size };
            if body(at + 1) {
                break;
            }
        } else if seen < HEAD && is_furniture(line) {
            start = None;
        }
    }
    start
        .or_else(|| (from..end).find(|at| body(*at)))
        .unwrap_or(from.min(end))
}

/// A line that belongs to the head of an article and to nothing within it.
fn is_furniture(line: &Line<'_>) -> bool {
    line.date.is_some()
        || line.captioned
        || roles::is_label(&line.lower)
        || boilerplate::kind(line).is_some()
        || line.is_short()
            && line.words <= 16
            && byline::parse(&line.text).is_some_and(|b| b.certain && (!b.authors.is_empty() || line.words <= 4))
}

/// The bylines around the title.
fn signed(lines: &mut [Line<'_>], around: Range<usize>, title: Option<usize>) -> Vec<Byline> {
    let mut found: Vec<Byline> = Vec::new();
    let mut at = around.start;
    while at < around.end {
        let line = &lines[at];
        if !matches!(line.role, Role::Body | Role::Boilerplate) || !line.is_short() {
            at += 1;
            continue;
        }
        // "Von" in one line, the name in the next.
        if roles::is_label(&line.lower) {
            let next = (at + 1..around.end)
                .find(|i| lines[*i].role != Role::Boilerplate)
                .unwrap_or(at + 1);
            if let Some(name) = lines.get(next).filter(|l| l.is_short() && l.role != Role::Title) {
                let label = format!("By {}", name.text);
                if let Some(byline) = byline::parse(&label) {
                    found.push(byline);
                    lines[at].role = Role::Byline;
                    lines[next].role = Role::Byline;
                    at = next + 1;
                    continue;
                }
            }
            at += 1;
            continue;
        }
        // "Jane Doe Jane Doe": the picture's text and the name.
        let half = line.text.len() / 2;
        if line.text.is_char_boundary(half)
            && line.text[..half].trim_end() == line.text[half..].trim_start()
            && name::is_person(line.text[..half].trim_end())
        {
            let name = line.text[..half].trim_end().to_owned();
            lines[at].role = Role::Byline;
            found.push(Byline {
                authors: vec![(name, None)],
                certain: true,
                ..Byline::default()
            });
            at += 1;
            continue;
        }
        let behind = title.is_none_or(|t| at > t);
        if let Some(byline) = byline::parse(&line.text).filter(|b| line.ending != Ending::Sentence || b.certain) {
            let whole = byline
                .authors
                .iter()
                .all(|(n, _)| n.contains(' ') && name::is_person(n));
            let certain = byline.certain && line.words <= 16 && (!byline.authors.is_empty() || line.words <= 6);
            // A name alone signs beside the date.
            let beside = (at.saturating_sub(3)..(at + 4).min(lines.len())).any(|i| {
                lines[i].role == Role::Date
                    || lines[i].date.is_some()
                    || i.abs_diff(at) == 1
                        && lines[i].words <= 8
                        && (roles::is_role(&lines[i].text) || is_stamp(&lines[i]))
            });
            let furniture = boilerplate::kind(line).is_some() || roles::is_role(&line.text);
            let named = byline
                .authors
                .iter()
                .any(|(n, _)| is_in_text(&lines[around.start..], n));
            if certain || behind && whole && beside && !furniture && !named && !byline.authors.is_empty() {
                found.push(byline);
                lines[at].role = Role::Byline;
            }
        }
        at += 1;
    }
    // One of them with names is enough, if it is certain.
    if found.iter().any(|b| b.certain && !b.authors.is_empty()) {
        found.retain(|b| b.certain);
    }
    found
}

/// "Updated 15.59": a time of day without the day.
fn is_stamp(line: &Line<'_>) -> bool {
    let digits = line.text.bytes().filter(u8::is_ascii_digit).count();
    (3..=16).contains(&digits) && line.text.contains(['.', ':'])
}

/// Whether the first paragraphs hold a name, so that the line is a caption or a tag and not a byline.
fn is_in_text(lines: &[Line<'_>], name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    lines
        .iter()
        .take(24)
        .filter(|l| is_prose(l))
        .any(|l| l.text.contains(last))
}

/// "Quelle: dpa", "Reporting by …" behind the last paragraph.
fn signed_at_the_end(lines: &mut [Line<'_>], region: &Range<usize>) -> Option<Byline> {
    let from = region.end.saturating_sub(2);
    for at in from..(region.end + 3).min(lines.len()) {
        let line = &lines[at];
        if !line.is_short() || !matches!(line.role, Role::Body | Role::Boilerplate) {
            continue;
        }
        if let Some(byline) = byline::parse(&line.text).filter(|b| b.certain && line.words <= 12) {
            lines[at].role = Role::Byline;
            return Some(byline);
        }
    }
    None
}
