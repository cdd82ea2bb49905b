//! What cross-validation says: how often the first topic is right, and whether a probability is one.

use bantin::enrich::topics::likely;
use bantin::enrich::topics::model::TOPICS;

use crate::corpus::{Article, FOLDS, part};
use crate::learn;

/// What was said of an article by weights that had not seen its story.
pub struct Answer<'a> {
    pub article: &'a Article,
    /// The share of each topic, together 1.
    pub shares: [f32; TOPICS],
}

/// The curve for these answers.
pub fn curve<'a>(answers: impl Iterator<Item = &'a Answer<'a>>, counts: impl Fn(&Article) -> bool) -> (f32, f32) {
    let pairs: Vec<(f32, bool)> = answers
        .filter(|answer| counts(answer.article))
        .flat_map(|answer| {
            answer
                .shares
                .iter()
                .enumerate()
                .map(move |(k, share)| (answer, k, *share))
        })
        // What is out of the question says nothing of what is in it.
        .filter(|(_, _, share)| *share > 0.02)
        .map(|(answer, k, share)| (logit(share), answer.article.topics.contains(&k)))
        .collect();
    learn::curve(&pairs)
}

fn logit(share: f32) -> f32 {
    (share.max(1e-9) / (1.0 - share).max(1e-9)).ln()
}

/// Prints the figures. The curve of a fold is fitted on the others.
pub fn report(annotated: &[Article], answers: &[Answer]) {
    let mut said: Vec<(&Article, [f32; TOPICS])> = Vec::new();
    for fold in 0..FOLDS {
        let (slope, offset) = curve(answers.iter(), |article| article.fold != fold);
        let own = answers.iter().filter(|answer| answer.article.fold == fold);
        let probability = |share: f32| 1.0 / (1.0 + (-(slope * logit(share) + offset)).exp());
        said.extend(own.map(|answer| (answer.article, answer.shares.map(probability))));
    }
    assert_eq!(said.len(), annotated.len(), "each article is tested once");
    first(&said, "all", |_| true);
    first(&said, "one half", |article| part(&article.id, 2) == 0);
    first(&said, "the other", |article| part(&article.id, 2) != 0);
    for source in ["bm17", "np", "rss", "tt24"] {
        first(&said, source, |article| article.id.starts_with(source));
    }
    println!("probabilities: what was said, how often it was so");
    let mut error = 0.0;
    let all: Vec<(f32, bool)> = said
        .iter()
        .flat_map(|(article, own)| own.iter().enumerate().map(|(k, p)| (*p, article.topics.contains(&k))))
        .filter(|(p, _)| *p >= 0.05)
        .collect();
    for tenth in 0..10 {
        let within = |p: f32| (p * 10.0).floor().min(9.0) as usize == tenth;
        let own: Vec<_> = all.iter().filter(|(p, _)| within(*p)).collect();
        let times = own.len().max(1) as f32;
        let mean = own.iter().map(|(p, _)| p).sum::<f32>() / times;
        let right = own.iter().filter(|(_, right)| *right).count() as f32 / times;
        println!("  {mean:.2} {right:.2}  {:4} times", own.len());
        error += (mean - right).abs() * own.len() as f32;
    }
    println!("expected calibration error {:.3}", error / all.len() as f32);
}

fn first(said: &[(&Article, [f32; TOPICS])], name: &str, counts: impl Fn(&Article) -> bool) {
    let (mut all, mut none, mut right, mut further, mut further_right) = (0, 0, 0, 0, 0);
    for (article, probabilities) in said.iter().filter(|(article, _)| counts(article)) {
        all += 1;
        let topics = likely(probabilities);
        let is_right = |n: usize| article.topics.contains(&topics[n].number);
        match topics.len() {
            0 => none += 1,
            found => {
                right += usize::from(is_right(0));
                further += found - 1;
                further_right += (1..found).filter(|n| is_right(*n)).count();
            }
        }
    }
    println!(
        "{name:9} {all:4} articles: first topic right {:.3}, none given {none}, of {further} further ones right {further_right}",
        f64::from(right as u32) / f64::from(all.max(1))
    );
}
