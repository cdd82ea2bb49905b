use super::table::{BUCKETS, MOST_WORTH, PER_BUCKET, lay_out};
use super::*;
use crate::enrich::syllables::{syllables, word_hash};
use proptest::prelude::*;

/// A table of words with their worth; their beginnings are in it, too.
fn table_of(words: &[(&str, u8)]) -> Vec<u8> {
    let mut entries: Vec<(u32, Entry)> = Vec::new();
    let begins = |beginning: &str| {
        words
            .iter()
            .any(|(word, _)| word.strip_prefix(beginning).is_some_and(|rest| rest.starts_with(' ')))
    };
    for (word, worth) in words {
        entries.push((word_hash(word), Entry::new(Some(*worth), begins(word))));
        // A single syllable needs no entry.
        for (at, _) in word.match_indices(' ').skip(1) {
            let beginning = &word[..at];
            if words.iter().all(|(word, _)| word != &beginning) {
                entries.push((word_hash(beginning), Entry::new(None, true)));
            }
        }
    }
    let (bytes, lost) = lay_out(entries.into_iter());
    assert_eq!(lost, 0);
    bytes
}

fn found(words: &[(&str, u8)], text: &str, names: &[(&str, &[Range<usize>])], language: &str) -> Vec<String> {
    let bytes = table_of(words);
    let syllables = syllables(text);
    let title = text.find('\n').map_or(0, |at| at + 1);
    let source = Source {
        text,
        syllables: &syllables,
        title,
        lead: title,
        language,
    };
    let found = keywords_by(&Table::new(&bytes).unwrap(), &source, names);
    assert!(found.iter().all(|k| k.score > 0.0 && k.score < 1.0), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score), "{found:?}");
    found.into_iter().map(|k| k.text).collect()
}

/// Where a name stands in a text.
fn mentions(text: &str, name: &str) -> Vec<Range<usize>> {
    text.match_indices(name).map(|(at, _)| at..at + name.len()).collect()
}

#[test]
fn the_longest_words_are_found_and_worthless_ones_left_out() {
    let words = [
        ("học sinh", 20),
        ("học sinh giỏi", 30),
        ("sinh viên", 25),
        ("cho biết", 0),
    ];
    for (text, want) in [
        ("\nTrường có học sinh giỏi, cho biết thêm", vec!["học sinh giỏi"]),
        ("\nHọc sinh và sinh viên", vec!["sinh viên", "Học sinh"]),
        // A small letter anywhere is how the word is written.
        ("\nHọc sinh cũ và học sinh mới", vec!["học sinh"]),
        ("\nhọc, sinh viên", vec!["sinh viên"]),
        ("\nHoc sinh", vec![]),
    ] {
        assert_eq!(found(&words, text, &[], "vi"), want, "{text}");
    }
}

#[test]
fn the_title_counts_most_and_then_how_far_a_word_is_spread() {
    let words = [("giá lúa", 20), ("đê biển", 20), ("mùa khô", 20)];
    let gap = " x".repeat(300);
    let text = format!("Giữ đê biển\nmùa khô, giá lúa, giá lúa {gap} giá lúa");
    assert_eq!(found(&words, &text, &[], "vi"), ["đê biển", "giá lúa", "mùa khô"]);
}

#[test]
fn names_are_keywords_and_their_parts_are_not() {
    let words = [("ban dân", 30), ("lễ hội", 10), ("xóm bãi", 5)];
    let text = "\nBan Dân sự Xóm Bãi họp về lễ hội. Xóm Bãi vui.";
    let (whole, part) = (mentions(text, "Ban Dân sự Xóm Bãi"), mentions(text, "Xóm Bãi"));
    let names: [(&str, &[Range<usize>]); 3] = [("Xóm Bãi", &part), ("Ban Dân sự Xóm Bãi", &whole), ("Nơi khác", &[])];
    assert_eq!(found(&words, text, &names, "vi"), ["Ban Dân sự Xóm Bãi", "lễ hội"]);
    // Words are known in Vietnamese alone.
    assert_eq!(found(&words, text, &names, "en"), ["Ban Dân sự Xóm Bãi"]);
}

#[test]
fn short_texts_have_few() {
    let words: Vec<String> = (0..30)
        .map(|n| format!("từ {}", ["ba", "bo", "bu"][n % 3].repeat(n / 3 + 1)))
        .collect();
    let list: Vec<(&str, u8)> = words.iter().map(|word| (word.as_str(), 20)).collect();
    let text = words.join(", ");
    assert_eq!(found(&list, &text, &[], "vi").len(), 60 / 10);
    assert_eq!(found(&list, &format!("{text}, {text}, {text}"), &[], "vi").len(), MOST);
    assert_eq!(found(&list, &words[..6].join(", "), &[], "vi").len(), LEAST);
}

#[test]
fn parts_are_whole_words() {
    for (part, whole, want) in [
        ("Hà Nội", "Công an Hà Nội", true),
        ("Hà", "Hà Nội", true),
        ("Hà Nộ", "Hà Nội", false),
        ("à Nội", "Hà Nội", false),
        ("Hà Nội", "Hà Nội", false),
        ("HCM", "TP.HCM", true),
    ] {
        assert_eq!(is_part(part, whole), want, "{part} {whole}");
    }
}

#[test]
fn entries_keep_what_they_are() {
    for (worth, beginning) in [(Some(0), false), (Some(9), true), (Some(200), false), (None, true)] {
        let entry = Entry::new(worth, beginning);
        assert_eq!((entry.is_word(), entry.is_beginning()), (worth.is_some(), beginning));
        assert_eq!(entry.worth(), worth.unwrap_or(0).min(MOST_WORTH));
    }
    let same_bucket = (0..20).map(|n: u32| (5 << (32 - BUCKETS) | n, Entry::new(Some(1), false)));
    assert_eq!(lay_out(same_bucket).1, 20 - PER_BUCKET);
}

#[test]
fn the_words_that_are_compiled_in_are_worth_something() {
    let table = Table::get();
    let worth = |word: &str| table.entry(word_hash(word)).filter(|e| e.is_word()).map(Entry::worth);
    assert_eq!(worth("tuy nhiên"), Some(0), "a stop word");
    assert!(worth("mầm non") > worth("thông tin"));
    assert_eq!(worth("qwert zuiop"), None);
}

proptest! {
    #[test]
    fn any_text_is_survived(
        text in "(\\PC|học sinh |giáo viên |[a-zà-ỹ ]|\\s){0,120}",
        title in 0_usize..300,
        spans in prop::collection::vec((0_usize..400, 0_usize..40), 0..6),
    ) {
        let spans: Vec<Range<usize>> = spans.into_iter().map(|(start, length)| start..start + length).collect();
        let syllables = syllables(&text);
        let source = Source { text: &text, syllables: &syllables, title, lead: title + 20, language: "vi" };
        let found = keywords(&source, &[("Tên", &spans), ("Tên khác", &spans[spans.len() / 2..])]);
        prop_assert!(found.len() <= MOST);
        for keyword in found {
            prop_assert!(keyword.text.starts_with("Tên") || text.contains(&keyword.text));
            prop_assert!(keyword.score > 0.0 && keyword.score < 1.0);
        }
    }
}
