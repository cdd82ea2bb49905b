//! Command line → one call → exit code.

use std::io::{BufRead, Write};

fn main() -> anyhow::Result<()> {
    // First sketch of `parse --lines`.
    let pipeline = bantin::pipeline::Pipeline::new(&bantin::settings::Settings::default());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        let message = bantin::intake::Message {
            origin: bantin::intake::Origin::File {
                path: "-",
                line: number as u64 + 1,
            },
            timestamp: None,
            key: None,
            value: Some(&line),
            headers: Vec::new(),
        };
        let bantin::pipeline::Outcomes::One(outcome) = pipeline.process(&message) else {
            continue;
        };
        match outcome {
            bantin::pipeline::Outcome::Event(event) => serde_json::to_writer(&mut out, &event)?,
            other => write!(
                out,
                "{{\"skipped\":\"{}\"}}",
                matches!(other, bantin::pipeline::Outcome::Tombstone)
            )?,
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}
