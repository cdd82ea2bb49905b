//! [`Marks`]: which words of the text are what, so that they can be shown in their colours.
//!
//! A quotation holds names and numbers, and an organisation's name a number at times: each character has the colour of
//! the innermost thing that it belongs to, and what is quoted is in italics beside that.

use anstyle::{AnsiColor, Style};

use crate::event::ArticleEvent;

/// What a piece of the text was understood as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Person,
    Organisation,
    Place,
    Quantity,
    Date,
    Quote,
}

impl Mark {
    /// All of them, in the order of the legend.
    pub const ALL: [Mark; 6] = [
        Mark::Person,
        Mark::Organisation,
        Mark::Place,
        Mark::Quantity,
        Mark::Date,
        Mark::Quote,
    ];

    /// What the legend calls it.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Person => "person",
            Mark::Organisation => "organisation",
            Mark::Place => "place",
            Mark::Quantity => "number",
            Mark::Date => "date",
            Mark::Quote => "quote",
        }
    }

    /// How it is shown. The colours are the eight that every terminal has, in those shades that are read on dark and on
    /// light ground alike.
    pub fn style(self) -> Style {
        match self {
            Mark::Person => AnsiColor::Green.on_default().bold(),
            Mark::Organisation => AnsiColor::Blue.on_default().bold(),
            Mark::Place => AnsiColor::Cyan.on_default().bold(),
            Mark::Quantity => AnsiColor::Yellow.on_default(),
            Mark::Date => AnsiColor::Magenta.on_default(),
            Mark::Quote => Style::new().italic(),
        }
    }
}

/// The marked pieces of an event's text, in code points.
pub struct Marks {
    /// What is marked in colour, apart from each other, in order.
    coloured: Vec<([u32; 2], Mark)>,
    /// What is quoted.
    quoted: Vec<[u32; 2]>,
}

impl Marks {
    /// All that an event has marked.
    pub fn of(event: &ArticleEvent) -> Self {
        let mut coloured: Vec<([u32; 2], Mark)> = Vec::new();
        let mentions = |mark, lists: Vec<&[[u32; 2]]>| {
            let spans = lists.into_iter().flatten();
            spans.map(move |span| (*span, mark)).collect::<Vec<_>>()
        };
        coloured.extend(mentions(
            Mark::Person,
            event.people.iter().map(|it| it.mentions.as_slice()).collect(),
        ));
        coloured.extend(mentions(
            Mark::Organisation,
            event.organisations.iter().map(|it| it.mentions.as_slice()).collect(),
        ));
        coloured.extend(mentions(
            Mark::Place,
            event.places.iter().map(|it| it.mentions.as_slice()).collect(),
        ));
        coloured.extend(event.quantities.iter().map(|it| ([it.start, it.end], Mark::Quantity)));
        coloured.extend(event.dates.iter().map(|it| ([it.start, it.end], Mark::Date)));
        // The longer one wins where two overlap, the earlier in the list where they are the same.
        coloured.sort_by_key(|([start, end], _)| (*start, std::cmp::Reverse(*end)));
        let mut seen = 0;
        coloured.retain(|([start, end], _)| {
            let apart = *start >= seen && start < end;
            if apart {
                seen = *end;
            }
            apart
        });
        let quoted = event.quotes.iter().map(|it| [it.start, it.end]).collect();
        Marks { coloured, quoted }
    }

    /// Whether nothing of a kind is marked.
    pub fn lack(&self, mark: Mark) -> bool {
        match mark {
            Mark::Quote => self.quoted.is_empty(),
            _ => self.coloured.iter().all(|(_, other)| *other != mark),
        }
    }

    /// How the character at a code point is shown.
    pub fn style_at(&self, at: u32) -> Style {
        let next = self.coloured.partition_point(|([start, _], _)| *start <= at);
        let inner = next.checked_sub(1).and_then(|last| self.coloured.get(last));
        let colour = inner
            .filter(|([_, end], _)| at < *end)
            .map_or(Style::new(), |(_, mark)| mark.style());
        match self.quoted.iter().any(|[start, end]| (*start..*end).contains(&at)) {
            true => colour.italic(),
            false => colour,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Organisation, Place, Quote};

    #[test]
    fn the_outer_of_two_names_wins_and_quotes_lie_over_all() {
        let event = ArticleEvent {
            organisations: vec![Organisation {
                mentions: vec![[2, 8]],
                ..Organisation::default()
            }],
            places: vec![Place {
                mentions: vec![[5, 8], [10, 12]],
                ..Place::default()
            }],
            quotes: vec![Quote {
                start: 7,
                end: 11,
                ..Quote::default()
            }],
            ..ArticleEvent::default()
        };
        let marks = Marks::of(&event);
        for (at, style) in [
            (1, Style::new()),
            (2, Mark::Organisation.style()),
            (6, Mark::Organisation.style()),
            (7, Mark::Organisation.style().italic()),
            (8, Style::new().italic()),
            (10, Mark::Place.style().italic()),
            (11, Mark::Place.style()),
            (12, Style::new()),
        ] {
            assert_eq!(marks.style_at(at), style, "{at}");
        }
        assert!(marks.lack(Mark::Person) && !marks.lack(Mark::Quote) && !marks.lack(Mark::Place));
    }
}
