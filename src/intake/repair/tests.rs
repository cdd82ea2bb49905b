//! What is broken is mended, what is sound stays as it is.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1258};
use proptest::prelude::*;

use super::super::{Content, Format, RawArticle};
use super::*;

/// UTF-8 as a character set of one byte reads it.
fn misread(text: &str, as_set: &'static Encoding) -> String {
    as_set.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

#[test]
fn what_was_read_wrongly_is_put_right() {
    let case = |broken: &str, want: &str| assert_eq!(mend(broken).as_deref(), Some(want), "{broken}");
    // UTF-8 as windows-1252, and as Latin-1.
    case("cafÃ© et thÃ©", "café et thé");
    case("Tiáº¿ng Viá»‡t", "Tiếng Việt");
    case("Itâ€™s 5Â°C â€“ â€œyesâ€\u{9d}", "It’s 5°C – “yes”");
    case("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€", "Привет, мир");
    case("æ—¥æœ¬èªž", "日本語");
    case("Good ðŸ˜€", "Good 😀");
    case("vÃ\u{a0} Ä‘Ã£", "và đã");
    case("l\u{c3}\u{a0} m\u{e1}\u{bb}\u{99}t", "là một");
    // Twice, and three times.
    case("CafÃƒÂ©", "Café");
    case("Viá»‡t", "Việt");
    // Bytes that windows-1252 does not know are lost, and no-break spaces are spaces.
    case(
        "Ä\u{fffd}áº¡i há»c á»Ÿ HÃ Ná»™i vÃ Huáº¿ Ä‘Ã£ lÃ m",
        "Đại học ở Hà Nội và Huế đã làm",
    );
    // A sentence of which a part is broken.
    case("Cầu mới ở Viá»‡t Nam đã mở", "Cầu mới ở Việt Nam đã mở");
    case(
        "<title>Cáº§u má»›i</title><p>Cầu mới “XÃ”",
        "<title>Cầu mới</title><p>Cầu mới “XÃ”",
    );
    // Old fonts.
    case("ViÖt Nam", "Việt Nam");
    case("Vieät Nam", "Việt Nam");
    case(
        "C\u{c7}u míi b¾c qua s«ng sÏ më vµo th¸ng Giªng",
        "Cầu mới bắc qua sông sẽ mở vào tháng Giêng",
    );
    case(
        "Caàu môùi baéc qua soâng seõ môû vaøo thaùng Gieâng",
        "Cầu mới bắc qua sông sẽ mở vào tháng Giêng",
    );
    case(
        "<p title=\"ViÖt Nam\">§Êt n\u{ad}íc</p>",
        "<p title=\"Việt Nam\">Đất nước</p>",
    );
    case("Vi&Ouml;t Nam, &#167;&Ecirc;t n&shy;&iacute;c", "Việt Nam, Đất nước");
    case("Caf&Atilde;&copy;s et th&Atilde;&copy;s", "Cafés et thés");
    // Escaped twice.
    case("Chi&amp;#7871;n d&amp;#7883;ch", "Chi&#7871;n d&#7883;ch");
    // VIQR.
    case(
        "Ca^`u mo+'i ba('c qua so^ng se~ mo+? cu+?a",
        "Cầu mới bắc qua sông sẽ mở cửa",
    );
}

#[test]
fn every_set_is_undone_once_and_twice() {
    let text = "Cầu mới bắc qua sông sẽ mở cửa vào tháng Giêng, “chủ tịch” huyện cho biết hôm thứ Ba – Đà Nẵng; một trăm nghìn.";
    for set in [WINDOWS_1252, WINDOWS_1258, WINDOWS_1250, WINDOWS_1251, MACINTOSH] {
        let once = misread(text, set);
        assert_eq!(mend(&once).as_deref(), Some(text), "{}: {once}", set.name());
        let twice = misread(&once, WINDOWS_1252);
        assert_eq!(mend(&twice).as_deref(), Some(text), "{} twice: {twice}", set.name());
    }
    for (text, sets) in [
        (
            "L’été à Orléans : « voilà », dit-elle",
            &[WINDOWS_1252, WINDOWS_1250, MACINTOSH][..],
        ),
        (
            "Młodzież z całej Łodzi obejrzała wystawę",
            &[WINDOWS_1252, WINDOWS_1250],
        ),
        ("Мост через реку откроют в январе", &[WINDOWS_1252, WINDOWS_1251]),
        ("新的大桥将在一月份正式通车", &[WINDOWS_1252]),
    ] {
        for set in sets {
            assert_eq!(mend(&misread(text, set)).as_deref(), Some(text), "{}", set.name());
        }
    }
}

#[test]
fn what_is_sound_stays() {
    for text in [
        "Cầu mới bắc qua sông “XÃ”, “UBND XÃ” – toà án; là… «má»… BÃ’",
        "à la carte, où l’on va, « là »… Ü–Bahn, GRÖSSE, Ä\u{ad}NGSTE",
        "«Mamá», “SÃO PAULO” – «Papá»… ¿Qué? Aún no",
        "В\u{a0}Москве, «Гость»: Рёв. Її дії, події; Рік",
        "5 µm in, 10 µs, m², n° 5, x±y, 2√π, Å·mol, R®",
        "Sinä vieät, pimeä, col·lecció, Ver\u{ad}änderung",
        "Où va le goût ? Août, maïs, naïf, Noël, Raúl, Israël",
        "R&amp;D &amp;lt;b&amp;gt; a^b x^2 {e^x}",
        "Caf&eacute; cr&egrave;me, &agrave; la carte, d&eacute;j&agrave; vu",
        "Việt Nam, đất nước, “Tiếng Việt” của tôi",
        "ĂN UỐNG, ĂÂÊÔƠƯĐ; Ă” Â”, «Â» ",
        "",
    ] {
        assert_eq!(mend(text), None, "{text}");
    }
}

#[test]
fn all_texts_of_an_article_are_mended() {
    let mut raw = RawArticle::bare(Format::Html, Content::Html("<p>Cáº§u má»›i</p>".into()));
    repair(&mut raw);
    assert_eq!(raw.content, Content::Html("<p>Cầu mới</p>".into()));
    assert_eq!(raw.warnings, ["mojibake_repaired"]);
    let mut raw = RawArticle::bare(Format::Text, Content::Text("Cầu mới".into()));
    repair(&mut raw);
    assert!(raw.warnings.is_empty() && matches!(raw.content, Content::Text(Cow::Borrowed(_))));
}

proptest! {
    #[test]
    fn mending_twice_is_mending_once(text in "\\PC{0,60}|[a-zÃÂ©á»‡º¿â€™ÖäµRР°\u{80}-\u{9f}^`.'&;<> ]{0,40}") {
        let Some(once) = mend(&text) else { return Ok(()) };
        prop_assert_eq!(mend(&once), None, "{} {}", text, once);
    }

    #[test]
    fn what_is_read_wrongly_comes_back(words in proptest::collection::vec("nghiêng|đường|được|việc|người|những|một|tiếng|của|không|thể|ở|là|từ", 3..12)) {
        let text = words.join(" ");
        let broken = misread(&text, WINDOWS_1252);
        let mended = mend(&broken).unwrap_or(broken);
        prop_assert_eq!(mended, text);
    }
}
