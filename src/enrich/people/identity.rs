//! [`group`]: which mentions name the same person.
//!
//! A text gives a name in full once and then a part of it: Vietnamese names by the given name ("Lê Thị Thu Hà", "bà
//! Hà"), Western ones by the surname ("John Smith", "Smith"), both at the end; East Asian ones by the surname at the
//! beginning ("Park Ji-won", "Park"). So a name that is the end of a longer one of the text is taken for that person, or,
//! if it is one word and no Vietnamese surname, one that is its beginning. Of several the one mentioned last counts,
//! among those whom the honorific does not make the wrong sex; of a family
//! with one surname the one named most. Two names of which neither is a part of the other are two
//! people, always.

use std::ops::Range;
use std::sync::LazyLock;

use super::phrase::honorific;
use super::phrases::ByKey;
use super::syllable::{Token, keys, mix, tokens};
use super::titles::{Class, titles};

/// A name is compared with so many longer ones at most, so that the work stays linear.
const MOST: usize = 200;

/// Surnames that Vietnamese texts never use alone.
static SURNAMES: LazyLock<Vec<u64>> = LazyLock::new(|| {
    keys(
        "Nguyễn Trần Lê Vũ Võ Phạm Hoàng Huỳnh Trương Đỗ Bùi Đặng Phan Hồ Ngô Dương Lý Mai Đinh Đào Đoàn Lâm Trịnh Phùng \
         Tạ Chu Quách Cao Tô Lương Lưu Thái Triệu Tăng Hà Tống Vương Kiều Diệp Nông Giàng Sùng Vàng Lò Quàng Vi Lù",
    )
    .collect()
});

/// The middle name of women.
static THI: LazyLock<u64> = LazyLock::new(|| keys("thị").next().unwrap_or_default());

/// A person as far as the names go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Where the longest name first stands, honorifics excluded.
    pub name: Range<usize>,
    /// The numbers of the mentions.
    pub mentions: Vec<usize>,
}

/// Who is who among the mentions, given as spans in the order of the text.
pub fn group(text: &str, mentions: &[Range<usize>]) -> Vec<Identity> {
    let forms = Forms::of(text, mentions);
    let mut people: Vec<Identity> = Vec::new();
    let mut known: Vec<Known> = Vec::new();
    // Of each form the person that it stands for in full.
    let mut owners: Vec<Option<usize>> = vec![None; forms.all.len()];
    for (number, &form) in forms.of_mention.iter().enumerate() {
        let Some(shape) = forms.all.get(form) else { continue };
        let sex = forms.sexes.get(number).copied().flatten();
        let fits = |known: &Known| sex.is_none() || known.sex.is_none() || known.sex == sex;
        let longer = shape.longer.iter().copied();
        // The longer name mentioned last, or else the one that comes first.
        let met = longer.clone().filter_map(|form| owners.get(form).copied().flatten());
        let last = met
            .filter(|person| known.get(*person).is_some_and(fits))
            .max_by_key(|person| {
                let named = people.get(*person).map_or(0, |person| person.mentions.len());
                let known = known.get(*person);
                // A surname is the main figure's, whoever of the family was named last.
                (if shape.is_surname { named } else { 0 }, known.map(|known| known.last))
            });
        let coming = || {
            let mut unmet = longer
                .clone()
                .filter(|form| owners.get(*form).is_some_and(Option::is_none));
            unmet.find(|form| {
                let its = forms.all.get(*form).and_then(|form| form.sex);
                sex.is_none() || its.is_none() || its == sex
            })
        };
        let owner = match last {
            Some(person) => Ok(person),
            None => Err(coming().unwrap_or(form)),
        };
        let person = match owner {
            Ok(person) => person,
            Err(form) => match owners.get(form).copied().flatten() {
                Some(person) => person,
                None => {
                    let name = forms.all.get(form).map_or(0..0, |form| form.span.clone());
                    people.push(Identity {
                        name,
                        mentions: Vec::new(),
                    });
                    known.push(Known {
                        last: number,
                        sex: forms.all.get(form).and_then(|form| form.sex),
                    });
                    if let Some(owner) = owners.get_mut(form) {
                        *owner = Some(people.len() - 1);
                    }
                    people.len() - 1
                }
            },
        };
        if let (Some(identity), Some(known)) = (people.get_mut(person), known.get_mut(person)) {
            identity.mentions.push(number);
            known.last = number;
            known.sex = known.sex.or(sex);
        }
    }
    people
}

/// What is known of a person so far.
struct Known {
    last: usize,
    sex: Option<Sex>,
}

/// As honorifics and middle names tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sex {
    Man,
    Woman,
}

/// A name as written, all its spellings in one.
struct Form {
    /// Where it first stands.
    span: Range<usize>,
    keys: Range<usize>,
    sex: Option<Sex>,
    /// Whether it is the surname of those that it may be short for, as far as can be told: none has a Vietnamese one.
    is_surname: bool,
    /// The longest names that it may be short for, in the order of the text.
    longer: Vec<usize>,
}

/// The different names of a text.
struct Forms {
    all: Vec<Form>,
    of_mention: Vec<usize>,
    /// What the honorific before each mention tells.
    sexes: Vec<Option<Sex>>,
}

impl Forms {
    fn of(text: &str, mentions: &[Range<usize>]) -> Self {
        let mut all: Vec<Form> = Vec::new();
        let mut every = Vec::new();
        let mut numbers: ByKey<usize> = ByKey::default();
        let sexes: Vec<Option<Sex>> = mentions.iter().map(|span| sex_before(text, span.start)).collect();
        let of_mention = mentions
            .iter()
            .zip(&sexes)
            .map(|(span, sex)| {
                let start = every.len();
                let span = bare(text, span);
                every.extend(tokens(text, span.clone()).filter(Token::is_word).map(|token| token.key));
                let words = every.get(start..).unwrap_or_default();
                // A name without a letter is compared by its place: with nothing.
                let hash = if words.is_empty() {
                    span.start as u64
                } else {
                    words.iter().fold(1, |hash, key| mix(hash, *key))
                };
                let number = *numbers.entry(hash).or_insert(all.len());
                if number == all.len() {
                    let middle = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
                    all.push(Form {
                        span,
                        keys: start..every.len(),
                        sex: middle.contains(&THI).then_some(Sex::Woman),
                        is_surname: false,
                        longer: Vec::new(),
                    });
                } else {
                    every.truncate(start);
                }
                if let Some(form) = all.get_mut(number) {
                    form.sex = form.sex.or(*sex);
                }
                number
            })
            .collect();
        let mut forms = Self { all, of_mention, sexes };
        forms.find_longer(&every);
        forms
    }

    fn find_longer(&mut self, every: &[u64]) {
        let words = |form: &Form| every.get(form.keys.clone()).unwrap_or_default();
        let within = |short: &Form, long: &Form| is_short_for(words(short), words(long));
        let longer: Vec<Vec<usize>> = self
            .all
            .iter()
            .map(|form| {
                let candidates = self.all.iter().take(MOST).enumerate();
                candidates
                    .filter(|(_, long)| within(form, long))
                    .map(|(number, _)| number)
                    .collect()
            })
            .collect();
        let is_foreign: Vec<bool> = self
            .all
            .iter()
            .map(|form| words(form).first().is_some_and(|first| !SURNAMES.contains(first)))
            .collect();
        // Only names that are short for nothing themselves: "Hà" is not "Thu Hà" but whoever that is.
        for (form, all) in self.all.iter_mut().zip(&longer) {
            form.longer = all
                .iter()
                .copied()
                .filter(|number| longer.get(*number).is_some_and(Vec::is_empty))
                .collect();
            let foreign = |number: &usize| is_foreign.get(*number).is_some_and(|foreign| *foreign);
            form.is_surname = form.keys.len() == 1 && form.longer.iter().all(foreign);
        }
    }
}

/// Whether a name may be a part of a longer one.
fn is_short_for(short: &[u64], long: &[u64]) -> bool {
    if short.is_empty() || short.len() >= long.len() {
        return false;
    }
    match short {
        [one] => long.last() == Some(one) || long.first() == Some(one) && !SURNAMES.contains(one),
        _ => long.ends_with(short),
    }
}

/// A mention without the honorifics at its beginning, which a mention should not have.
fn bare(text: &str, span: &Range<usize>) -> Range<usize> {
    let mut start = span.start;
    while let Some(token) = Token::after(text, start) {
        let honorific = titles().longest([token.key]);
        let is_honorific = honorific.is_some_and(|(_, class)| class.is(Class::HONORIFIC));
        if token.is_capital || token.end >= span.end || !token.is_word() || !is_honorific {
            break;
        }
        start = token.end;
    }
    let name = text.get(start..span.end).unwrap_or_default();
    let start = start + (name.len() - name.trim_start().len());
    start..span.end
}

/// The sex that the honorific before a name tells.
fn sex_before(text: &str, at: usize) -> Option<Sex> {
    let (_, class) = honorific(text, at)?;
    if class.is(Class::MAN) {
        Some(Sex::Man)
    } else if class.is(Class::WOMAN) {
        Some(Sex::Woman)
    } else {
        None
    }
}
