//! Which blocks of a page are the body.
//!
//! Evidence is weighed by two small forests ([`trees`]) that were trained on pages whose body is known
//! (`lexicon/selection.txt`; `training/selection.rs` makes it): the first looks at each block with the boxes around it,
//! the second also at what the first said of the blocks near by.

pub mod context;
pub mod features;
pub mod matrix;
mod prompts;
pub mod trees;

use std::sync::LazyLock;

use crate::page::layout::Layout;
use crate::page::{Page, Source};
use matrix::Matrix;
use trees::Forest;

/// The two forests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Looks at a block by itself.
    pub first: Forest,
    /// Looks at what the first says of its neighbours, too.
    pub second: Forest,
}

impl Model {
    /// The model that is compiled in.
    pub fn get() -> &'static Model {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            // A test holds the file to be sound; without it nothing would be body.
            Model::from_text(include_str!("../../../lexicon/selection.txt")).unwrap_or_default()
        });
        &MODEL
    }

    /// Reads a model: comments, the first forest, a line `--`, the second.
    ///
    /// # Errors
    ///
    /// The line that cannot be read.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let names = names();
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
        let middle = lines.iter().position(|l| *l == "--").unwrap_or(lines.len());
        let second = lines.get(middle + 1..).unwrap_or_default();
        Ok(Model {
            first: Forest::from_text(&lines[..middle].join("\n"), &names)?,
            second: Forest::from_text(&second.join("\n"), &names)?,
        })
    }

    /// The logarithm of the odds that a block is body, for each block of a page; `titles` are what its metadata calls it.
    pub fn score(&self, layout: &Layout, titles: &[&str]) -> Vec<f32> {
        let mut matrix = matrix(layout, titles);
        let first = self.first.score(&matrix);
        context::fill(layout, &first, &mut matrix, features::names_len());
        self.second.score(&matrix)
    }
}

/// What the metadata of a page calls it: the candidates that the features compare the blocks with.
pub fn titles<'a>(page: &'a Page<'_>) -> Vec<&'a str> {
    let named = page
        .titles
        .iter()
        .filter(|c| matches!(c.source, Source::TitleElement | Source::OgTitle | Source::TwitterTitle));
    named.map(|c| c.value.as_ref()).collect()
}

/// The names of all features, those of the second forest last.
pub fn names() -> Vec<&'static str> {
    let mut names = features::names();
    names.extend(context::NAMES);
    names
}

/// The features of all blocks, the columns of the second forest still empty.
pub fn matrix(layout: &Layout, titles: &[&str]) -> Matrix {
    features::matrix(layout, titles, context::NAMES.len())
}
