//! IPTC Media Topics: the seventeen of the top level, and the codes that agencies write for them.
//!
//! The subject codes that came before (`subj:`, eight digits) have the same first two digits on their top level
//! (<https://iptc.org/standards/subject-codes/>), so that each of them has its topic.

/// Code and English label.
const TOP: &[(&str, &str)] = &[
    ("01000000", "arts, culture, entertainment and media"),
    ("02000000", "crime, law and justice"),
    ("03000000", "disaster, accident and emergency incident"),
    ("04000000", "economy, business and finance"),
    ("05000000", "education"),
    ("06000000", "environment"),
    ("07000000", "health"),
    ("08000000", "human interest"),
    ("09000000", "labour"),
    ("10000000", "lifestyle and leisure"),
    ("11000000", "politics and government"),
    ("12000000", "religion"),
    ("13000000", "science and technology"),
    ("14000000", "society"),
    ("15000000", "sport"),
    ("16000000", "conflict, war and peace"),
    ("17000000", "weather"),
];

/// What stands before a code, in lower case.
const LISTS: &[&str] = &[
    "medtop",
    "mediatopic",
    "subj",
    "subjectcode",
    "subref",
    "subject",
    "iptc",
];

/// The eight digits of the topic that a code stands for: `medtop:20000350`, `subj:04018000`,
/// `http://cv.iptc.org/newscodes/mediatopic/15000000`.
pub fn of_code(code: &str) -> Option<String> {
    let (list, digits) = code.trim().rsplit_once([':', '/', '#']).unwrap_or(("", code.trim()));
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let list = list.to_ascii_lowercase();
    let named = LISTS.iter().any(|known| list.contains(known));
    if !list.is_empty() && !named {
        return None;
    }
    let top = format!("{}000000", digits.get(..2)?);
    if label(&top).is_some() {
        return Some(top);
    }
    // Below the top level the media topics have numbers of their own.
    (named && digits.starts_with("20")).then(|| digits.to_owned())
}

/// The English label of a topic of the top level.
pub fn label(digits: &str) -> Option<&'static str> {
    TOP.iter().find(|(code, _)| *code == digits).map(|(_, label)| *label)
}

/// Codes and labels of the top level, in the order of the codes.
pub fn top() -> impl Iterator<Item = (&'static str, &'static str)> {
    TOP.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_lists_are_read() {
        for (code, want) in [
            ("medtop:11000000", Some("11000000")),
            ("http://cv.iptc.org/newscodes/mediatopic/20000350", Some("20000350")),
            ("subj:04018000", Some("04000000")),
            ("15054000", Some("15000000")),
            ("20190101", None),
            ("acme:04000000", None),
            ("medtop:99000000", None),
            ("medtop:4", None),
        ] {
            assert_eq!(of_code(code).as_deref(), want, "{code}");
        }
    }
}
