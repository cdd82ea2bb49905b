//! Other ways to write an official name: lists and papers spell the names of the Central Highlands each in its own way
//! ("Đăk", "Đắk", "Đắc"), and Phường V of Vị Thanh is "phường 5", too.

/// How a syllable is written, each way as good as the other.
const SYLLABLES: [&[&str]; 7] = [
    &["Đắk", "Đăk", "Đắc", "Đak"],
    &["Păh", "Pah"],
    &["Búk", "Buk"],
    &["Pắc", "Pắk", "Păk"],
    &["Đrắk", "Đrăk", "Drắk"],
    &["Lấp", "Lâp"],
    &["Pưh", "Puh"],
];

const ROMAN: [(&str, &str); 12] = [
    ("I", "1"),
    ("II", "2"),
    ("III", "3"),
    ("IV", "4"),
    ("V", "5"),
    ("VI", "6"),
    ("VII", "7"),
    ("VIII", "8"),
    ("IX", "9"),
    ("X", "10"),
    ("XI", "11"),
    ("XII", "12"),
];

/// The name in its other spellings, one syllable changed.
pub fn variants(name: &'static str) -> impl Iterator<Item = String> {
    let numbers = ROMAN
        .iter()
        .filter(move |(roman, _)| *roman == name)
        .map(|(_, number)| (*number).to_owned());
    let spellings = SYLLABLES.iter().flat_map(move |ways| {
        let official = ways.iter().find(|way| name.contains(*way));
        let others = official
            .into_iter()
            .flat_map(|official| ways.iter().map(move |way| (*official, *way)));
        others
            .filter(|(official, way)| official != way)
            .map(move |(official, way)| name.replacen(official, way, 1))
    });
    numbers.chain(spellings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_other_spellings() {
        for (name, expected) in [
            ("Đăk Đoa", &["Đắk Đoa", "Đắc Đoa", "Đak Đoa"][..]),
            ("Chư Păh", &["Chư Pah"]),
            ("V", &["5"]),
            ("Hà Nội", &[]),
        ] {
            let variants: Vec<_> = variants(name).collect();
            assert_eq!(variants, expected, "{name}");
        }
    }
}
