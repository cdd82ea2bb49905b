//! The text of a whole page in a language other than Vietnamese: menus, title, byline, body, teasers, foot, a line each.
//!
//! No list of words is long enough for every language, so the shape of the page speaks first: an article is the run of
//! lines that holds the most prose for the fewest short lines ([`region`]); its title is the line above it whose words
//! the prose repeats ([`headline`]); what stands between the two is byline, date, standfirst and caption ([`head`]). The
//! words of the lists only move the balance.

mod head;
mod headline;
mod region;

use super::Moment;
use super::byline::Byline;
use super::line::{Line, Role};
use super::published::Times;

/// Pages of fewer lines have no menus.
const FEWEST_LINES: usize = 5;

/// What was found on the page, apart from the roles that the lines were given.
pub struct Dump {
    /// The line of the title.
    pub title: Option<usize>,
    /// The standfirst.
    pub lead: Option<usize>,
    /// Who signed it.
    pub bylines: Vec<Byline>,
    /// When it was published and changed.
    pub times: Times,
}

/// Whether the lines are a text that this module reads: not Vietnamese, which has rules of its own, and not a few lines.
pub fn applies(lines: &[Line<'_>]) -> bool {
    lines.len() >= FEWEST_LINES && !is_vietnamese(lines)
}

/// Vietnamese writes letters that nobody else does, `U+1EA0` to `U+1EFF`, in every other word.
fn is_vietnamese(lines: &[Line<'_>]) -> bool {
    const ENOUGH: usize = 12;
    let (mut marked, mut bytes) = (0, 0);
    for line in lines {
        let text = line.text.as_bytes();
        bytes += text.len();
        marked += text
            .windows(2)
            .filter(|pair| matches!(pair, [0xe1, 0xba | 0xbb]))
            .take(ENOUGH)
            .count();
        if marked >= ENOUGH {
            return true;
        }
    }
    marked * 60 > bytes
}

/// Gives the lines of a page their roles. `known`: the title that the envelope gives; `base`: the time of the fetch.
pub fn read(lines: &mut [Line<'_>], known: Option<&str>, base: Option<Moment>) -> Option<Dump> {
    let twice = region::repeated(lines);
    let region = region::find(lines, &twice)?;
    let title = headline::find(lines, &region, known);
    for (line, _) in lines.iter_mut().zip(twice).filter(|(_, twice)| *twice) {
        if line.role == Role::Body {
            line.role = Role::Boilerplate;
        }
    }
    let head = head::read(lines, title.clone(), &region, base);
    for line in lines[..head.body].iter_mut().filter(|l| l.role == Role::Body) {
        line.role = Role::Boilerplate;
    }
    for line in lines[region.end..].iter_mut().filter(|l| l.role == Role::Body) {
        line.role = Role::Boilerplate;
    }
    region::clean(lines, head.body, region.end);
    Some(Dump {
        title: title.map(|t| t.end - 1),
        lead: head.lead,
        bylines: head.bylines,
        times: head.times,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Title, standfirst, first and last line of the body, authors, day of a page.
    fn shown(text: &str) -> [String; 6] {
        let mut lines: Vec<Line<'_>> = text.lines().map(Line::alone).collect();
        assert!(applies(&lines), "{text}");
        let dump = read(&mut lines, None, None).unwrap();
        let text = |at: Option<usize>| at.map_or(String::new(), |at| lines[at].text.clone().into_owned());
        let (title, lead) = (text(dump.title), text(dump.lead));
        let authors: Vec<&str> = dump
            .bylines
            .iter()
            .flat_map(|b| b.authors.iter().map(|(n, _)| n.as_str()))
            .collect();
        let authors = authors.join("+");
        let day = dump
            .times
            .published
            .map_or(String::new(), |m| m.civil.date().to_string());
        let body: Vec<&Line<'_>> = lines
            .iter()
            .filter(|l| matches!(l.role, Role::Body | Role::Heading))
            .collect();
        let end = |line: Option<&&Line<'_>>| line.map_or(String::new(), |l| l.text.clone().into_owned());
        [title, lead, end(body.first()), end(body.last()), authors, day]
    }

    #[test]
    fn an_article_is_found_among_menus_and_teasers() {
        let german = "Zum Inhalt springen\nStartseite\nPolitik\nWirtschaft\nSport\nKultur\nAnmelden\nDorfleben\n\
            Müller baut die alte Mühle am Bach wieder auf\n\
            Seit zwanzig Jahren stand sie still, nun dreht sich das Rad der Mühle wieder.\n\
            Von Anna Beispiel, Redakteurin\n7. März 2026, 08.52 Uhr\nArtikel teilen\n\
            Das Rad der alten Mühle am Bach dreht sich seit Samstag wieder, und der Müller steht davor und freut sich.\n\
            Zwei Jahre lang hat er an der Mühle gebaut, jeden Abend und an jedem Wochenende, wie er am Bach erzählt.\n\
            Das Mehl geht an die Bäcker\n\
            Das erste Mehl soll im Mai an die Bäcker im Dorf gehen, die schon lange darauf warten, sagt der Müller.\n\
            Anzeige\n\
            Im Sommer will er dann auch Gäste durch die Mühle führen, wenn das Geländer am Bach fertig geworden ist.\n\
            Das könnte Sie auch interessieren\nTierwelt\nStörche kehren heim\nIm Nachbardorf sind die Störche zurück.\n\
            Wetter\nImpressum\nDatenschutz\n";
        assert_eq!(
            shown(german),
            [
                "Müller baut die alte Mühle am Bach wieder auf",
                "Seit zwanzig Jahren stand sie still, nun dreht sich das Rad der Mühle wieder.",
                "Das Rad der alten Mühle am Bach dreht sich seit Samstag wieder, und der Müller steht davor und freut sich.",
                "Im Sommer will er dann auch Gäste durch die Mühle führen, wenn das Geländer am Bach fertig geworden ist.",
                "Anna Beispiel",
                "2026-03-07",
            ]
        );
        let japanese = "本文へ移動\nトップ\n社会\n政治\n経済\nスポーツ\nログイン\n\
            村の古い水車小屋、二十年ぶりに再び動き出す\n2026年3月7日 8時52分\nシェア\n\
            村の川沿いにある古い水車小屋が七日、二十年ぶりに再び動き出した。集まった住民から大きな拍手が起きた。\n\
            水車小屋を直したのは村の大工で、二年かけて一人で木を削り、歯車を組み直したという。費用は寄付で集めた。\n\
            大工は「子どものころ聞いた水の音をもう一度聞きたかった」と話す。夏には見学会も開く予定だ。\n\
            関連記事\nランキング\n会社案内\n";
        let found = shown(japanese);
        assert_eq!(found[0], "村の古い水車小屋、二十年ぶりに再び動き出す");
        assert!(found[2].starts_with("村の川沿い"), "{found:?}");
        assert!(found[3].starts_with("大工は"), "{found:?}");
        assert_eq!(found[5], "2026-03-07");
    }

    #[test]
    fn a_text_that_was_cut_out_stays_whole() {
        let english = "The old mill by the brook turns again\nBy Jane Doe\n7 March 2026\n\
            The wheel of the old mill by the brook has been turning again since Saturday, to the joy of the village.\n\
            The miller has been at work on it for two years, every evening and on every weekend, he said on the bridge.\n\
            Flour from the mill will go to the bakers of the village in May, who have been waiting for it for long.\n";
        let found = shown(english);
        assert_eq!(found[0], "The old mill by the brook turns again");
        assert!(found[2].starts_with("The wheel"), "{found:?}");
        assert!(found[3].starts_with("Flour"), "{found:?}");
        assert_eq!((found[4].as_str(), found[5].as_str()), ("Jane Doe", "2026-03-07"));
    }

    #[test]
    fn vietnamese_is_read_by_its_own_rules() {
        let case = |text: &str, want: bool| {
            let lines: Vec<Line<'_>> = text.lines().map(Line::alone).collect();
            assert_eq!(applies(&lines), want, "{text:?}");
        };
        case("Một\nHai\nBa\nBốn\nNăm\nSáng nay trời mưa to ở huyện miền núi", false);
        case("One\nTwo\nThree\nFour\nFive\nIt rained in the hills this morning", true);
        case("One\nTwo", false);
    }
}
