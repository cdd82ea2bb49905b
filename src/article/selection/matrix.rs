//! [`Matrix`]: what is known of the blocks of a page, as numbers.

/// Numbers by feature and block: all blocks of a feature lie together, so that a tree looks at them in one go.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Number of blocks.
    pub rows: usize,
    /// Number of features.
    pub columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// Zeros.
    pub fn new(rows: usize, columns: usize) -> Self {
        Matrix {
            rows,
            columns,
            values: vec![0.0; rows * columns],
        }
    }

    /// All blocks of a feature.
    pub fn column(&self, column: usize) -> &[f32] {
        let from = column * self.rows;
        self.values.get(from..from + self.rows).unwrap_or_default()
    }

    /// All blocks of a feature, to be filled.
    pub fn column_mut(&mut self, column: usize) -> &mut [f32] {
        let from = column * self.rows;
        self.values.get_mut(from..from + self.rows).unwrap_or_default()
    }

    /// Sets one number.
    pub fn set(&mut self, row: usize, column: usize, value: f32) {
        if let Some(slot) = self.values.get_mut(column * self.rows + row) {
            *slot = value;
        }
    }
}
