//! How numbers are written: 75000, not 75000.0; the schema's `number` is both.

use serde::Serializer;

/// Above this not every whole number is one of `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a number, a whole one without a fraction.
pub fn write<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match value.fract() == 0.0 && value.abs() <= EXACT {
        true => serializer.serialize_i64(*value as i64),
        false => serializer.serialize_f64(*value),
    }
}

/// As [`write`], for a value that may be absent.
pub fn write_some<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => write(value, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use crate::event::Quantity;

    #[test]
    fn whole_numbers_are_whole() {
        for (value, written) in [
            (75000.0, "75000"),
            (1.5e9, "1500000000"),
            (-3.0, "-3"),
            (1.08, "1.08"),
            (1e18, "1e+18"),
        ] {
            let quantity = Quantity {
                value,
                to: Some(value),
                ..Quantity::default()
            };
            let json = serde_json::to_string(&quantity).unwrap();
            let want = format!(r#"{{"text":"","value":{written},"to":{written},"start":0,"end":0}}"#);
            assert_eq!(json, want);
        }
    }
}
