//! What is a quantity, and what is none, by table.

use proptest::prelude::*;

use super::Approximation::{About, AtLeast, AtMost, LessThan, MoreThan, Nearly};
use super::{Approximation, Quantity, quantities};

/// What was found: surface, value, upper value, unit, approximation.
type Found<'a> = (&'a str, f64, Option<f64>, &'a str, Option<Approximation>);

fn found<'a>(text: &'a str, all: &'a [Quantity]) -> Vec<Found<'a>> {
    all.iter()
        .map(|q| {
            (
                &text[q.span.clone()],
                q.value,
                q.to,
                q.unit.as_deref().unwrap_or_default(),
                q.approx,
            )
        })
        .collect()
}

fn check(language: &str, cases: &[(&str, &[Found<'_>])]) {
    for (text, expected) in cases {
        let all = quantities(text, language);
        assert_eq!(found(text, &all), *expected, "{text}");
    }
}

#[test]
fn things_are_counted() {
    check(
        "vi",
        &[
            (
                "Xã có 2.150 mô hình mới",
                &[("2.150 mô hình", 2150.0, None, "mô hình", None)],
            ),
            (
                "Ba đội có 48 vận động viên",
                &[("48 vận động viên", 48.0, None, "vận động viên", None)],
            ),
            ("có 10 tỷ phú dự", &[("10 tỷ phú", 10.0, None, "tỷ phú", None)]),
            ("tặng 12 chiếc xe đạp", &[("12 chiếc", 12.0, None, "chiếc", None)]),
            (
                "mở 17 lớp tập huấn",
                &[("17 lớp tập huấn", 17.0, None, "lớp tập huấn", None)],
            ),
            (
                "góp 900 ngày công",
                &[("900 ngày công", 900.0, None, "ngày công", None)],
            ),
            (
                "gửi 3 HLV và 9 VĐV",
                &[("3 HLV", 3.0, None, "HLV", None), ("9 VĐV", 9.0, None, "VĐV", None)],
            ),
            ("BA MƯƠI 30 NGƯỜI", &[("30 NGƯỜI", 30.0, None, "NGƯỜI", None)]),
            (
                "một nhóm 5 người, nhóm 7 nước",
                &[
                    ("5 người", 5.0, None, "người", None),
                    ("7 nước", 7.0, None, "nước", None),
                ],
            ),
            (
                "trong số 14 hành khách",
                &[("14 hành khách", 14.0, None, "hành khách", None)],
            ),
            ("đã gác 3/7 nhịp cầu", &[("3/7 nhịp cầu", 3.0, None, "nhịp cầu", None)]),
            ("nâng tổng số cây lên con số 64.", &[("64", 64.0, None, "cây", None)]),
            (
                "60% (1.204) ý kiến đồng ý",
                &[("60%", 60.0, None, "%", None), ("1.204", 1204.0, None, "ý kiến", None)],
            ),
            ("ở tuổi 41, anh", &[("tuổi 41", 41.0, None, "tuổi", None)]),
            ("Tuổi: 33", &[("Tuổi: 33", 33.0, None, "tuổi", None)]),
            ("nhanh gấp 1,5 lần", &[("1,5 lần", 1.5, None, "lần", None)]),
            (
                "Hoà: 8 hồ sơ, 6 toà nhà",
                &[("8 hồ sơ", 8.0, None, "hồ sơ", None), ("6 toà", 6.0, None, "toà", None)],
            ),
        ],
    );
}

#[test]
fn things_are_measured() {
    check(
        "vi",
        &[
            ("vốn 1,08 tỷ đồng", &[("1,08 tỷ đồng", 1.08e9, None, "VND", None)]),
            (
                "giá 2 triệu 500 nghìn",
                &[("2 triệu 500 nghìn", 2.5e6, None, "VND", None)],
            ),
            ("giá 1 tỷ 2, đắt", &[("1 tỷ 2", 1.2e9, None, "VND", None)]),
            (
                "giá 3 triệu rưỡi đồng",
                &[("3 triệu rưỡi đồng", 3.5e6, None, "VND", None)],
            ),
            (
                "tài sản 1 triệu tỉ đồng",
                &[("1 triệu tỉ đồng", 1e15, None, "VND", None)],
            ),
            ("phát 15 vạn ấn", &[("15 vạn ấn", 150_000.0, None, "ấn", None)]),
            ("trả 650 tỉ để mua", &[("650 tỉ", 6.5e11, None, "VND", None)]),
            (
                "giá 45k, 50.000đ",
                &[
                    ("45k", 45_000.0, None, "VND", None),
                    ("50.000đ", 50_000.0, None, "VND", None),
                ],
            ),
            (
                "thu US$ 5 triệu và 6 tỷ đô",
                &[
                    ("US$ 5 triệu", 5e6, None, "USD", None),
                    ("6 tỷ đô", 6e9, None, "USD", None),
                ],
            ),
            (
                "trả 15 triệu bảng, chia 8 bảng",
                &[
                    ("15 triệu bảng", 15e6, None, "GBP", None),
                    ("8 bảng", 8.0, None, "bảng", None),
                ],
            ),
            (
                "112 yen, 30 tệ",
                &[
                    ("112 yen", 112.0, None, "JPY", None),
                    ("30 tệ", 30.0, None, "CNY", None),
                ],
            ),
            ("lãi 6,5%/năm", &[("6,5%/năm", 6.5, None, "%/năm", None)]),
            (
                "giá 90 triệu đồng/lượng",
                &[("90 triệu đồng/lượng", 9e7, None, "VND/lượng", None)],
            ),
            (
                "đạt 5 triệu tấn thép/năm",
                &[("5 triệu tấn thép/năm", 5e6, None, "tấn/năm", None)],
            ),
            ("ở 9 xã/phường", &[("9 xã", 9.0, None, "xã", None)]),
            (
                "rộng 300 héc-ta, 20 m²",
                &[
                    ("300 héc-ta", 300.0, None, "ha", None),
                    ("20 m²", 20.0, None, "m2", None),
                ],
            ),
            (
                "cao 1m75, chạy 90km/h",
                &[("1m75", 1.75, None, "m", None), ("90km/h", 90.0, None, "km/h", None)],
            ),
            (
                "trời -5 độ C, âm 3 độ C, 37,5°C",
                &[
                    ("-5 độ C", -5.0, None, "°C", None),
                    ("âm 3 độ C", -3.0, None, "°C", None),
                    ("37,5°C", 37.5, None, "°C", None),
                ],
            ),
            (
                "nhanh 3.2 giây, dày 8.4 cm",
                &[("3.2 giây", 3.2, None, "giây", None), ("8.4 cm", 8.4, None, "cm", None)],
            ),
            (
                "1,500 người, 1,250 tấn",
                &[
                    ("1,500 người", 1500.0, None, "người", None),
                    ("1,250 tấn", 1250.0, None, "tấn", None),
                ],
            ),
            ("bay với vận tốc Mach 10", &[("Mach 10", 10.0, None, "Mach", None)]),
            (
                "2 năm 6 tháng tù",
                &[("2 năm", 2.0, None, "năm", None), ("6 tháng", 6.0, None, "tháng", None)],
            ),
            ("mỗi ngày 3 lần", &[("3 lần", 3.0, None, "lần", None)]),
            (
                "làm trong 8 giờ, chờ 24 giờ",
                &[("8 giờ", 8.0, None, "giờ", None), ("24 giờ", 24.0, None, "giờ", None)],
            ),
        ],
    );
}

#[test]
fn ranges_and_lists_are_read() {
    check(
        "vi",
        &[
            ("mất 5-7 ngày", &[("5-7 ngày", 5.0, Some(7.0), "ngày", None)]),
            ("sâu từ 2 đến 3m", &[("từ 2 đến 3m", 2.0, Some(3.0), "m", None)]),
            (
                "từ 1 - 3 triệu đồng",
                &[("từ 1 - 3 triệu đồng", 1e6, Some(3e6), "VND", None)],
            ),
            (
                "khoảng 14%-18%",
                &[("khoảng 14%-18%", 14.0, Some(18.0), "%", Some(About))],
            ),
            ("đi 3, 4 năm", &[("3, 4 năm", 3.0, Some(4.0), "năm", None)]),
            (
                "từ đủ 14 tuổi đến dưới 16 tuổi",
                &[("từ đủ 14 tuổi đến dưới 16 tuổi", 14.0, Some(16.0), "tuổi", None)],
            ),
            (
                "từ 100m3 đến 200m3/ngày",
                &[("từ 100m3 đến 200m3/ngày", 100.0, Some(200.0), "m3/ngày", None)],
            ),
            ("tăng từ 42 lên 44 chuyến", &[("44 chuyến", 44.0, None, "chuyến", None)]),
            (
                "loại 1 lượng - 2 lượng - 3 lượng",
                &[
                    ("1 lượng", 1.0, None, "lượng", None),
                    ("2 lượng", 2.0, None, "lượng", None),
                    ("3 lượng", 3.0, None, "lượng", None),
                ],
            ),
            (
                "cự ly 5, 10 và 21 km",
                &[
                    ("5", 5.0, None, "km", None),
                    ("10", 10.0, None, "km", None),
                    ("21 km", 21.0, None, "km", None),
                ],
            ),
            (
                "độ tuổi từ 18 đến 35.",
                &[("từ 18 đến 35", 18.0, Some(35.0), "tuổi", None)],
            ),
        ],
    );
}

#[test]
fn approximations_are_read() {
    check(
        "vi",
        &[
            ("hơn 20 năm", &[("hơn 20 năm", 20.0, None, "năm", Some(MoreThan))]),
            ("trên 75 m2", &[("trên 75 m2", 75.0, None, "m2", Some(MoreThan))]),
            (
                "chưa đến 5 người",
                &[("chưa đến 5 người", 5.0, None, "người", Some(LessThan))],
            ),
            (
                "gần 40 nghìn lượt khách",
                &[("gần 40 nghìn lượt khách", 4e4, None, "lượt khách", Some(Nearly))],
            ),
            (
                "khoảng hơn 1 tỉ USD",
                &[("khoảng hơn 1 tỉ USD", 1e9, None, "USD", Some(MoreThan))],
            ),
            (
                "không quá 3 ngày",
                &[("không quá 3 ngày", 3.0, None, "ngày", Some(AtMost))],
            ),
            (
                "ít nhất đã có 4 người",
                &[("ít nhất đã có 4 người", 4.0, None, "người", Some(AtLeast))],
            ),
            (
                "18 tuổi trở lên",
                &[("18 tuổi trở lên", 18.0, None, "tuổi", Some(AtLeast))],
            ),
            (
                "giá từ 500.000 đồng",
                &[("từ 500.000 đồng", 5e5, None, "VND", Some(AtLeast))],
            ),
            ("~30 km", &[("~30 km", 30.0, None, "km", Some(About))]),
            // Not approximations.
            ("cao hơn 5%", &[("5%", 5.0, None, "%", None)]),
            ("tượng cao hơn 40m", &[("hơn 40m", 40.0, None, "m", Some(MoreThan))]),
            (
                "công suất tối đa 450 mã lực",
                &[("450 mã lực", 450.0, None, "mã lực", None)],
            ),
            ("đặt trên 2 chiếc xe", &[("2 chiếc", 2.0, None, "chiếc", None)]),
            ("vượt 30,67 lần", &[("30,67 lần", 30.67, None, "lần", None)]),
        ],
    );
}

#[test]
fn names_dates_and_scores_are_no_quantities() {
    for text in [
        "năm 2018, quý 2, tháng 3, ngày 20",
        "ngày 3 tháng 4 năm 2020",
        "sáng 20-2 người dân, hôm 3.5 học sinh, từ 20/2 người",
        "07:45, 20/02/2019 lúc 13h20, khoảng 8 giờ 30 phút",
        "từ 5 giờ đến 7 giờ sáng",
        "thắng 2-1, hòa 3-3, tỉ số 6-4, 90+2",
        "CLB Hải Âm 1-2 CLB Núi Xanh",
        "phiên bản 4.0, iPhone 15 học sinh, RS-26, V12, U23, COVID-19, 5G, 4K",
        "điều 5 Luật, khoản 2, Nghị định 75 người, quốc lộ 20 xe",
        "quận 1 người, lớp 10 trường, thứ 2, lần thứ 30 người, tốp 3 đội, vòng 24 đội",
        "gọi 1900.1234 hoặc 0912 345 678, 024.3942.1234",
        "biển số 29A-123.45, số 12 phố Mới, 192.168.1.1, ISBN 978-604-1-12345-6",
        "1/3 dân số, 1 số người",
        "chính quyền 2.0 người",
        "mùa giải 2016-2017 đội",
    ] {
        assert_eq!(found(text, &quantities(text, "vi")), [], "{text}");
    }
}

#[test]
fn english_is_read() {
    check(
        "en",
        &[
            (
                "raised $1.5bn from 20 investors",
                &[
                    ("$1.5bn", 1.5e9, None, "USD", None),
                    ("20 investors", 20.0, None, "investors", None),
                ],
            ),
            (
                "about 10 per cent",
                &[("about 10 per cent", 10.0, None, "%", Some(About))],
            ),
            (
                "more than 75,000 votes",
                &[("more than 75,000 votes", 75_000.0, None, "votes", Some(MoreThan))],
            ),
            (
                "2.5m people swam in a 20m pool",
                &[
                    ("2.5m people", 2.5e6, None, "people", None),
                    ("20m", 20.0, None, "m", None),
                ],
            ),
            ("5-7 days", &[("5-7 days", 5.0, Some(7.0), "days", None)]),
            (
                "between $20 and $30 million",
                &[("between $20 and $30 million", 2e7, Some(3e7), "USD", None)],
            ),
            (
                "no more than 5 years",
                &[("no more than 5 years", 5.0, None, "years", Some(AtMost))],
            ),
            ("a 20-year-old", &[("20-year", 20.0, None, "year", None)]),
            (
                "1,500 local residents",
                &[("1,500 local residents", 1500.0, None, "residents", None)],
            ),
            (
                "On March 5, 2021 a Boeing 737 crashed. Route 66 was closed at 3 p.m. on 5 June. He won 6-3.",
                &[],
            ),
        ],
    );
}

#[test]
fn measures_are_read_in_other_languages() {
    check(
        "de",
        &[(
            "1,5 Millionen Euro für 12 Leute",
            &[("1,5 Millionen Euro", 1.5e6, None, "EUR", None)],
        )],
    );
    check(
        "fr",
        &[(
            "10 000 euros, 2,5 %",
            &[
                ("10 000 euros", 1e4, None, "EUR", None),
                ("2,5 %", 2.5, None, "%", None),
            ],
        )],
    );
    check("zh", &[("1,234.5 km", &[("1,234.5 km", 1234.5, None, "km", None)])]);
    check("und", &[("3 personas", &[])]);
}

fn assert_spans_are_right(text: &str, language: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for quantity in quantities(text, language) {
        prop_assert!(quantity.span.start >= end, "{:?} in {text:?}", quantity.span);
        let surface = text.get(quantity.span.clone());
        prop_assert!(
            surface.is_some_and(|surface| surface.bytes().any(|byte| byte.is_ascii_digit()) && !surface.contains('\n'))
        );
        prop_assert!(quantity.value.is_finite());
        prop_assert!(quantity.to.is_none_or(|to| to > quantity.value));
        end = quantity.span.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "(\\PC|\\s){0,60}", language in "vi|en|fr|zh") {
        assert_spans_are_right(&text, &language)?;
    }

    #[test]
    fn numbers_in_any_surroundings_are_survived(
        text in "( |\n|\u{a0}|-|–|/|\\.|,|:|\\(|\\)|%|\\$|'|’|[0-9]{1,4}|triệu|tỷ|đồng|người|ngày|năm|tháng|từ|đến|hơn|cao|ít nhất|đã|và|số|giờ|phút|âm|độ C|km|m|K|USD|m75|million|people|and|between){0,24}",
        language in "vi|en|fr|zh",
    ) {
        assert_spans_are_right(&text, &language)?;
    }
}
