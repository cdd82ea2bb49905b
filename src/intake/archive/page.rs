//! One record with a page → what is in it.

use std::borrow::Cow;

use super::head::{Head, Kind};
use super::media::{self, Media};
use super::{http, languages};
use crate::intake::compression::{Budget, LAYERS, Packing, unpack};
use crate::intake::{Claim, Failure, Format, Header, Intake, IntakeError, Piece, SkipReason, read_text};
use crate::settings;

/// What a record is that failed thus: no page. An archive of a site has all that its pages load.
const NO_PAGES: &[&str] = &["not_text", "unsupported_format", "no_content", "not_an_object"];
/// The warning of an article of which something is missing.
const TRUNCATED: &str = "truncated";

/// What a record holds. `is_cut` says that its block is shorter than it should be.
pub fn read<'m>(
    head: &Head<'_>,
    block: &'m [u8],
    is_cut: bool,
    settings: &settings::Intake,
    budget: &mut Budget,
) -> Intake<'m> {
    match try_read(head, block, is_cut, settings, budget) {
        Ok(mut intake) => {
            describe(&mut intake, head);
            intake
        }
        Err(error) => Intake::One(failed(error.into())),
    }
}

fn no_page<'m>() -> Intake<'m> {
    Intake::One(Piece::Skipped(SkipReason::NoPage))
}

fn failed<'m>(failure: Failure) -> Piece<'m> {
    match NO_PAGES.contains(&failure.code) {
        true => Piece::Skipped(SkipReason::NoPage),
        false => Piece::Failed(failure),
    }
}

fn try_read<'m>(
    head: &Head<'_>,
    block: &'m [u8],
    is_cut: bool,
    settings: &settings::Intake,
    budget: &mut Budget,
) -> Result<Intake<'m>, IntakeError> {
    let mut is_cut = is_cut || head.truncated;
    let mut content_type = head.content_type.map(|value| Cow::Borrowed(value.as_bytes()));
    let mut body = Cow::Borrowed(block);
    if head.kind == Kind::Response && http::begins(block) {
        let (answer, packed) = http::split(block);
        if !(200..300).contains(&answer.status) || answer.status == 204 {
            return Ok(no_page());
        }
        let media = media_of(answer.content_type.as_deref(), head);
        if media == Media::NoPage {
            return Ok(no_page());
        }
        let (inner, cut) = http::body(&answer, packed, budget)?;
        body = inner;
        is_cut |= cut;
        content_type = answer.content_type;
    }
    let media = media_of(content_type.as_deref(), head);
    if media == Media::NoPage || (media == Media::Plain && is_robots(head)) {
        return Ok(no_page());
    }
    // Some crawlers drop the header that says so.
    for _ in 0..LAYERS {
        let Some(packing) = Packing::of(&body) else { break };
        let unpacked = unpack(packing, &body, budget)?;
        is_cut |= unpacked.is_broken();
        body = Cow::Owned(unpacked.bytes);
    }
    let headers: Vec<Header<'_>> = content_type
        .iter()
        .map(|value| Header {
            name: "content-type",
            value: Some(value),
        })
        .collect();
    let mut intake = match body {
        Cow::Borrowed(body) => read_text(body, &headers, settings),
        Cow::Owned(body) => read_text(&body, &headers, settings).map(Intake::into_owned),
    }?;
    if let Intake::Tombstone = intake {
        return Ok(no_page());
    }
    let format = match (head.kind, media) {
        (Kind::Conversion, Media::Html) => Format::Warc,
        (Kind::Conversion, _) => Format::Wet,
        _ => Format::Warc,
    };
    intake.articles(|raw| {
        // What came in an envelope of its own keeps that envelope's name.
        if raw.content_field.is_none() && matches!(raw.format, Format::Html | Format::Text) {
            raw.format = format;
        }
        if is_cut {
            raw.warnings.push(TRUNCATED);
        }
    });
    Ok(match intake {
        Intake::One(Piece::Failed(failure)) => Intake::One(failed(failure)),
        other => other,
    })
}

/// What the server says of the payload, or who wrote the archive where the server does not know.
fn media_of(content_type: Option<&[u8]>, head: &Head<'_>) -> Media {
    match media::of(content_type) {
        Media::Unknown => media::of(head.payload_type.map(str::as_bytes)),
        known => known,
    }
}

/// What crawlers read before the pages, and archive as well.
fn is_robots(head: &Head<'_>) -> bool {
    let path = head.uri.and_then(|uri| uri.split(['?', '#']).next());
    path.is_some_and(|path| path.ends_with("/robots.txt"))
}

/// What the record says of its articles, where they do not say it themselves.
fn describe(intake: &mut Intake<'_>, head: &Head<'_>) {
    // The address is that of all of a feed, and of none of its entries.
    let is_one = matches!(intake, Intake::One(_));
    intake.articles(|raw| {
        let claim = |slot: &mut Option<Claim<'_>>, field, value: Option<&str>| {
            if let (None, Some(value)) = (&slot, value) {
                *slot = Some(Claim {
                    field,
                    value: Cow::Owned(value.to_owned()),
                });
            }
        };
        claim(&mut raw.retrieved, "WARC-Date", head.date);
        if is_one {
            claim(&mut raw.url, "WARC-Target-URI", head.uri);
            claim(&mut raw.id, "WARC-Record-ID", head.id);
        }
        let language = head.language.and_then(languages::first);
        if raw.format == Format::Wet {
            claim(&mut raw.language, "WARC-Identified-Content-Language", language);
        }
    });
}
