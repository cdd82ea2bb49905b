//! The event of one message, by the pipeline alone.

use bantin::event::{Outcome, Outcomes, to_json};
use bantin::intake::{Message, Origin};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use serde_json::Value;

/// The event that a message becomes under these settings, if it becomes one.
pub fn event_with(settings: &Settings, message: &Value) -> Option<Value> {
    let bytes = serde_json::to_vec(message).unwrap();
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(&bytes),
        headers: Vec::new(),
    };
    match Pipeline::new(settings).process(&message) {
        Outcomes::One(Outcome::Event(event)) => Some(serde_json::from_slice(&to_json(&event).unwrap()).unwrap()),
        _ => None,
    }
}

/// The event that a message becomes under the default settings.
pub fn event(message: &Value) -> Value {
    event_with(&Settings::default(), message).expect("an event")
}
