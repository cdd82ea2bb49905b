//! Which element a text begins with, read past what may stand before it: `<?xml …?>`, comments, a document type.

/// Root elements of the formats that are read, and of documents that hold a part of one: in lower case, without prefix.
const ROOTS: &[&str] = &[
    "rss",
    "rdf",
    "channel",
    "item",
    "feed",
    "entry",
    "newsitem",
    "newsmessage",
    "packageitem",
    "planningitem",
    "conceptitem",
    "knowledgeitem",
    "catalogitem",
    "newsml",
    "nitf",
    "tei",
    "teicorpus",
    "contentmeta",
    "contentset",
    "groupset",
    "itemmeta",
    "rightsinfo",
    "newscomponent",
];

/// Whether a trimmed text is XML in a format that is read, or in a part of one.
pub fn is_known(text: &str) -> bool {
    let Some(name) = name(text) else {
        return false;
    };
    let local = name.rsplit(':').next().unwrap_or(name);
    if local == "doc" {
        // Other dumps wrap plain text in it.
        return memchr::memmem::find(text.as_bytes(), b"<main").is_some();
    }
    ROOTS.iter().any(|root| root.eq_ignore_ascii_case(local))
}

/// The name of the first element.
fn name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        rest = if rest.starts_with("<?") {
            rest.split_once("?>")?.1
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")?.1
        } else if rest.starts_with("<!") {
            after_document_type(rest)?
        } else {
            break;
        };
    }
    let name = rest.strip_prefix('<')?;
    // The longest of them with a prefix.
    let end = name
        .bytes()
        .take(40)
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
    name.get(..end)
}

/// A document type ends at `>`, with declarations in it at `]` and `>`.
fn after_document_type(text: &str) -> Option<&str> {
    let at = text.find(['>', '['])?;
    if text.as_bytes().get(at) == Some(&b'>') {
        return text.get(at + 1..);
    }
    let (_, rest) = text.split_once(']')?;
    rest.split_once('>').map(|(_, rest)| rest)
}
