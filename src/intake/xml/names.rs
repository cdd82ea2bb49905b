//! Names of XML: which vocabulary an element belongs to, by the address of its namespace and, where nobody declared the
//! prefix, by the prefix that everybody uses.

/// A vocabulary that feeds and agencies use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    /// No namespace, or one that says nothing (RSS 1.0's own).
    Plain,
    /// Atom, 1.0 and 0.3.
    Atom,
    /// Dublin Core: elements and terms.
    Dc,
    /// RSS 1.0's module for content.
    Content,
    /// Yahoo's Media RSS.
    Media,
    /// RDF, the root of RSS 1.0.
    Rdf,
    /// XHTML.
    Html,
    /// One that is not known.
    Other,
}

const ADDRESSES: &[(&str, Vocabulary)] = &[
    ("http://www.w3.org/2005/Atom", Vocabulary::Atom),
    ("http://purl.org/atom/ns#", Vocabulary::Atom),
    ("http://purl.org/dc/elements/1.1/", Vocabulary::Dc),
    ("http://purl.org/dc/elements/1.0/", Vocabulary::Dc),
    ("http://purl.org/dc/terms/", Vocabulary::Dc),
    ("http://purl.org/rss/1.0/modules/content/", Vocabulary::Content),
    ("http://search.yahoo.com/mrss/", Vocabulary::Media),
    ("http://search.yahoo.com/mrss", Vocabulary::Media),
    ("http://video.search.yahoo.com/mrss/", Vocabulary::Media),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", Vocabulary::Rdf),
    ("http://www.w3.org/1999/xhtml", Vocabulary::Html),
    ("http://purl.org/rss/1.0/", Vocabulary::Plain),
    ("http://my.netscape.com/rdf/simple/0.9/", Vocabulary::Plain),
    ("http://channel.netscape.com/rdf/simple/0.9/", Vocabulary::Plain),
    ("http://backend.userland.com/rss2", Vocabulary::Plain),
    ("http://iptc.org/std/nar/2006-10-01/", Vocabulary::Plain),
    ("http://iptc.org/std/NITF/2006-10-18/", Vocabulary::Plain),
    ("http://www.tei-c.org/ns/1.0", Vocabulary::Plain),
];

/// The customary prefixes.
const PREFIXES: &[(&str, Vocabulary)] = &[
    ("atom", Vocabulary::Atom),
    ("atom10", Vocabulary::Atom),
    ("dc", Vocabulary::Dc),
    ("dcterms", Vocabulary::Dc),
    ("content", Vocabulary::Content),
    ("media", Vocabulary::Media),
    ("rdf", Vocabulary::Rdf),
    ("xhtml", Vocabulary::Html),
    ("html", Vocabulary::Html),
    ("h", Vocabulary::Html),
    ("nitf", Vocabulary::Plain),
    ("tei", Vocabulary::Plain),
    ("nar", Vocabulary::Plain),
    ("newsml", Vocabulary::Plain),
];

/// So many declarations are remembered at a time; no document needs more, and each lookup may go through them.
const DECLARATIONS: usize = 64;

/// The declarations that hold at a place of the document.
#[derive(Debug, Default)]
pub struct Scope<'m> {
    /// Prefix (none for the default), vocabulary, and the depth of the element that declared it.
    declared: Vec<(&'m str, Vocabulary, usize)>,
}

impl<'m> Scope<'m> {
    /// Takes note of a declaration by an element at `depth`; `attribute` is its name.
    pub fn declare(&mut self, attribute: &'m str, address: &str, depth: usize) {
        let prefix = match attribute.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) if rest.starts_with(':') => rest.trim_start_matches(':'),
            _ => return,
        };
        if self.declared.len() < DECLARATIONS {
            let vocabulary = match address.trim() {
                "" => Vocabulary::Plain,
                address => ADDRESSES
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(address))
                    .map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary),
            };
            self.declared.push((prefix, vocabulary, depth));
        }
    }

    /// Forgets what elements at `depth` and deeper declared.
    pub fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(_, _, at)| *at >= depth) {
            self.declared.pop();
        }
    }

    /// The vocabulary of a prefix, none for an element without one.
    pub fn vocabulary(&self, prefix: &str) -> Vocabulary {
        if let Some((_, vocabulary, _)) = self.declared.iter().rev().find(|(known, ..)| *known == prefix) {
            return *vocabulary;
        }
        if prefix.is_empty() {
            return Vocabulary::Plain;
        }
        PREFIXES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(prefix))
            .map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary)
    }
}

/// A qualified name's prefix, empty where it has none, and its local part.
pub fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}
