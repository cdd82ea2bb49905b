//! [`Forest`]: boosted symmetric trees.
//!
//! Every node of one level asks the same question, so that the answers are the bits of the leaf's number: all blocks of
//! a page go through a tree level by level without a branch, and a page takes some tens of microseconds. With little to
//! learn from, such trees also learn less by heart than free ones.

use super::matrix::Matrix;

/// One tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Feature and threshold of each level: the bit is set where the value is above.
    pub questions: Vec<(usize, f32)>,
    /// What each leaf adds, two to the power of the number of levels.
    pub leaves: Vec<f32>,
}

/// Trees whose answers add up to the logarithm of the odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// What is added to all.
    pub bias: f32,
    /// The trees.
    pub trees: Vec<Tree>,
}

impl Forest {
    /// The logarithm of the odds for each row.
    pub fn score(&self, matrix: &Matrix) -> Vec<f32> {
        let mut out = vec![self.bias; matrix.rows];
        let mut leaf = vec![0_u32; matrix.rows];
        for tree in &self.trees {
            tree.add(matrix, &mut leaf, &mut out);
        }
        out
    }

    /// Reads a forest as [`Forest::to_text`] writes it.
    ///
    /// # Errors
    ///
    /// The line that cannot be read.
    pub fn from_text(text: &str, names: &[&str]) -> Result<Self, String> {
        let mut forest = Forest::default();
        for line in text.lines() {
            let fault = || format!("not a line of a forest: {line}");
            if let Some(bias) = line.strip_prefix("bias ") {
                forest.bias = bias.parse().map_err(|_| fault())?;
                continue;
            }
            let (questions, leaves) = line.split_once(" => ").ok_or_else(fault)?;
            let mut tree = Tree::default();
            for question in questions.split(", ") {
                let (name, threshold) = question.split_once(" > ").ok_or_else(fault)?;
                let feature = names.iter().position(|n| *n == name).ok_or_else(fault)?;
                tree.questions.push((feature, threshold.parse().map_err(|_| fault())?));
            }
            for leaf in leaves.split(' ') {
                tree.leaves.push(leaf.parse().map_err(|_| fault())?);
            }
            if tree.leaves.len() != 1 << tree.questions.len() {
                return Err(fault());
            }
            forest.trees.push(tree);
        }
        Ok(forest)
    }

    /// The forest as text, a tree a line, features by name.
    pub fn to_text(&self, names: &[&str]) -> String {
        let mut out = format!("bias {}\n", self.bias);
        for tree in &self.trees {
            let questions: Vec<_> = tree
                .questions
                .iter()
                .map(|(feature, threshold)| format!("{} > {threshold}", names.get(*feature).unwrap_or(&"?")))
                .collect();
            let leaves: Vec<_> = tree.leaves.iter().map(f32::to_string).collect();
            out.push_str(&format!("{} => {}\n", questions.join(", "), leaves.join(" ")));
        }
        out
    }
}

impl Tree {
    /// Adds what the tree says of each row to `out`; `leaf` is room to work in, as long as `out`.
    pub fn add(&self, matrix: &Matrix, leaf: &mut [u32], out: &mut [f32]) {
        leaf.fill(0);
        for (level, (feature, threshold)) in self.questions.iter().enumerate() {
            for (leaf, value) in leaf.iter_mut().zip(matrix.column(*feature)) {
                *leaf |= u32::from(value > threshold) << level;
            }
        }
        for (out, leaf) in out.iter_mut().zip(leaf) {
            *out += self.leaves.get(*leaf as usize).copied().unwrap_or(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_is_read_as_it_was_written() {
        let forest = Forest {
            bias: -0.5,
            trees: vec![
                Tree {
                    questions: vec![(1, 0.25), (0, 3.0)],
                    leaves: vec![0.0, 1.0, 2.0, 3.5],
                },
                Tree {
                    questions: vec![(0, 1e-7)],
                    leaves: vec![-1.25, 0.1],
                },
            ],
        };
        let text = forest.to_text(&["a", "b"]);
        assert_eq!(Forest::from_text(&text, &["a", "b"]), Ok(forest.clone()));
        assert!(Forest::from_text(&text, &["a"]).is_err());
        let mut matrix = Matrix::new(2, 2);
        matrix.set(0, 0, 4.0);
        matrix.set(1, 1, 0.5);
        assert_eq!(forest.score(&matrix), [-0.5 + 2.0 + 0.1, -0.5 + 1.0 - 1.25]);
    }
}
