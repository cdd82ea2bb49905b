//! Texts with their names marked: `[P Lê Nam]` a person, `[O …]` an organisation, `[L …]` a place.

use proptest::prelude::*;

use super::super::names::{Mention, NameKind};
use super::{Person, people};

/// A text without the marks, and its mentions.
pub(in crate::enrich) fn marked(marked: &str) -> (String, Vec<Mention>) {
    let (mut text, mut mentions) = (String::new(), Vec::new());
    for (n, part) in marked.split('[').enumerate() {
        if n == 0 {
            text.push_str(part);
            continue;
        }
        let (name, rest) = part.split_once(']').unwrap();
        let (kind, name) = name.split_once(' ').unwrap();
        let kind = match kind {
            "P" => NameKind::Person,
            "O" => NameKind::Organisation,
            _ => NameKind::Place,
        };
        mentions.push(Mention {
            span: text.len()..text.len() + name.len(),
            kind,
        });
        text.push_str(name);
        text.push_str(rest);
    }
    (text, mentions)
}

fn people_of(text: &str) -> Vec<Person> {
    let (text, mentions) = marked(text);
    people(&text, &mentions)
}

/// Who is who, as "name: mention | mention".
fn groups(text: &str) -> Vec<String> {
    let (text, mentions) = marked(text);
    let people = people(&text, &mentions);
    let line = |person: &Person| {
        let named: Vec<&str> = person.mentions.iter().map(|span| &text[span.clone()]).collect();
        format!("{}: {}", person.name, named.join(" | "))
    };
    people.iter().map(line).collect()
}

#[test]
fn mentions_of_one_person_are_together() {
    for (text, expected) in [
        (
            "Ông [P Trần Văn Nam] đến. Bà [P Lê Thị Thu Hà] chào ông [P Nam]. [P Thu Hà] cười, bà [P Hà] vui.",
            vec![
                "Trần Văn Nam: Trần Văn Nam | Nam",
                "Lê Thị Thu Hà: Lê Thị Thu Hà | Thu Hà | Hà",
            ],
        ),
        // The short name first.
        (
            "[P Field] thắng cử\n[P John Field] nói",
            vec!["John Field: Field | John Field"],
        ),
        (
            "[P TRẦN HOÀ]\nÔng [P Trần Hòa] nói",
            vec!["TRẦN HOÀ: TRẦN HOÀ | Trần Hòa"],
        ),
        (
            "HLV [P Park Ji-won] và ông [P Park]",
            vec!["Park Ji-won: Park Ji-won | Park"],
        ),
        // Two full names are two people.
        (
            "[P Lê Nam] và [P Trần Nam], rồi anh [P Nam]",
            vec!["Lê Nam: Lê Nam", "Trần Nam: Trần Nam | Nam"],
        ),
        (
            "[P Lê Văn Nam] và [P Lê Nam]",
            vec!["Lê Văn Nam: Lê Văn Nam", "Lê Nam: Lê Nam"],
        ),
        // The nearest before, unless the honorific says otherwise.
        (
            "Ông [P Trần Văn Hà] và bà [P Lê Thị Hà] cưới. Bà [P Hà] vui, ông [P Hà] cũng vui.",
            vec!["Trần Văn Hà: Trần Văn Hà | Hà", "Lê Thị Hà: Lê Thị Hà | Hà"],
        ),
        (
            "Bà [P Hà] chờ. Ông [P Trần Văn Hà] đến cùng bà [P Lê Thị Hà].",
            vec!["Lê Thị Hà: Hà | Lê Thị Hà", "Trần Văn Hà: Trần Văn Hà"],
        ),
        // A family: the main figure.
        (
            "[P John Field], [P Field] và vợ [P Jane Field]. Ông [P Field] cười.",
            vec!["John Field: John Field | Field | Field", "Jane Field: Jane Field"],
        ),
        // A surname alone is no Vietnamese's.
        ("[P Lê Văn Nam] chào [P Lê]", vec!["Lê Văn Nam: Lê Văn Nam", "Lê: Lê"]),
        (
            "[P John Field] and [P John Field Jr]",
            vec!["John Field: John Field", "John Field Jr: John Field Jr"],
        ),
        // A mention that holds its honorific.
        (
            "[P ông Nam], [P Trần Văn Nam]",
            vec!["Trần Văn Nam: ông Nam | Trần Văn Nam"],
        ),
        ("", vec![]),
    ] {
        assert_eq!(groups(text), expected, "{text}");
    }
}

#[test]
fn a_role_is_what_the_text_attaches() {
    for (text, role) in [
        (
            "Phó Chủ tịch [O UBND tỉnh Nam Hà] [P Lê Văn Nam] cho biết",
            "Phó Chủ tịch UBND tỉnh Nam Hà",
        ),
        (
            "Trưởng ban Dân vận [O Tỉnh ủy Nam Hà] [P Lê Thu] nói",
            "Trưởng ban Dân vận Tỉnh ủy Nam Hà",
        ),
        (
            "Theo ông [P Lê Văn Nam], Giám đốc [O Sở Y tế Nam Hà], dịch đã giảm",
            "Giám đốc Sở Y tế Nam Hà",
        ),
        ("Bà [P Lê Thu] (giáo viên [O Trường Sen]) kể", "giáo viên Trường Sen"),
        (
            "Anh [P Lê Nam] (32 tuổi, tài xế xe tải, ngụ [L Nam Hà]) kể",
            "tài xế xe tải",
        ),
        ("Ông [P Lê Nam] - chủ một vườn xoài - nói", "chủ một vườn xoài"),
        ("Ông [P Lê Nam], 45 tuổi, giám đốc công ty, nói", "giám đốc công ty"),
        ("HLV [P Lê Nam] vui", "HLV"),
        ("cầu thủ 25 tuổi [P Lê Nam] ghi bàn", "cầu thủ 25 tuổi"),
        ("Cựu Thủ tướng [L Pháp] [P Jean Champ] đến", "Cựu Thủ tướng Pháp"),
        ("vợ ông là ca sĩ [P Lê Thu].", "ca sĩ"),
        ("Giám đốc [O Công ty Gỗ] là ông [P Lê Nam].", "Giám đốc Công ty Gỗ"),
        ("[P Jean Champ] là nhà văn người [L Pháp].", "nhà văn người Pháp"),
        (
            "Bà [P Lê Thu] cũng được bầu làm phó chủ tịch [O Hội Nông dân].",
            "phó chủ tịch Hội Nông dân",
        ),
        ("Chủ tịch hội, ông [P Lê Nam], nói", "Chủ tịch hội"),
        ("Luật sư của bà, ông [P Lê Nam], nói", "Luật sư"),
        ("chuyên gia kinh tế tên [P Lê Nam]", "chuyên gia kinh tế"),
        ("Thủ môn: [P Lê Nam]", "Thủ môn"),
        (
            "Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh [P Lê Nam] dự",
            "Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh",
        ),
        (
            "ông [P Lê Nam], Bí thư [O Tỉnh ủy], Chủ tịch [O HĐND tỉnh] dự",
            "Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh",
        ),
        (
            "Chủ tịch [O Liên đoàn Bóng đá] ([O LBN]) [P Lê Nam]",
            "Chủ tịch Liên đoàn Bóng đá (LBN)",
        ),
        ("nam ca sĩ kiêm diễn viên [P Lê Nam]", "nam ca sĩ kiêm diễn viên"),
        // A position rather than a degree, wherever they stand.
        (
            "Thượng tá [P Lê Nam], Trưởng phòng [O CSGT Nam Hà], cho biết",
            "Trưởng phòng CSGT Nam Hà",
        ),
        (
            "GS [P Lê Nam] viết sách. Ông [P Nam], viện trưởng [O Viện Gỗ], vui.",
            "viện trưởng Viện Gỗ",
        ),
        ("bác sỹ [P Lê Nam] khám", "bác sỹ"),
        ("PGS. TS. [P Lê Nam] viết", "PGS. TS"),
        ("Giám đốc [O Sở Y tế] - TS. [P Lê Nam]", "Giám đốc Sở Y tế - TS"),
        ("[P Lê Nam], chủ quán ở TP. [L Nam Hà], kể", "chủ quán ở TP. Nam Hà"),
        ("Bộ trưởng [P Lê Nam] làm trưởng ban", "Bộ trưởng"),
        // Other languages.
        (
            "former [L Southport] Mayor [P John Field] said",
            "former Southport Mayor",
        ),
        ("[L US] President [P John Field] said", "US President"),
        (
            "[P John Field], the chief executive of [O Field Works], said",
            "chief executive of Field Works",
        ),
        ("le président [P Jean Champ] a dit", "président"),
    ] {
        let people = people_of(text);
        let found = people.last().and_then(|person| person.role.as_deref());
        assert_eq!(found, Some(role), "{text}");
    }
}

#[test]
fn what_is_no_role_of_theirs_is_none() {
    for text in [
        "ông [P Lê Nam] nói",
        "bé [P Nam] khóc",
        "cố vấn của [P Lê Nam] nói",
        "giám đốc cho biết ông [P Lê Nam] vắng",
        "bị cáo [P Lê Nam] khai",
        "Giám đốc nói: “[P Lê Nam] giỏi”",
        "[P Lê Nam] gặp giám đốc",
        "tăng trưởng [P Lê Nam]",
        "[P Lê Nam], who lives in [L Southport], said",
        "Giám đốc\n[P Lê Nam] cười",
    ] {
        for person in people_of(text) {
            assert_eq!(person.role, None, "{text}");
        }
    }
}

#[test]
fn a_role_is_one_persons() {
    let roles = |text: &str| -> Vec<Option<String>> { people_of(text).into_iter().map(|person| person.role).collect() };
    let some = |role: &str| Some(role.to_owned());
    for (text, expected) in [
        (
            "[P Lê Nam], Bộ trưởng [O Bộ Gỗ] [P Vũ Bắc]",
            vec![None, some("Bộ trưởng Bộ Gỗ")],
        ),
        (
            "hai tiền vệ [P Lê Nam] và [P Vũ Bắc] ghi bàn",
            vec![some("tiền vệ"), some("tiền vệ")],
        ),
        ("các ca sĩ [P Lê Nam], [P Vũ Bắc]", vec![some("ca sĩ"), some("ca sĩ")]),
        ("Thủ tướng [P Lê Nam] và [P Vũ Bắc]", vec![some("Thủ tướng"), None]),
        (
            "[P Lê Nam], phó cục trưởng [O Cục Gỗ] và đại tá [P Vũ Bắc]",
            vec![some("phó cục trưởng Cục Gỗ"), some("đại tá")],
        ),
        (
            "[P Lê Nam] - giám đốc, [P Vũ Bắc] - kế toán trưởng",
            vec![some("giám đốc"), some("kế toán trưởng")],
        ),
        (
            "Thủ tướng [L Anh] [P John Field] gặp Tổng thống [L Mỹ] [P Paul Stone]",
            vec![some("Thủ tướng Anh"), some("Tổng thống Mỹ")],
        ),
    ] {
        assert_eq!(roles(text), expected, "{text}");
    }
}

/// Any text, with mentions anywhere in it on the borders of characters, in any order, overlapping or not.
pub(in crate::enrich) fn any_text_with_mentions() -> impl Strategy<Value = (String, Vec<Mention>)> {
    let word = prop_oneof![
        Just("giám đốc".to_owned()),
        Just("ông".to_owned()),
        Just("Lê".to_owned()),
        Just("Nam".to_owned()),
        Just("Trưởng ban Dân vận".to_owned()),
        Just("UBND".to_owned()),
        Just(",".to_owned()),
        Just("và".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("-".to_owned()),
        Just("là".to_owned()),
        Just("của".to_owned()),
        Just("\n".to_owned()),
        "\\PC{0,6}",
        any::<char>().prop_map(String::from),
    ];
    let text = prop_oneof![
        proptest::collection::vec(word, 0..40).prop_map(|words| words.join(" ")),
        any::<String>(),
    ];
    let kinds = prop_oneof![
        Just(NameKind::Person),
        Just(NameKind::Organisation),
        Just(NameKind::Place)
    ];
    let mentions = proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..20, kinds), 0..12);
    (text, mentions).prop_map(|(text, wanted)| {
        let mut borders: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        borders.push(text.len());
        let mention = |(index, length, kind): (prop::sample::Index, usize, NameKind)| {
            let first = index.index(borders.len());
            let last = (first + length).min(borders.len() - 1);
            Mention {
                span: borders[first]..borders[last],
                kind,
            }
        };
        let mentions = wanted.into_iter().map(mention).collect();
        (text, mentions)
    })
}

proptest! {
    #[test]
    fn every_mention_is_of_one_person((text, mentions) in any_text_with_mentions()) {
        let mut found: Vec<_> = people(&text, &mentions).into_iter().flat_map(|person| person.mentions).collect();
        let mut given: Vec<_> = mentions
            .into_iter()
            .filter(|mention| mention.kind == NameKind::Person)
            .map(|mention| mention.span)
            .collect();
        let order = |span: &std::ops::Range<usize>| (span.start, span.end);
        found.sort_by_key(order);
        given.sort_by_key(order);
        prop_assert_eq!(found, given);
    }
}
