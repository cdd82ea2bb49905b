//! The text of a JSON-LD script → values: what people and templates do to JSON is put right where it is certain.
//!
//! Line breaks and tabs within strings, commas that end a list, comments, wrappers of XHTML, escapes that JSON does not
//! know, quotation marks within a string. A script that is broken otherwise claims nothing.

use serde_json::Value;

use super::super::entities;

/// The values of a script: nearly always one, at times several one after the other.
pub fn values(script: &str) -> Vec<Value> {
    let text = unwrap(script);
    if let Ok(value) = serde_json::from_str(text) {
        return vec![value];
    }
    if !text.contains('"') && text.contains("&quot;") {
        return all(&entities::decode(text));
    }
    all(text)
}

/// The values up to the first that cannot be read.
fn all(text: &str) -> Vec<Value> {
    let mended = mend(text);
    serde_json::Deserializer::from_str(&mended)
        .into_iter::<Value>()
        .map_while(Result::ok)
        .collect()
}

/// Without what XHTML and old browsers made templates write around a script.
fn unwrap(script: &str) -> &str {
    let mut text = script.trim();
    loop {
        let before = text.len();
        for open in [
            "<!--",
            "//<![CDATA[",
            "// <![CDATA[",
            "/*<![CDATA[*/",
            "/* <![CDATA[ */",
            "<![CDATA[",
            "\u{feff}",
        ] {
            text = text.strip_prefix(open).unwrap_or(text).trim_start();
        }
        for close in ["//-->", "-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", ";"] {
            text = text.strip_suffix(close).unwrap_or(text).trim_end();
        }
        if text.len() == before {
            return text;
        }
    }
}

/// JSON out of what nearly is JSON.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut within = false;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at + c.len_utf8();
        if within {
            match c {
                '"' if closes(bytes, next) => {
                    within = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                '\\' => match bytes.get(next) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                        out.push('\\');
                        out.push(char::from(bytes[next]));
                        at = next + 1;
                        continue;
                    }
                    Some(b'u')
                        if bytes
                            .get(next + 1..next + 5)
                            .is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)) =>
                    {
                        out.push('\\');
                    }
                    // No escape of JSON: the backslash is dropped.
                    _ => {}
                },
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            at = next;
            continue;
        }
        match c {
            '"' => {
                within = true;
                out.push('"');
            }
            '/' if bytes.get(next) == Some(&b'/') => {
                at = memchr::memchr(b'\n', &bytes[next..]).map_or(bytes.len(), |i| next + i);
                continue;
            }
            '/' if bytes.get(next) == Some(&b'*') => {
                at = memchr::memmem::find(&bytes[next..], b"*/").map_or(bytes.len(), |i| next + i + 2);
                continue;
            }
            ',' => {
                let follows = bytes[next..].iter().find(|b| !b.is_ascii_whitespace());
                if !matches!(follows, Some(b'}' | b']' | b',') | None) {
                    out.push(',');
                }
            }
            ';' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        at = next;
    }
    out
}

/// Whether a quotation mark ends its string: what stands after it can only follow a string.
fn closes(bytes: &[u8], at: usize) -> bool {
    let mut rest = bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .filter(|b| !b.is_ascii_whitespace());
    match rest.next() {
        None | Some(b':' | b'}' | b']') => true,
        // After a comma a new key or value begins.
        Some(b',') => matches!(
            rest.next(),
            None | Some(b'"' | b'{' | b'[' | b'}' | b']' | b'0'..=b'9' | b't' | b'f' | b'n' | b'/')
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_json_is_read() {
        for (script, expected) in [
            (r#"{"a":1}"#, r#"[{"a":1}]"#),
            ("  <!-- {\"a\":1} --> ", r#"[{"a":1}]"#),
            ("//<![CDATA[\n{\"a\":1}\n//]]>", r#"[{"a":1}]"#),
            ("{\"a\":1};", r#"[{"a":1}]"#),
            ("{\"a\":\"one\ntwo\tthree\"}", r#"[{"a":"one two three"}]"#),
            ("{\"a\":[1,2,],}", r#"[{"a":[1,2]}]"#),
            (
                "{\"a\":1, // note\n /* more */ \"b\":\"http://x/\"}",
                r#"[{"a":1,"b":"http://x/"}]"#,
            ),
            (r#"{"a":"it\'s \"so\" \u00e9"}"#, r#"[{"a":"it's \"so\" é"}]"#),
            (
                r#"{"a":"He said "yes" twice","b":2}"#,
                r#"[{"a":"He said \"yes\" twice","b":2}]"#,
            ),
            (r#"{"a":1}{"b":2}"#, r#"[{"a":1},{"b":2}]"#),
            ("{&quot;a&quot;:&quot;b&quot;}", r#"[{"a":"b"}]"#),
            (r#"{"a":"#, "[]"),
            ("window.x = 1", "[]"),
            ("", "[]"),
        ] {
            let got = Value::Array(values(script)).to_string();
            assert_eq!(got, expected, "{script}");
        }
    }

    #[test]
    fn a_long_broken_script_costs_little() {
        let quotes = "\"   ".repeat(50_000);
        assert!(values(&quotes).len() < 50_001);
    }
}
