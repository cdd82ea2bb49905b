//! Names in other languages of Latin script, by rule alone: what stands in capitals and is known, or shows by a word
//! beside it what it is. Where nothing speaks for a name, nothing is said.
//!
//! A run of words with capitals is a person after a form of address or a title ("President", "Frau"), or beside a verb
//! of saying; an organisation where it begins or ends with a word for one ("Ministry", "GmbH"); and what the lexicon has
//! it as. What is so found once holds in the whole text, and a person's last name is that person.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lexicon::{Lexicon, known};
use super::tokens::{Gap, Shape, Token, joined, tokens, word_hash};
use super::{Mention, NameKind};

/// Languages in which names are looked for so.
const LANGUAGES: [&str; 22] = [
    "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "ms", "nb", "nl", "no", "pl", "pt",
    "ro", "sv", "tl",
];

/// Whether names are looked for in a language.
pub fn is_spoken(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or(language);
    LANGUAGES.binary_search(&primary).is_ok()
}

/// Before a person's name, in small letters.
const TITLES: &str = "mr mrs ms miss dr prof professor sir lady lord dame president vice-president premier chancellor \
    minister secretary senator sen rep representative congressman congresswoman gov governor mayor judge justice \
    king queen prince princess pope cardinal bishop archbishop rabbi imam general colonel captain sergeant officer \
    detective inspector coach manager ceo chairman chairwoman spokesman spokeswoman spokesperson director ambassador \
    m mme mlle monsieur madame président présidente ministre maire herr frau präsident präsidentin kanzler kanzlerin \
    ministerin minister bürgermeister señor señora sr sra don doña presidente presidenta ministro ministra alcalde \
    signor signora onorevole senhor senhora deputado heer mevrouw koning koningin prins prinses statsminister \
    statsråd minister bapak ibu presiden menteri";

/// An organisation's name begins or ends with one of these.
const BODIES: &str = "inc ltd llc plc corp corporation company co group holdings bank university college institute \
    ministry department agency committee commission council association federation union party court police hospital \
    school foundation authority bureau office organization organisation society club academy museum parliament senate \
    congress assembly gmbh ag se spa nv bv ab asa oyj universität hochschule ministerium bundestag bundesrat \
    bundesministerium polizei partei université ministère banque parti assemblée universidad ministerio banco partido \
    universita università ministero banca partito universidade ministério universiteit ministerie universitet \
    kementerian universitas partai polisi";

/// Who stands beside one of these has said something.
const SAYING: &str = "said says told added according tweeted argued warned explained sagte sagt erklärte dit déclaré \
    affirmé expliqué dijo afirmó declaró explicó disse ha sa säger zei zegt kata ujar";

/// Words inside of names in small letters.
const INSIDE: &str = "of de del della di da do dos das van von der den la le du des al el bin ibn y e";

/// What opens a sentence and is no name.
const OPENERS: &str = "the a an in on at by for from with to of as but and or if when while after before he she it we \
    they i you his her its their this that these those there what who how why no not yes so then now today yesterday \
    der die das ein eine im am und aber er sie es wir le la les un une dans mais il elle el los las una en pero il lo \
    gli nel ma o os as um uma no na mas de het een en maar";

fn set(words: &str) -> HashSet<u64> {
    words.split_whitespace().map(word_hash).collect()
}

struct Words {
    titles: HashSet<u64>,
    bodies: HashSet<u64>,
    saying: HashSet<u64>,
    inside: HashSet<u64>,
    openers: HashSet<u64>,
}

static WORDS: std::sync::LazyLock<Words> = std::sync::LazyLock::new(|| Words {
    titles: set(TITLES),
    bodies: set(BODIES),
    saying: set(SAYING),
    inside: set(INSIDE),
    openers: set(OPENERS),
});

/// The names in a text, in its order.
pub fn mentions(text: &str, lexicon: &Lexicon) -> Vec<Mention> {
    let tokens = tokens(text);
    let runs = runs(&tokens);
    let mut kinds: Vec<Option<NameKind>> = Vec::with_capacity(runs.len());
    let mut sure: HashMap<u64, NameKind> = HashMap::new();
    let mut cut: Vec<Range<usize>> = Vec::with_capacity(runs.len());
    for run in runs {
        let (run, kind) = decide(&tokens, run, lexicon);
        if let Some(kind) = kind {
            sure.entry(whole(&tokens, &run)).or_insert(kind);
            if kind == NameKind::Person && run.len() > 1 {
                sure.entry(whole(&tokens, &(run.end - 1..run.end))).or_insert(kind);
            }
        }
        kinds.push(kind);
        cut.push(run);
    }
    let found = cut.iter().zip(kinds).filter_map(|(run, kind)| {
        let kind = kind.or_else(|| sure.get(&whole(&tokens, run)).copied())?;
        let (first, last) = (tokens.get(run.start)?, tokens.get(run.end.checked_sub(1)?)?);
        Some(Mention {
            span: first.start as usize..last.end as usize,
            kind,
        })
    });
    found.collect()
}

fn whole(tokens: &[Token], run: &Range<usize>) -> u64 {
    tokens
        .get(run.clone())
        .unwrap_or_default()
        .iter()
        .fold(0, |h, t| joined(h, t.hash))
}

/// Words with capitals that stand together.
fn runs(tokens: &[Token]) -> Vec<Range<usize>> {
    /// Longer ones are headings.
    const LONGEST: usize = 8;
    let is_name = |t: &Token| t.shape.is_capital();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_name(&tokens[at]) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while let Some(next) = tokens.get(at) {
            if !next.gap.is_joint() {
                break;
            }
            if is_name(next) {
                at += 1;
                continue;
            }
            let goes_on = |ahead: usize| tokens.get(at + ahead).is_some_and(|t| is_name(t) && t.gap.is_joint());
            let small = |t: &Token| WORDS.inside.contains(&t.hash);
            if small(next) && goes_on(1) {
                at += 2;
            } else if small(next) && tokens.get(at + 1).is_some_and(small) && goes_on(2) {
                at += 3;
            } else {
                break;
            }
        }
        if at - start <= LONGEST {
            runs.push(start..at);
        }
    }
    runs
}

/// What a run is, and the run without the words that are not the name.
fn decide(tokens: &[Token], mut run: Range<usize>, lexicon: &Lexicon) -> (Range<usize>, Option<NameKind>) {
    let words = &*WORDS;
    let hash = |at: usize| tokens.get(at).map_or(0, |t| t.hash);
    let starts = tokens
        .get(run.start)
        .is_some_and(|t| t.gap.is_start() || t.opened || t.gap == Gap::Quote);
    if starts && run.len() > 1 && words.openers.contains(&hash(run.start)) {
        run.start += 1;
    }
    let mut titled = run.start > 0 && words.titles.contains(&hash(run.start - 1)) && !is_apart(tokens, run.start);
    while run.len() > 1 && words.titles.contains(&hash(run.start)) {
        run.start += 1;
        titled = true;
    }
    let body = |at: usize| words.bodies.contains(&hash(at));
    if run.len() > 1 && (body(run.start) || body(run.end - 1)) {
        return (run, Some(NameKind::Organisation));
    }
    let flags = lexicon.get(whole(tokens, &run));
    let listed = if flags & known::OTHER != 0 {
        return (run, None);
    } else if flags & (known::COUNTRY | known::CITY) != 0 {
        Some(NameKind::Place)
    } else if flags & known::ORGANISATION != 0 {
        Some(NameKind::Organisation)
    } else if flags & known::PERSON != 0 {
        Some(NameKind::Person)
    } else {
        None
    };
    if titled && (listed.is_none() || listed == Some(NameKind::Person)) && looks_personal(tokens, &run) {
        return (run, Some(NameKind::Person));
    }
    if listed.is_some() {
        return (run, listed);
    }
    let says = (run.end < tokens.len() && words.saying.contains(&hash(run.end)) && !is_apart(tokens, run.end))
        || (run.start > 0 && words.saying.contains(&hash(run.start - 1)) && !is_apart(tokens, run.start));
    let two = (2..=4).contains(&run.len()) && looks_personal(tokens, &run);
    (run, (says && two).then_some(NameKind::Person))
}

/// Whether something stands between a word and the one before.
fn is_apart(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|t| !matches!(t.gap, Gap::Space | Gap::Dot))
}

fn looks_personal(tokens: &[Token], run: &Range<usize>) -> bool {
    tokens
        .get(run.clone())
        .unwrap_or_default()
        .iter()
        .all(|t| matches!(t.shape, Shape::Title | Shape::Single | Shape::Mixed | Shape::Small))
}

#[cfg(test)]
mod tests {
    use super::super::cues;
    use super::*;

    #[test]
    fn names_of_other_languages_by_rule() {
        use NameKind::{Organisation, Person, Place};
        let lexicon = cues::lexicon();
        for (text, expected) in [
            (
                "President Anna Holt met Mr. Reed in Paris. Holt left.",
                vec![
                    ("Anna Holt", Person),
                    ("Reed", Person),
                    ("Paris", Place),
                    ("Holt", Person),
                ],
            ),
            (
                "The Ministry of Health and Orbital Systems Inc signed.",
                vec![
                    ("Ministry of Health", Organisation),
                    ("Orbital Systems Inc", Organisation),
                ],
            ),
            (
                "\"We wait,\" said Jane van der Berg.",
                vec![("Jane van der Berg", Person)],
            ),
            (
                "Frau Lindner und Herr Otto Kern sprachen.",
                vec![("Lindner", Person), ("Otto Kern", Person)],
            ),
            ("The Green Door opened. Nothing Else Matters.", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<_> = mentions(text, &lexicon)
                .into_iter()
                .map(|m| (&text[m.span], m.kind))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn languages_are_sorted() {
        assert!(LANGUAGES.is_sorted());
        assert!(is_spoken("en-GB") && !is_spoken("ja") && !is_spoken("vi"));
    }
}
