//! `article.timezone`: an offset from UTC.

use jiff::tz::Offset;

use super::Article;

impl Article {
    /// `timezone`, read; `None` if it is unset.
    pub fn offset(&self) -> Option<Offset> {
        offset(self.timezone.as_deref()?)
    }
}

/// `Z`, `UTC`, `+07:00`, `-0330`, `+07`. Names of zones are not accepted: what they mean depends on the system's files,
/// and the same message must give the same event everywhere.
fn offset(text: &str) -> Option<Offset> {
    if text == "Z" || text == "UTC" {
        return Some(Offset::UTC);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match (digits.len(), digits.split_once(':')) {
        (5, Some((hours, minutes))) if hours.len() == 2 => (hours, minutes),
        (4, None) => digits.split_at_checked(2)?,
        (2, None) => (digits, "0"),
        _ => return None,
    };
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse::<i32>().ok())
            .flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    // No zone on earth is further than 14 hours from UTC.
    if minutes > 59 || hours * 60 + minutes > 14 * 60 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()
}
