//! [`Page`]: what was read and understood of a message, the way a person would want to see it.
//!
//! First the title and who signed it, then the fields ([`fields`]), then the text with names, numbers, dates and quotes
//! in the colours of a legend ([`marks`]).

mod fields;
mod marks;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use self::fields::{Field, fields};
use self::marks::{Mark, Marks};
use crate::commands::terminal::harmless;
use crate::event::{ArticleEvent, BlockKind, Outcome};

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const FAULT: Style = AnsiColor::Red.on_default().bold();
const NAME: Style = AnsiColor::Cyan.on_default();
const PLAIN: Style = Style::new();

/// Columns of the names of the fields, with the gap behind them.
const NAMES: usize = 15;

/// An account for people, on a page of a width, in colour or without.
pub struct Page {
    width: usize,
    has_colour: bool,
}

impl Page {
    /// A page of so many columns; without `has_colour` it is plain text.
    pub fn new(width: usize, has_colour: bool) -> Self {
        Page { width, has_colour }
    }

    /// Appends the account of an outcome, and a line of nothing behind it.
    pub fn outcome(&self, outcome: &Outcome, out: &mut Vec<u8>) {
        let mut text = String::new();
        match outcome {
            Outcome::Event(event) => self.event(event, &mut text),
            Outcome::Tombstone => self.put(&mut text, 0, STRONG, "tombstone"),
            Outcome::Skipped(reason) => self.put(&mut text, 0, STRONG, &format!("skipped: {}", reason.as_str())),
            Outcome::DeadLetter(failure) => {
                self.put(
                    &mut text,
                    0,
                    FAULT,
                    &format!("{}/{}", failure.stage.as_str(), failure.code),
                );
                self.put(&mut text, 2, PLAIN, &failure.message);
            }
        }
        text.push('\n');
        match self.has_colour {
            true => out.extend_from_slice(text.as_bytes()),
            false => out.extend_from_slice(anstream::adapter::strip_str(&text).to_string().as_bytes()),
        }
    }

    fn event(&self, event: &ArticleEvent, out: &mut String) {
        let marks = Marks::of(event);
        match &event.title {
            Some(title) => self.marked(out, 0, STRONG, title, 0, &marks),
            None => self.put(out, 0, STRONG, "(no title)"),
        }
        let authors: Vec<_> = event.authors.iter().map(|author| author.name.as_str()).collect();
        let publisher = event.publisher.as_ref();
        let about = [
            Some(
                event
                    .language
                    .as_ref()
                    .map_or("language unknown".to_owned(), |it| it.code.to_string()),
            ),
            publisher.and_then(|it| it.domain.clone().or(it.name.clone())),
            Some(match authors.is_empty() {
                true => "unsigned".to_owned(),
                false => authors.join(", "),
            }),
            event
                .published_at
                .as_deref()
                .map(|time| format!("published {}", shown(time))),
            event.dateline.clone(),
        ];
        self.put(out, 2, PLAIN, &joined(about));
        let stats = event.stats.as_ref();
        let more = [
            Some(format!("{} {}", event.format.kind, event.format.charset)),
            event.canonical_url.clone().or(event.url.clone()),
            stats.map(|it| format!("{} syllables, {} s to read", it.syllables, it.reading_seconds)),
        ];
        self.put(out, 2, FAINT, &joined(more));
        out.push('\n');
        for field in fields(event) {
            self.field(out, &field);
        }
        self.legend(out, &marks);
        self.text(out, event, &marks);
    }

    /// Lead and body with their marks, block by block; the title stands above.
    fn text(&self, out: &mut String, event: &ArticleEvent, marks: &Marks) {
        if let Some(lead) = &event.lead {
            // The event's text begins with the title, if there is one, and a line break.
            let start = event.title.as_ref().map_or(0, |title| title.chars().count() as u32 + 1);
            out.push('\n');
            self.marked(out, 0, STRONG, lead, start, marks);
        }
        for block in &event.body {
            out.push('\n');
            let (indent, style) = match block.kind {
                BlockKind::Paragraph => (0, PLAIN),
                BlockKind::Heading => (0, STRONG),
                BlockKind::ListItem | BlockKind::Quote => (2, PLAIN),
                BlockKind::Caption | BlockKind::Table => (2, FAINT),
            };
            self.marked(out, indent, style, &block.text, block.start, marks);
        }
    }

    fn field(&self, out: &mut String, field: &Field) {
        let lines = match field.is_list {
            true => field.items.clone(),
            false => vec![field.items.join(" · ")],
        };
        let mut name = field.name;
        for item in lines {
            for line in self.wrapped(NAMES, &harmless(&item)) {
                let _ = writeln!(out, "{NAME}{name:NAMES$}{NAME:#}{line}");
                name = "";
            }
        }
    }

    /// What the colours mean; nothing where nothing is coloured.
    fn legend(&self, out: &mut String, marks: &Marks) {
        let known = Mark::ALL.into_iter().filter(|mark| !marks.lack(*mark));
        let legend: Vec<_> = known
            .map(|mark| format!("{0}{1}{0:#}", mark.style(), mark.name()))
            .collect();
        if self.has_colour && !legend.is_empty() {
            let _ = writeln!(out, "\n{FAINT}in the text:{FAINT:#} {}", legend.join("  "));
        }
    }

    /// Appends a block of the event's text that begins at a code point of it.
    fn marked(&self, out: &mut String, indent: usize, base: Style, text: &str, start: u32, marks: &Marks) {
        let text = harmless(text);
        let mut rest: &str = &text;
        let mut at = start;
        for line in self.wrapped(indent, &text) {
            // What was taken away at the break: white space.
            let skipped = rest.find(line.as_ref()).unwrap_or(0);
            at += rest.get(..skipped).map_or(0, |gap| gap.chars().count()) as u32;
            rest = rest.get(skipped + line.len()..).unwrap_or("");
            let _ = write!(out, "{:indent$}", "");
            let mut style = PLAIN;
            for c in line.chars() {
                let wanted = over(base, marks.style_at(at));
                if wanted != style {
                    let _ = write!(out, "{style:#}{wanted}");
                    style = wanted;
                }
                out.push(c);
                at += 1;
            }
            let _ = writeln!(out, "{style:#}");
        }
    }

    /// Appends a text, wrapped and indented.
    fn put(&self, out: &mut String, indent: usize, style: Style, text: &str) {
        for line in self.wrapped(indent, &harmless(text)) {
            // Writing to a text cannot fail.
            let _ = writeln!(out, "{:indent$}{style}{line}{style:#}", "");
        }
    }

    fn wrapped<'t>(&self, indent: usize, text: &'t str) -> Vec<std::borrow::Cow<'t, str>> {
        let options = textwrap::Options::new(self.width.saturating_sub(indent).max(1))
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::wrap(text, options)
    }
}

/// A mark's style over that of its block.
fn over(base: Style, mark: Style) -> Style {
    let colour = mark.get_fg_color().or(base.get_fg_color());
    Style::new()
        .fg_color(colour)
        .effects(base.get_effects() | mark.get_effects())
}

fn joined<const N: usize>(facts: [Option<String>; N]) -> String {
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// An instant as people write it: "2019-02-20 07:45 +07:00".
fn shown(instant: &str) -> String {
    let (day, time) = instant.split_once('T').unwrap_or((instant, ""));
    let (minutes, rest) = time.split_at_checked(5).unwrap_or((time, ""));
    let zone = rest.find(['+', '-']).and_then(|zone| rest.get(zone..)).unwrap_or("");
    format!("{day} {minutes} {zone}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Block, FormatInfo, Person};
    use crate::intake::SkipReason;

    fn event() -> Outcome {
        Outcome::Event(Box::new(ArticleEvent {
            title: Some("Cầu mới\u{1b}[2J".into()),
            lead: Some("Ông An nói.".into()),
            format: FormatInfo {
                kind: "text",
                charset: "utf-8",
            },
            published_at: Some("2019-02-20T07:45:00+07:00".into()),
            body: vec![Block {
                text: "Sáng nay ông Trần Văn An cắt băng khánh thành cầu.".into(),
                start: 24,
                end: 75,
                ..Block::default()
            }],
            people: vec![Person {
                name: "Trần Văn An".into(),
                mentions: vec![[16, 18], [37, 48]],
                ..Person::default()
            }],
            ..ArticleEvent::default()
        }))
    }

    fn page(has_colour: bool, outcome: &Outcome) -> String {
        let mut out = Vec::new();
        Page::new(40, has_colour).outcome(outcome, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn fields_come_first_and_then_the_text() {
        assert_eq!(
            page(false, &event()),
            "Cầu mới [2J\n  language unknown · unsigned ·\n  published 2019-02-20 07:45 +07:00\n  text utf-8\n\n\
             people         Trần Văn An ×2\n\nÔng An nói.\n\nSáng nay ông Trần Văn An cắt băng khánh\nthành cầu.\n\n"
        );
    }

    #[test]
    fn names_are_in_their_colour_wherever_the_line_breaks() {
        let shown = page(true, &event());
        let green = Mark::Person.style();
        for piece in [
            format!("Ông {green}An{green:#} nói"),
            format!("{green}Trần Văn An{green:#} cắt"),
        ] {
            // The lead is in bold: its names are, too.
            let plain = piece.replace("Ông ", "").replace(" nói", "");
            assert!(shown.contains(&plain), "{shown:?}\n{plain:?}");
        }
        assert!(
            shown.contains("in the text:") && !shown.contains("\u{1b}[2J"),
            "{shown:?}"
        );
    }

    #[test]
    fn what_is_no_event_is_said_in_a_line() {
        assert_eq!(page(false, &Outcome::Tombstone), "tombstone\n\n");
        assert_eq!(page(false, &Outcome::Skipped(SkipReason::Empty)), "skipped: empty\n\n");
    }
}
