//! Pictures and links of the body.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::{Chosen, Role};
use crate::article::{Article, Image};
use crate::page::Page;
use crate::page::layout::Layout;

/// So many pictures and links are kept.
const MOST: usize = 200;

/// Takes the pictures and links that stand within the body.
pub fn take(layout: &Layout, blocks: &[Chosen<'_>], page: &Page<'_>, article: &mut Article<'_>) {
    let base = page
        .base_url
        .as_deref()
        .or(article.canonical_url.as_deref())
        .or(article.url.as_deref())
        .and_then(|base| url::Url::parse(base).ok());
    // The same picture in several sizes is one.
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut images = std::mem::take(&mut article.images);
    images.retain(|image| {
        let next = known.len();
        match known.entry(name_of(&image.url).to_owned()) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(next);
                true
            }
        }
    });
    let kept = |at: u32| blocks.get(at as usize).map(|b| b.role);
    let first = blocks
        .iter()
        .position(|b| matches!(b.role, Role::Body | Role::Lead | Role::Caption));
    let last = blocks
        .iter()
        .rposition(|b| matches!(b.role, Role::Body | Role::Caption));
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    for picture in &layout.pictures {
        let at = picture.at as usize;
        if at + 1 < first || at > last {
            continue;
        }
        let Some(url) = absolute(&picture.url, base.as_ref()) else {
            continue;
        };
        let caption = (kept(picture.at) == Some(Role::Caption)).then(|| blocks[at].text);
        let (text, credit) = caption.map(credit_of).unwrap_or_default();
        match known.entry(name_of(&url).to_owned()) {
            Entry::Occupied(at) => {
                if let Some(image) = images.get_mut(*at.get()) {
                    image.caption = image.caption.take().or(text);
                    image.credit = image.credit.take().or(credit);
                }
            }
            Entry::Vacant(free) if images.len() < MOST => {
                free.insert(images.len());
                images.push(Image {
                    url: Cow::Owned(url),
                    caption: text,
                    credit,
                });
            }
            Entry::Vacant(_) => {}
        }
    }
    article.images = images;
    let mut linked: HashSet<String> = HashSet::new();
    for link in &layout.links {
        if !matches!(kept(link.at), Some(Role::Body | Role::Lead)) || article.links.len() >= MOST {
            continue;
        }
        if let Some(url) = absolute(&link.url, base.as_ref()).filter(|url| linked.insert(url.clone())) {
            article.links.push(Cow::Owned(url));
        }
    }
}

/// An address of the web in full.
fn absolute(url: &str, base: Option<&url::Url>) -> Option<String> {
    let full = match base {
        Some(base) => base.join(url).ok()?,
        None if url.starts_with("//") => url::Url::parse(&format!("https:{url}")).ok()?,
        None => url::Url::parse(url).ok()?,
    };
    matches!(full.scheme(), "http" | "https").then(|| full.into())
}

/// What the same picture in another size shares: the name of its file, if that is more than a number.
fn name_of(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.len() > 8 { name } else { url }
}

/// Marks that a credit follows, at the end of a caption.
const CREDITS: &[&str] = &[
    "Ảnh:",
    "Nguồn:",
    "Photo:",
    "Foto:",
    "Photograph:",
    "Credit:",
    "Photo by",
    "Bild:",
    "Crédit:",
    "Image:",
    "Fuente:",
    "©",
];

type Text = Option<Cow<'static, str>>;

/// A caption and the credit at its end: "The bridge at dawn. Photo: Minh An".
fn credit_of(caption: &str) -> (Text, Text) {
    let owned = |text: &str| {
        let text = text.trim_matches([' ', '(', ')', '[', ']', '|', '–', '-']);
        (!text.is_empty()).then(|| Cow::Owned(text.to_owned()))
    };
    let found = CREDITS
        .iter()
        .filter_map(|mark| caption.rfind(mark).map(|at| (at, mark.len())))
        .max();
    match found {
        Some((at, len)) if caption.len() - at < 160 => (owned(&caption[..at]), owned(&caption[at + len..])),
        _ => (owned(caption), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_ends_a_caption() {
        let case = |text: &str, caption: Option<&str>, credit: Option<&str>| {
            let (a, b) = credit_of(text);
            assert_eq!((a.as_deref(), b.as_deref()), (caption, credit), "{text}");
        };
        case(
            "Cầu mới lúc bình minh. Ảnh: Minh An",
            Some("Cầu mới lúc bình minh."),
            Some("Minh An"),
        );
        case("The bridge (Photo: A. Doe)", Some("The bridge"), Some("A. Doe"));
        case("© A. Doe", None, Some("A. Doe"));
        case("The bridge", Some("The bridge"), None);
    }

    #[test]
    fn addresses_are_made_whole() {
        let base = url::Url::parse("https://lang.example/a/b").ok();
        assert_eq!(
            absolute("../c.jpg", base.as_ref()).as_deref(),
            Some("https://lang.example/c.jpg")
        );
        assert_eq!(
            absolute("//cdn.example/c.jpg", None).as_deref(),
            Some("https://cdn.example/c.jpg")
        );
        assert_eq!(absolute("c.jpg", None), None);
        assert_eq!(absolute("javascript:x()", base.as_ref()), None);
    }
}
