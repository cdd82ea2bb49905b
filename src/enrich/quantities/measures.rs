//! What numbers are measured in: money, per cent, physical measures, spans of time, and the words that multiply.
//!
//! Codes and symbols are the same everywhere; words belong to a language. A unit that has one name among all ways to
//! write it (`km`, `VND`, `°C`) comes out under that name; the others come out as they are written.

use std::ops::BitOr;
use std::sync::LazyLock;

use super::super::people::phrases::Phrases;
use super::super::people::syllable::keys;
use super::number::Separators;

/// What a word behind a number is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sense {
    /// Nothing known.
    #[default]
    Unknown,
    /// Ten to this power.
    Power(u8),
    /// Money, by its ISO 4217 code.
    Money(&'static str),
    /// A measure, by its name.
    Measure(&'static str),
    /// A measure, called as it is written.
    Written,
    /// A span of time, called as it is written.
    Time,
    /// Hours, which are a time of day as often.
    Hour,
    /// A noun that is counted.
    Noun,
    /// A noun, but only where a stronger sign of a quantity stands beside it.
    Weak,
}

/// The first sense that a word was given stays.
impl BitOr for Sense {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

impl Sense {
    /// Whether a number before it is a quantity, whatever stands before the number.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Money(_) | Self::Measure(_) | Self::Written)
    }
}

use Sense::{Hour, Measure, Money, Power, Time, Weak, Written};

/// The same in all languages.
const CODES: &[(Sense, &str)] = &[
    (Money("VND"), "VND, VNĐ"),
    (Money("USD"), "USD"),
    (Money("EUR"), "EUR, euro, euros"),
    (Money("GBP"), "GBP"),
    (Money("JPY"), "JPY, yen"),
    (Money("CNY"), "CNY, RMB"),
    (Money("KRW"), "KRW, won"),
    (Money("THB"), "THB, baht"),
    (Money("SGD"), "SGD"),
    (Money("AUD"), "AUD"),
    (Money("CAD"), "CAD"),
    (Money("HKD"), "HKD"),
    (Money("TWD"), "TWD"),
    (Money("CHF"), "CHF"),
    (Money("INR"), "INR, rupee, rupees"),
    (Money("IDR"), "IDR, rupiah"),
    (Money("MYR"), "MYR, ringgit"),
    (Money("RUB"), "RUB, rouble, roubles, ruble, rubles"),
    (Money("SEK"), "SEK"),
    (Money("NOK"), "NOK"),
    (Money("DKK"), "DKK"),
    (Money("PHP"), "PHP"),
    (Money("NZD"), "NZD"),
    (Measure("m"), "m"),
    (Measure("km"), "km"),
    (Measure("cm"), "cm"),
    (Measure("mm"), "mm"),
    (Measure("dm"), "dm"),
    (Measure("m2"), "m2, m²"),
    (Measure("m3"), "m3, m³"),
    (Measure("km2"), "km2, km²"),
    (Measure("cm2"), "cm2, cm²"),
    (Measure("cm3"), "cm3, cm³"),
    (Measure("mm2"), "mm2, mm²"),
    (Measure("km3"), "km3, km³"),
    (Measure("ha"), "ha"),
    (Measure("kg"), "kg, kgs"),
    (Measure("g"), "g, gr"),
    (Measure("mg"), "mg"),
    (Measure("km/h"), "kmh, kph, km/h"),
    (Measure("kWh"), "kWh"),
    (Measure("MWh"), "MWh"),
    (Measure("GWh"), "GWh"),
    (Measure("TWh"), "TWh"),
    (Measure("kW"), "kW"),
    (Measure("MW"), "MW"),
    (Measure("GW"), "GW"),
    (Measure("kV"), "kV"),
    (Measure("kVA"), "kVA"),
    (Measure("MVA"), "MVA"),
    (Measure("GB"), "GB"),
    (Measure("MB"), "MB"),
    (Measure("TB"), "TB"),
    (Measure("KB"), "KB"),
    (Measure("Gb"), "Gb"),
    (Measure("Hz"), "Hz"),
    (Measure("kHz"), "kHz"),
    (Measure("MHz"), "MHz"),
    (Measure("GHz"), "GHz"),
    (
        Written,
        "l, ml, cl, dl, lb, lbs, oz, ft, mAh, Nm, W, V, hp, bhp, CV, dB, dBA, rpm, ppm, Mbps, Gbps, kbps, MP, cc, kcal, \
         cal, calo, calorie, calories, kJ, MJ, Pa, kPa, MPa, bar, psi, mph, mcg, µg, μg, µm, μm, fps, dpi, ppi, px, TEU, DWT, BTU, \
         mSv, bps, kN, kT, Wh, mmHg, mmol, IU, bit, byte, bytes",
    ),
    (Hour, "h"),
];

const VIETNAMESE: &[(Sense, &str)] = &[
    (Power(1), "chục"),
    (Power(2), "trăm"),
    (Power(3), "nghìn, ngàn, k"),
    (Power(4), "vạn"),
    (Power(6), "triệu, tr, trieu"),
    (Power(9), "tỷ, tỉ"),
    (Money("VND"), "đồng, đ, đồng Việt Nam, VN đồng, đồng VN"),
    (
        Money("USD"),
        "đô, đô la, đô-la, đôla, đô la Mỹ, đô-la Mỹ, đôla Mỹ, đô Mỹ, dollar, dollar Mỹ, USD Mỹ, đồng USD",
    ),
    (Money("EUR"), "ơ rô, đồng euro"),
    (Money("GBP"), "bảng Anh, đồng bảng"),
    (Money("JPY"), "yên, yên Nhật, yen Nhật, đồng yên, đồng yen"),
    (Money("KRW"), "won Hàn Quốc"),
    (Money("CNY"), "nhân dân tệ, NDT, tệ, đồng nhân dân tệ"),
    (Money("RUB"), "rúp, rúp Nga, đồng rúp"),
    (Money("THB"), "bạt, baht Thái"),
    (
        Money("SGD"),
        "đô la Singapore, đô-la Singapore, đôla Singapore, đô Sing",
    ),
    (Money("AUD"), "đô la Úc, đô-la Úc, đôla Úc, đô Úc, đô la Australia"),
    (Money("CAD"), "đô la Canada, đôla Canada"),
    (
        Money("HKD"),
        "đô la Hong Kong, đôla Hong Kong, đô la Hồng Kông, đôla Hồng Kông",
    ),
    (Money("TWD"), "đài tệ, đô la Đài Loan"),
    (Money("INR"), "rupi, rupee Ấn Độ"),
    (Money("CHF"), "franc Thụy Sĩ, franc"),
    (Money("LAK"), "kip"),
    (Money("KHR"), "riel"),
    (Money("PHP"), "peso"),
    (Money("MMK"), "kyat, kyats"),
    (Money("TRY"), "lira"),
    (Measure("%"), "phần trăm"),
    (Measure("m"), "mét"),
    (
        Measure("km"),
        "ki lô mét, ki-lô-mét, kilômét, kilomet, kilomét, km đường",
    ),
    (Measure("cm"), "xăng ti mét, xăng-ti-mét, centimet, phân tây"),
    (Measure("mm"), "mi li mét, mi-li-mét, milimet, milimét"),
    (Measure("m2"), "mét vuông, m vuông"),
    (
        Measure("km2"),
        "km vuông, ki lô mét vuông, kilômét vuông, cây số vuông, kilomet vuông",
    ),
    (Measure("m3"), "mét khối, m khối, khối nước"),
    (
        Measure("kg"),
        "ki lô gam, ki-lô-gam, kilogram, kilôgam, kilogam, kí lô, ký lô, cân",
    ),
    (Measure("g"), "gam, gram"),
    (Measure("mg"), "miligam, miligram"),
    (Measure("ha"), "héc ta, héc-ta, hécta, hecta, hec ta, hectare"),
    (Measure("°C"), "độ C, oC, o C"),
    (Measure("°F"), "độ F"),
    (Measure("chỉ"), "chỉ vàng"),
    (Measure("điểm"), "thang điểm"),
    (Measure("MW"), "mê ga oát, mê-ga-oát"),
    (
        Written,
        "lít, lượng, hải lý, dặm, dặm vuông, cây số, inch, inches, foot, feet, yard, pound, ounce, gallon, carat, cara, tấn, tạ, yến, \
         sào, công đất, mẫu đất, mã lực, sức ngựa, phân khối, độ, độ richter, độ rích te, decibel, oát, vôn, ampe, mililit, \
         mililít, pixel, megapixel, điểm ảnh, chấm, thùng dầu, tuổi, thước, gang, kiloton, megaton, hải lí, lux, nit, micromet, \
         nanomet",
    ),
    (Hour, "giờ"),
    (
        Time,
        "s, ms, giây, phút, tiếng, ngày, ngày đêm, tuần, tháng, quý, năm, thập kỷ, thập niên, thế kỷ, đêm, buổi, năm ánh sáng, \
         tháng tuổi, ngày tuổi, tuần tuổi",
    ),
    (Sense::Noun, "phân"),
    (Weak, "chỉ, nam, thứ, tay, công, sao, họ"),
];

/// How spans of time and measures are called in English.
const ENGLISH: &[(Sense, &str)] = &[
    (Power(2), "hundred"),
    (Power(3), "thousand, k"),
    (Power(5), "lakh"),
    (Power(6), "million, mn, mln"),
    (Power(7), "crore"),
    (Power(9), "billion, bn, bln"),
    (Power(12), "trillion, tn, trn"),
    (Money("USD"), "dollar, dollars, US dollars, US dollar"),
    (Money("GBP"), "pound sterling, pounds sterling"),
    (Money("JPY"), "Japanese yen"),
    (Money("CNY"), "yuan, renminbi"),
    (Money("VND"), "dong, Vietnamese dong"),
    (Money("KRW"), "South Korean won"),
    (Measure("%"), "per cent, percent, pct"),
    (Measure("m"), "metre, metres, meter, meters"),
    (Measure("km"), "kilometre, kilometres, kilometer, kilometers, kms"),
    (Measure("cm"), "centimetre, centimetres, centimeter, centimeters"),
    (Measure("mm"), "millimetre, millimetres, millimeter, millimeters"),
    (
        Measure("m2"),
        "square metres, square metre, square meters, square meter, sq m, sqm",
    ),
    (
        Measure("km2"),
        "square kilometres, square kilometers, square kilometre, square kilometer, sq km",
    ),
    (Measure("m3"), "cubic metres, cubic meters"),
    (Measure("ha"), "hectare, hectares"),
    (
        Measure("kg"),
        "kilogram, kilograms, kilogramme, kilogrammes, kilo, kilos",
    ),
    (Measure("g"), "gram, grams, gramme, grammes"),
    (Measure("mg"), "milligram, milligrams"),
    (
        Measure("km/h"),
        "kilometres per hour, kilometers per hour, kilometres an hour, kilometers an hour",
    ),
    (Measure("MW"), "megawatt, megawatts"),
    (Measure("GW"), "gigawatt, gigawatts"),
    (Measure("°C"), "degrees Celsius, degree Celsius, degrees C, celsius"),
    (
        Measure("°F"),
        "degrees Fahrenheit, degree Fahrenheit, degrees F, fahrenheit",
    ),
    (
        Written,
        "mile, miles, mile per hour, miles per hour, miles an hour, foot, feet, inch, inches, yard, yards, pound, pounds, ounce, ounces, \
         ton, tons, tonne, tonnes, acre, acres, square feet, square foot, sq ft, square miles, square mile, litre, litres, liter, liters, gallon, \
         gallons, barrel, barrels, watt, watts, volt, volts, degrees, degree, carat, carats, horsepower, knot, knots, megapixel, \
         megapixels, basis points, percentage point, percentage points, tonnes of, cents, cent",
    ),
    (Hour, "am, pm, a.m, p.m, o'clock, o’clock"),
    (
        Time,
        "second, seconds, minute, minutes, hour, hours, day, days, week, weeks, month, months, year, years, decade, decades, night, nights, \
         sec, secs, min, mins, hr, hrs, yr, yrs, century, centuries, years old, year old",
    ),
];

/// Numbers with these are quantities in any language that writes them so.
const ELSEWHERE: &[(Sense, &str)] = &[
    (Power(3), "tausend, mil, mille, mila, duizend, tusen"),
    (
        Power(6),
        "million, millionen, mio, millions, millón, millones, milione, milioni, milhão, milhões, miljoen, miljoner, millioner",
    ),
    (
        Power(9),
        "milliarde, milliarden, mrd, milliard, milliards, miliardo, miliardi, miljard, miljarder, milliarder, mil millones",
    ),
    (Money("EUR"), "Euro, euros, €"),
    (Money("USD"), "dollar, dollars, dólares, dólar, dollari, US-Dollar"),
    (
        Measure("%"),
        "Prozent, pour cent, por ciento, por cento, per cento, procent, prosent",
    ),
    (Measure("m"), "Meter, mètres, mètre, metros, metro, metri"),
    (
        Measure("km"),
        "Kilometer, kilomètres, kilomètre, kilómetros, kilómetro, chilometri, quilómetros, quilômetros",
    ),
    (
        Measure("kg"),
        "Kilogramm, Kilo, kilogrammes, kilos, kilogramos, chilogrammi, quilos",
    ),
    (Measure("ha"), "Hektar, hectares, hectáreas, ettari"),
    (Measure("°C"), "Grad Celsius, degrés Celsius, grados Celsius"),
];

/// A language as far as numbers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Numbers count nouns, which a lexicon knows.
    Vietnamese,
    /// Numbers count plurals.
    English,
    /// Only measures are known.
    Other,
}

impl Tongue {
    /// Of a BCP 47 code, with what its dots and commas do.
    pub fn of(language: &str) -> (Self, Separators) {
        match language.split(['-', '_']).next().unwrap_or_default() {
            "vi" => (Self::Vietnamese, Separators::Comma),
            "en" => (Self::English, Separators::Dot),
            "ja" | "zh" | "ko" | "th" | "he" | "ar" | "hi" | "ms" => (Self::Other, Separators::Dot),
            "fr" | "ru" | "uk" | "pl" | "cs" | "sk" | "sv" | "no" | "nb" | "fi" | "bg" | "hu" => {
                (Self::Other, Separators::SpaceAndComma)
            }
            _ => (Self::Other, Separators::Comma),
        }
    }

    /// The words behind numbers.
    pub fn words(self) -> &'static Phrases<Sense> {
        match self {
            Self::Vietnamese => &VIETNAMESE_WORDS,
            Self::English => &ENGLISH_WORDS,
            Self::Other => &OTHER_WORDS,
        }
    }
}

/// What Vietnamese numbers count.
const COUNTED: &str = include_str!("../../../lexicon/counted.txt");

static VIETNAMESE_WORDS: LazyLock<Phrases<Sense>> = LazyLock::new(|| {
    let mut words = read(&[VIETNAMESE, CODES]);
    for noun in COUNTED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(','))
    {
        if keys(noun).next().is_some() {
            words.add(noun, Sense::Noun);
        }
    }
    words
});
static ENGLISH_WORDS: LazyLock<Phrases<Sense>> = LazyLock::new(|| read(&[ENGLISH, CODES]));
static OTHER_WORDS: LazyLock<Phrases<Sense>> = LazyLock::new(|| read(&[ELSEWHERE, CODES]));

fn read(tables: &[&[(Sense, &str)]]) -> Phrases<Sense> {
    let mut words = Phrases::default();
    for (sense, phrases) in tables.iter().copied().flatten() {
        for phrase in phrases.split(',') {
            words.add(phrase, *sense);
        }
    }
    words
}

/// Money by its sign.
pub fn currency_sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        '$' => "USD",
        '€' => "EUR",
        '£' => "GBP",
        '¥' | '￥' => "JPY",
        '₫' => "VND",
        '₩' => "KRW",
        '₹' => "INR",
        '฿' => "THB",
        '₽' => "RUB",
        '₱' => "PHP",
        _ => return None,
    })
}

/// Money by what stands before a dollar sign: `HK$`.
pub fn dollars(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "US" | "U.S" => "USD",
        "A" | "AU" => "AUD",
        "C" | "CA" => "CAD",
        "S" => "SGD",
        "HK" => "HKD",
        "NT" => "TWD",
        "NZ" => "NZD",
        "R" => "BRL",
        _ => return None,
    })
}

/// Money by a code before the number: `USD 5 million`, `RM5`.
pub fn code_before(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "USD" => "USD",
        "EUR" => "EUR",
        "GBP" => "GBP",
        "VND" | "VNĐ" => "VND",
        "JPY" => "JPY",
        "CNY" | "RMB" => "CNY",
        "SGD" => "SGD",
        "AUD" => "AUD",
        "HKD" => "HKD",
        "RM" | "MYR" => "MYR",
        "Rp" | "IDR" => "IDR",
        "Rs" | "INR" => "INR",
        "CHF" => "CHF",
        _ => return None,
    })
}
