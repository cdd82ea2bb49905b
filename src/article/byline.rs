//! Bylines and credits: "Việt Hùng", "Minh Anh - Bá Khải", "Lan Phương (TTXVN)", "Theo VOV", "Bài, ảnh: …", "By …".
//!
//! "Theo X" names a source and not an author; "Theo kế hoạch …" opens an ordinary paragraph. A line that only looks
//! like a name is a weak sign: where it stands decides, and [`Byline::certain`] says which of the two it is.

use super::dates::{self, Found};
use super::label::{What, labelled};
use super::lower::lower;
use super::name::{self, Kind};
use super::{outlet, roles};

/// Bylines have up to so many characters.
const LONGEST: usize = 130;

/// What a line says about who wrote the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Byline {
    /// Who signed, with what they did where it says so.
    pub authors: Vec<(String, Option<String>)>,
    /// Papers and agencies credited.
    pub credits: Vec<String>,
    /// A label, a credit or brackets make sure that it is a byline; else it only looks like a name.
    pub certain: bool,
    /// A date that stands behind the name.
    pub date: Option<Found>,
}

/// Reads a line as a byline; `None` where it cannot be one.
pub fn parse(line: &str) -> Option<Byline> {
    if line.len() > LONGEST * 2 || line.chars().count() > LONGEST {
        return None;
    }
    let mut byline = Byline::default();
    let mut text = trim(line);
    let kept;
    if let Some(found) = dates::find(text) {
        // "Phúc Vũ - Thể thao | 15:20 06/02/2017": the date ends the line or opens it.
        let (before, after) = (stamped(trim(&text[..found.start])), trim(&text[found.end..]));
        let rest = if after.is_empty() {
            before
        } else if before.is_empty() {
            after
        } else {
            kept = format!("{before} - {after}");
            &kept
        };
        byline.date = Some(found);
        text = rest;
    }
    read(text, &mut byline, None)?;
    let empty = byline.authors.is_empty() && byline.credits.is_empty();
    (!empty || byline.certain).then_some(byline)
}

/// "Jane Doe | Published": the word belongs to the date behind it.
fn stamped(text: &str) -> &str {
    const WORDS: &[&str] = &[
        "Published",
        "Updated",
        "Posted",
        "Publié le",
        "Publicado",
        "Stand",
        "Aktualisiert",
        "Publicerad",
    ];
    let bare = text.trim_end_matches([':', ' ']);
    WORDS.iter().find_map(|w| bare.strip_suffix(w)).map_or(text, trim)
}

pub fn trim(text: &str) -> &str {
    let text = text.trim_start_matches([
        ' ', '.', '*', '•', '-', '–', '—', '+', '|', '/', '>', '_', '@', '✍', '●', '■',
    ]);
    let text = text.trim_end_matches([' ', '-', '–', '—', '|', '/', ',', ';', '*', '_', '…']);
    // "PV." ends in a stop that is none of its own, "T.A." does.
    let body = text.trim_end_matches('.');
    if body.contains('.') && body.len() < 8 {
        text
    } else {
        body
    }
    .trim()
}

fn read(text: &str, byline: &mut Byline, role: Option<&str>) -> Option<()> {
    let text = trim(text);
    if text.is_empty() {
        return None;
    }
    if let Some(segments) = labelled(text) {
        byline.certain = true;
        for (label, value) in segments {
            match label.what {
                What::Credit => credit(value, byline),
                What::Author => {
                    let mut inner = Byline::default();
                    if read(value, &mut inner, label.role.or(role)).is_some()
                        || uncased(value, &mut inner, label.role.or(role)).is_some()
                    {
                        byline.authors.append(&mut inner.authors);
                        byline.credits.append(&mut inner.credits);
                    } else if is_pen_name(value) {
                        byline.authors.push((value.to_owned(), label.role.map(str::to_owned)));
                    } else {
                        return None;
                    }
                }
            }
        }
        dedup(byline);
        return Some(());
    }
    let lower = lower(text);
    if is_note(&lower) {
        byline.certain = true;
        return Some(());
    }
    // "byJane Doe": only markup kept them apart.
    if let Some(rest) = text
        .strip_prefix("by")
        .filter(|r| r.starts_with(char::is_uppercase) && r.contains(' '))
    {
        byline.certain = signed(rest, byline, role)?;
        return Some(());
    }
    if let Some(rest) = opening(text, &lower, &["theo "]) {
        return theo(rest, byline);
    }
    if let Some(rest) = opening(text, &lower, OPENINGS)
        // "Di Linh", "Da Vinci" are names of their own.
        && !text.starts_with("Di ")
        && !text.starts_with("Da ")
    {
        let names = signed(rest, byline, role)?;
        byline.certain |= names;
        return names.then_some(());
    }
    if let Some(name) = eastern(text) {
        byline.authors.push((name.to_owned(), role.map(str::to_owned)));
        byline.certain = true;
        return Some(());
    }
    if let Some((main, inner)) = brackets(text) {
        note(inner, byline)?;
        byline.certain = true;
        if !main.is_empty() {
            read(main, byline, role)?;
        }
        return Some(());
    }
    people(text, byline, role)?;
    Some(())
}

/// Words that open a byline without a colon.
const OPENINGS: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "door ",
    "di ",
    "da ",
    "av ",
    "af ",
    "oleh ",
    "от ",
    "автор ",
    "автор: ",
    "od ",
    "written by ",
    "reporting by ",
    "autorin/autor ",
    "autor/in ",
    "autorin ",
    "text: ",
    "text von ",
    "eine analyse von ",
    "ein kommentar von ",
    "kommentar von ",
    "analyse von ",
    "interview von ",
    "ein interview von ",
    "gastbeitrag von ",
    "kolumne von ",
    "a cura di ",
    "words by ",
    "review by ",
    "posted by ",
    "propos recueillis par ",
    "opinion by ",
    "analysis by ",
    "بقلم ",
    "כתב ",
    "מאת ",
    "โดย ",
    "บทความโดย ",
];

/// The names behind "By": what somebody does and where they are falls away, and so does what else is no name.
fn signed(rest: &str, byline: &mut Byline, role: Option<&str>) -> Option<bool> {
    if uncased(rest, byline, role).is_some() {
        return Some(true);
    }
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    let mut credits = Vec::new();
    let parts = rest.split(['/', '|', '•', '·']).flat_map(pieces).flat_map(conjoined);
    for (at, piece) in parts.enumerate() {
        let mut piece = name::strip_title(trim(roles::without_place(roles::unglued(trim(piece)))));
        // "By By Jane Doe": a label in the markup and one in the text.
        if let Some(again) = opening(piece, &lower(piece), OPENINGS) {
            piece = again;
        }
        match name::kind(piece) {
            Some(Kind::Outlet) => credits.push(agency(piece).to_owned()),
            _ if roles::is_role(piece) => {
                // "von Jane Doe Redakteurin" is too long a way round; the first piece must be a name.
                if at == 0 {
                    return None;
                }
            }
            Some(Kind::Person) if at == 0 || piece.contains(' ') => {
                names.push((piece.to_owned(), role.map(str::to_owned)))
            }
            Some(Kind::Desk) => names.push((piece.to_owned(), role.map(str::to_owned))),
            // One word: a place behind a name.
            _ if at > 0 && !names.is_empty() && piece.split(' ').count() <= 3 => {}
            // "By XYZ": an agency that no list has.
            _ if at == 0 && piece.len() <= 6 && piece.len() > 1 && piece.chars().all(char::is_uppercase) => {
                credits.push(piece.to_owned());
            }
            _ => return None,
        }
    }
    if names.is_empty() && credits.is_empty() || names.len() > 12 {
        return None;
    }
    byline.authors.extend(names);
    byline.credits.extend(credits);
    dedup(byline);
    Some(true)
}

/// Names joined by "and" in languages whose word for it is one that Vietnamese names hold.
fn conjoined(text: &str) -> impl Iterator<Item = &str> {
    text.split(" y ")
        .flat_map(|p| p.split(" e "))
        .flat_map(|p| p.split(" i "))
        .flat_map(|p| p.split(" en "))
        .flat_map(|p| p.split(" och "))
        .flat_map(|p| p.split(" dan "))
        .flat_map(|p| p.split(" ve "))
        .flat_map(|p| p.split(" и "))
        .flat_map(|p| p.split(" with "))
        .flat_map(|p| p.split(" mit "))
}

/// Names of scripts without capitals behind a label.
fn uncased(text: &str, byline: &mut Byline, role: Option<&str>) -> Option<()> {
    if text.is_ascii() || text.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
        return None;
    }
    let names: Vec<&str> = text
        .split([',', '、', '，', '،', '/', ';', '；'])
        .flat_map(|p| p.split(" و"))
        .flat_map(|p| p.split(" और "))
        .map(trim)
        .filter(|p| !p.is_empty())
        .collect();
    if names.is_empty() || !names.iter().all(|n| roles::is_uncased_name(n)) {
        return None;
    }
    byline
        .authors
        .extend(names.into_iter().map(|n| (n.to_owned(), role.map(str::to_owned))));
    Some(())
}

/// "홍길동 기자", "記者 山田太郎", "文/张三", "记者张三": the word for a reporter beside a name.
fn eastern(text: &str) -> Option<&str> {
    const BEFORE: &[&str] = &[
        "本报记者",
        "本報記者",
        "記者",
        "记者",
        "文/",
        "文／",
        "撰文/",
        "作者/",
        "글·사진 ",
        "글 ",
    ];
    const BEHIND: &[&str] = &["기자", "특파원", "記者", "记者", "编辑", "報道"];
    if text.is_ascii() || text.len() > 60 {
        return None;
    }
    let name = BEFORE
        .iter()
        .find_map(|b| text.strip_prefix(b))
        .or_else(|| BEHIND.iter().find_map(|b| text.strip_suffix(b)))?
        .trim_matches([' ', '/', '／', '=', '　', ':', '：']);
    (roles::is_uncased_name(name) && name.chars().count() <= 12).then_some(name)
}

/// A label makes an author of what alone would be a brand: "Tác giả: Kylie".
fn is_pen_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(char::is_uppercase)
        && text.split(' ').count() <= 3
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-'))
        && !outlet::is_known(text)
}

/// "Theo VOV", "Theo Hạ Băng (Khám phá)", "Theo Nhật Linh/Dịch từ Dailymail (Khám phá)".
fn theo(rest: &str, byline: &mut Byline) -> Option<()> {
    let rest = rest.trim();
    let (mut main, inner) = brackets(rest).map_or((rest, None), |(main, inner)| (main, Some(inner)));
    // "Nguyễn Hiền (dịch USAToday) (Khám phá)"
    let mut second = None;
    if let Some((before, note)) = brackets(main) {
        main = before;
        second = Some(note);
    }
    let words = main.split(' ').filter(|w| !w.is_empty()).count();
    let capital = main.starts_with(char::is_uppercase);
    // "Theo sputnik", "Theo tuoitrethudo.vn", but not "Theo kế hoạch".
    let lone = words == 1 && main.len() >= 4 && (outlet::is_known(main) || !name::is_syllable(main));
    // A clause has lower-case words; a source's name has few.
    let small = main.split(' ').filter(|w| w.starts_with(char::is_lowercase)).count();
    if words == 0 || words > 8 || !(capital || lone || outlet::is_known(main)) || (small > 2 && !outlet::is_known(main))
    {
        return None;
    }
    byline.certain = true;
    if let Some(inner) = inner {
        // The paper in brackets makes the name before it a person.
        let (first, others) = main.split_once('/').unwrap_or((main, ""));
        let lone = !first.contains(' ') && first.len() <= 10 && first.starts_with(char::is_uppercase);
        if name::kind(first) == Some(Kind::Person) || (lone && !outlet::is_known(first)) {
            byline.authors.push((first.trim().to_owned(), None));
            if !others.is_empty() {
                credit(others, byline);
            }
        } else {
            credit(main, byline);
        }
        if let Some(second) = second {
            note(second, byline);
        }
        note(inner, byline);
        return Some(());
    }
    // "Theo Minh An/Báo Làng"
    if let Some((first, others)) = main.split_once('/')
        && is_signature(first.trim())
        && name::kind(first) == Some(Kind::Person)
        && outlet::is_known(others)
    {
        byline.authors.push((first.trim().to_owned(), None));
        credit(others, byline);
        return Some(());
    }
    // "Theo Hải Hà baodautu.vn"
    if let Some((first, last)) = main.rsplit_once(' ')
        && outlet::is_domain(&lower(last))
        && name::kind(first) == Some(Kind::Person)
    {
        byline.authors.push((first.to_owned(), None));
        byline.credits.push(last.to_owned());
        return Some(());
    }
    credit(main, byline);
    Some(())
}

/// Papers and agencies: split at commas, slashes and "và".
fn credit(text: &str, byline: &mut Byline) {
    let mut text = text.trim();
    loop {
        let lower = lower(text);
        match opening(
            text,
            &lower,
            &[
                "theo ",
                "từ ",
                "báo ",
                "dịch từ ",
                "dịch ",
                "tổng hợp ",
                "nguồn ",
                "đăng ",
            ],
        ) {
            // "báo Nhân Dân" names a paper, "Báo Bắc Giang" is its name.
            Some(_) if text.starts_with("Báo") => break,
            Some(rest) => text = rest.trim_start_matches([':', ' ']),
            None => break,
        }
    }
    let (text, inner) = brackets(text).map_or((text, None), |(main, inner)| (main, Some(inner)));
    for part in text
        .split([',', '/', ';', '+', '|'])
        .flat_map(|p| p.split(" - "))
        .flat_map(|p| p.split(" – "))
    {
        let part = agency(trim(part));
        if !part.is_empty() && part.len() <= 80 && !byline.credits.iter().any(|c| c == part) {
            byline.credits.push(part.to_owned());
        }
    }
    if let Some(inner) = inner {
        note(inner, byline);
    }
}

/// "VOV-TP.HCM" → "VOV": the agency without its office.
fn agency(credit: &str) -> &str {
    match credit.split_once('-') {
        Some((head, _)) if head.chars().all(char::is_uppercase) && outlet::is_known(head) => head,
        _ => credit,
    }
}

/// What stands in brackets behind a name: an agency, "Theo X", "tổng hợp".
fn note(inner: &str, byline: &mut Byline) -> Option<()> {
    let inner = trim(inner);
    let lower = lower(inner);
    if is_note(&lower) {
        return Some(());
    }
    let credits = [
        "theo ",
        "nguồn",
        "tổng hợp ",
        "dịch ",
        "lược dịch ",
        "đăng theo ",
        "biên dịch ",
        "source",
    ];
    if let Some(rest) = opening(inner, &lower, &credits) {
        if rest.split(' ').count() > 9 {
            return None;
        }
        credit(rest.trim_start_matches([':', ' ']), byline);
        return Some(());
    }
    if let Some(rest) = opening(inner, &lower, &["từ ", "tại "]) {
        // "(từ Paris)": where the reporter is.
        return (rest.split(' ').count() <= 4).then_some(());
    }
    if let Some(segments) = labelled(inner) {
        for (label, value) in segments {
            if label.what == What::Credit {
                credit(value, byline);
            }
        }
        return Some(());
    }
    if inner.split(' ').count() > 6
        || !inner.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && !outlet::is_known(inner)
    {
        return None;
    }
    credit(inner, byline);
    Some(())
}

/// Names, split at dashes, commas, slashes, "và"; true where a sure sign was met.
fn people(text: &str, byline: &mut Byline, role: Option<&str>) -> Option<bool> {
    let text = name::strip_doing(trim(text));
    let mut found = Vec::new();
    let mut credits = Vec::new();
    let mut certain = false;
    for (at, part) in text.split('/').enumerate() {
        let part_lower = lower(part);
        if at > 0 && opening(part.trim(), part_lower.trim(), &["dịch ", "theo ", "tổng hợp"]).is_some() {
            credit(part, byline);
            certain = true;
            continue;
        }
        for piece in pieces(part) {
            let piece = name::strip_title(name::strip_doing(trim(piece)));
            if let Some(rest) = opening(piece, &lower(piece), &["theo "]) {
                credit(rest, byline);
                certain = true;
                continue;
            }
            match name::kind(piece) {
                // "Phương Thoa/VOV-TP.HCM": what comes behind a slash is the paper, unless it is a whole name.
                Some(Kind::Person)
                    if at > 0 && (piece.split(' ').count() < 2 || role.is_none() && !is_signature(piece)) =>
                {
                    credits.push(agency(piece).to_owned());
                }
                Some(Kind::Person) => found.push(piece.to_owned()),
                Some(Kind::Desk) => {
                    found.push(piece.trim_end_matches('.').to_owned());
                    certain = true;
                }
                Some(Kind::Outlet) => {
                    credits.push(agency(piece).to_owned());
                    certain = true;
                }
                None if at > 0 && piece.split(' ').count() <= 6 => credits.push(piece.to_owned()),
                None if is_note(&lower(piece)) => certain = true,
                None => return None,
            }
        }
        certain |= at > 0;
    }
    if found.is_empty() && credits.is_empty() && byline.credits.is_empty() {
        return None;
    }
    if found.len() > 6 {
        return None;
    }
    byline
        .authors
        .extend(found.into_iter().map(|n| (n, role.map(str::to_owned))));
    byline.credits.extend(credits);
    byline.certain |= certain;
    dedup(byline);
    Some(true)
}

fn dedup(byline: &mut Byline) {
    let mut at = 0;
    while at < byline.authors.len() {
        let double = byline.authors[..at]
            .iter()
            .any(|(n, _)| lower(n) == lower(&byline.authors[at].0));
        if double {
            byline.authors.remove(at);
        } else {
            at += 1;
        }
    }
}

/// A name of two to four Vietnamese syllables.
fn is_signature(text: &str) -> bool {
    (2..=4).contains(&text.split(' ').count()) && text.split(' ').all(name::is_syllable)
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '&', '+', '|', '–', '—'])
        .flat_map(|p| p.split(" - "))
        .flat_map(|p| p.split("- "))
        .flat_map(|p| p.split(" -"))
        .flat_map(|p| p.split(" và "))
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" und "))
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" og "))
        .flat_map(|p| {
            // "Anh Vũ-Thanh Xuân": a dash between two names of two words, but "Jean-Luc Dubois" is one.
            let cut = p.split_once('-').filter(|(a, b)| a.contains(' ') && b.contains(' '));
            let (first, second) = cut.map_or((p, None), |(a, b)| (a, Some(b)));
            std::iter::once(first).chain(second)
        })
        .filter(|p| !trim(p).is_empty())
}

/// The rest of a text after one of the openings, which are in lower case.
fn opening<'a>(text: &'a str, lower: &str, openings: &[&str]) -> Option<&'a str> {
    let found = openings.iter().find(|o| lower.starts_with(**o))?;
    // Lower-casing may change lengths: the same number of characters is taken off.
    let (at, _) = text.char_indices().nth(found.chars().count())?;
    Some(text[at..].trim_start())
}

/// "Lan Phương (TTXVN)" → "Lan Phương", "TTXVN". The last brackets, which end the text.
fn brackets(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(')')?;
    let (main, inner) = inner.rsplit_once('(')?;
    Some((trim(main), inner.trim()))
}

/// Words that say how an article was made and name nobody.
fn is_note(lower: &str) -> bool {
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        lower,
        "t/h"
            | "th"
            | "t/hợp"
            | "t.h"
            | "tổng hợp"
            | "st"
            | "s.t"
            | "sưu tầm"
            | "lược dịch"
            | "biên dịch"
            | "dịch"
            | "ghi"
            | "thực hiện"
            | "lược ghi"
            | "tổng hợp và biên dịch"
            | "biên soạn"
            | "ảnh"
            | "bài"
            | "bài, ảnh"
            | "tin"
            | "tin, ảnh"
            | "bài và ảnh"
            | "tiếp theo"
            | "còn nữa"
            | "hết"
            | "tổng hợp từ internet"
            | "nguồn sưu tầm"
            | "tường thuật"
            | "lược thuật"
            | "internet"
            | "theo"
            | "nguồn"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        parse(line).map_or("-".to_owned(), |b| {
            let names: Vec<_> = b
                .authors
                .iter()
                .map(|(n, r)| r.as_ref().map_or(n.clone(), |r| format!("{n}[{r}]")))
                .collect();
            format!(
                "{}|{}{}",
                names.join("+"),
                b.credits.join("+"),
                if b.certain { "!" } else { "" }
            )
        })
    }

    #[test]
    fn bylines_are_read() {
        let case = |line: &str, want: &str| assert_eq!(shown(line), want, "{line:?}");
        case("Việt Hùng", "Việt Hùng|");
        case("XUÂN LONG", "XUÂN LONG|");
        case("Minh Anh - Bá Khải", "Minh Anh+Bá Khải|");
        case("Minh Anh-Bá Khải", "Minh Anh+Bá Khải|");
        case("Minh Anh, Bá Khải và Thu Hà", "Minh Anh+Bá Khải+Thu Hà|");
        case("MINH ANH;BÁ KHẢI", "MINH ANH+BÁ KHẢI|");
        case("Phú Lộc -", "Phú Lộc|");
        case("* T.A", "T.A|");
        case("Jean-Luc Dubois", "Jean-Luc Dubois|");
        case("Phương Thoa/VOV-TP.HCM", "Phương Thoa|VOV!");
        case("Lan Phương (TTXVN)", "Lan Phương|TTXVN!");
        case("Du Lam (Theo Reuters)", "Du Lam|Reuters!");
        case("Dã Quỳ (Tổng hợp theo báo TTXVN, Infonet)", "Dã Quỳ|TTXVN+Infonet!");
        case("Nhật Quang (Tổng hợp)", "Nhật Quang|!");
        case("Tri Thu (t/h)", "Tri Thu|!");
        case("Theo Hạ Băng (Khám phá)", "Hạ Băng|Khám phá!");
        case("Theo Hải Hà baodautu.vn", "Hải Hà|baodautu.vn!");
        case("Theo Minh An/Báo Làng", "Minh An|Báo Làng!");
        case("Nhật Linh/Dịch từ Dailymail", "Nhật Linh|Dailymail!");
        case("Nhóm PV", "Nhóm PV|!");
        case("PV.", "PV|!");
        case("P.V", "P.V|!");
        case("Theo VOV", "|VOV!");
        case("(Theo Autodaily)", "|Autodaily!");
        case("(TTXVN)", "|TTXVN!");
        case("Theo Trí thức trẻ", "|Trí thức trẻ!");
        case("Theo sputnik", "|sputnik!");
        case("TTXVN/Tin Tức", "|TTXVN+Tin Tức!");
        case("Nguồn: VITIC/Bloomberg", "|VITIC+Bloomberg!");
        case("(Nguồn: TTXVN)", "|TTXVN!");
        case("Tham khảo: 9to5mac", "|9to5mac!");
        case("VnExpress", "|VnExpress!");
        case("Bài, ảnh: Hoàng Lâm", "Hoàng Lâm|!");
        case("Bài và ảnh: Hoàng Lâm", "Hoàng Lâm|!");
        case("Bài: Lê Hạnh - Ảnh: Huỳnh Mẫn", "Lê Hạnh+Huỳnh Mẫn[ảnh]|!");
        case("Tác giả: Lan Anh (VOV)", "Lan Anh|VOV!");
        case("BS. Vũ Hồng Ngọc", "Vũ Hồng Ngọc|");
        case("Tổng hợp", "|!");
        case("St", "|!");
        case(
            "Phúc Vũ - Thể thao Việt Nam | 15:20 06/02/2017",
            "Phúc Vũ|Thể thao Việt Nam!",
        );
        case("Nguyên Minh - 07/03/2026 08:47", "Nguyên Minh|");
        case("By Jane Doe and John Smith", "Jane Doe+John Smith|!");
        case("Quốc Bảo thực hiện", "Quốc Bảo|");
        // Other languages.
        case("By Jane Doe, Staff Writer", "Jane Doe|!");
        case("By Jane Doe in Berlin", "Jane Doe|!");
        case("Von Jane Doe und John Roe", "Jane Doe+John Roe|!");
        case("Von Jane Doe, Redakteurin", "Jane Doe|!");
        case("Von Jane Doe, Frankfurt", "Jane Doe|!");
        case("von Jane Doe , John Roe , Max Muster", "Jane Doe+John Roe+Max Muster|!");
        case("By JANE DOE, JOHN ROE and MAX MUSTER", "JANE DOE+JOHN ROE+MAX MUSTER|!");
        case("Par Jeanne Dubois", "Jeanne Dubois|!");
        case("Por Juana Pérez y Luis Gómez", "Juana Pérez+Luis Gómez|!");
        case("di Maria Rossi", "Maria Rossi|!");
        case("Av Kari Nordmann", "Kari Nordmann|!");
        case("Автор: Иван Иванов", "Иван Иванов|!");
        case("Oleh: Budi Santoso", "Budi Santoso|!");
        case("Yazan: Ayşe Yılmaz", "Ayşe Yılmaz|!");
        case("홍길동 기자", "홍길동|!");
        case("文/张三", "张三|!");
        case("記者 山田太郎", "山田太郎|!");
        case("بقلم: سمير حداد", "سمير حداد|!");
        case("Quelle: dpa", "|dpa!");
        case("Von dpa", "|dpa!");
        case("Von der Leyen reist nach Kiew und verspricht Hilfe", "-");
        case("Da Vinci wird gezeigt", "-");
        // No bylines.
        case("Theo kế hoạch, huyện sẽ trồng rừng", "-");
        case("Theo đó", "-");
        case("Theo ông Hùng, vụ này được mùa", "-");
        case("Sáng nay trời mưa to", "-");
        case("1. Trứng gà", "-");
        case("", "-");
    }
}
