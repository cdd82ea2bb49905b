//! [`held_by_titles`]: organisations within positions.
//!
//! "Trưởng ban Dân vận Tỉnh ủy Nam Hà" holds the organisation "Ban Dân vận Tỉnh ủy Nam Hà": after "trưởng", "phó" or
//! "chánh" the name of a division follows, with a capital letter after its common noun, up to the end of the capitalised
//! words and of the organisation that it belongs to.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::names::{Mention, NameKind};
use super::super::people::syllable::{Token, keys, tokens};
use super::super::people::titles::{Class, titles};
use super::kind::head;

/// The ends of the words after which a division is named; memory search finds them faster than any reading of words.
const ENDINGS: [&str; 3] = ["rưởng ", "hó ", "hánh "];

/// So many other names are looked through.
const MOST: usize = 200;

/// A name has so many words at most.
const LONGEST: usize = 14;

struct Words {
    holders: Vec<u64>,
    divisions: Vec<u64>,
    levels: Vec<u64>,
    /// Pairs of words that may follow in small letters: "ban quản lý".
    manages: Vec<u64>,
    and: u64,
    of: u64,
    office: [u64; 2],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let key = |word| keys(word).next().unwrap_or_default();
    Words {
        holders: keys("trưởng phó chánh").collect(),
        divisions: keys("ban phòng khoa").collect(),
        levels: keys("tỉnh thành phố tp huyện quận xã phường thị").collect(),
        manages: keys("quản lý chỉ đạo điều hành").collect(),
        and: key("và"),
        of: key("thuộc"),
        office: [key("văn"), key("phòng")],
    }
});

/// The mentions, and the organisations that positions hold beside them: new ones, or longer ones in place of those that
/// they hold. The order of the text is kept, and a new one overlaps none. Where the division is named elsewhere anyway, and
/// the organisation that it belongs to is not, nothing changes, so that both come out.
pub fn held_by_titles(text: &str, mentions: &[Mention]) -> Vec<Mention> {
    let shared: Vec<Mention> = mentions.iter().map(|mention| owner(text, mentions, mention)).collect();
    let mentions = &shared[..];
    let mut held: Vec<Range<usize>> = ENDINGS
        .iter()
        .flat_map(|ending| {
            let found = memchr::memmem::find_iter(text.as_bytes(), ending);
            found.filter_map(|at| division(text, mentions, at + ending.len()))
        })
        .collect();
    held.sort_by_key(|span| span.start);
    let mut all = Vec::with_capacity(mentions.len() + held.len());
    let mut rest = mentions;
    for span in held {
        let before = rest.partition_point(|mention| mention.span.end <= span.start);
        let (passed, following) = rest.split_at(before);
        let within = following.iter().take_while(|mention| mention.span.start < span.end);
        let gives_way = |mention: &Mention| {
            span.start <= mention.span.start && mention.span.end <= span.end && mention.kind != NameKind::Person
        };
        let is_free = all.last().is_none_or(|last: &Mention| last.span.end <= span.start);
        let is_told = || {
            let swallowed = within.clone().filter(|mention| mention.kind == NameKind::Organisation);
            is_named(text, mentions, &span) && swallowed.clone().any(|held| !is_named(text, mentions, &held.span))
        };
        if !is_free || !within.clone().all(gives_way) || is_told() {
            continue;
        }
        all.extend_from_slice(passed);
        rest = following.get(within.count()..).unwrap_or_default();
        let kind = NameKind::Organisation;
        all.push(Mention { span, kind });
    }
    all.extend_from_slice(rest);
    all
}

/// The mention, or in place of a division that its holder's title holds the organisation that it belongs to: where the
/// division is named elsewhere anyway and that organisation is not.
fn owner(text: &str, mentions: &[Mention], mention: &Mention) -> Mention {
    let shorter = || {
        let first = Token::after(text, mention.span.start).filter(|first| !first.is_capital)?;
        let holder = Token::before(text, mention.span.start)?;
        if !WORDS.holders.contains(&holder.key) || !WORDS.divisions.contains(&first.key) {
            return None;
        }
        let words: Vec<Token> = tokens(text, mention.span.clone()).take(2 * LONGEST).collect();
        let keys: Vec<u64> = words.iter().map(|word| word.key).collect();
        let is_owner = |at: &usize| words.get(*at).is_some_and(|w| w.is_capital) && keys.get(*at..).map_or(0, head) > 0;
        let start = words.get((1..words.len()).find(is_owner)?)?.start;
        let span = start..mention.span.end;
        (is_named(text, mentions, &mention.span) && !is_named(text, mentions, &span)).then_some(span)
    };
    let span = match mention.kind {
        NameKind::Organisation => shorter(),
        NameKind::Person | NameKind::Place => None,
    };
    Mention {
        span: span.unwrap_or_else(|| mention.span.clone()),
        kind: mention.kind,
    }
}

/// Whether an organisation is named elsewhere by the same words.
fn is_named(text: &str, mentions: &[Mention], span: &Range<usize>) -> bool {
    let words = |span: &Range<usize>| tokens(text, span.clone()).map(|token| token.key);
    let others = mentions
        .iter()
        .filter(|mention| mention.kind == NameKind::Organisation && mention.span != *span);
    others.take(MOST).any(|mention| words(&mention.span).eq(words(span)))
}

/// The division that is named at `at`, if the word before it is a holder's.
fn division(text: &str, mentions: &[Mention], at: usize) -> Option<Range<usize>> {
    let holder = Token::before(text, at)?;
    let first = Token::after(text, at)?;
    if !WORDS.holders.contains(&holder.key) {
        return None;
    }
    let mut end = if WORDS.divisions.contains(&first.key) {
        first.end
    } else {
        let second = Token::after(text, first.end)?;
        ([first.key, second.key] == WORDS.office).then_some(second.end)?
    };
    let start = first.start;
    let manages: Vec<u64> = tokens(text, end..text.len()).take(2).map(|token| token.key).collect();
    let mut is_open = WORDS.manages.chunks(2).any(|pair| pair == manages);
    let near = mentions.partition_point(|mention| mention.span.end <= end);
    let mut following = mentions.iter().skip(near).peekable();
    // Where the name goes on, and where it would end: a level or "và" belongs to it only with what follows.
    let (mut goes_on, mut named) = (end, 0);
    for _ in 0..LONGEST {
        let Some(token) = Token::after(text, goes_on) else {
            break;
        };
        while following.next_if(|mention| mention.span.end <= token.start).is_some() {}
        match following.peek().filter(|mention| mention.span.start < token.end) {
            Some(mention) if mention.kind == NameKind::Person => break,
            Some(mention) => {
                (goes_on, end) = (mention.span.end, mention.span.end);
                named += 1;
                // The organisation that it belongs to ends it.
                if mention.kind == NameKind::Organisation {
                    break;
                }
                continue;
            }
            None => {}
        }
        let joins = token.key == WORDS.and || WORDS.levels.contains(&token.key) || token.sign == Some('-');
        if token.is_word() && token.is_capital && token.start > start {
            end = token.end;
            (named, is_open) = (named + 1, true);
        } else if !joins {
            // "Tuyên giáo", "Cảnh sát truy nã": the rest of a word, up to a verb or a sign.
            let goes_on = is_open && token.is_word() && token.key != WORDS.of && !ends_phrase(text, &token);
            if !goes_on {
                break;
            }
            end = token.end;
        }
        goes_on = token.end;
    }
    (named > 0).then_some(start..end)
}

/// Whether a verb, a function word or an honorific begins here.
fn ends_phrase(text: &str, token: &Token) -> bool {
    let words = tokens(text, token.start..text.len());
    let words = words.take_while(Token::is_word).map(|token| token.key);
    let phrase = titles().longest(words);
    phrase.is_some_and(|(_, class)| class.is(Class::STOP | Class::HONORIFIC | Class::OPENING) && !class.is(Class::PART))
}
