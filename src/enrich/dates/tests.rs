//! What is a date, which one, and what is none: sentences with what is found in them.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::dates;

/// The mentions of a text as "words → value".
fn found(text: &str, language: &str, published: Option<DateTime>) -> Vec<String> {
    dates(text, language, published)
        .iter()
        .map(|mention| format!("{} → {}", &text[mention.span.clone()], mention.value))
        .collect()
}

/// Wednesday, 20 February 2019.
fn wednesday() -> Option<DateTime> {
    Some(date(2019, 2, 20).at(7, 45, 0, 0))
}

fn check(language: &str, published: Option<DateTime>, cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, found(text, language, published), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(text, found, expected)| format!("{text}\n  found    {found:?}\n  expected {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn days_with_their_year() {
    check(
        "vi",
        None,
        &[
            ("Lễ ký diễn ra ngày 20/2/2019.", &["ngày 20/2/2019 → 2019-02-20"]),
            ("Họp báo 20.2.2019 tại Huế", &["20.2.2019 → 2019-02-20"]),
            ("Sáng 05-02-2019, đoàn lên đường", &["Sáng 05-02-2019 → 2019-02-05"]),
            (
                "7h30 ngày 5-2-2019 khai mạc",
                &["7h30 ngày 5-2-2019 → 2019-02-05T07:30"],
            ),
            (
                "vào 7 giờ 30 phút ngày 5/2/2019",
                &["7 giờ 30 phút ngày 5/2/2019 → 2019-02-05T07:30"],
            ),
            (
                "Khoảng 8h tối 5/2/2019, xe lật",
                &["8h tối 5/2/2019 → 2019-02-05T20:00"],
            ),
            ("lúc 19h15' ngày 6/2/2019", &["19h15' ngày 6/2/2019 → 2019-02-06T19:15"]),
            ("07:45, 20/02/2019", &["07:45, 20/02/2019 → 2019-02-20T07:45"]),
            (
                "sinh ngày 21 tháng 12 năm 1990 ở Cần Thơ",
                &["ngày 21 tháng 12 năm 1990 → 1990-12-21"],
            ),
            (
                "Chủ Nhật, ngày 21 tháng 12 năm 2025",
                &["Chủ Nhật, ngày 21 tháng 12 năm 2025 → 2025-12-21"],
            ),
            ("NGÀY 20/2/2019, HÀ NỘI", &["NGÀY 20/2/2019 → 2019-02-20"]),
            (
                "bản ghi 2019-02-20T07:30 còn giữ",
                &["2019-02-20T07:30 → 2019-02-20T07:30"],
            ),
            ("ngày 29/2/2019 không có", &[]),
            ("ngày 31/4/2019 không có", &[]),
        ],
    );
}

#[test]
fn days_without_a_year() {
    check(
        "vi",
        wednesday(),
        &[
            ("Sáng 20/2, hội nghị khai mạc", &["Sáng 20/2 → 2019-02-20"]),
            ("trao đổi hôm 3/2 với báo chí", &["hôm 3/2 → 2019-02-03"]),
            ("ngày 20-2 vừa qua", &["ngày 20-2 → 2019-02-20"]),
            ("Chiều ngày 18.2, đoàn tới nơi", &["Chiều ngày 18.2 → 2019-02-18"]),
            ("Sáng nay (20/2), trời rét", &["Sáng nay (20/2) → 2019-02-20"]),
            ("8h30 sáng nay 20.2 tại sân", &["8h30 sáng nay 20.2 → 2019-02-20T08:30"]),
            ("ngày thứ sáu (15/2), giá giảm", &["ngày thứ sáu (15/2) → 2019-02-15"]),
            ("chốt phiên 19/2 tại mức 900 điểm", &["19/2 → 2019-02-19"]),
            ("sẽ nghỉ dịp Quốc khánh 2/9, phố cờ hoa", &["2/9 → 2019-09-02"]),
            ("từ ngày 29 tháng 3 tới", &["ngày 29 tháng 3 → 2019-03-29"]),
            ("hôm 30/12 xảy ra cháy", &["hôm 30/12 → 2018-12-30"]),
            ("vụ việc ngày 20-11 gây chú ý", &["ngày 20-11 → 2018-11-20"]),
            ("đại hội sẽ diễn ra ngày 20-11", &["ngày 20-11 → 2019-11-20"]),
            (
                "Ngày 5 và 6-2, hai đội đấu lại",
                &["Ngày 5 → 2019-02-05", "6-2 → 2019-02-06"],
            ),
            (
                "các ngày 14, 15 và 16 tháng 3",
                &["ngày 14 → 2019-03-14", "15 → 2019-03-15", "16 tháng 3 → 2019-03-16"],
            ),
            (
                "ngày 5/2, 6/2 và 7/2",
                &["ngày 5/2 → 2019-02-05", "6/2 → 2019-02-06", "7/2 → 2019-02-07"],
            ),
        ],
    );
}

#[test]
fn spans() {
    check(
        "vi",
        wednesday(),
        &[
            ("trưng bày từ 20 đến 25-2", &["20 đến 25-2 → 2019-02-20/2019-02-25"]),
            (
                "từ ngày 1/3 đến 30/4 đường đóng",
                &["ngày 1/3 đến 30/4 → 2019-03-01/2019-04-30"],
            ),
            (
                "từ ngày 1/3 đến hết ngày 30/4",
                &["ngày 1/3 đến hết ngày 30/4 → 2019-03-01/2019-04-30"],
            ),
            ("giải đấu 5-7/3 ở Huế", &["5-7/3 → 2019-03-05/2019-03-07"]),
            (
                "từ ngày 26 - 28.2, biển động",
                &["ngày 26 - 28.2 → 2019-02-26/2019-02-28"],
            ),
            (
                "nghỉ từ 28/12/2018 - 2/1/2019",
                &["28/12/2018 - 2/1/2019 → 2018-12-28/2019-01-02"],
            ),
            (
                "nghỉ từ 28/12 đến 2/1/2019",
                &["28/12 đến 2/1/2019 → 2018-12-28/2019-01-02"],
            ),
            ("giai đoạn 2021-2025", &["2021-2025 → 2021/2025"]),
            ("kế hoạch 2016 - 2020 của tỉnh", &["2016 - 2020 → 2016/2020"]),
            ("năm học 2018–2019 bắt đầu", &["2018–2019 → 2018/2019"]),
            ("mùa giải 2018/19 khép lại", &["2018/19 → 2018/2019"]),
            ("từ năm 2016 đến năm 2018 tăng", &["năm 2016 đến năm 2018 → 2016/2018"]),
            (
                "từ tháng 4 đến tháng 6/2018",
                &["tháng 4 đến tháng 6/2018 → 2018-04/2018-06"],
            ),
            ("quý II/2019 tăng mạnh", &["quý II/2019 → 2019-04/2019-06"]),
            ("quý 4 năm ngoái", &["quý 4 năm ngoái → 2018-10/2018-12"]),
            ("6 tháng đầu năm 2019", &["6 tháng đầu năm 2019 → 2019-01/2019-06"]),
            (
                "trong sáu tháng cuối năm nay",
                &["sáu tháng cuối năm nay → 2019-07/2019-12"],
            ),
            ("nửa đầu năm 2018", &["nửa đầu năm 2018 → 2018-01/2018-06"]),
            (
                "thập niên 1990 và thập niên 80",
                &["thập niên 1990 → 1990/1999", "thập niên 80 → 1980/1989"],
            ),
            (
                "những năm 90 của thế kỷ trước",
                &["những năm 90 của thế kỷ trước → 1990/1999"],
            ),
            (
                "xây từ thế kỷ 19, sửa thế kỷ XX",
                &["thế kỷ 19 → 1801/1900", "thế kỷ XX → 1901/2000"],
            ),
        ],
    );
}

#[test]
fn months_and_years() {
    check(
        "vi",
        wednesday(),
        &[
            ("năm 2018 đạt kế hoạch", &["năm 2018 → 2018"]),
            ("cuối năm 2018", &["cuối năm 2018 → 2018"]),
            (
                "năm nay, đầu năm ngoái, năm tới",
                &["năm nay → 2019", "đầu năm ngoái → 2018", "năm tới → 2020"],
            ),
            ("đầu tháng 3 khởi công", &["đầu tháng 3 → 2019-03"]),
            ("trong tháng 3/2018", &["tháng 3/2018 → 2018-03"]),
            (
                "tháng 4-2017 và tháng 5.2017",
                &["tháng 4-2017 → 2017-04", "tháng 5.2017 → 2017-05"],
            ),
            ("tháng 9 năm 1945", &["tháng 9 năm 1945 → 1945-09"]),
            ("tháng Ba năm ngoái", &["tháng Ba năm ngoái → 2018-03"]),
            ("vào tháng chín", &["tháng chín → 2018-09"]),
            ("sẽ đấu vào tháng chín", &["tháng chín → 2019-09"]),
            (
                "hồi tháng 10, rồi tháng Mười Hai năm 2018",
                &["tháng 10 → 2018-10", "tháng Mười Hai năm 2018 → 2018-12"],
            ),
            ("cao nhất từ cuối tháng 7 tới nay", &["cuối tháng 7 → 2018-07"]),
            (
                "tháng trước, tháng này và tháng tới",
                &["tháng trước → 2019-01", "tháng này → 2019-02", "tháng tới → 2019-03"],
            ),
            (
                "tháng 6 và tháng 12/2015",
                &["tháng 6 → 2015-06", "tháng 12/2015 → 2015-12"],
            ),
            (
                "lập năm 250, mất năm 210 trước Công nguyên.",
                &["năm 250 → 0250", "năm 210 trước Công nguyên → -0209"],
            ),
            ("sinh 1995 tại Huế, từ 2011 đến nay", &["1995 → 1995", "2011 → 2011"]),
            ("Hoa khôi biển (2014) đăng quang", &["2014 → 2014"]),
            (
                "các năm 2016, 2017 và 2018.",
                &["năm 2016 → 2016", "2017 → 2017", "2018 → 2018"],
            ),
            ("\"Năm vì trẻ em\" 2019; tập trung", &[]),
        ],
    );
}

#[test]
fn counted_from_publication() {
    check(
        "vi",
        wednesday(),
        &[
            (
                "hôm qua, hôm nay và ngày mai",
                &["hôm qua → 2019-02-19", "hôm nay → 2019-02-20", "ngày mai → 2019-02-21"],
            ),
            (
                "Tối qua mưa lớn, sáng mai tạnh",
                &["Tối qua → 2019-02-19", "sáng mai → 2019-02-21"],
            ),
            ("8 giờ tối qua, điện mất", &["8 giờ tối qua → 2019-02-19T20:00"]),
            ("rạng sáng nay có động đất", &["rạng sáng nay → 2019-02-20"]),
            ("thứ hai tuần này", &["thứ hai tuần này → 2019-02-18"]),
            ("chủ nhật tuần trước", &["chủ nhật tuần trước → 2019-02-17"]),
            ("họp hôm thứ Hai", &["hôm thứ Hai → 2019-02-18"]),
            ("sẽ họp chiều thứ sáu", &["chiều thứ sáu → 2019-02-22"]),
            ("cuối tuần qua", &["cuối tuần qua → 2019-02-16/2019-02-17"]),
            ("Huế thắng tối qua 2-1 trên sân khách", &["tối qua → 2019-02-19"]),
            ("Hôm qua 19-2, chợ họp lại", &["Hôm qua 19-2 → 2019-02-19"]),
            ("tuần tới", &["tuần tới → 2019-02-25/2019-03-03"]),
        ],
    );
    // nothing to count from
    check(
        "vi",
        None,
        &[
            ("hôm qua, thứ hai tuần này, tháng trước, năm nay", &[]),
            ("Sáng 20/2, trời rét", &[]),
        ],
    );
}

#[test]
fn the_lunar_calendar() {
    check(
        "vi",
        wednesday(),
        &[
            ("mùng 9 Tết", &["mùng 9 Tết → 2019-02-13"]),
            ("sáng mùng 1 Tết", &["sáng mùng 1 Tết → 2019-02-05"]),
            ("chợ họp đến 30 Tết", &["30 Tết → 2019-02-04"]),
            ("rằm tháng Giêng", &["rằm tháng Giêng → 2019-02-19"]),
            ("rằm tháng 7", &["rằm tháng 7 → 2018-08-25"]),
            ("mùng 10 tháng Giêng", &["mùng 10 tháng Giêng → 2019-02-14"]),
            ("ngày 10/3 âm lịch", &["ngày 10/3 âm lịch → 2019-04-14"]),
            ("Tết Nguyên đán 2019", &["Tết Nguyên đán 2019 → 2019-02-05"]),
            ("mùng 3 Tết Mậu Tuất", &["mùng 3 Tết Mậu Tuất → 2018-02-18"]),
            ("dịp Tết Kỷ Hợi 2019", &["Tết Kỷ Hợi 2019 → 2019-02-05"]),
            ("Tết Trung thu 2019", &["Tết Trung thu 2019 → 2019-09-13"]),
        ],
    );
}

#[test]
fn none_of_them_dates() {
    check(
        "vi",
        wednesday(),
        &[
            ("Hà Nội thắng 2-1 trên sân nhà", &[]),
            ("kéo dài 5-7 ngày", &[]),
            ("chiếm 1/3 dân số và 2/3 diện tích", &[]),
            ("hơn 1/4 số hộ", &[]),
            ("nhà số 20/2 đường Lê Lợi", &[]),
            ("Nghị định 15/2021/NĐ-CP, luật số 45/2019, số 12/2016", &[]),
            ("phục vụ 24/7", &[]),
            ("gọi 0912 345 678 hoặc 1900.1234", &[]),
            ("bản 4.0.2 và iOS 12.1", &[]),
            ("2.000 người, 1500 người, 2019 người", &[]),
            ("mỗi năm 2000 tấn", &[]),
            ("trong 5 năm, mỗi tháng 3 lần, 2 tháng 10 ngày", &[]),
            ("từ 2000 đến 3000 đồng", &[]),
            ("lần thứ hai, vị trí thứ ba", &[]),
            ("đường Cách Mạng Tháng Tám", &[]),
            ("hiện nay, thời gian qua, ngày nay, vừa qua", &[]),
            ("liên quan, khuyến mãi, nhiều năm trước, những năm tới", &[]),
            ("uống ngày 2-3 lần", &[]),
            ("quý vị và quý khách", &[]),
            ("xe BKS 29-12.345, QL 1A, km 22+120", &[]),
        ],
    );
}

#[test]
fn the_year_of_an_undated_article() {
    check(
        "vi",
        None,
        &[
            // the latest day named with its year
            (
                "Từ ngày 15/1/2019 cấm xe.\nSáng 20/2, chốt mở.",
                &["ngày 15/1/2019 → 2019-01-15", "Sáng 20/2 → 2019-02-20"],
            ),
            (
                "Hồi tháng 12/2018 lỗ.\nNgày 6/2, lãi.",
                &["tháng 12/2018 → 2018-12", "Ngày 6/2 → 2019-02-06"],
            ),
            (
                "Tối 30/12 cháy, đến 5/1/2019 dập xong",
                &["Tối 30/12 → 2018-12-30", "5/1/2019 → 2019-01-05"],
            ),
            // both calendars agree in one year only
            (
                "Ngày 13/2 (mùng 9 Tết), chùa mở hội",
                &["Ngày 13/2 → 2019-02-13", "mùng 9 Tết → 2019-02-13"],
            ),
            // a plan
            (
                "Năm 2019 tỉnh sẽ xây cầu. Ngày 6/2, ông nói",
                &["Năm 2019 → 2019", "Ngày 6/2 → 2019-02-06"],
            ),
            // a year long ago, a birth, a goal tell nothing
            ("Nhà máy lập năm 1995. Ngày 6/2 cháy", &["năm 1995 → 1995"]),
            (
                "Anh Nam (sinh năm 1991) mất ngày 6/2; tầm nhìn đến năm 2030",
                &["năm 1991 → 1991", "năm 2030 → 2030"],
            ),
        ],
    );
}

#[test]
fn english() {
    check(
        "en",
        wednesday(),
        &[
            ("on 20 February 2019 in Rome", &["20 February 2019 → 2019-02-20"]),
            ("On Feb. 20, the court ruled", &["Feb. 20 → 2019-02-20"]),
            ("Monday, Feb. 18, 2019", &["Monday, Feb. 18, 2019 → 2019-02-18"]),
            ("the 4th of July 1976", &["4th of July 1976 → 1976-07-04"]),
            (
                "from February 20-25, 2019",
                &["February 20-25, 2019 → 2019-02-20/2019-02-25"],
            ),
            ("in March, since May 2018", &["March → 2019-03", "May 2018 → 2018-05"]),
            (
                "yesterday, last week and next month",
                &[
                    "yesterday → 2019-02-19",
                    "last week → 2019-02-11/2019-02-17",
                    "next month → 2019-03",
                ],
            ),
            ("He said on Monday that", &["Monday → 2019-02-18"]),
            ("will meet on Friday", &["Friday → 2019-02-22"]),
            (
                "in 2018, the 1990s, the 19th century",
                &["2018 → 2018", "1990s → 1990/1999", "19th century → 1801/1900"],
            ),
            ("the 2016-2020 plan", &["2016-2020 → 2016/2020"]),
            ("Q2 2019 results", &["Q2 2019 → 2019-04/2019-06"]),
            ("dated 2019-02-20.", &["2019-02-20 → 2019-02-20"]),
            (
                "13/02/2019 or 2/13/2019, not 3/2/2019",
                &["13/02/2019 → 2019-02-13", "2/13/2019 → 2019-02-13"],
            ),
            (
                "Mrs May said, a march on Rome, the last week of war, Black Friday, every Monday",
                &[],
            ),
            ("2000 people, 20 march past, won 2-1, room 1995", &[]),
        ],
    );
}

#[test]
fn other_languages_give_iso_dates_alone() {
    check(
        "fr",
        wednesday(),
        &[("le 2019-02-20, le 3/2/2019", &["2019-02-20 → 2019-02-20"])],
    );
}

proptest! {
    /// Any text is survived; spans lie on the borders of letters, within a line, in order, apart from each other.
    #[test]
    fn spans_are_sound(
        parts in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,6}",
                "[0-9]{1,5}",
                "[-/.,:()\n –'h ]",
                proptest::sample::select(vec![
                    "ngày ", "tháng ", "năm ", "sáng ", "nay", " qua", "đến ", "từ ", "Tết", "mùng ", "thứ ", "tuần ", "quý II", "thế kỷ ",
                    "những ", " và ", "giờ ", "phút ", "âm lịch", "rằm ", "Đinh Dậu", "last ", "May ", "Feb. ", "Monday", "of ", "cuối ", "đầu ",
                    "20/2", "2/2019", "ngoái", "chủ nhật", "\u{a0}", "giêng",
                ]).prop_map(str::to_owned),
            ],
            0..24,
        ),
        language in proptest::sample::select(vec!["vi", "en", "fr"]),
        day in proptest::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28)),
    ) {
        let text = parts.concat();
        let published = day.map(|(year, month, day)| date(year, month, day).at(0, 0, 0, 0));
        let mut end = 0;
        for mention in dates(&text, language, published) {
            prop_assert!(mention.span.start >= end && mention.span.start < mention.span.end);
            let words = text.get(mention.span.clone());
            prop_assert!(words.is_some_and(|words| !words.contains('\n')), "{:?} in {:?}", mention, text);
            prop_assert!(!mention.value.is_empty());
            end = mention.span.end;
        }
    }
}

#[test]
fn hostile_texts_are_read_in_one_pass() {
    // each is quadratic for a reader that looks from every place to the end; a minute, not milliseconds
    let spaces = " ".repeat(400_000);
    for text in [
        "June".repeat(200_000),
        "1".repeat(800_000),
        "1.".repeat(400_000),
        "1.111".repeat(200_000),
        format!("ngày 5/2/2019{spaces}{}", "7/3 ".repeat(100_000)),
        format!("năm 2019{spaces}{}", "2018 ".repeat(100_000)),
        "ngày 5, ".repeat(100_000),
        "tháng 5 và ".repeat(60_000),
        "sáng ".repeat(100_000),
    ] {
        for language in ["vi", "en"] {
            let last = dates(&text, language, wednesday())
                .last()
                .map_or(0, |mention| mention.span.end);
            assert!(last <= text.len());
        }
    }
}
