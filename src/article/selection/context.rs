//! What the first forest says of the blocks around a block: a paragraph among paragraphs, a link among links.

use super::features::{self, ByHash};
use super::matrix::Matrix;
use crate::page::layout::Layout;

/// The names of these features, in the order of the columns.
pub const NAMES: [&str; 25] = [
    "own",
    "own_l1",
    "own_l2",
    "own_l3",
    "own_r1",
    "own_r2",
    "own_r3",
    "own_b0",
    "own_b1",
    "own_b2",
    "own_b3",
    "share_b0",
    "share_b1",
    "share_b2",
    "share_b3",
    "own_alike",
    "body_before",
    "body_after",
    "body_total",
    "to_body_before",
    "to_body_after",
    "text_to_body_before",
    "text_to_body_after",
    "body_around",
    "share_alike",
];

/// Fills the columns from `first` on from the scores of the first forest.
pub fn fill(layout: &Layout, scores: &[f32], matrix: &mut Matrix, first: usize) {
    let count = layout.pieces.len();
    let chance: Vec<f32> = scores.iter().map(|s| 1.0 / (1.0 + (-s).exp())).collect();
    let length = |at: usize| layout.pieces[at].length;
    // Text and likely body of each box, with the block itself.
    let mut boxes = vec![(0.0_f32, 0.0_f32); layout.places.len()];
    let mut alike: ByHash<(f32, f32)> = ByHash::default();
    let mut total = 0.0;
    for (piece, chance) in layout.pieces.iter().zip(&chance) {
        let place = piece.place as usize;
        let mass = chance * piece.length;
        boxes[place].0 += piece.length;
        boxes[place].1 += mass;
        let same = alike.entry(features::pair(layout, place)).or_default();
        same.0 += piece.length;
        same.1 += mass;
        total += mass;
    }
    for at in (1..boxes.len()).rev() {
        let parent = layout.places[at].parent as usize;
        if parent < at {
            let (text, mass) = boxes[at];
            boxes[parent].0 += text;
            boxes[parent].1 += mass;
        }
    }
    let total = total.max(1.0);
    // Blocks and text since the last, and until the next block that is surely body.
    let sure = |at: usize| chance[at] > 0.6 && length(at) > 60.0;
    let distances = |order: &mut dyn Iterator<Item = usize>| {
        let mut out = vec![(200.0_f32, 20_000.0_f32); count];
        let (mut blocks, mut text) = (200.0_f32, 20_000.0_f32);
        for at in order {
            out[at] = (blocks, text);
            if sure(at) {
                (blocks, text) = (0.0, 0.0);
            } else {
                blocks += 1.0;
                text += length(at);
            }
        }
        out
    };
    let back = distances(&mut (0..count));
    let ahead = distances(&mut (0..count).rev());
    let mut before = 0.0;
    for at in 0..count {
        let piece = &layout.pieces[at];
        let mass = chance[at] * piece.length;
        let mut column = first;
        let mut put = |value: f32| {
            matrix.set(at, column, value);
            column += 1;
        };
        put(chance[at]);
        for step in [-1_isize, -2, -3, 1, 2, 3] {
            put(at
                .checked_add_signed(step)
                .and_then(|n| chance.get(n))
                .copied()
                .unwrap_or(-0.5));
        }
        let mut shares = [0.0; 4];
        let mut place = piece.place as usize;
        for share in &mut shares {
            let (text, body) = boxes[place];
            // Without the block itself: what it is alone is known.
            put(if text > piece.length + 1.0 {
                (body - mass) / (text - piece.length)
            } else {
                -0.5
            });
            *share = body / total;
            place = layout.places[place].parent as usize;
        }
        shares.into_iter().for_each(&mut put);
        let same = alike
            .get(&features::pair(layout, piece.place as usize))
            .copied()
            .unwrap_or_default();
        put(if same.0 > piece.length + 1.0 {
            (same.1 - mass) / (same.0 - piece.length)
        } else {
            -0.5
        });
        put(before / total);
        put((total - before - mass) / total);
        put(total);
        put(back[at].0);
        put(ahead[at].0);
        put(back[at].1);
        put(ahead[at].1);
        put(back[at].1.max(ahead[at].1));
        put(same.1 / total);
        before += mass;
    }
}
