//! [`fields`]: what was understood of an article, a line each, as one would tell it to a colleague.

use std::collections::BTreeMap;

use crate::event::{AdminLevel, AdminUnit, Approximation, ArticleEvent, Place, Quantity, Quote, Span};

/// Code points of a quotation that are shown beside its speaker; all of it stands in the text below.
const BEGINNING: usize = 60;

/// A field of the account: its name, and what stands there; each item begins a line where `is_list`.
pub struct Field {
    pub name: &'static str,
    pub items: Vec<String>,
    pub is_list: bool,
}

/// The fields that this event has, in the order in which they are shown.
pub fn fields(event: &ArticleEvent) -> Vec<Field> {
    let list = |name, items: Vec<String>| Field {
        name,
        items,
        is_list: true,
    };
    let line = |name, items: Vec<String>| Field {
        name,
        items,
        is_list: false,
    };
    let topics = event.topics.iter();
    let keywords = event.keywords.iter();
    let dates = counted(event.dates.iter().map(|date| (&date.text, date.value.clone())));
    let fields = [
        line(
            "topics",
            topics
                .map(|topic| format!("{} {:.0} %", topic.label, topic.score * 100.0))
                .collect(),
        ),
        line("keywords", keywords.map(|keyword| keyword.text.clone()).collect()),
        list(
            "people",
            event
                .people
                .iter()
                .map(|it| entry(&it.name, it.role.as_deref(), &it.mentions))
                .collect(),
        ),
        list(
            "organisations",
            event
                .organisations
                .iter()
                .map(|it| entry(&it.name, it.kind.as_deref(), &it.mentions))
                .collect(),
        ),
        list("places", event.places.iter().map(place).collect()),
        line("quantities", event.quantities.iter().map(quantity).collect()),
        line("dates", dates),
        list("quotes", event.quotes.iter().map(quote).collect()),
        line("section", event.section.iter().cloned().collect()),
        line("tags", event.tags.clone()),
        line("credits", event.credits.clone()),
        line(
            "warnings",
            event.warnings.iter().map(|code| (*code).to_owned()).collect(),
        ),
    ];
    fields.into_iter().filter(|field| !field.items.is_empty()).collect()
}

/// "Nguyễn Thị Hoa ×3 — giám đốc".
fn entry(name: &str, about: Option<&str>, mentions: &[Span]) -> String {
    let mut shown = times(name.to_owned(), mentions.len());
    if let Some(about) = about {
        shown += " — ";
        shown += about;
    }
    shown
}

fn times(shown: String, times: usize) -> String {
    match times {
        0 | 1 => shown,
        _ => format!("{shown} ×{times}"),
    }
}

fn place(place: &Place) -> String {
    let about = match (&place.admin, &place.code) {
        (Some(unit), _) => Some(admin(unit)),
        (None, Some(code)) => Some(code.clone()),
        (None, None) => None,
    };
    entry(&place.name, about.as_deref(), &place.mentions)
}

/// "district 218 of Tỉnh Bắc Giang, now 8 communes".
fn admin(unit: &AdminUnit) -> String {
    let level = |level| match level {
        AdminLevel::Province => ("province", "provinces"),
        AdminLevel::District => ("district", "districts"),
        AdminLevel::Commune => ("commune", "communes"),
    };
    let mut shown = format!("{} {}", level(unit.level).0, unit.code);
    let parents: Vec<_> = unit.parents.iter().map(|parent| parent.name).collect();
    if !parents.is_empty() {
        shown += " of ";
        shown += &parents.join(", ");
    }
    match unit.now.as_slice() {
        [] => {}
        [one] => shown = format!("{shown}, now {}", one.name),
        [first, ..] => shown = format!("{shown}, now {} {}", unit.now.len(), level(first.level).1),
    }
    shown
}

fn quantity(quantity: &Quantity) -> String {
    let approx = quantity.approx.map_or("", |approx| match approx {
        Approximation::MoreThan => "> ",
        Approximation::LessThan => "< ",
        Approximation::Nearly => "just under ",
        Approximation::About => "about ",
        Approximation::AtLeast => "≥ ",
        Approximation::AtMost => "≤ ",
    });
    let to = quantity.to.map_or(String::new(), |to| format!("–{to}"));
    let unit = quantity
        .unit
        .as_deref()
        .map_or(String::new(), |unit| format!(" {unit}"));
    format!("{approx}{}{to}{unit}", quantity.value)
}

/// Each once, with how often it stands there, in the order of the first.
fn counted<'a>(items: impl Iterator<Item = (&'a String, String)>) -> Vec<String> {
    let mut order: Vec<(&String, String)> = Vec::new();
    let mut counts: BTreeMap<(&String, String), usize> = BTreeMap::new();
    for item in items {
        let count = counts.entry(item.clone()).or_default();
        *count += 1;
        if *count == 1 {
            order.push(item);
        }
    }
    let shown = order.into_iter().map(|item| {
        let count = counts.get(&item).copied().unwrap_or(1);
        let (text, value) = item;
        let shown = match *text == value {
            true => value,
            false => format!("{text} = {value}"),
        };
        times(shown, count)
    });
    shown.collect()
}

fn quote(quote: &Quote) -> String {
    let speaker = quote.speaker.as_deref().unwrap_or("?");
    let mut words: String = quote.text.chars().take(BEGINNING).collect();
    if words.len() < quote.text.len() {
        words += "…";
    }
    format!("{speaker}: “{words}”")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{AdminRef, DateMention, Organisation, Person, Topic};

    #[test]
    fn fields_tell_what_was_understood() {
        let province = AdminRef {
            name: "Tỉnh Bắc Giang",
            ..AdminRef::default()
        };
        let commune = AdminRef {
            level: AdminLevel::Commune,
            ..AdminRef::default()
        };
        let date = |text: &str, value: &str| DateMention {
            text: text.into(),
            value: value.into(),
            ..DateMention::default()
        };
        let event = ArticleEvent {
            topics: vec![Topic {
                label: "sport".into(),
                score: 0.934,
                ..Topic::default()
            }],
            people: vec![Person {
                name: "Trần Văn An".into(),
                role: Some("Giám đốc".into()),
                mentions: vec![[0, 1], [2, 3]],
                ..Person::default()
            }],
            organisations: vec![Organisation {
                name: "Huyện ủy Lục Nam".into(),
                mentions: vec![[4, 5]],
                ..Organisation::default()
            }],
            places: vec![Place {
                name: "Lục Nam".into(),
                admin: Some(AdminUnit {
                    level: AdminLevel::District,
                    code: "218",
                    parents: vec![province],
                    now: vec![commune; 8],
                    ..AdminUnit::default()
                }),
                ..Place::default()
            }],
            quantities: vec![Quantity {
                value: 75000.0,
                unit: Some("m2".into()),
                approx: Some(Approximation::MoreThan),
                ..Quantity::default()
            }],
            dates: vec![date("năm 2018", "2018"), date("2019", "2019"), date("năm 2018", "2018")],
            quotes: vec![Quote {
                text: "a ".repeat(60),
                ..Quote::default()
            }],
            ..ArticleEvent::default()
        };
        let shown: Vec<_> = fields(&event)
            .into_iter()
            .map(|field| format!("{}: {}", field.name, field.items.join(" · ")))
            .collect();
        assert_eq!(
            shown,
            [
                "topics: sport 93 %",
                "people: Trần Văn An ×2 — Giám đốc",
                "organisations: Huyện ủy Lục Nam",
                "places: Lục Nam — district 218 of Tỉnh Bắc Giang, now 8 communes",
                "quantities: > 75000 m2",
                "dates: năm 2018 = 2018 ×2 · 2019",
                &format!("quotes: ?: “{}…”", "a ".repeat(30)),
            ]
        );
    }
}
