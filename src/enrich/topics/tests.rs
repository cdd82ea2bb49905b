use super::model::{BUCKETS, NUMBERS, PER_BUCKET, ROW, lay_out, place};
use super::*;
use crate::enrich::syllables::syllables;
use proptest::prelude::*;

fn first(title: &str, lead: &str) -> Option<&'static str> {
    let text = format!("{title}\n{lead}\n");
    let found = topics(&syllables(&text), title.len() + 1, text.len(), "vi");
    found.first().map(|topic| topic.label)
}

#[test]
fn what_news_is_about_is_told() {
    for (title, lead, want) in [
        (
            "Đội chủ nhà thắng ngược trên chấm luân lưu",
            "Thủ môn dự bị cản phá hai quả phạt đền, đưa đội bóng vào chung kết giải vô địch quốc gia.",
            "sport",
        ),
        (
            "Bắt nhóm trộm cắp xe máy liên tỉnh",
            "Cơ quan cảnh sát điều tra đã khởi tố, bắt tạm giam ba bị can về tội trộm cắp tài sản.",
            "crime, law and justice",
        ),
        (
            "Bệnh viện cứu sống bệnh nhân đột quỵ",
            "Các bác sĩ phẫu thuật kịp thời, bệnh nhân đã tỉnh và đang được điều trị phục hồi.",
            "health",
        ),
        (
            "Học sinh lớp 12 chọn môn thi tốt nghiệp",
            "Nhà trường và giáo viên tư vấn cho thí sinh trước kỳ thi, tuyển sinh đại học năm nay có thay đổi.",
            "education",
        ),
        (
            "Ngân hàng giảm lãi suất cho vay, cổ phiếu tăng",
            "Doanh nghiệp kỳ vọng tín dụng tăng trưởng, thị trường chứng khoán phản ứng tích cực.",
            "economy, business and finance",
        ),
    ] {
        assert_eq!(first(title, lead), Some(want), "{title}");
    }
}

#[test]
fn what_tells_nothing_has_no_topic() {
    assert_eq!(first("", ""), None);
    assert_eq!(first("Xyz qwrt", "Blub zzz"), None);
    let text = "Ngân hàng giảm lãi suất cho vay, cổ phiếu tăng";
    assert_eq!(topics(&syllables(text), text.len(), text.len(), "en"), []);
    assert_ne!(topics(&syllables(text), text.len(), text.len(), "vi-VN"), []);
}

#[test]
fn only_likely_topics_are_given_best_first() {
    let mut probabilities = [0.0; model::TOPICS];
    (probabilities[3], probabilities[10], probabilities[14]) = (0.6, 0.9, FURTHER - 0.01);
    let codes: Vec<_> = likely(&probabilities).iter().map(|t| t.code).collect();
    assert_eq!(codes, ["11000000", "04000000"]);
    // The first may be less likely than those beside another must be.
    let mut probabilities = [0.0; model::TOPICS];
    (probabilities[3], probabilities[10]) = (FIRST, FIRST - 0.01);
    let codes: Vec<_> = likely(&probabilities).iter().map(|t| t.code).collect();
    assert_eq!(codes, ["04000000"]);
}

#[test]
fn numbers_and_pairs_across_signs_are_not_counted() {
    let count = |text: &str| {
        let mut n = 0;
        features(&syllables(text), |_| n += 1);
        n
    };
    assert_eq!(count("một hai ba"), 5);
    assert_eq!(count("một, hai ba"), 4);
    assert_eq!(count("một 2 ba"), 2);
}

#[test]
fn a_model_gives_each_feature_its_weights() {
    let text = "nắng mưa";
    let syllables = syllables(text);
    let (sun, rain) = (syllables[0].hash, syllables[1].hash);
    let pair = joined(sun, rain);
    let row = |topic: usize, weight: i8| {
        let mut row = [0; ROW];
        row[topic] = weight as u8;
        row[model::TOPICS] = 1;
        row
    };
    let mut numbers = [0.0; NUMBERS];
    (numbers[0], numbers[1]) = (1.0, 1.0);
    numbers[3 + 4] = 0.5;
    let bytes = lay_out(
        &numbers,
        [(sun, row(16, 5)), (rain, row(2, -3)), (pair, row(16, 0))].into_iter(),
    );
    let model = Model::new(&bytes).unwrap();
    let scores = model.scores(&places(&syllables, 0, 0)).unwrap();
    // All three stand in the beginning of the body: twice, over the root of three times four.
    let factor = 2.0 / 12.0_f32.sqrt();
    assert!((scores[16] - 5.0 * factor).abs() < 1e-5, "{scores:?}");
    assert!((scores[2] + 3.0 * factor).abs() < 1e-5, "{scores:?}");
    assert_eq!(scores[4], 0.5);
    assert!(Model::new(&bytes[1..]).is_none());
    // Of one word alone nothing is said.
    assert_eq!(model.scores(&places(&syllables[..1], 0, 0)), None);
}

#[test]
fn a_full_bucket_takes_no_more() {
    let same_bucket = |n: u32| 7 << (32 - BUCKETS) | (n + 1);
    let rows = (0..20).map(|n| (same_bucket(n), [n as u8; ROW]));
    let bytes = lay_out(&[0.0; NUMBERS], rows);
    let filled = bytes[4 * NUMBERS..]
        .chunks(2)
        .take(PER_BUCKET << BUCKETS)
        .filter(|mark| *mark != [0, 0])
        .count();
    assert_eq!(filled, PER_BUCKET);
    assert_eq!(place(same_bucket(3)).0, 7);
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "(\\PC|[a-zà-ỹ ]|\\s){0,200}", title in 0_usize..300, lead in 0_usize..300) {
        let found = topics(&syllables(&text), title, lead, "vi");
        prop_assert!(found.windows(2).all(|pair| pair[0].probability >= pair[1].probability));
        prop_assert!(found.iter().all(|topic| (FIRST..=1.0).contains(&topic.probability)));
    }
}
