//! Pictures of a feed's entry: Media RSS (`media:content`, `media:thumbnail`, both perhaps in a `media:group`),
//! enclosures, `image`, and where there is none of these the first `img` of the description.

use std::borrow::Cow;

use quick_xml::events::attributes::Attributes;

use super::names::Vocabulary;
use super::tree::Element;
use crate::intake::Picture;

/// Endings of pictures' addresses, for those whose type is not told.
const ENDINGS: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"];

/// What was found so far. A thumbnail is the same picture in small, so that it counts only where there is no other.
#[derive(Debug, Default)]
pub struct Pictures<'m> {
    full: Vec<Picture<'m>>,
    thumbnails: Vec<Picture<'m>>,
    caption: Option<Cow<'m, str>>,
    credit: Option<Cow<'m, str>>,
}

impl<'m> Pictures<'m> {
    /// Takes a child of an entry, if it is about pictures.
    pub fn take(&mut self, element: Element<'_, 'm>) {
        let is_media = element.vocabulary == Vocabulary::Media;
        match element.local() {
            "content" if is_media => self.content(element, None),
            "group" if is_media => self.group(element),
            "thumbnail" if is_media => {
                if let Some(url) = element.attribute("url") {
                    self.thumbnails.push(picture(url.clone()));
                }
            }
            "description" if is_media => self.caption = self.caption.take().or_else(|| element.line()),
            "credit" if is_media => self.credit = self.credit.take().or_else(|| element.line()),
            "enclosure" => {
                let kind = element.attribute("type").map(|kind| kind.as_ref());
                if let Some(url) = element.attribute("url").or_else(|| element.attribute("href"))
                    && is_picture(None, kind, url)
                {
                    self.full.push(picture(url.clone()));
                }
            }
            "image" => {
                let url = element
                    .attribute("href")
                    .cloned()
                    .or_else(|| element.child("url")?.line())
                    .or_else(|| element.line());
                if let Some(url) = url.filter(|url| url.starts_with("http") || url.starts_with('/')) {
                    self.full.push(picture(url));
                }
            }
            _ => (),
        }
    }

    /// A link of Atom to a picture.
    pub fn enclosure(&mut self, url: Cow<'m, str>, kind: Option<&str>) {
        if is_picture(None, kind, &url) {
            self.full.push(picture(url));
        }
    }

    fn content(&mut self, element: Element<'_, 'm>, group: Option<&Picture<'m>>) {
        let mut found = group.cloned().unwrap_or_default();
        for child in element.children().filter(|child| child.vocabulary == Vocabulary::Media) {
            describe(child, &mut found);
            if let ("thumbnail", Some(url)) = (child.local(), child.attribute("url")) {
                self.thumbnails.push(picture(url.clone()));
            }
        }
        let named = |name| element.attribute(name).map(|value| value.as_ref());
        if let Some(url) = element.attribute("url")
            && is_picture(named("medium"), named("type"), url)
        {
            found.url = url.clone();
            self.full.push(found);
        }
    }

    /// What lies in a group is one thing in several sizes.
    fn group(&mut self, group: Element<'_, 'm>) {
        let mut shared = Picture::default();
        let mut best: Option<(u32, Element<'_, 'm>)> = None;
        for child in group.children().filter(|child| child.vocabulary == Vocabulary::Media) {
            describe(child, &mut shared);
            match child.local() {
                "content" => {
                    let width = child.attribute("width").and_then(|width| width.trim().parse().ok());
                    let width = width.unwrap_or(0);
                    if best.as_ref().is_none_or(|(widest, _)| width > *widest) {
                        best = Some((width, child));
                    }
                }
                "thumbnail" => self.take(child),
                _ => (),
            }
        }
        if let Some((_, content)) = best {
            self.content(content, Some(&shared));
        }
    }

    /// The pictures, each once; `description` is looked at where there is no other.
    pub fn finish(mut self, description: Option<&Cow<'m, str>>) -> Vec<Picture<'m>> {
        let mut pictures = if self.full.is_empty() {
            self.thumbnails
        } else {
            self.full
        };
        pictures.retain(|picture| !picture.url.trim().is_empty());
        if pictures.is_empty() {
            pictures.extend(description.and_then(|html| first_in(html)).map(picture));
        }
        // A feed's entry has a handful; more are not compared with each other.
        pictures.truncate(MOST);
        let mut seen = 0;
        while let Some(url) = pictures.get(seen).map(|picture| picture.url.clone()) {
            let mut at = 0;
            pictures.retain(|picture| {
                at += 1;
                at <= seen + 1 || picture.url != url
            });
            seen += 1;
        }
        // What stands beside a single picture is about it.
        if let [only] = pictures.as_mut_slice() {
            only.caption = only.caption.take().or_else(|| self.caption.take());
            only.credit = only.credit.take().or_else(|| self.credit.take());
        }
        pictures
    }
}

/// So many pictures of an entry are kept.
const MOST: usize = 50;

fn picture(url: Cow<'_, str>) -> Picture<'_> {
    let url = match url {
        Cow::Borrowed(url) => Cow::Borrowed(url.trim()),
        Cow::Owned(url) => Cow::Owned(url.trim().to_owned()),
    };
    Picture {
        url,
        ..Picture::default()
    }
}

fn describe<'m>(element: Element<'_, 'm>, picture: &mut Picture<'m>) {
    let slot = match element.local() {
        "description" => &mut picture.caption,
        "credit" => &mut picture.credit,
        _ => return,
    };
    if let Some(text) = element.line() {
        *slot = Some(text);
    }
}

fn is_picture(medium: Option<&str>, kind: Option<&str>, url: &str) -> bool {
    match (medium, kind) {
        (Some("image"), _) => true,
        (Some(_), _) => false,
        (None, Some(kind)) if kind.contains('/') => kind.trim_start().starts_with("image/"),
        _ => {
            let path = url.split(['?', '#']).next().unwrap_or_default().trim();
            ENDINGS.iter().any(|ending| {
                path.len()
                    .checked_sub(ending.len())
                    .and_then(|at| path.get(at..))
                    .is_some_and(|end| end.eq_ignore_ascii_case(ending))
            })
        }
    }
}

/// The address of a text's first `img`.
fn first_in<'m>(html: &Cow<'m, str>) -> Option<Cow<'m, str>> {
    let at = memchr::memmem::find(html.as_bytes(), b"<img")?;
    let tag = html.get(at + 1..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let value = Attributes::html(tag, 3)
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.0.eq_ignore_ascii_case("src"))?
        .value;
    let url = value.replace("&amp;", "&");
    url.starts_with("http").then_some(Cow::Owned(url))
}
