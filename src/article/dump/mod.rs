//! The text of a whole page in a language other than Vietnamese: menus, title, byline, body, teasers, foot, a line each.
//!
//! No list of words is long enough for every language, so the shape of the page speaks first: an article is the run of
//! lines that holds the most prose for the fewest short lines ([`region`]); its title is the line above it whose words
//! the prose repeats ([`headline`]); what stands between the two is byline, date, standfirst and caption ([`head`]). The
//! words of the lists only move the balance.

mod head;
mod headline;
mod region;

use super::Moment;
use super::byline::Byline;
use super::line::{Line, Role};
use super::published::Times;

/// Pages of fewer lines have no menus.
const FEWEST_LINES: usize = 5;

/// What was found on the page, apart from the roles that the lines were given.
pub struct Dump {
    /// The line of the title.
    pub title: Option<usize>,
    /// The standfirst.
    pub lead: Option<usize>,
    /// Who signed it.
    pub bylines: Vec<Byline>,
    /// When it was published and changed.
    pub times: Times,
}

/// Whether the lines are a text that this module reads: not Vietnamese, which has rules of its own, and not a few lines.
pub fn applies(lines: &[Line<'_>]) -> bool {
    lines.len() >= FEWEST_LINES && !is_vietnamese(lines)
}

/// Vietnamese writes letters that nobody else does, `U+1EA0` to `U+1EFF`, in every other word.
fn is_vietnamese(lines: &[Line<'_>]) -> bool {
    const ENOUGH: usize = 12;
    let (mut marked, mut bytes) = (0, 0);
    for line in lines {
        let text = line.text.as_bytes();
        bytes += text.len();
        marked += text
            .windows(2)
            .filter(|pair| matches!(pair, [0xe1, 0xba | 0xbb]))
            .take(ENOUGH)
            .count();
        if marked >= ENOUGH {
            return true;
        }
    }
    marked * 60 > bytes
}

/// Gives the lines of a page their roles. `known`: the title that the envelope gives; `base`: the time of the fetch.
pub fn read(lines: &mut [Line<'_>], known: Option<&str>, base: Option<Moment>) -> Option<Dump> {
    let region = region::find(lines)?;
    let title = headline::find(lines, &region, known);
    region::mark_repeated(lines);
    let head = head::read(lines, title.clone(), &region, base);
    for line in lines[..head.body].iter_mut().filter(|l| l.role == Role::Body) {
        line.role = Role::Boilerplate;
    }
    for line in lines[region.end..].iter_mut().filter(|l| l.role == Role::Body) {
        line.role = Role::Boilerplate;
    }
    region::clean(lines, head.body, region.end);
    Some(Dump {
        title: title.map(|t| t.end - 1),
        lead: head.lead,
        bylines: head.bylines,
        times: head.times,
    })
}
