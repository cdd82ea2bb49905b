//! Texts with their names marked, as in `people`: what is said, and by whom.

use proptest::prelude::*;

use super::super::names::NameKind;
use super::super::people::people;
use super::super::people::tests::{any_text_with_mentions, marked};
use super::marks;
use super::{Named, Quote, quotes};

/// As "speaker: words".
fn said(text: &str) -> Vec<String> {
    let (text, mentions) = marked(text);
    let people = people(&text, &mentions);
    let organisations: Vec<(String, Vec<std::ops::Range<usize>>)> = mentions
        .iter()
        .filter(|mention| mention.kind == NameKind::Organisation)
        .map(|mention| (text[mention.span.clone()].to_owned(), vec![mention.span.clone()]))
        .collect();
    let mut named: Vec<Named<'_>> = people
        .iter()
        .map(|person| Named {
            name: &person.name,
            is_person: true,
            mentions: &person.mentions,
        })
        .collect();
    named.extend(organisations.iter().map(|(name, mentions)| Named {
        name,
        is_person: false,
        mentions,
    }));
    let line = |quote: &Quote| {
        let speaker = quote.speaker.as_deref().unwrap_or("?");
        format!("{speaker}: {}", &text[quote.span.clone()])
    };
    quotes(&text, "vi", &named).iter().map(line).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn the_speaker_stands_before_or_after() {
    check(&[
        (
            "Ông [P Lê Văn Tám] cho biết: “Con đường này sẽ xong trước mùa mưa năm nay”.",
            &["Lê Văn Tám: Con đường này sẽ xong trước mùa mưa năm nay"],
        ),
        (
            "\"Con đường này sẽ xong trước mùa mưa\", bà [P Đỗ Thị Mận] nói.",
            &["Đỗ Thị Mận: Con đường này sẽ xong trước mùa mưa"],
        ),
        (
            "«Con đường này sẽ xong trước mùa mưa» – chị [P Mận] chia sẻ thêm.",
            &["Mận: Con đường này sẽ xong trước mùa mưa"],
        ),
        (
            "„Con đường này sẽ xong trước mùa mưa“, ông [P Lê Văn Tám], giám đốc công ty, khẳng định.",
            &["Lê Văn Tám: Con đường này sẽ xong trước mùa mưa"],
        ),
        (
            "Theo ông [P Lê Văn Tám], ``con đường này sẽ xong trước mùa mưa năm nay''.",
            &["Lê Văn Tám: con đường này sẽ xong trước mùa mưa năm nay"],
        ),
        (
            "Hãng tin dẫn lời ông [P Lê Văn Tám] nói: ‘Con đường này sẽ xong trước mùa mưa năm nay’.",
            &["Lê Văn Tám: Con đường này sẽ xong trước mùa mưa năm nay"],
        ),
        (
            "Trả lời bà [P Đỗ Thị Mận], ông [P Lê Văn Tám] khẳng định: “Tôi chưa từng ký giấy tờ nào như thế”.",
            &["Lê Văn Tám: Tôi chưa từng ký giấy tờ nào như thế"],
        ),
    ]);
}

#[test]
fn a_pronoun_is_whom_it_fits() {
    check(&[
        (
            "Ông [P Lê Văn Tám] đến thăm bà [P Đỗ Thị Mận]. “Tôi rất vui khi được về lại quê nhà”, ông nói.",
            &["Lê Văn Tám: Tôi rất vui khi được về lại quê nhà"],
        ),
        (
            "Ông [P Lê Văn Tám] đến thăm bà [P Đỗ Thị Mận]. “Tôi rất vui khi có khách đến chơi nhà”, bà nói.",
            &["Đỗ Thị Mận: Tôi rất vui khi có khách đến chơi nhà"],
        ),
    ]);
}

#[test]
fn speakers_without_names_keep_their_words() {
    check(&[
        (
            "Một nhân chứng kể lại: “Tôi nghe một tiếng nổ lớn rồi thấy khói bốc lên”.",
            &["nhân chứng: Tôi nghe một tiếng nổ lớn rồi thấy khói bốc lên"],
        ),
        (
            "“Chúng tôi sẽ đền bù cho mọi gia đình bị thiệt hại”, đại diện công ty cho biết.",
            &["đại diện công ty: Chúng tôi sẽ đền bù cho mọi gia đình bị thiệt hại"],
        ),
        (
            "“Chúng tôi sẽ đền bù cho mọi gia đình bị thiệt hại”, [O Công ty Sông Lam] thông báo.",
            &["Công ty Sông Lam: Chúng tôi sẽ đền bù cho mọi gia đình bị thiệt hại"],
        ),
    ]);
}

#[test]
fn a_split_quote_is_two_of_one_speaker() {
    check(&[(
        "“Mùa này cá về nhiều hơn mọi năm”, ông [P Lê Văn Tám] nói. “Nhưng giá thì lại xuống thấp quá, bà con không vui”.",
        &[
            "Lê Văn Tám: Mùa này cá về nhiều hơn mọi năm",
            "Lê Văn Tám: Nhưng giá thì lại xuống thấp quá, bà con không vui",
        ],
    )]);
}

#[test]
fn speech_goes_on_over_lines() {
    check(&[
        (
            "Ông [P Lê Văn Tám] kể: “Năm ấy nước lên nhanh lắm.\n“Cả làng phải chạy lên đồi trong đêm tối”.",
            &[
                "Lê Văn Tám: Năm ấy nước lên nhanh lắm.",
                "Lê Văn Tám: Cả làng phải chạy lên đồi trong đêm tối",
            ],
        ),
        (
            "Ông [P Lê Văn Tám] kể: “Năm ấy nước lên nhanh lắm.\nCả làng phải chạy lên đồi trong đêm tối”.\nTrời sáng.",
            &[
                "Lê Văn Tám: Năm ấy nước lên nhanh lắm.",
                "Lê Văn Tám: Cả làng phải chạy lên đồi trong đêm tối",
            ],
        ),
    ]);
}

#[test]
fn a_headline_quotes_whom_the_article_names() {
    check(&[(
        "Lão ngư: 'Mùa này cá về nhiều hơn mọi năm'\nÔng [P Lê Văn Tám] nói: “Mùa này cá về nhiều hơn mọi năm, chúng tôi mừng lắm”.",
        &[
            "Lê Văn Tám: Mùa này cá về nhiều hơn mọi năm",
            "Lê Văn Tám: Mùa này cá về nhiều hơn mọi năm, chúng tôi mừng lắm",
        ],
    )]);
}

#[test]
fn answers_of_an_interview_need_no_marks() {
    check(&[
        (
            "Trò chuyện với anh [P Lê Văn Tám].\nAnh bắt đầu nghề này từ khi nào?\n- Tôi theo cha đi biển từ năm mười hai tuổi.\n\
             Nghề này có khó không?\n- Khó nhất là những ngày gió mùa, thuyền nhỏ không ra được.",
            &[
                "Lê Văn Tám: Tôi theo cha đi biển từ năm mười hai tuổi.",
                "Lê Văn Tám: Khó nhất là những ngày gió mùa, thuyền nhỏ không ra được.",
            ],
        ),
        // One pair may be chance.
        ("Ai được giảm thuế?\n- Hộ nghèo và hộ cận nghèo ở các xã vùng cao.", &[]),
    ]);
}

#[test]
fn what_is_no_speech_is_no_quote() {
    check(&[
        ("Cả xã có 12 mô hình “Dân vận khéo”, trong đó 3 mô hình kinh tế.", &[]),
        (
            "Bà [P Đỗ Thị Mận] kể về bộ phim “Những đứa trẻ bên kia sông lớn” của mình.",
            &[],
        ),
        ("Hội thảo diễn ra với chủ đề: “Nước sạch cho mọi nhà ở vùng cao”.", &[]),
        ("Ông [P Lê Văn Tám] là \"vua\" của chợ này.", &[]),
        ("Chiếc tivi 32\" và chiếc 40\" bán chạy nhất.", &[]),
    ]);
}

#[test]
fn english_verbs_stand_on_either_side() {
    check(&[
        (
            "“We will rebuild every house in the valley,” said [P John Carter].",
            &["John Carter: We will rebuild every house in the valley,"],
        ),
        (
            "According to [P John Carter], “every house in the valley will be rebuilt”.",
            &["John Carter: every house in the valley will be rebuilt"],
        ),
    ]);
}

#[test]
fn marks_are_paired_by_where_they_stand() {
    for (text, expected) in [
        ("a “b c” d", vec!["b c"]),
        ("a “b c“ d", vec!["b c"]),
        ("a ”b c” d", vec!["b c"]),
        ("a \"b 'c d' e\" f", vec!["b 'c d' e", "c d"]),
        ("a \"b \"c d\" e\" f", vec!["b \"c d\" e", "c d"]),
        ("nói\" b c d\" f", vec!["b c d"]),
        ("it's John's ‘b c’ d", vec!["b c"]),
        ("a 「b c」 d", vec!["b c"]),
        ("a “b\nc” d", vec!["b", "c"]),
        ("a “b\n“c” d", vec!["b", "c"]),
        ("a b” c\nd", vec![]),
    ] {
        let found: Vec<&str> = marks::marked(text)
            .iter()
            .map(|found| &text[found.span.clone()])
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// Texts of what quotes are made of.
fn any_quoting_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "«",
        "»",
        "„",
        "「",
        "」",
        "``",
        "''",
        "\n",
        " ",
        ", ",
        ": ",
        ". ",
        "? ",
        "?\n- ",
        "ông nói",
        "Theo bà Mận",
        "tôi không biết gì về việc đó",
        "Đ",
        "cho biết",
        "chủ đề",
        "…",
        "(",
        ")",
        " – ",
        "\u{a0}",
        "😀",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check_spans(text: &str, found: &[Quote]) {
    for quote in found {
        let words = text.get(quote.span.clone()).unwrap();
        assert!(!words.is_empty() && !words.contains('\n'), "{words:?} in {text:?}");
    }
    assert!(found.is_sorted_by_key(|quote| quote.span.start), "{text:?}");
    for (first, second) in found.iter().zip(found.iter().skip(1)) {
        // Speech within speech lies within it whole.
        let is_apart = first.span.end <= second.span.start;
        assert!(
            is_apart || second.span.end <= first.span.end,
            "{first:?} {second:?} {text:?}"
        );
    }
}

proptest! {
    #[test]
    fn spans_are_sound(text in any_quoting_text()) {
        check_spans(&text, &quotes(&text, "vi", &[]));
    }

    #[test]
    fn any_text_is_survived((text, mentions) in any_text_with_mentions()) {
        let spans: Vec<_> = mentions.iter().map(|mention| mention.span.clone()).collect();
        let named = [Named { name: "A", is_person: true, mentions: &spans }];
        check_spans(&text, &quotes(&text, "en", &named));
    }
}
