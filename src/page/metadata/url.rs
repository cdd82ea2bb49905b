//! What the address of a page says: its date, and the words of its headline (the slug).

/// A date in a path: `/2024/05/06/`, `/2024-05-06/`, `-20240506.`, `/2024/may/06/`; day 0 where it has only a month.
pub fn date(url: &str) -> Option<(i16, i8, i8)> {
    let path = path(url);
    let mut parts = path.split('/').filter(|p| !p.is_empty()).peekable();
    let mut month_only = None;
    while let Some(part) = parts.next() {
        if let Some(found) = in_part(part) {
            return Some(found);
        }
        if let Some(year) = number(part, 4).filter(|y| is_year(*y)) {
            let mut rest = parts.clone();
            if let Some(month) = rest.next().and_then(month) {
                let day = rest.next().and_then(|d| {
                    let digits = d.bytes().take_while(u8::is_ascii_digit).count();
                    let ends = d.as_bytes().get(digits).is_none_or(|b| matches!(b, b'-' | b'_' | b'.'));
                    d.get(..digits)
                        .filter(|d| ends && !d.is_empty() && d.len() <= 2)?
                        .parse()
                        .ok()
                });
                match day {
                    Some(day) if (1..=31).contains(&day) => return valid(year, month, day),
                    _ => month_only = month_only.or(valid(year, month, 1).map(|(y, m, _)| (y, m, 0))),
                }
            }
        }
    }
    month_only
}

/// `2024-05-06`, `20240506`, `20240506123456` within one part, set off by what is no digit.
fn in_part(part: &str) -> Option<(i16, i8, i8)> {
    let bytes = part.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let run = &part[at..at + length];
        if matches!(length, 8 | 12 | 14 | 17)
            && let Some(found) = compact(run)
        {
            return Some(found);
        }
        if length == 4
            && let Some(mark @ (b'-' | b'_' | b'.')) = bytes.get(at + 4).copied()
        {
            let rest: Vec<&str> = part[at + 5..].splitn(3, char::from(mark)).collect();
            if let [month, day, ..] = rest.as_slice() {
                let digits = day.bytes().take_while(u8::is_ascii_digit).count();
                let (year, month, day) = (
                    number(run, 4),
                    number(month, 2),
                    day.get(..digits).and_then(|d| number(d, 2)),
                );
                if let (Some(year), Some(month), Some(day)) = (year, month, day)
                    && is_year(year)
                {
                    return valid(year, month, day);
                }
            }
        }
        // The day first: `02-01-2022`.
        if length == 2
            && let Some(text) = part.get(at..at + 10)
            && let [day, month, year] = text.split('-').collect::<Vec<_>>().as_slice()
            && let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
            && is_year(year)
        {
            return valid(year, month, day);
        }
        at += length;
    }
    None
}

fn compact(run: &str) -> Option<(i16, i8, i8)> {
    let year = number(run.get(..4)?, 4).filter(|y| is_year(*y))?;
    valid(year, number(run.get(4..6)?, 2)?, number(run.get(6..8)?, 2)?)
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn month(text: &str) -> Option<i16> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    if text.len() <= 2 {
        return text
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten();
    }
    let at = NAMES.iter().position(|n| text.eq_ignore_ascii_case(n))?;
    i16::try_from(at + 1).ok()
}

fn is_year(year: i16) -> bool {
    (1995..=2099).contains(&year)
}

fn valid(year: i16, month: i16, day: i16) -> Option<(i16, i8, i8)> {
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)))
        .flatten()
}

/// The path of a URL without host, query and fragment.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.find('/').map_or("", |at| &rest[at..]);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    &rest[..end]
}

/// The part of a path that holds the most words: `/politics/rain-in-the-north-5047.html` → `rain-in-the-north-5047`.
pub fn slug(url: &str) -> Option<&str> {
    let words = |part: &&str| part.split(['-', '_', '+']).filter(|w| w.len() > 1).count();
    let part = path(url).split('/').max_by_key(words)?;
    let part = part
        .rsplit_once('.')
        .map_or(part, |(name, end)| if end.len() <= 5 { name } else { part });
    (words(&part) >= 3).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_stand_in_paths() {
        for (url, expected) in [
            ("https://a.example/2024/05/06/rain", Some((2024, 5, 6))),
            ("https://a.example/2024/5/6-rain.html", Some((2024, 5, 6))),
            ("https://a.example/2024/may/06/rain", Some((2024, 5, 6))),
            ("https://a.example/news/2024-05-06/rain", Some((2024, 5, 6))),
            ("https://a.example/rain-20240506075519174.htm", Some((2024, 5, 6))),
            ("https://a.example/~06-05-2024-rain", Some((2024, 5, 6))),
            ("https://a.example/2024/05/rain", Some((2024, 5, 0))),
            ("https://a.example/2024/rain", None),
            ("https://a.example/99999999/", None),
            ("https://a.example/?d=2024-05-06", None),
            ("https://2024-05-06.example/", None),
            ("", None),
        ] {
            assert_eq!(date(url), expected, "{url}");
        }
    }

    #[test]
    fn slugs_are_the_part_with_the_most_words() {
        for (url, expected) in [
            (
                "https://a.example/politics/rain-in-the-north-5047.html",
                Some("rain-in-the-north-5047"),
            ),
            ("https://a.example/rain-in-the-north/123", Some("rain-in-the-north")),
            ("https://a.example/a-b-c", None),
            ("https://a.example/?p=3", None),
        ] {
            assert_eq!(slug(url), expected, "{url}");
        }
    }
}
