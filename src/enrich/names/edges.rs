//! [`settle`]: where a name really begins and ends.
//!
//! Labels stand on words, so what is written with signs, or with a generic word that is not part of the name, is put
//! right here: initials keep their full stop ("N.V.T."), places lose "TP." and their like.

use std::ops::Range;
use std::sync::LazyLock;

use super::NameKind;
use super::tokens::{Gap, Shape, Token, word_hash};

/// Beginnings of given names that stand for the whole: "N.T.Th."
const INITIALS: [&str; 12] = ["Ch", "Gi", "Kh", "Ng", "Nh", "Ph", "Qu", "Th", "Tr", "Jr", "Sr", "Đ"];

/// Words before a place's name that never belong to it.
const HEADS: &str = "tỉnh thành tp quận huyện thị tx xã phường trấn phố thôn ấp q";

static HEAD_HASHES: LazyLock<Vec<u64>> = LazyLock::new(|| HEADS.split(' ').map(word_hash).collect());

/// Words in small letters that no organisation's name has inside: a sentence goes on there. Of all names of organisations in
/// the annotated articles none has one.
const ENDS: &str = "đã đang sẽ vừa là với để khi vào nói cũng phải có đến đưa ra họp mời theo từ này đó nhằm nơi";

/// The same, of two words each.
const LONG_ENDS: &str = "ban hành,cho biết,triển khai,tiến hành,thực hiện,khẳng định,công bố,yêu cầu,đề nghị,phát hiện,\
    phối hợp,quyết định,thông báo,xác định,khởi tố,ủng hộ";

static END_HASHES: LazyLock<(Vec<u64>, Vec<[u64; 2]>)> = LazyLock::new(|| {
    let pair = |words: &str| {
        words
            .split_once(' ')
            .map(|(first, second)| [word_hash(first), word_hash(second)])
    };
    (
        ENDS.split(' ').map(word_hash).collect(),
        LONG_ENDS.split(',').filter_map(pair).collect(),
    )
});

/// Where the sentence goes on within words that were found to be an organisation.
fn goes_on(words: &[Token]) -> Option<usize> {
    let (short, long) = &*END_HASHES;
    let small = |token: &Token| token.shape == Shape::Small;
    (1..words.len()).find(|at| {
        let Some([first, rest @ ..]) = words.get(*at..) else {
            return false;
        };
        let pair = rest.first().filter(|second| small(second) && second.gap == Gap::Space);
        small(first)
            && (short.contains(&first.hash) || pair.is_some_and(|second| long.contains(&[first.hash, second.hash])))
    })
}

/// The span of a name in its text, of the words that were found to be it.
pub(super) fn settle(text: &str, words: &[Token], kind: NameKind) -> Option<Range<usize>> {
    let mut words = words;
    if kind == NameKind::Place {
        while let [first, second, ..] = words
            && !matches!(second.shape, Shape::Digits)
            && !(second.gap == Gap::Dot && second.shape == Shape::Upper)
            && is_head(first, second)
        {
            words = &words[1..];
        }
    }
    if kind == NameKind::Organisation
        && let Some(end) = goes_on(words)
    {
        words = words.get(..end)?;
    }
    let (first, last) = (words.first()?, words.last()?);
    let start = first.start as usize;
    let mut end = last.end as usize;
    if kind != NameKind::Place && last.shape.is_capital() && text.as_bytes().get(end) == Some(&b'.') {
        let word = text.get(last.start as usize..end)?;
        // A sentence that ends with a name has its own full stop.
        let initials = words.len() == 1 || text.get(start..end)?.contains('.') || !word.is_ascii() || word.len() == 1;
        if (last.shape == Shape::Single || INITIALS.contains(&word)) && initials {
            end += 1;
        }
    }
    Some(start..end)
}

fn is_head(word: &Token, next: &Token) -> bool {
    // "Thành phố Huế" opens a sentence, "Thành Công" is a name.
    let is_name =
        word.shape.is_capital() && word.shape != Shape::Upper && next.shape != Shape::Small && next.gap != Gap::Dot;
    !is_name && HEAD_HASHES.contains(&word.hash)
}
