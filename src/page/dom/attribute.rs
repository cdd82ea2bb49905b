//! Attributes as they lie in the source: a name, and a value that is decoded only when somebody asks for it.

use super::names::{self, Names};
use super::span::Span;

macro_rules! attributes {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The name of an attribute that reading a page asks for, so that no strings have to be compared.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Attr {
            $(#[doc = $name] $variant,)+
            /// Any other name.
            Other,
        }

        const ATTRS: [Attr; NAMES.len()] = [$(Attr::$variant,)+];
        const NAMES: [&str; [$($name),+].len()] = [$($name),+];
        static BY_NAME: Names<{ NAMES.len() }> = Names::new(NAMES);
    };
}

attributes! {
    Alt "alt", AriaHidden "aria-hidden", AriaLabel "aria-label", Charset "charset", Class "class", Color "color",
    Content "content", DataSrc "data-src", DataSrcset "data-srcset", Datetime "datetime", Dir "dir", Encoding "encoding",
    Face "face", Height "height", Hidden "hidden", Href "href", Hreflang "hreflang", HttpEquiv "http-equiv", Id "id",
    Itemid "itemid", Itemprop "itemprop", Itemref "itemref", Itemscope "itemscope", Itemtype "itemtype", Lang "lang",
    Media "media", Name "name", Property "property", Rel "rel", Role "role", Size "size", Sizes "sizes", Src "src",
    Srcset "srcset", Style "style", Target "target", Title "title", Type "type", Value "value", Width "width",
}

impl Attr {
    /// The attribute of a name in lower case.
    pub fn of(name: &str) -> Attr {
        Attr::of_key(names::key(name.as_bytes()), name.as_bytes())
    }

    /// The attribute of a name in lower case that comes with its key.
    pub(super) fn of_key(key: u64, name: &[u8]) -> Attr {
        match BY_NAME.find(key, name) {
            Some(at) => ATTRS[usize::from(at)],
            None => Attr::Other,
        }
    }

    /// Its name in lower case; empty for [`Attr::Other`].
    pub fn name(self) -> &'static str {
        NAMES.get(self as usize).copied().unwrap_or_default()
    }
}

/// An attribute of a start tag. Its value is as the source has it, without quotes, not decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    pub attr: Attr,
    /// In lower case.
    pub name: Span,
    pub value: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_attributes_lead_to_each_other() {
        for attr in ATTRS {
            assert_eq!(Attr::of(attr.name()), attr);
        }
        for name in ["", "data-x", "CLASS", "http-equi"] {
            assert_eq!(Attr::of(name), Attr::Other, "{name}");
        }
        // The duplicates of a tag are found by a set of 64 bits.
        assert!(ATTRS.len() < 64);
    }
}
