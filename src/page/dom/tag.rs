//! [`Tag`]: the names of elements that reading a page has to tell apart.

use super::names::{self, Names};

macro_rules! tags {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The name of an HTML element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Tag {
            $(#[doc = $name] $variant,)+
            /// Any other name; [`Dom::name`](super::Dom::name) has it.
            Other,
        }

        const TAGS: [Tag; NAMES.len()] = [$(Tag::$variant,)+];
        const NAMES: [&str; [$($name),+].len()] = [$($name),+];
        static BY_NAME: Names<{ NAMES.len() }> = Names::new(NAMES);

        impl Tag {
            /// How many tags there are, with [`Tag::Other`].
            pub(super) const COUNT: usize = NAMES.len() + 1;

            /// The tag of a name in lower case.
            pub fn of(name: &str) -> Tag {
                Tag::of_key(names::key(name.as_bytes()), name.as_bytes())
            }

            /// The tag of a name in lower case that comes with its key.
            pub(super) fn of_key(key: u64, name: &[u8]) -> Tag {
                match BY_NAME.find(key, name) {
                    Some(at) => TAGS[usize::from(at)],
                    None => Tag::Other,
                }
            }

            /// Its name in lower case; empty for [`Tag::Other`].
            pub fn name(self) -> &'static str {
                NAMES.get(self as usize).copied().unwrap_or_default()
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Acronym "acronym", Address "address", Applet "applet", Area "area", Article "article",
    Aside "aside", Audio "audio", B "b", Base "base", Basefont "basefont", Bgsound "bgsound", Big "big",
    Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption",
    Center "center", Cite "cite", Code "code", Col "col", Colgroup "colgroup", Data "data", Datalist "datalist",
    Dd "dd", Del "del", Details "details", Dfn "dfn", Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt",
    Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font",
    Footer "footer", Form "form", Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5",
    H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img",
    Input "input", Ins "ins", Kbd "kbd", Keygen "keygen", Label "label", Legend "legend", Li "li", Link "link",
    Listing "listing", Main "main", Map "map", Mark "mark", Marquee "marquee", Math "math", Menu "menu",
    Meta "meta", Nav "nav", Nobr "nobr", Noembed "noembed", Noframes "noframes", Noscript "noscript",
    Object "object", Ol "ol", Optgroup "optgroup", Option "option", Output "output", P "p", Param "param",
    Picture "picture", Plaintext "plaintext", Pre "pre", Progress "progress", Q "q", Rb "rb", Rp "rp", Rt "rt",
    Rtc "rtc", Ruby "ruby", S "s", Samp "samp", Script "script", Search "search", Section "section",
    Select "select", Small "small", Source "source", Span "span", Strike "strike", Strong "strong", Style "style",
    Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td",
    Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title",
    Tr "tr", Track "track", Tt "tt", U "u", Ul "ul", Var "var", Video "video", Wbr "wbr", Xmp "xmp",
}

impl Tag {
    /// Whether it is a heading, `h1` to `h6`.
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags_lead_to_each_other() {
        for tag in TAGS {
            assert_eq!(Tag::of(tag.name()), tag);
        }
        for name in ["", "x", "blockquot", "blockquotes", "h7", "P", "my-element"] {
            assert_eq!(Tag::of(name), Tag::Other, "{name}");
        }
        assert_eq!(Tag::Other.name(), "");
    }
}
