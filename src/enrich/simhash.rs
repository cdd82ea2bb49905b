//! [`simhash`]: 64 bits that stay nearly the same when a text is changed a little.
//!
//! A text is cut into features, each with a 64-bit hash; bit *n* of the simhash is what bit *n* of most of them is.
//! Near-duplicates differ in few bits. What a feature is depends on how far into the text it stands:
//!
//! - The first 64 words count one by one, but for the commonest, which tell nothing. A feed's item is hardly longer, and
//!   its next revision keeps the words, not their order.
//! - From there on each run of three words (shingle) counts: two long texts share many words, but hardly any run.
//!
//! Of the revisions of feed items 96 % lie within 18 bits, where one in 1,100 unrelated pairs does, too; shingles
//! alone find 86 % there (`benches/README.md` has the curve). The numbers are published, so nothing here may change
//! within v1.

use std::sync::LazyLock;

use super::words::words;

/// Odd constants with bits spread well (of wyhash and of the golden ratio).
const A: u64 = 0xA076_1D64_78BD_642F;
const B: u64 = 0xE703_7ED1_A0B4_28DB;
const C: u64 = 0x9E37_79B9_7F4A_7C15;

/// So many words at the beginning count one by one.
const SINGLE: u32 = 64;

/// The commonest syllables of Vietnamese news and words of English ones: they stand in every text.
const COMMON: &str = "và của có trong cho với được là các đã một không này khi để đó người ra tại trên vào theo từ đến về \
    ngày ở cũng hiện những nhiều thể sau đầu việc như bị chỉ làm năm sẽ sự trước số đồng biết lại định thành động quan \
    thời điều còn cơ hơn gia chính nhân đây nhất nhà phải mới do thông trường nhưng nhận cùng qua hợp hành đang bộ đi \
    tiếp thực lý lên cả cao vì khác nên mà rất ông bà công tin nước the of and a to in that is was for on it with as at \
    by be from he his has have had this are an or not but they their which were will would been said its who after";

/// The hashes of the commonest words, sorted.
static COMMON_HASHES: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let words = COMMON.split_ascii_whitespace();
    let mut hashes: Vec<_> = words.map(|word| word_hash(word.as_bytes(), 0, word.len())).collect();
    hashes.sort_unstable();
    hashes
});

/// The simhash of a folded text; 0 for one without words.
pub fn simhash(folded: &[u8]) -> u64 {
    let mut votes = Votes::default();
    let (mut before, mut last) = (0, 0);
    let mut seen = 0u32;
    for word in words(folded) {
        let hash = word_hash(folded, word.start, word.end);
        if seen >= SINGLE {
            votes.add(shingle(before, last, hash));
        } else if COMMON_HASHES.binary_search(&hash).is_err() {
            votes.add(mix(hash ^ C, B));
        }
        (before, last) = (last, hash);
        seen = seen.saturating_add(1);
    }
    match (seen, votes.is_empty()) {
        (0, _) => 0,
        // Nothing but the commonest words: the last of them count as one feature.
        (_, true) => shingle(0, before, last),
        (_, false) => votes.majority(),
    }
}

/// A word's hash: eight bytes at a time, the usual word is done at once.
#[inline]
fn word_hash(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let mut hash = length as u64;
    let mut at = start;
    while end - at > 8 {
        hash = mix(hash ^ load(text, at), A);
        at += 8;
    }
    let used = 8 * (end - at) as u32;
    mix(hash ^ (load(text, at) & (u64::MAX >> (64 - used))), B)
}

/// Eight bytes from `at` on, those beyond the end as zeros.
#[inline]
fn load(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8) {
        Some(bytes) => u64::from_le_bytes(bytes.try_into().unwrap_or_default()),
        None => text
            .iter()
            .skip(at)
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    }
}

#[inline]
fn shingle(a: u64, b: u64, c: u64) -> u64 {
    mix(a ^ C, b.rotate_left(21) ^ c.rotate_left(42) ^ A)
}

/// Both halves of the product, folded: every bit of the result depends on every bit of both.
#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// 64 counters, one for each bit, counted in parallel: plane *k* holds digit *k* of all of them.
///
/// Adding a hash to 64 counters one by one would take 64 steps. In planes, three hashes add up to two in five
/// operations (a full adder), so a block of seven costs little more than one ripple through the planes.
#[derive(Default)]
struct Votes {
    block: [u64; 7],
    filled: usize,
    planes: [u64; 32],
    total: u32,
}

impl Votes {
    #[inline]
    fn add(&mut self, hash: u64) {
        self.block[self.filled] = hash;
        self.filled += 1;
        if self.filled == self.block.len() {
            self.flush();
        }
    }

    fn is_empty(&self) -> bool {
        self.filled == 0 && self.total == 0
    }

    /// Adds the block to the planes. Unused places hold 0 and so vote for nothing.
    fn flush(&mut self) {
        self.total = self.total.saturating_add(self.filled as u32);
        let [a, b, c, d, e, f, g] = std::mem::take(&mut self.block);
        self.filled = 0;
        let (one, two_a) = full_adder(a, b, c);
        let (one, two_b) = full_adder(one, d, e);
        let (one, two_c) = full_adder(one, f, g);
        let (two, four) = full_adder(two_a, two_b, two_c);
        for (from, bits) in [(0, one), (1, two), (2, four)] {
            let mut carry = bits;
            for plane in self.planes.iter_mut().skip(from) {
                if carry == 0 {
                    break;
                }
                let sum = *plane ^ carry;
                carry &= *plane;
                *plane = sum;
            }
        }
    }

    /// The bits that more than half of the hashes have.
    fn majority(mut self) -> u64 {
        self.flush();
        let half = self.total / 2;
        // Compares all 64 counters with half at once, from the highest digit down.
        let (mut greater, mut equal) = (0, u64::MAX);
        for (digit, plane) in self.planes.iter().enumerate().rev() {
            if half >> digit & 1 == 0 {
                greater |= equal & plane;
                equal &= !plane;
            } else {
                equal &= plane;
            }
        }
        greater
    }
}

/// Sum and carry of three bits, 64 times over.
#[inline]
fn full_adder(a: u64, b: u64, c: u64) -> (u64, u64) {
    let half = a ^ b;
    (half ^ c, (a & b) | (half & c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, bit by bit.
    fn slowly(hashes: &[u64]) -> u64 {
        (0..64)
            .filter(|bit| hashes.iter().filter(|h| *h >> bit & 1 == 1).count() > hashes.len() / 2)
            .fold(0, |sum, bit| sum | 1 << bit)
    }

    const STORY: &str = "sáng nay thành phố khai trương cây cầu mới bắc qua sông sau hai năm thi công với tổng vốn hơn \
        chín trăm tỷ đồng người dân hai bên bờ đã chờ đợi công trình này từ lâu và mong nó giúp việc đi lại thuận tiện hơn";

    #[test]
    fn near_duplicates_are_near_and_others_are_far() {
        let story = simhash(STORY.as_bytes());
        let edited = simhash(STORY.replace("chín trăm", "tám trăm").as_bytes());
        let other = simhash(
            "giá cà phê tại các tỉnh tây nguyên hôm nay tăng nhẹ so với tuần trước do nguồn cung từ nước ngoài giảm và nhu \
             cầu của các nhà rang xay trong nước vẫn còn ở mức cao theo nhận định của nhiều doanh nghiệp xuất khẩu"
                .as_bytes(),
        );
        assert!((story ^ edited).count_ones() <= 12, "{}", (story ^ edited).count_ones());
        assert!((story ^ other).count_ones() >= 20, "{}", (story ^ other).count_ones());
    }

    #[test]
    fn the_published_numbers_stay() {
        let long = [STORY; 3].join(" ");
        let found =
            ["", "một", "một hai", "cầu mới", STORY, &long].map(|text| format!("{:016x}", simhash(text.as_bytes())));
        assert_eq!(
            found,
            [
                "0000000000000000",
                "01226cb6e188ddbf",
                "04b04cafa8eb3afb",
                "db47ad62ea2da0dd",
                "5c142c3ba0cbb4df",
                "dc50846b08cbb699"
            ]
        );
    }

    #[test]
    fn beyond_the_beginning_the_order_of_words_counts() {
        let story: Vec<_> = STORY.split(' ').collect();
        let beginning = [STORY, STORY].join(" ");
        let turned: Vec<_> = story.iter().rev().copied().collect();
        let distance = |a: &str, b: &str| (simhash(a.as_bytes()) ^ simhash(b.as_bytes())).count_ones();
        assert_eq!(distance(STORY, &turned.join(" ")), 0);
        let (long, turned) = (beginning.clone() + " " + STORY, beginning + " " + &turned.join(" "));
        assert!(distance(&long, &turned) > 4, "{}", distance(&long, &turned));
    }

    proptest! {
        #[test]
        fn votes_are_counted_right(hashes in prop::collection::vec(any::<u64>(), 1..200)) {
            let mut votes = Votes::default();
            hashes.iter().for_each(|h| votes.add(*h));
            prop_assert_eq!(votes.majority(), slowly(&hashes));
        }

        #[test]
        fn a_words_hash_does_not_depend_on_what_follows(word in "[a-zà-ỹ]{1,30}", rest in "[ -~]{0,20}") {
            let text = format!("{word} {rest}");
            prop_assert_eq!(
                word_hash(word.as_bytes(), 0, word.len()),
                word_hash(text.as_bytes(), 0, word.len())
            );
        }
    }
}
