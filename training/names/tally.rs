//! Counting as `score.py` does: each mention by its kind and its text, small and without a place's head word.

use std::collections::HashMap;

use bantin::enrich::names::{Mention, NameKind};

use crate::gold::{self, Doc};

/// True, invented, missed, by kind.
#[derive(Clone, Default)]
pub struct Tally {
    marks: HashMap<NameKind, [usize; 3]>,
}

impl Tally {
    /// Counts an article's names; gives how many are wrong.
    pub fn add(&mut self, doc: &Doc, found: &[Mention]) -> usize {
        let mut mine: HashMap<(NameKind, String), usize> = HashMap::new();
        for m in found {
            *mine
                .entry((m.kind, gold::surface(&doc.text[m.span.clone()], m.kind)))
                .or_default() += 1;
        }
        let mut wrong = 0;
        for (key, n) in &mine {
            let truth = doc.truth.get(key).copied().unwrap_or(0);
            let marks = self.marks.entry(key.0).or_default();
            marks[0] += truth.min(*n);
            marks[1] += n.saturating_sub(truth);
            wrong += n.saturating_sub(truth);
        }
        for (key, n) in &doc.truth {
            let missed = n.saturating_sub(mine.get(key).copied().unwrap_or(0));
            self.marks.entry(key.0).or_default()[2] += missed;
            wrong += missed;
        }
        wrong
    }

    pub fn report(&self) -> String {
        let one = |[both, more, less]: [usize; 3]| {
            let ratio = |of: usize| both as f64 / of.max(1) as f64;
            let f = 2.0 * both as f64 / (2 * both + more + less).max(1) as f64;
            format!("{f:.4} (P {:.3} R {:.3})", ratio(both + more), ratio(both + less))
        };
        let mut all = [0; 3];
        let mut out = String::new();
        for kind in [NameKind::Person, NameKind::Organisation, NameKind::Place] {
            let marks = self.marks.get(&kind).copied().unwrap_or_default();
            for (sum, n) in all.iter_mut().zip(marks) {
                *sum += n;
            }
            out += &format!("{kind:?} {}  ", one(marks));
        }
        out + &format!("all {}", one(all))
    }
}
