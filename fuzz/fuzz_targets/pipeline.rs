//! A message → its outcome: there always is one, always the same, and an event keeps its promises.

#![no_main]

use bantin::event::{ArticleEvent, Limits, Outcome, Outcomes, Renderer};
use bantin::intake::{Message, Origin};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);
static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new(&SETTINGS));
static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&SETTINGS));

fuzz_target!(|data: &[u8]| {
    let message = Message {
        origin: Origin::Kafka {
            topic: "articles.raw",
            partition: 0,
            offset: 7,
        },
        timestamp: Some(1_767_323_045_123),
        key: Some(b"key"),
        value: Some(data),
        headers: Vec::new(),
    };
    let outcomes = PIPELINE.process(&message);
    match &outcomes {
        Outcomes::One(outcome) => check(outcome),
        Outcomes::Several(all) => all.iter().for_each(check),
    }
    let rendered = |outcomes| format!("{:?}", RENDERER.render(&message, outcomes, &Limits::default(), 0));
    assert_eq!(
        rendered(outcomes),
        rendered(PIPELINE.process(&message)),
        "two runs differ"
    );
});

fn check(outcome: &Outcome) {
    let event = match outcome {
        Outcome::Event(event) => event,
        Outcome::DeadLetter(failure) => {
            assert!(failure.code != "panic" && !failure.message.is_empty());
            return;
        }
        Outcome::Tombstone | Outcome::Skipped(_) => return,
    };
    spans(event);
    let json = serde_json::to_value(event).expect("an event is JSON");
    let absent = |value: &serde_json::Value| value.is_null() || value.as_str().is_some_and(str::is_empty);
    assert!(
        !json.as_object().expect("an object").values().any(absent),
        "null or \"\" in {json}"
    );
}

/// Every entry is what stands in the text where it says.
fn spans(event: &ArticleEvent) {
    let letters: Vec<char> = event.text.chars().collect();
    for block in &event.body {
        let span = letters
            .get(block.start as usize..block.end as usize)
            .expect("a span within the text");
        assert!(
            span.iter().copied().eq(block.text.chars()),
            "{:?} is not at its span",
            block.text
        );
    }
    for part in [&event.title, &event.lead] {
        assert!(part.as_ref().is_none_or(|part| event.text.contains(part.as_str())));
    }
}
