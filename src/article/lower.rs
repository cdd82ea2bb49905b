//! Lower case, made for the letters that Vietnamese writes: the tables of the standard library cost ten times as much,
//! and every short line is compared in lower case.

/// A text in lower case.
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    lower_into(text, &mut out);
    out
}

/// Appends a text in lower case.
pub fn lower_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\u{7f}' => out.push(c.to_ascii_lowercase()),
            // À to Þ without ×.
            'À'..='Ö' | 'Ø'..='Þ' => out.push(shifted(c, 32)),
            'ß'..='ÿ' => out.push(c),
            'Ă' | 'Đ' | 'Ĩ' | 'Ũ' | 'Ơ' | 'Ư' => out.push(shifted(c, 1)),
            'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' => out.push(c),
            // Capitals and small letters take turns.
            '\u{1ea0}'..='\u{1eff}' => out.push(if u32::from(c) % 2 == 0 { shifted(c, 1) } else { c }),
            '\u{2000}'..='\u{20ff}' => out.push(c),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

fn shifted(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) + by).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_as_the_standard_library_has_it() {
        for c in (0..0x3000).filter_map(char::from_u32) {
            let text = c.to_string();
            assert_eq!(lower(&text), c.to_lowercase().to_string(), "U+{:04X}", u32::from(c));
        }
    }
}
