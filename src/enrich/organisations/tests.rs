//! Texts with their names marked, as in `people`.

use proptest::prelude::*;

use super::super::names::{Mention, NameKind};
use super::super::people::tests::{any_text_with_mentions, marked};
use super::{Organisation, held_by_titles, organisations};

/// As "name: mention | mention".
fn groups(text: &str) -> Vec<String> {
    let (text, mentions) = marked(text);
    let line = |organisation: &Organisation| {
        let named: Vec<&str> = organisation.mentions.iter().map(|span| &text[span.clone()]).collect();
        format!("{}: {}", organisation.name, named.join(" | "))
    };
    organisations(&text, &mentions).iter().map(line).collect()
}

#[test]
fn names_of_one_organisation_are_together() {
    for (text, expected) in [
        (
            "[O UBND tỉnh Nam Hà] họp. [O Ủy ban nhân dân tỉnh Nam Hà] quyết định.",
            vec!["Ủy ban nhân dân tỉnh Nam Hà: UBND tỉnh Nam Hà | Ủy ban nhân dân tỉnh Nam Hà"],
        ),
        (
            "[O Bộ GD-ĐT], [O Bộ GD&ĐT], [O Bộ Giáo dục và Đào tạo]",
            vec!["Bộ Giáo dục và Đào tạo: Bộ GD-ĐT | Bộ GD&ĐT | Bộ Giáo dục và Đào tạo"],
        ),
        (
            "[O Liên đoàn Vật Nam Hà] ([O LVX]) họp; [O LVX] vui",
            vec!["Liên đoàn Vật Nam Hà: Liên đoàn Vật Nam Hà | LVX | LVX"],
        ),
        (
            "[O Đại học Gỗ Nam Hà], [O ĐHGNH]",
            vec!["Đại học Gỗ Nam Hà: Đại học Gỗ Nam Hà | ĐHGNH"],
        ),
        (
            "[O Công ty cổ phần Vạn Xuân], [O Công ty Vạn Xuân], [O Vạn Xuân]",
            vec!["Công ty cổ phần Vạn Xuân: Công ty cổ phần Vạn Xuân | Công ty Vạn Xuân | Vạn Xuân"],
        ),
        (
            "[O Sở Y tế] và [O Sở Y tế Nam Hà]",
            vec!["Sở Y tế Nam Hà: Sở Y tế | Sở Y tế Nam Hà"],
        ),
        // Not sure: two that it may be short for, two levels, another country's, another school.
        (
            "[O Sở Y tế Nam Hà], [O Sở Y tế Bắc Hà], [O Sở Y tế]",
            vec![
                "Sở Y tế Nam Hà: Sở Y tế Nam Hà",
                "Sở Y tế Bắc Hà: Sở Y tế Bắc Hà",
                "Sở Y tế: Sở Y tế",
            ],
        ),
        (
            "[O Bộ Y tế], [O Bộ Y tế Pháp]",
            vec!["Bộ Y tế: Bộ Y tế", "Bộ Y tế Pháp: Bộ Y tế Pháp"],
        ),
        (
            "[O Trường tiểu học Sen Hồ], [O trường mầm non Sen Hồ]",
            vec![
                "Trường tiểu học Sen Hồ: Trường tiểu học Sen Hồ",
                "Trường mầm non Sen Hồ: trường mầm non Sen Hồ",
            ],
        ),
        ("[O Bộ Y tế], [O Sở Y tế]", vec!["Bộ Y tế: Bộ Y tế", "Sở Y tế: Sở Y tế"]),
        (
            "[O U23 Nam Hà], [O U23 Bắc Hà]",
            vec!["U23 Nam Hà: U23 Nam Hà", "U23 Bắc Hà: U23 Bắc Hà"],
        ),
        ("", vec![]),
    ] {
        assert_eq!(groups(text), expected, "{text}");
    }
}

#[test]
fn positions_hold_organisations() {
    for (text, expected) in [
        (
            "Trưởng ban Dân vận [O Tỉnh ủy Nam Hà] [P Lê Thu]",
            vec!["ban Dân vận Tỉnh ủy Nam Hà"],
        ),
        (
            "Phó trưởng phòng Giáo dục và Đào tạo huyện [L Sen Hồ] cho biết",
            vec!["phòng Giáo dục và Đào tạo huyện Sen Hồ"],
        ),
        ("phó chánh văn phòng [O UBND tỉnh], ông", vec!["văn phòng UBND tỉnh"]),
        ("Trưởng ban quản lý chợ [L Sen Hồ] nói", vec!["ban quản lý chợ Sen Hồ"]),
        // Both are to come out.
        (
            "Trưởng ban Dân vận [O Tỉnh ủy Nam Hà] nói. [O Ban Dân vận Tỉnh ủy Nam Hà] họp.",
            vec!["Tỉnh ủy Nam Hà", "Ban Dân vận Tỉnh ủy Nam Hà"],
        ),
        // No name follows.
        ("trưởng phòng nói", vec![]),
        ("trưởng phòng [P Lê Thu] nói", vec![]),
        ("hiệu phó ban Dân vận", vec!["ban Dân vận"]),
        ("họp ban Dân vận", vec![]),
        // Named already.
        ("Trưởng [O Ban Dân vận Tỉnh ủy]", vec!["Ban Dân vận Tỉnh ủy"]),
        (
            "Trưởng [O ban Dân vận Tỉnh ủy Nam Hà] đến. [O Ban Dân vận Tỉnh ủy Nam Hà] họp",
            vec!["Tỉnh ủy Nam Hà", "Ban Dân vận Tỉnh ủy Nam Hà"],
        ),
        (
            "Trưởng [O ban Dân vận Tỉnh ủy Nam Hà] đến. [O Tỉnh ủy Nam Hà] họp",
            vec!["ban Dân vận Tỉnh ủy Nam Hà", "Tỉnh ủy Nam Hà"],
        ),
    ] {
        let (text, mentions) = marked(text);
        let all = held_by_titles(&text, &mentions);
        let found = all.iter().filter(|mention| mention.kind == NameKind::Organisation);
        let found: Vec<&str> = found.map(|mention| &text[mention.span.clone()]).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_division_within_a_position_is_published_with_a_capital_letter() {
    let (text, mentions) = marked("Trưởng ban Dân vận [O Tỉnh ủy Nam Hà] [P Lê Thu]");
    let all = organisations(&text, &held_by_titles(&text, &mentions));
    assert_eq!(all[0].name, "Ban Dân vận Tỉnh ủy Nam Hà");
    assert_eq!(all[0].kind, Some("party"));
}

proptest! {
    #[test]
    fn every_mention_is_of_one_organisation((text, mentions) in any_text_with_mentions()) {
        let mut found: Vec<_> = organisations(&text, &mentions).into_iter().flat_map(|one| one.mentions).collect();
        let mut given: Vec<_> = mentions
            .into_iter()
            .filter(|mention| mention.kind == NameKind::Organisation)
            .map(|mention| mention.span)
            .collect();
        let order = |span: &std::ops::Range<usize>| (span.start, span.end);
        found.sort_by_key(order);
        given.sort_by_key(order);
        prop_assert_eq!(found, given);
    }

    #[test]
    fn what_positions_hold_lies_within_the_text((text, mentions) in any_text_with_mentions()) {
        let mut mentions = mentions;
        mentions.sort_by_key(|mention| mention.span.start);
        let mut end = 0;
        mentions.retain(|mention: &Mention| {
            let fits = mention.span.start >= end && !mention.span.is_empty();
            if fits {
                end = mention.span.end;
            }
            fits
        });
        let all = held_by_titles(&text, &mentions);
        for mention in &all {
            prop_assert!(text.get(mention.span.clone()).is_some());
        }
        for pair in all.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        let others = |mentions: &[Mention]| mentions.iter().filter(|m| m.kind == NameKind::Person).count();
        prop_assert_eq!(others(&all), others(&mentions));
    }
}
