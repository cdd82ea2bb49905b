//! [`Account`]: what became of each dead letter, counted once however often a transaction was done again.

use std::collections::{BTreeMap, HashMap};

/// What became of a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// An event was published, or several.
    Event,
    /// A tombstone was published.
    Tombstone,
    /// There is nothing to publish.
    Skipped,
    /// It went back to its topic.
    Returned,
    /// It is dead again, and appended again with the new reason.
    Again,
    /// It was not asked for, and is appended again unchanged.
    Filtered,
    /// It was tried as often as it may be, and is appended again unchanged.
    Capped,
    /// It is a stub whose original could not be fetched, and is appended again unchanged.
    Stub,
    /// Its topic or partition is no input, is gone, or would not take it: it is appended again unchanged.
    Homeless,
    /// It is no dead letter, and is appended again unchanged.
    Foreign,
    /// It is another group's, whose own redrive finds it where it is.
    Others,
}

impl Fate {
    /// All of them, in the order of an account.
    pub const ALL: [Fate; 11] = [
        Fate::Event,
        Fate::Tombstone,
        Fate::Skipped,
        Fate::Returned,
        Fate::Again,
        Fate::Filtered,
        Fate::Capped,
        Fate::Stub,
        Fate::Homeless,
        Fate::Foreign,
        Fate::Others,
    ];

    /// The stable name in accounts.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Event => "events",
            Fate::Tombstone => "tombstones",
            Fate::Skipped => "skipped",
            Fate::Returned => "returned",
            Fate::Again => "dead_again",
            Fate::Filtered => "filtered",
            Fate::Capped => "over_the_cap",
            Fate::Stub => "truncated",
            Fate::Homeless => "no_source",
            Fate::Foreign => "foreign",
            Fate::Others => "other_groups",
        }
    }

    /// Whether the letter was tried.
    pub fn is_tried(self) -> bool {
        matches!(
            self,
            Fate::Event | Fate::Tombstone | Fate::Skipped | Fate::Returned | Fate::Again
        )
    }

    /// Whether the letter is living still, appended again as it was.
    pub fn is_kept(self) -> bool {
        !self.is_tried() && self != Fate::Others
    }
}

/// Offsets that are kept together.
const BLOCK: usize = 1024;
/// Most kinds that are told apart; codes are few, but who knows what stands in a foreign record.
const KINDS: usize = 10_000;

/// What a letter died of, and what became of it now.
type Kind = (String, String, Fate);

/// What became of each dead letter. Two bytes for each, so that there may be millions of them.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// By partition and block; 0 is an offset without a letter, else one more than the index of its kind.
    blocks: HashMap<(i32, i64), Vec<u16>>,
    kinds: Vec<Kind>,
    numbers: HashMap<Kind, u16>,
}

/// How many letters had which fate, by stage and code of what they had died of.
pub type Lines = BTreeMap<(String, String), BTreeMap<Fate, u64>>;

impl Account {
    /// Enters what became of the letter at this place. The last entry of a place counts.
    pub fn enter(&mut self, (partition, offset): (i32, i64), stage: &str, code: &str, fate: Fate) {
        let number = self.number(stage, code, fate);
        let place = offset.rem_euclid(BLOCK as i64) as usize;
        let block = self
            .blocks
            .entry((partition, offset.div_euclid(BLOCK as i64)))
            .or_insert_with(|| vec![0; BLOCK]);
        if let Some(slot) = block.get_mut(place) {
            *slot = number + 1;
        }
    }

    fn number(&mut self, stage: &str, code: &str, fate: Fate) -> u16 {
        let kind = match self.kinds.len() < KINDS {
            true => (stage.to_owned(), code.to_owned(), fate),
            false => (String::new(), "other".to_owned(), fate),
        };
        if let Some(number) = self.numbers.get(&kind) {
            return *number;
        }
        let number = u16::try_from(self.kinds.len()).unwrap_or(u16::MAX - 1);
        self.kinds.push(kind.clone());
        self.numbers.insert(kind, number);
        number
    }

    /// The sums.
    pub fn lines(&self) -> Lines {
        let mut counts = vec![0u64; self.kinds.len()];
        for number in self.blocks.values().flatten().filter(|number| **number > 0) {
            if let Some(count) = counts.get_mut(usize::from(*number) - 1) {
                *count += 1;
            }
        }
        let mut lines = Lines::new();
        for ((stage, code, fate), count) in self.kinds.iter().zip(counts).filter(|(_, count)| *count > 0) {
            *lines
                .entry((stage.clone(), code.clone()))
                .or_default()
                .entry(*fate)
                .or_default() += count;
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(account: &Account, stage: &str, code: &str) -> Vec<(Fate, u64)> {
        let lines = account.lines();
        let line = lines.get(&(stage.to_owned(), code.to_owned()));
        line.map_or_else(Vec::new, |line| {
            line.iter().map(|(fate, count)| (*fate, *count)).collect()
        })
    }

    #[test]
    fn the_last_word_on_each_letter_counts() {
        let mut account = Account::default();
        for offset in [0, 1, 1023, 1024, i64::MAX] {
            account.enter((0, offset), "intake", "too_large", Fate::Event);
        }
        account.enter((1, 0), "intake", "too_large", Fate::Filtered);
        assert_eq!(
            sum(&account, "intake", "too_large"),
            [(Fate::Event, 5), (Fate::Filtered, 1)]
        );
        // A transaction is done again, and the broker refuses one of the events.
        account.enter((0, 1), "intake", "too_large", Fate::Event);
        account.enter((0, 1023), "intake", "too_large", Fate::Again);
        assert_eq!(
            sum(&account, "intake", "too_large"),
            [(Fate::Event, 4), (Fate::Again, 1), (Fate::Filtered, 1)]
        );
        assert_eq!(sum(&account, "page", "panic"), []);
    }

    #[test]
    fn ever_new_codes_do_not_fill_the_memory() {
        let mut account = Account::default();
        for offset in 0..20_000 {
            account.enter((0, offset), "intake", &format!("code-{offset}"), Fate::Capped);
        }
        assert!(account.kinds.len() <= KINDS + Fate::ALL.len());
        let all: u64 = account.lines().values().flat_map(BTreeMap::values).sum();
        assert_eq!(all, 20_000);
    }
}
