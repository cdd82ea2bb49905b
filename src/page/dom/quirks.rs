//! Quirks mode: which doctypes have a page read as in the last century. All it changes in a tree is that a table does not
//! end a paragraph.

/// Public identifiers that make a page quirky, by their begin.
const PREFIXES: &[&str] = &[
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
];

/// Whole public identifiers that do.
const WHOLE: &[&str] = &[
    "-//w3o//dtd w3 html strict 3.0//en//",
    "-/w3c/dtd html 4.0 transitional/en",
    "html",
];

/// Those that do without a system identifier.
const WITHOUT_SYSTEM: &[&str] = &[
    "-//w3c//dtd html 4.01 frameset//",
    "-//w3c//dtd html 4.01 transitional//",
];

const IBM: &str = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

/// Whether a doctype, given without `<!doctype` and `>`, makes a page quirky.
pub(super) fn is_quirky(doctype: &str) -> bool {
    let blank = |c: char| c.is_ascii_whitespace();
    let doctype = doctype.trim_matches(blank);
    let (name, rest) = doctype.split_once(blank).unwrap_or((doctype, ""));
    if !name.eq_ignore_ascii_case("html") {
        return true;
    }
    let rest = rest.trim_start_matches(blank);
    if rest.is_empty() {
        return false;
    }
    let Some(keyword) = rest.get(..6) else { return true };
    let after = &rest[6..];
    let (public, system) = if keyword.eq_ignore_ascii_case("public") {
        let Some((public, rest)) = quoted(after) else {
            return true;
        };
        match quoted(rest) {
            Some((system, _)) => (public, Some(system)),
            None if rest.trim_matches(blank).is_empty() => (public, None),
            None => return true,
        }
    } else if keyword.eq_ignore_ascii_case("system") {
        let Some((system, _)) = quoted(after) else { return true };
        ("", Some(system))
    } else {
        return true;
    };
    let public = public.to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| public.starts_with(prefix))
        || WHOLE.contains(&public.as_str())
        || system.is_none() && WITHOUT_SYSTEM.iter().any(|prefix| public.starts_with(prefix))
        || system.is_some_and(|system| system.eq_ignore_ascii_case(IBM))
}

/// A quoted text, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doctypes_of_the_last_century_are_quirky() {
        for (doctype, expected) in [
            (" html", false),
            ("html", false),
            (" HTML ", false),
            ("", true),
            (" svg", true),
            (" html SYSTEM \"about:legacy-compat\"", false),
            (
                " html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"",
                false,
            ),
            (" html PUBLIC '-//W3C//DTD HTML 4.01//EN'", false),
            (" html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\"", true),
            (
                " html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"http://www.w3.org/TR/html4/loose.dtd\"",
                false,
            ),
            (" html PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\"", true),
            (" html PUBLIC \"html\"", true),
            (" html PUBLIC", true),
            (" html đâu đó", true),
        ] {
            assert_eq!(is_quirky(doctype), expected, "{doctype}");
        }
    }
}
