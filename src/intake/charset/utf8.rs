//! Is this UTF-8 with a few broken bytes, or no UTF-8? Whole sequences of several bytes hardly ever come about in
//! another character set by chance, the longer the less, and in UTF-8 only damage leaves bytes that fit nowhere: a
//! text cut within a letter, a footer that was pasted in from an older system.

/// What UTF-8 says about a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Where the first sequence stands that is none.
    pub first_fault: Option<usize>,
    /// Whole sequences of two, three and four bytes, each counting once for every byte after its first.
    pub weight: usize,
    /// Sequences that are none, apart from one that the value's end cut off.
    pub faults: usize,
}

/// More is not looked at.
const ENOUGH: usize = 20_000;

/// Counts.
pub fn census(value: &[u8]) -> Census {
    let mut census = Census::default();
    let mut rest = value;
    loop {
        let (valid, error) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid.as_bytes(), None),
            Err(error) => (rest.get(..error.valid_up_to()).unwrap_or_default(), Some(error)),
        };
        // The bytes that follow the first of a sequence are 10xxxxxx.
        census.weight += valid.iter().filter(|b| **b & 0xc0 == 0x80).count();
        let Some(error) = error else {
            return census;
        };
        census.first_fault = census.first_fault.or(Some(error.valid_up_to()));
        let Some(length) = error.error_len() else {
            return census;
        };
        census.faults += 1;
        if census.faults + census.weight > ENOUGH {
            return census;
        }
        rest = rest.get(error.valid_up_to() + length..).unwrap_or_default();
    }
}

impl Census {
    /// Whether the value is UTF-8 all the same. In Thai of windows-874, the worst case, every other fault has a
    /// sequence beside it that came about by chance.
    pub fn outweighs_its_faults(&self, declared: bool) -> bool {
        if self.weight == 0 {
            // A letter cut off at the end of an ASCII text that says that it is UTF-8.
            return declared && self.faults == 0;
        }
        self.weight >= self.faults * if declared { 1 } else { 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::*;

    #[test]
    fn broken_utf8_is_told_from_other_character_sets() {
        let case = |value: &[u8], want: bool| {
            let census = census(value);
            assert_eq!(census.outweighs_its_faults(false), want, "{census:?} {value:?}");
        };
        case("Phường Bình Thạnh \u{fffd}".as_bytes(), true);
        case(b"Ph\xc6\xb0\xe1\xbb\x9dng B\xc3\xac", true);
        case(b"Ph\xc6\xb0\xe1\xbb\x9dng \xa9 2019 B\xc3\xac", true);
        case("Phường Bình".as_bytes().split_last().unwrap().1, true);
        case(b"caf\xe9", false);
        case(b"caf\xc3", false);
        let others = [
            ("ถนนเส้นนี้เปิดให้บริการในเดือนมกราคม", WINDOWS_874),
            ("Мост откроют в январе", WINDOWS_1251),
            ("Ο δρόμος ανοίγει τον Ιανουάριο", WINDOWS_1253),
            ("يفتح الجسر في شهر يناير المقبل", WINDOWS_1256),
            ("这座桥将于一月份正式通车运营", GB18030),
            ("這座橋將於一月份正式通車", BIG5),
            ("다리는 일월에 개통될 예정이다", EUC_KR),
            ("橋は一月に開通する予定です", SHIFT_JIS),
            ("橋は一月に開通する予定です", EUC_JP),
            ("Cầu sẽ mở vào tháng Giêng năm tới", WINDOWS_1258),
            ("Il répéta l’été à Orléans", WINDOWS_1252),
        ];
        for (text, encoding) in others {
            case(&encoding.encode(text).0, false);
        }
    }
}
