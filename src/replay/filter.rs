//! [`Filter`]: which dead letters are meant.

use super::letter::Letter;

/// Which dead letters are meant: those that match everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// One of these codes; empty is any.
    pub codes: Vec<String>,
    /// One of these stages; empty is any.
    pub stages: Vec<String>,
    /// Failed at this time or later, in milliseconds since the Unix epoch.
    pub since: Option<i64>,
}

impl Filter {
    /// Whether it lets everything pass, also what is no dead letter.
    pub fn is_open(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether this letter is meant.
    pub fn takes(&self, letter: &Letter<'_>) -> bool {
        let among = |list: &[String], word: &str| list.is_empty() || list.iter().any(|one| one == word);
        among(&self.codes, letter.code)
            && among(&self.stages, letter.stage)
            && self
                .since
                .is_none_or(|since| letter.failed_at.is_some_and(|failed| failed >= since))
    }
}

/// Whether a letter is one of this group. Those of others that share the topic are theirs to redrive: each group has its
/// own place in the topic, and a copy appended here would be a second letter to the other. What a replay of this group
/// could not read (`<group>.replay.<name>`) is this group's.
pub fn is_of_group(letter: &Letter<'_>, group: &str) -> bool {
    letter.group.is_none_or(|its| {
        let rest = its.strip_prefix(group);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(".replay."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Header, Message, Origin};

    fn look<T>(pairs: &[(&str, &str)], look: impl FnOnce(&Letter<'_>) -> T) -> T {
        let place = [("dlq.topic", "raw"), ("dlq.partition", "0"), ("dlq.offset", "5")];
        let headers = place.iter().chain(pairs).map(|(name, value)| Header {
            name,
            value: Some(value.as_bytes()),
        });
        let message = Message {
            origin: Origin::File { path: "-", line: 1 },
            timestamp: None,
            key: None,
            value: None,
            headers: headers.collect(),
        };
        look(&Letter::read(&message).unwrap())
    }

    #[test]
    fn all_that_is_given_must_match() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let letter = [
            ("dlq.code", "too_large"),
            ("dlq.stage", "intake"),
            ("dlq.failed_at", "2026-11-01T00:00:00Z"),
        ];
        let november = 1_793_491_200_000;
        for (codes, stages, since, expected) in [
            (&[][..], &[][..], None, true),
            (&["panic", "too_large"], &[], None, true),
            (&["panic"], &[], None, false),
            (&[], &["intake"], None, true),
            (&["too_large"], &["page"], None, false),
            (&[], &[], Some(november), true),
            (&[], &[], Some(november + 1), false),
        ] {
            let filter = Filter {
                codes: words(codes),
                stages: words(stages),
                since,
            };
            assert_eq!(look(&letter, |letter| filter.takes(letter)), expected, "{filter:?}");
        }
        // One that does not say when it failed is older than any time.
        let since = Filter {
            since: Some(0),
            ..Filter::default()
        };
        assert!(!look(&[], |letter| since.takes(letter)) && !since.is_open());
    }

    #[test]
    fn each_group_has_its_own_letters() {
        for (its, expected) in [
            ("news", true),
            ("news.replay.may", true),
            ("news.redrive", false),
            ("news.replay", false),
            ("newsroom", false),
            ("sport", false),
        ] {
            let of = look(&[("dlq.group", its)], |letter| is_of_group(letter, "news"));
            assert_eq!(of, expected, "{its}");
        }
        assert!(look(&[], |letter| is_of_group(letter, "news")));
    }
}
