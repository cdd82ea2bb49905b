//! Places: the mentions of each place together, tied to the official unit of the article's time where that is sure.

pub mod gazetteer;
