//! Which list an article without a date goes by, from what it says.
//!
//! Each "huyện X", "phường Y", "tỉnh Z" of the text is asked for in every list, and the list that has most of them wins;
//! "cũ" after a name says that it is gone. Where two have as many, the latest year that the text names decides, among
//! them; and where it names none, the oldest, whose units most articles without a date were written of.

use super::gazetteer::{Candidate, Edition, Gazetteer};
use super::head::Head;
use super::name::Name;

/// The list that the text's own words point to, none later than `latest`.
pub fn edition(gazetteer: &Gazetteer, text: &str, names: &[Name], latest: Edition) -> Edition {
    let mut votes = [0_u32; 4];
    for name in names {
        let Some(Head::Unit(kind)) = name.head else { continue };
        let mut is_in = [false; 4];
        for candidate in gazetteer.keyed(name.key) {
            if let Candidate::Unit(id) = candidate {
                let unit = gazetteer.unit(id);
                is_in[unit.edition as usize] |= unit.kind == kind;
            }
        }
        for (vote, is_in) in votes.iter_mut().zip(is_in) {
            *vote += u32::from(is_in != name.is_former);
        }
    }
    let allowed = || {
        Edition::ALL
            .into_iter()
            .filter(|edition| *edition > Edition::Of2018 && *edition <= latest)
    };
    let most = allowed()
        .map(|edition| votes[edition as usize])
        .max()
        .unwrap_or_default();
    let mut best = allowed().filter(|edition| votes[*edition as usize] == most);
    let by_year = latest_year(text).map(|year| match year {
        ..=2024 => Edition::Of2021,
        2025 => Edition::Of2025January,
        _ => Edition::Of2025July,
    });
    let oldest = best.clone().next().unwrap_or(latest);
    by_year
        .and_then(|year| best.find(|edition| *edition == year))
        .unwrap_or(oldest)
}

/// The latest year that a text names, of this century's: plans for years to come are no evidence, so only years that
/// stand alone count, not "2025-2030".
fn latest_year(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    let mut latest = None;
    for at in memchr::memmem::find_iter(bytes, b"20") {
        let Some(digits) = bytes.get(at..at + 4) else { break };
        let is_apart =
            |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"-.,".contains(byte));
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let is_year = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b',')
            && (is_apart(bytes.get(at + 4))
                || bytes.get(at + 5).is_none_or(|byte| !byte.is_ascii_digit())
                    && !bytes[at + 4].is_ascii_alphanumeric());
        let number = digits.iter().try_fold(0_u16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0'))
        });
        if let Some(year) = number.filter(|year| is_year && (2000..=2027).contains(year)) {
            latest = latest.max(Some(year));
        }
    }
    latest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_year_is_found() {
        for (text, year) in [
            ("năm 2019, rồi 2017.", Some(2019)),
            ("ngày 20/2/2024", Some(2024)),
            ("giai đoạn 2025-2030", None),
            ("12.2018 người", Some(2018)),
            ("20.000 đồng, 2035, a2021, 20215", None),
            ("2025.", Some(2025)),
            ("20", None),
        ] {
            assert_eq!(latest_year(text), year, "{text}");
        }
    }
}
