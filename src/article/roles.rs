//! What stands beside a name in a byline and is none: what somebody does, and where they are.

use super::lower::lower;

/// Stems of the words for what somebody at a paper does, in the languages that write them beside names.
const STEMS: &[&str] = &[
    "reporter",
    "editor",
    "correspondent",
    "writer",
    "journalist",
    "columnist",
    "producer",
    "bureau",
    "chief",
    "staff",
    "contributor",
    "redakteur",
    "redaktion",
    "korrespondent",
    "volontär",
    "chefredak",
    "ressort",
    "autorin",
    "leiter",
    "journaliste",
    "rédact",
    "correspond",
    "envoyé",
    "grand reporter",
    "periodista",
    "redactor",
    "corresponsal",
    "enviado",
    "enviada",
    "colaborador",
    "jornalista",
    "repórter",
    "giornalist",
    "redazione",
    "inviato",
    "redacteur",
    "verslaggever",
    "journalis",
    "redaktør",
    "reportér",
    "redaktör",
    "reportteri",
    "toimittaja",
    "dziennikar",
    "redaktor",
    "redakcja",
    "muhabir",
    "editör",
    "yazar",
    "gazeteci",
    "корреспондент",
    "редактор",
    "журналист",
    "обозреватель",
    "кореспондент",
    "wartawan",
    "reporterka",
    "ผู้สื่อข่าว",
    "記者",
    "记者",
    "編集",
    "特派员",
    "特派員",
    "기자",
    "특파원",
    "مراسل",
    "محرر",
    "संवाददाता",
    "director",
    "direttore",
    "politics",
    "news",
    "business",
    "analyst",
    "fellow",
    "professor",
    "author",
    "managing",
    "senior",
    "deputy",
    "leitend",
];

/// Whether a piece of a byline says what somebody does: "Staff Writer", "Leitender Redakteur".
pub fn is_role(piece: &str) -> bool {
    piece.split(' ').count() <= 8 && {
        let lower = lower(piece);
        STEMS.iter().any(|stem| lower.contains(stem))
    }
}

/// A name without the place and the role that stand behind it: "Jane Doe in Berlin" → "Jane Doe".
pub fn without_place(piece: &str) -> &str {
    let cut = [
        " in ", " aus ", " à ", " en ", " a ", " em ", " från ", " из ", " at ", " for ", " For ", " In ", " für ",
        " - ", " is a ",
    ]
    .iter()
    .filter_map(|place| piece.find(place))
    .filter(|at| piece[..*at].contains(' '))
    .min();
    cut.map_or(piece, |at| piece[..at].trim_end())
}

/// A name without what only markup kept apart from it: "Jane DoeNews Reporter", "Jane Doe3", "Jane Doe@jdoe".
pub fn unglued(piece: &str) -> &str {
    let piece = piece.split_once('@').map_or(piece, |(name, _)| name);
    let piece = piece.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut before = ' ';
    for (at, c) in piece.char_indices() {
        let turn = before.is_lowercase() && c.is_uppercase();
        if turn && piece[..at].contains(' ') && is_role(&piece[at..]) {
            return &piece[..at];
        }
        before = c;
    }
    piece
}

/// A name of a script without capitals, which only a label makes one: up to four words, twenty letters.
pub fn is_uncased_name(piece: &str) -> bool {
    let mut letters = 0;
    for c in piece.chars() {
        let joins =
            matches!(c, ' ' | '・' | '·' | '.' | '\u{200c}' | '\u{200d}') || !c.is_ascii() && !c.is_alphabetic();
        if c.is_alphabetic() {
            letters += 1;
            if c.is_lowercase() || c.is_uppercase() {
                return false;
            }
        } else if !joins || matches!(c, '。' | '、' | '，' | '：' | '।') {
            return false;
        }
    }
    (2..=20).contains(&letters) && piece.split(' ').count() <= 4
}

/// Whether a line is nothing but the label of a byline, whose names stand in the next: "Von", "By", "Author of the article:".
pub fn is_label(lower: &str) -> bool {
    const LABELS: &[&str] = &[
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "af",
        "oleh",
        "written by",
        "author",
        "author of the article",
        "authors",
        "autor",
        "autorin",
        "autoren",
        "auteur",
        "autore",
        "redaktion",
        "автор",
        "بقلم",
        "작성자",
        "yazan",
        "text von",
        "text",
        "posted by",
        "kommentar von",
        "analyse von",
        "interview von",
        "eine analyse von",
        "ein kommentar von",
        "text by",
        "published by",
        "escrito por",
        "story by",
    ];
    LABELS.contains(&lower.trim_end_matches([':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_roles_and_places() {
        for (piece, role) in [
            ("Staff Writer", true),
            ("Redakteurin", true),
            ("Corresponsal en París", true),
            ("Jane Doe", false),
        ] {
            assert_eq!(is_role(piece), role, "{piece}");
        }
        for (piece, name) in [
            ("Jane Doe in Berlin", "Jane Doe"),
            ("Jane Doe aus Wien", "Jane Doe"),
            ("Jane Doe", "Jane Doe"),
            ("Made in Berlin", "Made in Berlin"),
        ] {
            assert_eq!(without_place(piece), name, "{piece}");
        }
        for (piece, name) in [
            ("Jane DoeTravel News Reporter", "Jane Doe"),
            ("Jane Doe3", "Jane Doe"),
            ("Jane Doe@jdoe", "Jane Doe"),
            ("Jane McDoe", "Jane McDoe"),
        ] {
            assert_eq!(unglued(piece), name, "{piece}");
        }
        for (piece, name) in [
            ("山田太郎", true),
            ("سمير حداد", true),
            ("Jane", false),
            ("これは長い文です。", false),
        ] {
            assert_eq!(is_uncased_name(piece), name, "{piece}");
        }
    }
}
