//! The sets of tags that the rules of the HTML standard speak of, as bits of a tag.

use super::tag::Tag;

/// Sets that a tag is in.
pub(super) type Sets = u16;

/// Ends a search downwards through the open elements ("special").
pub(super) const SPECIAL: Sets = 1;
/// Bounds a scope.
pub(super) const SCOPE: Sets = 1 << 1;
/// Bounds a list item scope, next to those.
pub(super) const LIST_SCOPE: Sets = 1 << 2;
/// Bounds a button scope, next to those.
pub(super) const BUTTON_SCOPE: Sets = 1 << 3;
/// Bounds a table scope.
pub(super) const TABLE_SCOPE: Sets = 1 << 4;
/// May be closed without an end tag.
pub(super) const IMPLIED_END: Sets = 1 << 5;
/// The same at the end of a template.
pub(super) const THOROUGH_END: Sets = 1 << 6;
/// `h1` to `h6`.
pub(super) const HEADING: Sets = 1 << 7;
/// What stands directly in it goes before the table, unless it belongs there.
pub(super) const FOSTERS: Sets = 1 << 8;
/// A start tag that ends SVG and MathML.
pub(super) const BREAKOUT: Sets = 1 << 9;
/// Keeps its attributes when it is opened again after a misnested end tag ("formatting").
pub(super) const FORMATTING: Sets = 1 << 10;
/// A block whose start tag closes a paragraph, and whose end tag closes what is open in it.
pub(super) const BLOCK: Sets = 1 << 11;
/// `tbody`, `thead`, `tfoot`.
pub(super) const TABLE_SECTION: Sets = 1 << 12;
/// An element of SVG or MathML in which there may be HTML.
pub(super) const INTEGRATION: Sets = 1 << 13;
/// An element of MathML that holds text.
pub(super) const MATHML_TEXT: Sets = 1 << 14;

static SETS: [Sets; Tag::COUNT] = {
    use Tag::*;
    let mut sets = [0; Tag::COUNT];
    macro_rules! set {
        ($set:expr, $($tag:ident)+) => { $(sets[$tag as usize] |= $set;)+ };
    }
    set!(SPECIAL, Address Applet Area Article Aside Base Basefont Bgsound Blockquote Body Br Button Caption Center Col
        Colgroup Dd Details Dir Div Dl Dt Embed Fieldset Figcaption Figure Footer Form Frame Frameset H1 H2 H3 H4 H5 H6
        Head Header Hgroup Hr Html Iframe Img Input Keygen Li Link Listing Main Marquee Menu Meta Nav Noembed Noframes
        Noscript Object Ol P Param Plaintext Pre Script Search Section Select Source Style Summary Table Tbody Td
        Template Textarea Tfoot Th Thead Title Tr Track Ul Wbr Xmp);
    set!(SCOPE, Applet Caption Html Table Td Th Marquee Object Select Template);
    set!(LIST_SCOPE, Ol Ul);
    set!(BUTTON_SCOPE, Button);
    set!(TABLE_SCOPE, Html Table Template);
    set!(IMPLIED_END, Dd Dt Li Option Optgroup P Rb Rp Rt Rtc);
    set!(THOROUGH_END, Dd Dt Li Option Optgroup P Rb Rp Rt Rtc Caption Colgroup Tbody Td Tfoot Th Thead Tr);
    set!(HEADING, H1 H2 H3 H4 H5 H6);
    set!(FOSTERS, Table Tbody Tfoot Thead Tr);
    set!(BREAKOUT, B Big Blockquote Body Br Center Code Dd Div Dl Dt Em Embed H1 H2 H3 H4 H5 H6 Head Hr I Img Li
        Listing Menu Meta Nobr Ol P Pre Ruby S Small Span Strong Strike Sub Sup Table Tt U Ul Var);
    set!(FORMATTING, A B Big Code Em Font I Nobr S Small Strike Strong Tt U);
    set!(BLOCK, Address Article Aside Blockquote Center Details Dialog Dir Div Dl Fieldset Figcaption Figure Footer
        Header Hgroup Main Menu Nav Ol Search Section Summary Ul);
    set!(TABLE_SECTION, Tbody Tfoot Thead);
    sets
};

/// The sets that an HTML tag is in.
pub(super) fn sets(tag: Tag) -> Sets {
    SETS[tag as usize]
}
