//! [`Text`]: the one text of an event, in which every `start` and `end` counts.

use crate::article::Article;

/// Title, lead and body joined with newlines, and where each block of the body lies in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text itself.
    pub text: String,
    /// For each block of the body its start and end, in Unicode code points.
    pub body: Vec<[u32; 2]>,
    /// Length of the text in Unicode code points.
    pub characters: u32,
}

impl Text {
    /// Joins what an article says. The title begins at 0; without a title the lead does, without both the body.
    pub fn of(article: &Article<'_>) -> Self {
        let head = [article.title.as_deref(), article.lead.as_deref()].map(|t| t.filter(|t| !t.is_empty()));
        let bytes = head.iter().flatten().map(|t| t.len() + 1).sum::<usize>()
            + article.body.iter().map(|b| b.text.len() + 1).sum::<usize>();
        let mut joined = Text {
            text: String::with_capacity(bytes),
            body: Vec::with_capacity(article.body.len()),
            characters: 0,
        };
        for part in head.into_iter().flatten() {
            joined.append(part);
        }
        for block in &article.body {
            let span = joined.append(&block.text);
            joined.body.push(span);
        }
        joined
    }

    fn append(&mut self, part: &str) -> [u32; 2] {
        if !self.text.is_empty() {
            self.text.push('\n');
            self.characters += 1;
        }
        let start = self.characters;
        self.text.push_str(part);
        self.characters += part.chars().count() as u32;
        [start, self.characters]
    }
}
