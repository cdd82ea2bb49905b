//! Names.
/// x
pub fn provenance(field: &'static str) -> &'static str {
    field
}
