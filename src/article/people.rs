//! People out of what a page gives as its author: "By Ann Lee and Bob Ray, Village Paper", "Von Ann Lee, 7. Mai",
//! "Ann Lee | Senior Reporter", "Ann Lee, PhD".
//!
//! Metadata names somebody, whatever it looks like; a line of the page has to look like names.

use super::dates;
use crate::page::metadata::opening;

/// How much a text is trusted to hold names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It is called the author: what it says is a name unless it is clearly none.
    Said,
    /// It is called a byline: a name has to look like one.
    Byline,
    /// It only opens like one: a name has to look like one and have two words.
    Line,
}

/// The longest name, in characters.
const LONGEST: usize = 50;

/// What joins two names.
const JOINTS: &[&str] = &[
    " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " dan ", " và ", " ve ", " i ", " и ", " & ",
    " + ", " with ", " mit ", " sowie ", "; ", ";", " | ", "|", "、", "，", "・",
];

/// Words that no name holds: what people do, and what stands around names.
const ROLES: &str = "\
    writer reporter editor editors reviewer contributor correspondent expert founder manager coordinator director \
    redakteur redakteurin journalist journalistin specialist producer author autor autorin chief senior junior \
    deputy former head lead associate contributing managing staff advisor adviser analyst columnist consultant ceo \
    cto president professor blogger korrespondent korrespondentin reporterin chefredakteur kommentar comment \
    comments kommentare share more read posts minutes min follow subscribe updated published advertisement login \
    home news blog journalista periodista giornalista journaliste redactor redactora muhabir wartawan photo photos \
    image department university universität institute institut view all show zeige mehr über about january february \
    march april june july august september october november december uhr sagt says schreibt reply antworten datum \
    date quelle source rubrik kategorie category sign register latest articles artikel kein keine search papers";

/// Letters behind a name.
const LETTERS: &str = "\
    phd md rn bsn jd mba ma msc bsc ms do dds dvm rd cpa cfp esq mph lpc lcsw edd mrcp np mpa vmd dacvb ba lvt cfa \
    pharmd rdn ldn mbbs frcp psyd";

/// Particles of names, in small letters.
const PARTICLES: &str = "\
    de da do dos das van von der den del della di la le el al bin binti ibn ter ten zu zur af av y e du des vom zum \
    st d";

/// The names in a text; lines are those of the page.
pub fn of(text: &str, trust: Trust) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().take(12) {
        let line = line.trim();
        let joined = line
            .strip_prefix('&')
            .or_else(|| opening::strip_any(line, &["and", "und", "et"]));
        if !names.is_empty() && !goes_on && joined.is_none() {
            break;
        }
        let line = joined.unwrap_or(line).trim();
        goes_on = line.ends_with([',', '&']) || line.ends_with(" and") || line.ends_with(" und");
        let found = of_line(line, trust);
        if found.is_empty() && (!names.is_empty() || !leads_to_names(line)) {
            break;
        }
        for name in found {
            if !names.iter().any(|n| n.eq_ignore_ascii_case(&name)) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether a line without names may stand before one with them: "By", a date, a mark.
fn leads_to_names(line: &str) -> bool {
    opening::is_last(line)
        || line.chars().filter(|c| c.is_alphabetic()).count() < 3
        || line.len() < 60 && dates::find(line).is_some_and(|found| found.foreign_words <= 2)
}

fn of_line(line: &str, trust: Trust) -> Vec<String> {
    let mut text = line
        .trim()
        .trim_start_matches(['(', '（', '|', ',', '·', '-', '–', ' ']);
    // An account, a home page.
    if let Some(at) = text.find("://") {
        text = text[..at].rsplit_once(' ').map_or("", |(name, _)| name);
    }
    let mut opened = false;
    for _ in 0..3 {
        match opening::strip(text) {
            Some(rest) => {
                text = rest;
                opened = true;
            }
            None => break,
        }
    }
    // "Posted on May 6 by Ann Lee"
    if trust != Trust::Said
        && let Some((before, rest)) = [" by ", " von ", " par ", " por "]
            .iter()
            .find_map(|by| text.split_once(by))
        && rest.starts_with(char::is_uppercase)
        && !opened
    {
        let head = before
            .split(' ')
            .next()
            .unwrap_or(before)
            .trim_matches(|c: char| !c.is_alphabetic())
            .to_lowercase();
        if is_in(OTHERS, &head) {
            return Vec::new();
        }
        text = rest;
        opened = true;
    }
    if trust == Trust::Line && !opened {
        return Vec::new();
    }
    let text = without_date(text);
    let mut names = Vec::new();
    // What is set off by a mark is something else: a role, a date, a place.
    for piece in cut_at_marks(text, trust) {
        for part in parts(piece) {
            match name(part, trust, opened) {
                // "Ann Lee, Hardware": a second name has two words, or is an agency's.
                Name::Found(found) if names.is_empty() || trust == Trust::Said || is_whole(&found) => names.push(found),
                // "Ann Lee, Head of Marketing": what follows belongs to the role.
                Name::Role | Name::Found(_) => return names,
                Name::None if trust != Trust::Said => return names,
                Name::None => {}
            }
        }
        if !names.is_empty() {
            break;
        }
    }
    names
}

/// Who did something else than write.
const OTHERS: &str = "\
    reviewed medically fact-checked fact checked edited photo photos photography photograph illustration \
    illustrations illustrated image images translated sponsored powered presented foto fotos bild video geprüft";

/// Whether a list of words, separated by spaces, holds a word.
fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|w| w == word)
}

/// Without a date at the end or the beginning, and the words that lead to it.
fn without_date(text: &str) -> &str {
    let Some(found) = dates::find(text) else {
        return text;
    };
    let (Some(before), Some(after)) = (text.get(..found.start), text.get(found.end..)) else {
        return text;
    };
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    if before.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return after.trim_start_matches(|c: char| !c.is_alphabetic());
    }
    let mut before = before;
    for word in [
        " am",
        " on",
        " at",
        " vom",
        " den",
        " le",
        " el",
        " il",
        " op",
        " um",
        " Updated",
        " Stand",
        " Published",
        " updated",
        " Posted",
    ] {
        before = before
            .strip_suffix(word)
            .unwrap_or(before)
            .trim_end_matches([' ', ',', '-', '–', '|', ':', '.', '⋅', '·', '•']);
    }
    before
}

fn cut_at_marks(text: &str, trust: Trust) -> impl Iterator<Item = &str> {
    // "AFP/Village Paper" is what metadata calls one author.
    let slash = move |c: char| trust != Trust::Said && c == '/';
    text.split(move |c: char| {
        matches!(
            c,
            '⋅' | '·' | '•' | '\t' | '(' | '（' | ')' | '）' | '[' | '»' | '®' | '©'
        ) || slash(c)
    })
    .flat_map(|p| p.split(" – "))
    .flat_map(|p| p.split(" — "))
    .flat_map(|p| p.split(" - "))
    .map(str::trim)
    .filter(|p| !p.is_empty())
}

/// The parts of a list of names.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for joint in JOINTS {
        let short = matches!(
            *joint,
            " e " | " y " | " i " | " en " | " et " | " ve " | " mit " | " with "
        );
        parts = parts
            .into_iter()
            .flat_map(|part| {
                let pieces: Vec<&str> = part.split(joint).collect();
                // "García y Vega" may be one name: both sides need a first name.
                let apart = !short || pieces.iter().all(|p| p.trim().split(' ').count() >= 2);
                // "Staff and wire reports"
                let word = joint.starts_with(' ') && joint.len() > 3;
                let names = !word || pieces.iter().all(|p| !p.trim().starts_with(char::is_lowercase));
                if apart && names { pieces } else { vec![part] }
            })
            .collect();
    }
    parts
        .into_iter()
        .flat_map(|p| p.split(", ").flat_map(|p| p.split(',')))
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect()
}

/// A name of two words, or in letters that know no capitals.
fn is_whole(name: &str) -> bool {
    name.contains(' ') || name.chars().all(|c| !c.is_lowercase() && !c.is_uppercase())
}

/// What a part of a byline is.
enum Name {
    /// A name, cleaned.
    Found(String),
    /// What somebody does.
    Role,
    /// Nothing of both.
    None,
}

fn name(text: &str, trust: Trust, opened: bool) -> Name {
    let labelled = text.trim_end().ends_with(':');
    let mut text = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '-' | '–' | '—' | '*' | '|' | '"' | '“' | '”' | '_' | '>' | '<' | '→'
            )
    });
    if let Some(rest) = opening::strip(text) {
        text = rest;
    }
    let text = text
        .strip_suffix('.')
        .filter(|t| t.rsplit([' ', '.']).next().is_some_and(|w| w.chars().count() > 3))
        .unwrap_or(text);
    let text = if let Some(at) = text.find('@') {
        // "Ann Lee ann@paper.example"
        text[..at].rsplit_once(' ').map_or("", |(name, _)| name)
    } else {
        text
    };
    if text.is_empty()
        || text.starts_with("www.")
        || text.chars().count() > LONGEST
        || !text.chars().any(char::is_alphabetic)
    {
        return Name::None;
    }
    let bare: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if is_in(LETTERS, &bare) && (text.contains('.') || text.chars().filter(|c| c.is_uppercase()).count() >= 2) {
        return Name::None;
    }
    if NOBODY.contains(&text.to_lowercase().as_str()) {
        return Name::None;
    }
    let mut words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
    let is_role = |w: &str| is_in(ROLES, &w.trim_matches(['.', ',', ':', '!']).to_lowercase());
    if trust == Trust::Said {
        // "Guardian staff reporter" signs, "Sr. Director of Operations" follows a name.
        return if words.len() > 8 || words.contains(&"of") && words.iter().any(|w| is_role(w)) {
            Name::Role
        } else {
            Name::Found(text.to_owned())
        };
    }
    if labelled {
        return Name::None;
    }
    // "Village Paper Staff" signs as well.
    let desk = (2..=5).contains(&words.len())
        && words
            .last()
            .is_some_and(|w| matches!(*w, "Team" | "Staff" | "Desk" | "Redaktion" | "Editors" | "editors"))
        && words.first().is_some_and(|w| is_name_word(w));
    // "Will Judd Former Deputy Tech Editor"
    if let Some(at) = words.iter().position(|w| is_role(w)).filter(|_| !desk) {
        if at < 2 {
            return Name::Role;
        }
        words.truncate(at);
    }
    let looks = words
        .iter()
        .enumerate()
        .all(|(at, w)| is_name_word(w) || at > 0 && is_in(PARTICLES, w) || desk);
    let enough = match words.as_slice() {
        [] => false,
        // A pen name stands behind "by", or is written like a name.
        [word] => {
            let wide = !word.chars().any(|c| c.is_ascii()) && opened;
            let long = word.chars().count() >= 3 || wide;
            let pen_name = opened
                && word
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
            return match trust {
                _ if wide && is_name_word(word) => Name::Found((*word).to_owned()),
                Trust::Byline
                    if long && (pen_name || is_name_word(word) && word.chars().any(|c| !c.is_uppercase())) =>
                {
                    Name::Found((*word).to_owned())
                }
                _ => Name::None,
            };
        }
        words => words.len() <= 6,
    };
    // The last word of a name is no particle, and opens nothing.
    let ends = words
        .last()
        .is_some_and(|w| !is_in(PARTICLES, &w.to_lowercase()) && !w.eq_ignore_ascii_case("by"));
    if looks && enough && ends {
        Name::Found(words.join(" "))
    } else {
        Name::None
    }
}

/// A word of a name: it begins with a capital, or is written in letters that have none.
fn is_name_word(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    let letters = word.chars().all(|c| {
        c.is_alphabetic()
            || matches!(c, '.' | '\'' | '’' | '-' | '‐' | '`')
            || ('\u{300}'..='\u{36f}').contains(&c)
            || !c.is_ascii() && !c.is_ascii_punctuation() && c.is_alphanumeric()
            || matches!(c, '\u{900}'..='\u{e7f}')
    });
    letters && word.len() <= 40 && first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
        // "DeutschlandVor": a capital within a word that is none of a name's.
        && !turns(word)
}

/// A small letter before a capital, apart from "Mc", "Mac", "De", "Di", "La", "Le", "O'".
fn turns(word: &str) -> bool {
    word.split(['-', '.', '\'', '’', '‐']).any(|part| {
        let rest = [
            "Mc", "Mac", "De", "Di", "Da", "La", "Le", "Van", "Von", "Fitz", "Du", "Ma", "Ni", "Al", "El",
        ]
        .iter()
        .find_map(|p| part.strip_prefix(p))
        .unwrap_or(part);
        let mut small = false;
        rest.chars().any(|c| {
            let turn = small && c.is_uppercase();
            small |= c.is_lowercase();
            turn
        })
    })
}

/// What content management systems and templates put where an author belongs.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "webmaster",
    "unknown",
    "none",
    "null",
    "undefined",
    "n/a",
    "guest",
    "user",
    "editor",
    "author",
    "autor",
    "root",
    "please enter",
    "anonymous",
    "default",
    "test",
    "wordpress",
    "system",
    "superuser",
    "super user",
    "site admin",
    "website",
    "false",
    "true",
    "redactie",
    "quản trị",
    "vccorp",
    "vccorp.vn",
    "noc admin",
    "contributor",
    "view all posts",
    "see all posts",
    "by",
    "von",
    "posted",
    "share",
    "online",
    "self",
    "web",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_bylines() {
        let case = |text: &str, trust: Trust, want: &[&str]| assert_eq!(of(text, trust), want, "{text:?}");
        use Trust::*;
        case("Ann Lee", Said, &["Ann Lee"]);
        case("By Ann Lee and Bob Ray", Said, &["Ann Lee", "Bob Ray"]);
        case("Ann Lee und Bob Ray, dpa", Said, &["Ann Lee", "Bob Ray", "dpa"]);
        case("Ann Lee (al)", Said, &["Ann Lee"]);
        case("Ann Lee, PhD", Said, &["Ann Lee"]);
        case("ann.lee@paper.example", Said, &[]);
        case("https://paper.example/ann", Said, &[]);
        case("admin", Said, &[]);
        case("AFP/Village Paper", Said, &["AFP/Village Paper"]);
        case(
            "Staff and news service reports",
            Said,
            &["Staff and news service reports"],
        );
        case("Ann Lee, Sr. Director of Operations, Vans", Said, &["Ann Lee"]);
        case("Ann Lee - http://ann.example", Said, &["Ann Lee"]);
        case("byAnn Lee", Byline, &["Ann Lee"]);
        case("Feature Von\nAnn Lee", Byline, &["Ann Lee"]);
        case("von annlee", Byline, &["annlee"]);
        case("annlee", Byline, &[]);
        case("Reviewed by Ann Lee", Byline, &[]);
        case("Datum: 19.11.2021\nAutor: Ann Lee", Byline, &["Ann Lee"]);
        case("Ann Lee says", Byline, &["Ann Lee"]);
        case("Ann Lee Writer, Hardware", Byline, &["Ann Lee"]);
        case("105092", Said, &[]);
        case("村新聞", Said, &["村新聞"]);
        case("Ana y Eva Gómez", Said, &["Ana y Eva Gómez"]);
        case("Ana Gil y Eva Gómez", Said, &["Ana Gil", "Eva Gómez"]);
        case("By\nAnn Lee\n-\nJune 12, 2025", Byline, &["Ann Lee"]);
        case("By Ann Lee,\nBob Ray\nReporter", Byline, &["Ann Lee", "Bob Ray"]);
        case("Ann Lee Former Deputy Tech Editor", Byline, &["Ann Lee"]);
        case("Ann Lee, Head of Marketing", Byline, &["Ann Lee"]);
        case("By Ann Lee ⋅ Founder ⋅ Updated May 6, 2025", Byline, &["Ann Lee"]);
        case("Posted on September 21, 2020 by Ann Lee", Byline, &["Ann Lee"]);
        case("Von Ann Lee, 7. Dezember 2022", Byline, &["Ann Lee"]);
        case("Geschrieben von Cooper am 25.08.2015 22:30", Byline, &["Cooper"]);
        case("Senior Autos Reporter", Byline, &[]);
        case("View more posts", Byline, &[]);
        case("As founder of the garden she has helped hundreds", Byline, &[]);
        case("Ludwig van der Berg", Byline, &["Ludwig van der Berg"]);
        case("von Pfizer, und führten dabei ein Dokument", Line, &[]);
        case("By Ann Lee", Line, &["Ann Lee"]);
        case("By the river", Line, &[]);
        case("Byron Bay", Line, &[]);
        case("", Byline, &[]);
    }
}
