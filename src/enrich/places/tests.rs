//! Invented sentences, with their names marked: [place], {organisation}, <person>.

use jiff::civil::date;
use proptest::prelude::*;

use super::gazetteer::gazetteer;
use super::*;
use crate::enrich::names::NameKind;

/// The text without its marks, and what they marked.
fn marked(text: &str) -> (String, Vec<Mention>) {
    let (mut plain, mut mentions, mut start) = (String::new(), Vec::new(), 0);
    for letter in text.chars() {
        let kind = match letter {
            '[' | '{' | '<' => {
                start = plain.len();
                continue;
            }
            ']' => NameKind::Place,
            '}' => NameKind::Organisation,
            '>' => NameKind::Person,
            other => {
                plain.push(other);
                continue;
            }
        };
        mentions.push(Mention {
            span: start..plain.len(),
            kind,
        });
    }
    (plain, mentions)
}

/// Each place: its name, its unit with those above and its list, or its code, or nothing.
fn found(text: &str, surroundings: &Surroundings<'_>) -> Vec<String> {
    let (text, mentions) = marked(text);
    places(&text, &mentions, surroundings)
        .into_iter()
        .map(|place| match (place.admin, place.code) {
            (Some(id), None) => {
                let chain = std::iter::once(id).chain(gazetteer().parents(id));
                let names: Vec<_> = chain.map(|id| gazetteer().unit(id).official).collect();
                let year = gazetteer().unit(id).edition.list().trim_start_matches("vn-gso-");
                format!("{}: {} ({year})", place.name, names.join(", "))
            }
            (None, Some(code)) => format!("{}: {code}", place.name),
            _ => place.name,
        })
        .collect()
}

fn of(year: i16) -> Surroundings<'static> {
    Surroundings {
        published: Some(date(year, 9, 2)),
        ..Surroundings::default()
    }
}

#[test]
fn who_is_meant_is_decided_by_what_stands_around() {
    for (text, year, expected) in [
        // The head word.
        (
            "Tại huyện [Yên Thế], tỉnh [Bắc Giang]",
            2019,
            &[
                "Yên Thế: Huyện Yên Thế, Tỉnh Bắc Giang (2021)",
                "Bắc Giang: Tỉnh Bắc Giang (2021)",
            ][..],
        ),
        (
            "TP [Thanh Hóa] đẹp",
            2019,
            &["Thanh Hóa: Thành phố Thanh Hóa, Tỉnh Thanh Hóa (2021)"],
        ),
        ("[Thanh Hóa] đẹp", 2019, &["Thanh Hóa: Tỉnh Thanh Hóa (2021)"]),
        ("Sông [Đồng Nai] cạn", 2019, &["Đồng Nai"]),
        // The unit above, right after.
        (
            "ở xã [Tân Thành], huyện [Hữu Lũng] ([Lạng Sơn])",
            2019,
            &[
                "Tân Thành: Xã Tân Thành, Huyện Hữu Lũng, Tỉnh Lạng Sơn (2021)",
                "Hữu Lũng: Huyện Hữu Lũng, Tỉnh Lạng Sơn (2021)",
                "Lạng Sơn: Tỉnh Lạng Sơn (2021)",
            ],
        ),
        (
            "ở [Ngọc Khánh], [Ba Đình], [Hà Nội]",
            2019,
            &[
                "Ngọc Khánh: Phường Ngọc Khánh, Quận Ba Đình, Thành phố Hà Nội (2021)",
                "Ba Đình: Quận Ba Đình, Thành phố Hà Nội (2021)",
                "Hà Nội: Thành phố Hà Nội (2021)",
            ],
        ),
        (
            "ở [phường 5], TP [Vị Thanh]",
            2019,
            &[
                "phường 5: Phường V, Thành phố Vị Thanh, Tỉnh Hậu Giang (2021)",
                "Vị Thanh: Thành phố Vị Thanh, Tỉnh Hậu Giang (2021)",
            ],
        ),
        // Lists of one kind.
        (
            "Các xã [Tam Dị], [Bảo Đài] và [Chu Điện] (huyện [Lục Nam])",
            2019,
            &[
                "Tam Dị: Xã Tam Dị, Huyện Lục Nam, Tỉnh Bắc Giang (2021)",
                "Bảo Đài: Xã Bảo Đài, Huyện Lục Nam, Tỉnh Bắc Giang (2021)",
                "Chu Điện: Xã Chu Điện, Huyện Lục Nam, Tỉnh Bắc Giang (2021)",
                "Lục Nam: Huyện Lục Nam, Tỉnh Bắc Giang (2021)",
            ],
        ),
        // What the text says elsewhere, organisations' names among it.
        (
            "Xã [Tân Thành] vui.\n{Công an huyện Hữu Lũng} nói",
            2019,
            &[
                "Tân Thành: Xã Tân Thành, Huyện Hữu Lũng, Tỉnh Lạng Sơn (2021)",
                "Hữu Lũng: Huyện Hữu Lũng, Tỉnh Lạng Sơn (2021)",
            ],
        ),
        (
            "Ở [Hải Châu] và [Đà Nẵng]",
            2019,
            &[
                "Hải Châu: Quận Hải Châu, Thành phố Đà Nẵng (2021)",
                "Đà Nẵng: Thành phố Đà Nẵng (2021)",
            ],
        ),
        // Nothing decides.
        ("Xã [Tân Thành] vui", 2019, &["Tân Thành"]),
        ("[Minh Khai] vui", 2019, &["Minh Khai"]),
        (
            "{UBND tỉnh Kiên Giang} và xã [Quỳnh Lưu]",
            2019,
            &["Kiên Giang: Tỉnh Kiên Giang (2021)", "Quỳnh Lưu"],
        ),
        // Streets and house numbers.
        (
            "số 12 [Hai Bà Trưng], đường [Hồ Chí Minh]",
            2019,
            &["Hai Bà Trưng", "Hồ Chí Minh"],
        ),
        // What is gone and what is new.
        (
            "[Quận 9] và [Hoành Bồ]",
            2017,
            &[
                "Quận 9: Quận 9, Thành phố Hồ Chí Minh (2018)",
                "Hoành Bồ: Huyện Hoành Bồ, Tỉnh Quảng Ninh (2018)",
            ],
        ),
        (
            "xã [Tuy Phước], tỉnh [Gia Lai] (trước là huyện [Tuy Phước], [Bình Định])",
            2025,
            &[
                "Tuy Phước: Xã Tuy Phước, Tỉnh Gia Lai (2025-07)",
                "Gia Lai: Tỉnh Gia Lai (2025-07)",
                "Tuy Phước: Huyện Tuy Phước, Tỉnh Bình Định (2025-01)",
                "Bình Định: Tỉnh Bình Định (2025-01)",
            ],
        ),
        ("Tỉnh [Bắc Giang] cũ", 2026, &["Bắc Giang: Tỉnh Bắc Giang (2025-01)"]),
        (
            "[Nha Trang] đông khách",
            2026,
            &["Nha Trang: Phường Nha Trang, Tỉnh Khánh Hòa (2025-07)"],
        ),
        (
            "[Nha Trang] đông khách",
            2019,
            &["Nha Trang: Thành phố Nha Trang, Tỉnh Khánh Hòa (2021)"],
        ),
        // One entry for all names of a place, spellings folded.
        (
            "[TP.HCM]: [Sài Gòn], [Thành phố Hồ Chí Minh]",
            2019,
            &["Thành phố Hồ Chí Minh: Thành phố Hồ Chí Minh (2021)"],
        ),
        (
            "[Thuỷ Nguyên], huyện [Thủy Nguyên]",
            2019,
            &["Thuỷ Nguyên: Huyện Thủy Nguyên, Thành phố Hải Phòng (2021)"],
        ),
        // Abroad.
        (
            "nước [Anh], bang [California], [Đông Nam Á], [Trung Quốc] và [Atlantis]",
            2019,
            &[
                "Anh: iso3166-1a2:GB",
                "California: iso3166-2:US-CA",
                "Đông Nam Á: m49:035",
                "Trung Quốc: iso3166-1a2:CN",
                "Atlantis",
            ],
        ),
        // People are not places.
        (
            "Ông <Thái Bình> ở [Thái Bình]",
            2019,
            &["Thái Bình: Tỉnh Thái Bình (2021)"],
        ),
        ("Ông <Thái Bình>, {Báo Nghệ An}", 2019, &[]),
    ] {
        assert_eq!(found(text, &of(year)), expected, "{text}");
    }
}

#[test]
fn the_papers_own_province_decides_between_namesakes() {
    let text = "Xã [Tân Thành] vui hội";
    let paper = Surroundings {
        domain: Some("baothainguyen.vn"),
        ..of(2024)
    };
    let [place] = &found(text, &paper)[..] else {
        panic!("one place")
    };
    assert!(place.contains("Tỉnh Thái Nguyên"), "{place}");
    let dateline = Surroundings {
        dateline: Some("Hà Giang (TTXVN)"),
        ..of(2024)
    };
    let [place] = &found(text, &dateline)[..] else {
        panic!("one place")
    };
    assert!(place.contains("Tỉnh Hà Giang"), "{place}");
}

#[test]
fn without_a_date_the_text_decides() {
    for (text, expected) in [
        (
            "Năm 2017, huyện [Lục Nam]",
            "Lục Nam: Huyện Lục Nam, Tỉnh Bắc Giang (2021)",
        ),
        (
            "Phường [Bắc Nha Trang] năm 2026",
            "Bắc Nha Trang: Phường Bắc Nha Trang, Tỉnh Khánh Hòa (2025-07)",
        ),
        ("Thị xã [Chũ] mới", "Chũ: Thị xã Chũ, Tỉnh Bắc Giang (2025-01)"),
    ] {
        assert_eq!(found(text, &Surroundings::default()), [expected], "{text}");
    }
    let before = Surroundings {
        retrieved: Some(date(2019, 1, 1)),
        ..Surroundings::default()
    };
    assert_eq!(found("[Hà Nội] năm 2026", &before), ["Hà Nội: Thành phố Hà Nội (2021)"]);
}

#[test]
fn mentions_of_one_place_stand_in_one_entry() {
    let (text, mentions) = marked("Huyện [Lục Nam], {Huyện ủy Lục Nam}. Ở [Lục Nam], [Bắc Giang].");
    let found = places(&text, &mentions, &of(2019));
    let spans: Vec<Vec<&str>> = found
        .iter()
        .map(|place| place.mentions.iter().map(|span| &text[span.clone()]).collect())
        .collect();
    assert_eq!(spans, [vec!["Lục Nam", "Lục Nam"], vec!["Bắc Giang"]]);
}

/// Text, and mentions at its character boundaries, in order, apart.
fn any_article() -> impl Strategy<Value = (String, Vec<Mention>)> {
    let piece = prop_oneof![
        Just("Hà Nội".to_owned()),
        Just("Lục Nam".to_owned()),
        Just("Tân Thành".to_owned()),
        Just("TP.HCM".to_owned()),
        Just("quận 1".to_owned()),
        Just(", huyện ".to_owned()),
        Just(" (tỉnh ".to_owned()),
        Just(" cũ".to_owned()),
        Just(" 2025 ".to_owned()),
        Just("Huyện ủy Lục Nam".to_owned()),
        "\\PC{0,6}",
        "[ \n.,–-]{0,3}",
    ];
    let kind = prop_oneof![
        Just(None),
        Just(Some(NameKind::Place)),
        Just(Some(NameKind::Place)),
        Just(Some(NameKind::Organisation)),
        Just(Some(NameKind::Person)),
    ];
    prop::collection::vec((piece, kind), 0..24).prop_map(|pieces| {
        let (mut text, mut mentions) = (String::new(), Vec::new());
        for (piece, kind) in pieces {
            let start = text.len();
            text.push_str(&piece);
            mentions.extend(kind.map(|kind| Mention {
                span: start..text.len(),
                kind,
            }));
        }
        (text, mentions)
    })
}

proptest! {
    #[test]
    fn every_place_is_in_one_entry((text, mentions) in any_article(), year in 2010_i16..2030, is_dated: bool) {
        let surroundings = if is_dated { of(year) } else { Surroundings::default() };
        let found = places(&text, &mentions, &surroundings);
        let mut spans: Vec<_> = found.iter().flat_map(|place| place.mentions.clone()).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        let mut expected: Vec<_> =
            mentions.iter().filter(|mention| mention.kind == NameKind::Place).map(|mention| mention.span.clone()).collect();
        expected.sort_by_key(|span| (span.start, span.end));
        prop_assert_eq!(spans, expected);
        for place in &found {
            prop_assert!(place.mentions.is_empty() || place.mentions.iter().any(|span| text[span.clone()] == place.name));
            prop_assert!(place.admin.is_none() || place.code.is_none());
        }
    }

    #[test]
    fn spans_that_do_not_fit_are_passed_over(text in "\\PC{0,12}", from in 0_usize..30, to in 0_usize..30) {
        let mention = Mention { span: from..to, kind: NameKind::Place };
        let found = places(&text, std::slice::from_ref(&mention), &Surroundings::default());
        prop_assert!(found.iter().all(|place| text.get(place.mentions[0].clone()) == Some(place.name.as_str())));
    }
}
