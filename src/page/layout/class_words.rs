//! What the words of `class` and `id` say of an element: kinds of parts that pages have, told by whole words, so that
//! `leading-5` says nothing of a lead.

use std::sync::LazyLock;

use crate::page::word_table::WordTable;

/// Kinds of parts, as bits.
pub type Kinds = u32;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $bit:literal: $($word:literal)+;)+) => {
        $($(#[$doc])* pub const $name: Kinds = 1 << $bit;)+

        /// How many kinds there are.
        pub const COUNT: usize = [$($bit),+].len();

        static WORDS: LazyLock<WordTable> = LazyLock::new(|| {
            let lists: &[(Kinds, &[&str])] = &[$(($name, &[$($word),+])),+];
            WordTable::of(lists.iter().flat_map(|(kind, words)| words.iter().map(|w| (*w, *kind))))
        });
    };
}

kinds! {
    /// The article as a whole.
    ARTICLE = 0: "article" "articles" "story" "post" "entry" "news" "newsdetail" "artikel" "articulo" "articolo" "nota" "noticia" "single" "hentry" "beitrag" "blog" "detail" "details";
    /// Running text.
    CONTENT = 1: "content" "body" "text" "copy" "prose" "rte" "wysiwyg" "paragraph" "paragraphs" "maincontent" "articlebody" "richtext" "bodytext" "fulltext" "texto" "testo" "texte" "cuerpo" "corpo" "contenido" "absatz" "inhalt" "fck" "detailcontent" "articletext" "storybody" "entrycontent" "postcontent" "newscontent" "maintext" "longform";
    /// Other articles.
    RELATED = 2: "related" "relate" "recommended" "recommend" "recommendation" "recommendations" "recirc" "recirculation" "similar" "more" "also" "readmore" "next" "prev" "previous" "popular" "trending" "latest" "mostread" "suggested" "suggestions" "teaser" "teasers" "card" "cards" "tile" "tiles" "feed" "relacionados" "relacionadas" "lien" "lire" "aussi" "promobox" "crosslink" "crosslinks" "linkbox" "readnext" "upnext" "carousel" "slider" "swiper" "spotlight" "tin" "khac" "lienquan" "river" "listing";
    /// Readers' comments.
    COMMENT = 3: "comment" "comments" "disqus" "respond" "reply" "replies" "discussion" "commentary" "kommentar" "kommentare" "comentarios" "binhluan" "talk" "feedback" "forum" "commentlist" "livefyre" "coral";
    /// Buttons that share and follow.
    SHARE = 4: "share" "sharing" "social" "socials" "follow" "facebook" "twitter" "whatsapp" "addthis" "sharedaddy" "fb" "addtoany" "jp" "shariff" "teilen" "compartir" "sharebar" "socialmedia" "pinterest" "linkedin" "print";
    /// Who and when.
    META = 5: "meta" "metadata" "byline" "author" "authors" "date" "time" "published" "timestamp" "dateline" "pubdate" "writer" "postmeta" "publish" "datetime" "autor" "autoren" "auteur" "firma" "updated" "entrymeta" "info";
    /// An author's portrait.
    BIO = 6: "bio" "biography" "about" "profile" "authorbox" "contributor" "vcard" "avatar" "gravatar";
    /// Ways to other pages.
    NAVIGATION = 7: "nav" "navigation" "menu" "breadcrumb" "breadcrumbs" "navbar" "pagination" "pager" "header" "masthead" "footer" "topbar" "subnav" "submenu" "toc" "site" "foot" "bottom" "top" "crumbs" "paging" "dropdown" "tabs" "tab" "toolbar";
    /// Columns beside the article.
    SIDE = 8: "sidebar" "aside" "rail" "side" "right" "secondary" "widget" "widgets" "module" "complementary" "sidenav" "rightbar" "supplementary" "addon" "sticky";
    /// Advertisements.
    ADVERT = 9: "ad" "ads" "advert" "advertisement" "advertising" "adv" "sponsor" "sponsored" "sponsors" "banner" "dfp" "promo" "promos" "promotion" "adsbygoogle" "taboola" "outbrain" "adslot" "commercial" "affiliate" "werbung" "anzeige" "publicidad" "pub" "reklam" "shop" "product" "products" "merch" "coupon";
    /// Pictures and what is written below them.
    CAPTION = 10: "caption" "captions" "figcaption" "credit" "credits" "photo" "photos" "image" "images" "img" "picture" "media" "gallery" "figure" "legend" "thumbnail" "thumb" "foto" "bild" "bildunterschrift" "copyright" "photocms" "slideshow" "lightbox" "video" "player" "audio";
    /// The standfirst.
    LEAD = 11: "lead" "lede" "sapo" "standfirst" "dek" "deck" "chapeau" "chapo" "summary" "excerpt" "intro" "subtitle" "subheadline" "abstract" "description" "strap" "strapline" "bajada" "entradilla" "vorspann" "subhead" "subheading" "subtitulo" "sommario" "ingress" "introduction" "spoiler" "preamble" "resumen" "leadtext" "leadin" "subline" "anleser" "einleitung" "tagline";
    /// Invitations to pay, to register, to have letters sent.
    SUBSCRIBE = 12: "newsletter" "newsletters" "subscribe" "subscription" "subscriber" "signup" "paywall" "register" "registration" "login" "signin" "premium" "offer" "regwall" "piano" "cta" "donate" "donation" "membership" "member" "support" "abo" "optin" "mailchimp" "mc" "form" "email" "inscription" "upsell" "barrier" "tinypass" "metered" "gate" "checkout" "download" "app";
    /// Consent to cookies and what lies over a page.
    CONSENT = 13: "cookie" "cookies" "consent" "gdpr" "privacy" "cmp" "onetrust" "overlay" "modal" "popup" "lightwindow" "cookiebar" "disclaimer" "legal" "terms" "notice" "alert" "toast" "dialog" "tooltip" "correction" "didomi";
    /// Keywords and sections.
    TAGS = 14: "tag" "tags" "topic" "topics" "keyword" "keywords" "category" "categories" "label" "labels" "rubric" "rubrik" "kicker" "section" "overline" "eyebrow" "themen" "etiquetas" "taglist" "tagcloud" "cat" "dachzeile" "hashtags";
    /// Boxes within or beside the text.
    BOX = 15: "box" "infobox" "factbox" "facts" "embed" "embedded" "embeds" "inline" "callout" "highlight" "highlights" "takeaways" "panel" "block" "insert" "extra" "infografik" "sidebarbox" "quiz" "poll" "vote" "rating" "ratings" "review" "stars" "plugin";
    /// What a browser does not show, or only to screen readers.
    HIDDEN = 16: "hidden" "visuallyhidden" "sr" "screenreader" "offscreen" "none" "invisible" "hide" "noprint" "collapsed" "skip" "skiplink" "assistive" "a11y" "unvisible";
    /// Titles.
    TITLE = 17: "title" "headline" "heading" "head" "titre" "titulo" "titulo1" "titel" "entrytitle" "posttitle" "pagetitle";
    /// What stands out of the running text and repeats it.
    PULLQUOTE = 18: "pullquote" "pull" "quote" "blockquote" "zitat" "tweet" "instagram" "tiktok";
}

/// The kinds that the words of a value name. Words end at what is neither letter nor digit, and where a capital follows
/// a small letter (`articleBody`).
pub fn kinds(value: &str) -> Kinds {
    let words = &*WORDS;
    let mut found = 0;
    // Longer words are none of those above.
    let mut word = [0_u8; 24];
    let mut len = 0;
    let mut after_small = false;
    for byte in value.bytes().chain([b' ']) {
        let capital = byte.is_ascii_uppercase();
        if byte.is_ascii_alphanumeric() && !(capital && after_small) {
            if let Some(slot) = word.get_mut(len) {
                *slot = byte.to_ascii_lowercase();
            }
            len += 1;
            after_small = byte.is_ascii_lowercase();
            continue;
        }
        if (2..=word.len()).contains(&len) {
            found |= words.get(&word[..len]);
        }
        len = 0;
        after_small = false;
        if capital {
            word[0] = byte.to_ascii_lowercase();
            len = 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_tell() {
        let case = |value: &str, want: Kinds| assert_eq!(kinds(value), want, "{value}");
        case("articleBody", ARTICLE | CONTENT);
        case("article__body--main", ARTICLE | CONTENT);
        case("leading-5 mt-4", 0);
        case("ARTICLE_TEXT", ARTICLE | CONTENT);
        case("related-news", RELATED | ARTICLE);
        case("", 0);
        case("abcdefghijklmnopqrstuvwxyzcomment x", 0);
    }
}
