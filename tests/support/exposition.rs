//! What `/metrics` serves, held against the rules of Prometheus' text format and against `docs/metrics.md`.

use std::collections::{BTreeMap, BTreeSet};

/// A metric as it is documented or served.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metric {
    /// Its whole name.
    pub name: String,
    /// `counter`, `gauge` or `histogram`.
    pub kind: String,
    /// Label names, without `le`.
    pub labels: BTreeSet<String>,
    /// What it is.
    pub help: String,
}

/// One sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its name, with `_bucket`, `_sum`, `_count` where it is of a histogram.
    pub name: String,
    /// Labels in the order they are written.
    pub labels: Vec<(String, String)>,
    /// Its value.
    pub value: f64,
}

impl Sample {
    /// Name and sorted labels: what makes it a series.
    pub fn series(&self) -> (String, BTreeSet<(String, String)>) {
        (self.name.clone(), self.labels.iter().cloned().collect())
    }

    fn label(&self, name: &str) -> Option<&str> {
        self.labels
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A metric with its samples.
#[derive(Clone, Debug)]
pub struct Family {
    /// The metric. `labels` are those that its samples bear.
    pub metric: Metric,
    /// Its samples.
    pub samples: Vec<Sample>,
}

fn page() -> &'static str {
    include_str!("../../docs/metrics.md")
}

fn cells(row: &str) -> Vec<String> {
    row.trim_matches('|')
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

fn words(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What `docs/metrics.md` lists of every worker.
pub fn documented() -> BTreeSet<Metric> {
    let (before, after) = page().split_once(JOBS).unwrap();
    let after = after.split_once("\n## ").map_or("", |(_, after)| after);
    [before, after].into_iter().flat_map(listed).collect()
}

/// What it lists beyond that of jobs.
pub fn documented_in_jobs() -> BTreeSet<Metric> {
    let (_, after) = page().split_once(JOBS).unwrap();
    listed(after.split("\n## ").next().unwrap())
}

/// The heading of the part on jobs.
const JOBS: &str = "\n## Jobs\n";

fn listed(part: &str) -> BTreeSet<Metric> {
    let rows = part.lines().filter(|line| line.starts_with("| `bantin_"));
    rows.map(|row| {
        let cells = cells(row);
        Metric {
            name: cells[0].trim_matches('`').to_owned(),
            kind: cells[1].clone(),
            labels: words(&cells[2]),
            help: cells[3].clone(),
        }
    })
    .collect()
}

/// The words that `docs/metrics.md` allows as a value of each label.
pub fn documented_values() -> BTreeMap<String, BTreeSet<String>> {
    let table = page().split("\n## ").find(|part| part.starts_with("Labels")).unwrap();
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cells = cells(row);
        values
            .entry(cells[0].trim_matches('`').to_owned())
            .or_default()
            .extend(words(&cells[1]));
    }
    values
}

/// Reads the text format strictly; panics where a rule of it, or of Prometheus' naming, is broken.
pub fn read(text: &str) -> Vec<Family> {
    assert!(text.ends_with('\n'), "the last line does not end");
    let mut families: Vec<Family> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let (name, help) = line
            .strip_prefix("# HELP ")
            .and_then(|rest| rest.split_once(' '))
            .unwrap_or_else(|| panic!("no HELP where a family begins: {line}"));
        let kind = lines
            .next()
            .and_then(|line| line.strip_prefix(&format!("# TYPE {name} ")));
        let kind = kind.unwrap_or_else(|| panic!("{name}: no TYPE after HELP"));
        let mut samples = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with('#')) {
            samples.push(sample(line));
        }
        let labels = samples
            .iter()
            .flat_map(|s| s.labels.iter().map(|(name, _)| name.clone()));
        let metric = Metric {
            name: name.to_owned(),
            kind: kind.to_owned(),
            labels: labels.filter(|name| name != "le").collect(),
            help: help.to_owned(),
        };
        let family = Family { metric, samples };
        check(&family);
        assert!(
            families.iter().all(|other| other.metric.name != name),
            "{name} is there twice"
        );
        families.push(family);
    }
    let mut seen = BTreeSet::new();
    for sample in families.iter().flat_map(|family| &family.samples) {
        assert!(seen.insert(sample.series()), "twice the same series: {sample:?}");
    }
    families
}

/// `name{label="value",…} value`, without a timestamp.
fn sample(line: &str) -> Sample {
    let broken = || -> ! { panic!("no sample: {line}") };
    let end = line.find(['{', ' ']).unwrap_or_else(|| broken());
    let (name, mut rest) = line.split_at(end);
    let mut labels = Vec::new();
    if let Some(inner) = rest.strip_prefix('{') {
        rest = inner;
        while !rest.starts_with('}') {
            let (label, tail) = rest.split_once("=\"").unwrap_or_else(|| broken());
            let mut value = String::new();
            let mut characters = tail.char_indices();
            let close = loop {
                match characters.next() {
                    Some((_, '\\')) => match characters.next() {
                        Some((_, 'n')) => value.push('\n'),
                        Some((_, escaped @ ('\\' | '"'))) => value.push(escaped),
                        _ => broken(),
                    },
                    Some((at, '"')) => break at,
                    Some((_, character)) => value.push(character),
                    None => broken(),
                }
            };
            labels.push((label.to_owned(), value));
            rest = &tail[close + 1..];
            rest = rest.strip_prefix(',').unwrap_or(rest);
        }
        rest = &rest[1..];
    }
    let value = rest.strip_prefix(' ').unwrap_or_else(|| broken());
    Sample {
        name: name.to_owned(),
        labels,
        value: match value {
            "+Inf" => f64::INFINITY,
            number => number.parse().unwrap_or_else(|_| broken()),
        },
    }
}

fn check(family: &Family) {
    let Metric {
        name,
        kind,
        labels,
        help,
    } = &family.metric;
    let word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    assert!(word(name), "{name}: no name");
    assert!(labels.iter().all(|label| word(label)), "{name}: {labels:?}");
    assert!(help.len() > 10, "{name} does not say what it is: {help:?}");
    assert!(
        ["counter", "gauge", "histogram"].contains(&kind.as_str()),
        "{name} is a {kind}"
    );
    assert_eq!(kind == "counter", name.ends_with("_total"), "{name} is a {kind}");
    // Base units: seconds and bytes.
    let other = [
        "ms",
        "us",
        "ns",
        "milliseconds",
        "microseconds",
        "minutes",
        "kb",
        "kib",
        "mb",
        "kilobytes",
        "percent",
    ];
    assert!(
        !name.split('_').any(|part| other.contains(&part)),
        "{name}: not in a base unit"
    );
    for reserved in ["_bucket", "_sum", "_count"] {
        assert!(!name.ends_with(reserved), "{name} ends like a sample of a histogram");
    }
    assert!(!family.samples.is_empty(), "{name} has no sample");
    if kind == "histogram" {
        return check_histogram(family);
    }
    for sample in &family.samples {
        assert_eq!(&sample.name, name, "{sample:?} is not of its family");
        assert!(kind != "counter" || sample.value >= 0.0, "{sample:?}");
        let borne: BTreeSet<_> = sample.labels.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(&borne, labels, "{sample:?} has other labels than its family");
    }
}

fn check_histogram(family: &Family) {
    let name = &family.metric.name;
    let mut by_labels: BTreeMap<BTreeSet<(String, String)>, Vec<&Sample>> = BTreeMap::new();
    for sample in &family.samples {
        let labels = sample.labels.iter().filter(|(name, _)| name != "le").cloned();
        by_labels.entry(labels.collect()).or_default().push(sample);
    }
    for (labels, samples) in by_labels {
        let one = |suffix: &str| {
            let mut found = samples.iter().filter(|s| s.name == format!("{name}{suffix}"));
            let value = found
                .next()
                .unwrap_or_else(|| panic!("{name}{labels:?} has no {suffix}"))
                .value;
            assert!(found.next().is_none(), "{name}{labels:?} has two {suffix}");
            value
        };
        let buckets: Vec<_> = samples.iter().filter(|s| s.name == format!("{name}_bucket")).collect();
        let bounds: Vec<f64> = buckets
            .iter()
            .map(|bucket| match bucket.label("le") {
                Some("+Inf") => f64::INFINITY,
                bound => bound.unwrap().parse().unwrap(),
            })
            .collect();
        assert!(bounds.is_sorted_by(|a, b| a < b), "{name}{labels:?}: bounds {bounds:?}");
        assert!(
            buckets.is_sorted_by_key(|b| b.value),
            "{name}{labels:?}: not cumulative"
        );
        assert_eq!(bounds.last(), Some(&f64::INFINITY), "{name}{labels:?}: no +Inf");
        assert_eq!(buckets.last().unwrap().value, one("_count"), "{name}{labels:?}");
        assert!(one("_sum") >= 0.0, "{name}{labels:?}");
        assert_eq!(
            buckets.len() + 2,
            samples.len(),
            "{name}{labels:?}: samples of another family"
        );
    }
}
