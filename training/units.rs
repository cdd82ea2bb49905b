//! Makes `lexicon/units.tsv`: the dated editions of Vietnam's administrative units, and what each old unit became.
//!
//! ```text
//! cargo run --release --no-default-features --example make-units -- ../shared/lexicon/admin lexicon/former_units.tsv lexicon/units.tsv
//! ```
//!
//! The input is a folder with three states of thanglequoc/vietnamese-provinces-database and a table old → new joined
//! from vietnamadminunits (both MIT); and the districts that were gone before the first of them, written by hand. What the table lacks is filled from `donvi_tinhthanh.json`, which names what each
//! new unit was made of: by name where the name is the only one in the provinces that merged, else by name among the
//! communes of districts that the new unit is known to lie in. Units of 2021 that are gone from the list of 2025 keep no
//! successor unless their code is there: nobody says which neighbour took them in. The result depends on the input alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bantin::enrich::places::gazetteer::{bare, fold};
use serde_json::Value;

const HEAD: &str = "\
# Vietnam's administrative units by editions of the list, see src/enrich/places/gazetteer. Made by training/units.rs.
# lists (0: vn-gso-2018, 1: vn-gso-2021, 2: vn-gso-2025-01, 3: vn-gso-2025-07), code, code of the unit above, official name, and the codes
# of list 3 that it became, of its own level; of communes for a district, there being no districts in list 3.
";

/// One unit of one edition.
#[derive(Clone, Debug)]
struct Unit {
    parent: String,
    name: String,
}

/// Units of an edition by their codes: of two digits for provinces, three for districts, five for communes.
type Edition = BTreeMap<String, Unit>;

/// Codes of the new list.
type Now = BTreeMap<String, BTreeSet<String>>;

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [folder, former, out] = arguments.as_slice() else {
        panic!("make-units FOLDER FORMER OUT");
    };
    let first = of_2021(&read(folder, "thanglequoc_v1.0.0_2021", "sql"));
    let second = of_json(&read(folder, "thanglequoc_pre2025_e8c5f800", "minified.json"));
    let third = of_json(&read(folder, "thanglequoc_v4.2.0_2026-07-25", "20_49_07.json"));
    let mapping = std::fs::read_to_string(folder.join("old_new_mapping.tsv")).expect("the mapping");
    let made_of = read(folder, "thanglequoc_v4.2.0_2026-07-25", "donvi_tinhthanh.json");
    let mut now = mapped(&mapping, &second, &third);
    let before = now.len();
    fill(&mut now, &second, &third, &made_of);
    let communes = second.keys().filter(|code| code.len() == 5).count();
    eprintln!(
        "communes with a successor: {before}, filled {}, of {communes}",
        now.len()
    );
    for (code, unit) in second
        .iter()
        .filter(|(code, _)| code.len() == 5 && !now.contains_key(*code))
    {
        eprintln!("  none for {code} {} ({})", unit.name, second[&unit.parent].name);
    }
    let old_now = carried_back(&now, &first, &second);
    let former = std::fs::read_to_string(former).expect("the former districts");
    let (former, former_now) = of_former(&former, &old_now);
    let text = written(&[
        (&former, &former_now),
        (&first, &above(&old_now, &first, &third)),
        (&second, &above(&now, &second, &third)),
        (&third, &Now::new()),
    ]);
    std::fs::write(out, text).expect("the result can be written");
}

fn read(folder: &Path, sub: &str, ending: &str) -> String {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join(sub))
        .expect("a folder of the input")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    std::fs::read_to_string(files.first().expect("a file of the input")).expect("a file of the input")
}

/// The provinces, districts and communes of `INSERT` statements.
fn of_2021(sql: &str) -> Edition {
    let mut edition = Edition::new();
    let mut table = String::new();
    for line in sql.lines() {
        if let Some(rest) = line.strip_prefix("INSERT INTO ") {
            table = rest.split(' ').next().unwrap_or_default().to_owned();
        }
        let Some(row) = line.trim().strip_prefix('(') else {
            continue;
        };
        let fields = fields(row);
        let parent = match table.as_str() {
            "provinces" => String::new(),
            "districts" | "wards" => fields[6].clone(),
            _ => continue,
        };
        let name = fields[3].clone();
        edition.insert(
            fields[0].clone(),
            Unit {
                parent,
                name: official(&name),
            },
        );
    }
    edition
}

/// Districts that were gone by 2021, and what became of their communes.
fn of_former(text: &str, now: &Now) -> (Edition, Now) {
    let (mut edition, mut became) = (Edition::new(), Now::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let code = fields[0].to_owned();
        if let [_, _, _, first, last] = fields.as_slice() {
            let communes = now.range((*first).to_owned()..=(*last).to_owned());
            became.insert(code.clone(), communes.flat_map(|(_, to)| to.iter().cloned()).collect());
        }
        edition.insert(
            code,
            Unit {
                parent: fields[1].to_owned(),
                name: official(fields[2]),
            },
        );
    }
    (edition, became)
}

/// The values of a row: quoted, with doubled quotes inside, or bare.
fn fields(row: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = row.chars().peekable();
    while let Some(letter) = letters.next() {
        let field = fields.last_mut().expect("one at least");
        match letter {
            '\'' if quoted && letters.peek() == Some(&'\'') => field.extend(letters.next()),
            '\'' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            ')' if !quoted => break,
            other => field.push(other),
        }
    }
    fields
}

fn of_json(text: &str) -> Edition {
    fn add(edition: &mut Edition, value: &Value, parent: &str) {
        let code = value["Code"].as_str().expect("a code").to_owned();
        for below in ["District", "Ward", "Wards"] {
            for child in value[below].as_array().into_iter().flatten() {
                add(edition, child, &code);
            }
        }
        let name = official(value["FullName"].as_str().expect("a name"));
        edition.insert(
            code,
            Unit {
                parent: parent.to_owned(),
                name,
            },
        );
    }
    let value: Value = serde_json::from_str(text).expect("JSON");
    let mut edition = Edition::new();
    for province in value.as_array().expect("an array") {
        add(&mut edition, province, "");
    }
    edition
}

/// An official name as the list should have it: composed, with a capital, tones in the style of the decrees ("Hòa", "Thủy",
/// but "Quý", "Hoàn"): the lists mix both.
fn official(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    const STYLES: [(&str, &str); 15] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            let word: String = word.nfc().collect();
            let style = STYLES
                .iter()
                .find_map(|(from, to)| Some((word.strip_suffix(from)?, to)));
            match style {
                Some((start, to)) if !start.ends_with(['q', 'Q']) => format!("{start}{to}"),
                _ => word,
            }
        })
        .collect();
    let mut letters = words.join(" ");
    if let Some(first) = letters.get(..1) {
        let first = first.to_uppercase();
        letters.replace_range(..1, &first);
    }
    letters
}

/// What the table says, where it knows both sides.
fn mapped(mapping: &str, old: &Edition, new: &Edition) -> Now {
    let mut now = Now::new();
    for row in mapping.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let (from, to) = (fields[2], fields[7]);
        if old.contains_key(from) && new.contains_key(to) {
            now.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
    }
    now
}

/// Fills the communes that the table lacks from what each new unit says it was made of.
fn fill(now: &mut Now, old: &Edition, new: &Edition, made_of: &str) {
    let made_of: Value = serde_json::from_str(made_of).expect("JSON");
    let became = provinces(now, old, new);
    let province = |code: &str| old[&old[code].parent].parent.clone();
    let communes = || old.keys().filter(|code| code.len() == 5);
    let lacking: Vec<String> = communes().filter(|code| !now.contains_key(*code)).cloned().collect();
    // With all marks first: Tân Thành is not Tân Thạnh. Then without, for those that the other list spells differently.
    // Each twice: what the first round finds says in which districts the new units lie.
    for (spelling, round) in [(strict as fn(&str) -> String, 0), (strict, 1), (loose, 0), (loose, 1)] {
        let parts: BTreeMap<String, String> = made_of
            .as_array()
            .expect("an array")
            .iter()
            .filter(|unit| unit["magoc"] != "0")
            .map(|unit| {
                let text = spelling(unit["truocsapnhap"].as_str().unwrap_or_default());
                (unit["ma"].as_str().expect("a code").to_owned(), format!(" {text} "))
            })
            .filter(|(code, _)| new.contains_key(code))
            .collect();
        // How many communes of the provinces that merged bear a name.
        let mut namesakes: HashMap<(&str, String), usize> = HashMap::new();
        for code in communes() {
            let within = became[&province(code)].as_str();
            *namesakes
                .entry((within, spelling(bare(&old[code].name).1)))
                .or_default() += 1;
        }
        let mut districts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (from, to) in now.iter() {
            for to in to {
                districts.entry(to).or_default().insert(&old[from].parent);
            }
        }
        let mut found = Now::new();
        for code in lacking.iter().filter(|code| !now.contains_key(*code)) {
            let name = spelling(bare(&old[code].name).1);
            let target = &became[&province(code)];
            let is_number = name.chars().all(|c| c.is_ascii_digit());
            let is_only = namesakes[&(target.as_str(), name.clone())] == 1 && !is_number;
            let same_code = new
                .get(code)
                .filter(|unit| &unit.parent == target && spelling(bare(&unit.name).1) == name);
            let district = spelling(&old[&old[code].parent].name);
            let mut hits: BTreeSet<String> = parts
                .iter()
                .filter(|(to, _)| &new[*to].parent == target)
                .filter(|(_, text)| text.contains(&format!(" {name} ")))
                .filter(|(to, text)| {
                    // "Xã Tân Thành (huyện Tân Châu)"
                    let is_named = text.contains(&format!(" {name} {district} "));
                    let all = districts.get(to.as_str());
                    let within = all.is_some_and(|all| all.contains(old[code].parent.as_str()));
                    is_named || within || is_only && (round == 0 || all.is_none())
                })
                .map(|(to, _)| to.clone())
                .collect();
            // Left as it was, or the one that gave the new one its name and code.
            hits.extend(same_code.map(|_| code.clone()));
            if !hits.is_empty() {
                found.insert(code.clone(), hits);
            }
        }
        now.extend(found);
    }
}

/// Each old province's new one: that of most of its communes.
fn provinces(now: &Now, old: &Edition, new: &Edition) -> BTreeMap<String, String> {
    let mut votes: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (from, to) in now {
        for to in to {
            let Some(unit) = old.get(from) else { continue };
            let votes = votes.entry(old[&unit.parent].parent.clone()).or_default();
            *votes.entry(new[to].parent.clone()).or_default() += 1;
        }
    }
    let most = |votes: BTreeMap<String, usize>| votes.into_iter().max_by_key(|(_, count)| *count).expect("a vote").0;
    votes.into_iter().map(|(from, votes)| (from, most(votes))).collect()
}

/// For comparing two lists: letters with their marks, y as i, everything else a space.
fn strict(text: &str) -> String {
    let letters: String = fold(text)
        .chars()
        .map(|c| match c {
            'y' => 'i',
            'ý' => 'í',
            'ỳ' => 'ì',
            'ỷ' => 'ỉ',
            'ỹ' => 'ĩ',
            'ỵ' => 'ị',
            other => other,
        })
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    // "NT" is nông trường, a state farm.
    letters
        .split_whitespace()
        .filter(|word| *word != "nt")
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same without marks.
fn loose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = strict(text);
    let bare = letters.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    bare.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// What communes of 2021 became: by their code in the list of 2025.
fn carried_back(now: &Now, first: &Edition, second: &Edition) -> Now {
    first
        .keys()
        .filter(|code| second.contains_key(*code))
        .filter_map(|code| Some((code.clone(), now.get(code)?.clone())))
        .collect()
}

/// The successors of districts and provinces out of those of their communes.
fn above(now: &Now, edition: &Edition, new: &Edition) -> Now {
    let mut all = now.clone();
    for (code, unit) in edition.iter().filter(|(code, _)| code.len() == 5) {
        for to in now.get(code).into_iter().flatten() {
            all.entry(unit.parent.clone()).or_default().insert(to.clone());
        }
    }
    let became = provinces(now, edition, new);
    for (from, to) in &became {
        all.insert(from.clone(), BTreeSet::from([to.clone()]));
    }
    // Island districts that have no communes became communes of their own name.
    for (code, unit) in edition.iter().filter(|(code, _)| code.len() == 3) {
        let target = &became[&unit.parent];
        let same = new.iter().filter(|(to, commune)| {
            to.len() == 5 && &commune.parent == target && fold(bare(&commune.name).1) == fold(bare(&unit.name).1)
        });
        if !all.contains_key(code) {
            all.insert(code.clone(), same.map(|(to, _)| to.clone()).collect());
        }
    }
    all
}

/// A line for each unit; one where two editions say the same.
fn written(editions: &[(&Edition, &Now)]) -> String {
    let mut lines: BTreeMap<(usize, String, String), String> = BTreeMap::new();
    for (number, (edition, now)) in editions.iter().enumerate() {
        for (code, unit) in edition.iter() {
            let now: Vec<&str> = now.get(code).into_iter().flatten().map(String::as_str).collect();
            let rest = format!("{code}\t{}\t{}\t{}", unit.parent, unit.name, now.join(","));
            let lists = lines.entry((code.len(), code.clone(), rest)).or_default();
            let _ = write!(lists, "{number}");
        }
    }
    let mut text = HEAD.to_owned();
    for ((_, _, rest), lists) in lines {
        let _ = writeln!(text, "{lists}\t{}", rest.trim_end());
    }
    text
}
