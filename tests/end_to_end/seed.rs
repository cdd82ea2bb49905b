//! The raw message that the project started from, through Kafka.

use std::path::Path;

use crate::support::client::Input;
use crate::support::contract::check_event;
use crate::support::passage::pass;
use crate::support::say::say;

#[test]
fn the_seed_comes_out_as_the_contract_requires() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/seed");
    let Ok(mut files) = std::fs::read_dir(&folder) else {
        say("the_seed_comes_out_as_the_contract_requires: skipped, there is no ../shared/corpus/seed");
        return;
    };
    let seed = std::fs::read_to_string(files.next().expect("a file").unwrap().path()).unwrap();
    // The page belongs to its publisher: what is expected is named by its line.
    let line = |number: usize| seed.lines().nth(number - 1).unwrap().trim();
    let passage = pass(1, &[Input::of(seed.clone())], |settings| settings);
    assert_eq!(passage.output.len(), 1);
    let event = check_event(&passage.output[0], &passage.topics.input, 1);

    assert_eq!(event["title"], line(2));
    assert_eq!(event["lead"], line(4));
    let body = event["body"].as_array().unwrap();
    let begins: Vec<_> = body
        .iter()
        .map(|b| (b["kind"].as_str().unwrap(), b["text"].as_str().unwrap()))
        .collect();
    for ((kind, text), begin) in begins.iter().zip(["Theo đó, ", "Bên cạnh đó, ", "Đến nay, "]) {
        assert_eq!(*kind, "paragraph");
        assert!(text.starts_with(begin), "{text}");
    }
    assert_eq!(begins.len(), 3);
    let authors: Vec<_> = event["authors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["name"].as_str().unwrap())
        .collect();
    assert_eq!(authors, ["Việt Hùng"]);
    let whole = event.to_string();
    assert!(
        !whole.contains("Ý kiến bạn đọc") && !whole.contains("Bình luận"),
        "{whole}"
    );
    assert_eq!(event["published_at"], "2019-02-20T07:45:00+07:00");
    assert_eq!(event["retrieved_at"], "2019-09-16T14:03:00+07:00");
    assert_eq!(event["language"]["code"], "vi");
    assert_eq!(event.get("quotes"), None);
}
