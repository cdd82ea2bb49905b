//! [`Tag`]: the names of elements that reading a page has to tell apart.

macro_rules! tags {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The name of an HTML element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Tag {
            $(#[doc = $name] $variant,)+
            /// Any other name; [`Dom::name`](super::Dom::name) has it.
            Other,
        }

        impl Tag {
            /// The tag of a name in lower case.
            pub fn of(name: &str) -> Tag {
                match name {
                    $($name => Tag::$variant,)+
                    _ => Tag::Other,
                }
            }

            /// Its name in lower case; empty for [`Tag::Other`].
            pub fn name(self) -> &'static str {
                match self {
                    $(Tag::$variant => $name,)+
                    Tag::Other => "",
                }
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
