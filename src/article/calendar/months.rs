//! The names of the months: twelve cells a language, each with its forms — full, genitive, short — in lower case.
//!
//! A word that names different months in two languages stands with the one that more papers write: `listopad` is the
//! Polish and Czech November, not the Croatian October.

/// Twelve cells a language.
pub const MONTHS: &[[&str; 12]] = &[
    // English
    [
        "january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sep sept", "october oct", "november nov", "december dec",
    ],
    // German, Austrian
    [
        "januar jänner jän", "februar feber", "märz mär mrz maerz", "april", "mai", "juni", "juli", "august",
        "september", "oktober okt", "november", "dezember dez",
    ],
    // French
    [
        "janvier janv", "février fév févr fevrier", "mars", "avril avr", "mai", "juin", "juillet juil", "août aout aoû",
        "septembre", "octobre", "novembre", "décembre déc decembre",
    ],
    // Spanish
    [
        "enero ene", "febrero", "marzo", "abril abr", "mayo", "junio", "julio", "agosto ago", "septiembre setiembre set",
        "octubre", "noviembre", "diciembre dic",
    ],
    // Portuguese
    [
        "janeiro", "fevereiro fev", "março marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro out",
        "novembro", "dezembro",
    ],
    // Italian
    [
        "gennaio gen", "febbraio", "marzo", "aprile", "maggio mag", "giugno giu", "luglio lug", "agosto",
        "settembre sett", "ottobre ott", "novembre", "dicembre",
    ],
    // Dutch
    [
        "januari", "februari", "maart mrt", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
        "november", "december",
    ],
    // Norwegian, Danish
    [
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
        "desember des",
    ],
    // Swedish
    [
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
    ],
    // Icelandic
    [
        "janúar", "febrúar", "mars", "apríl", "maí", "júní jún", "júlí júl", "ágúst ágú", "september", "október",
        "nóvember nóv", "desember",
    ],
    // Finnish
    [
        "tammikuu tammikuuta tammikuun", "helmikuu helmikuuta helmikuun", "maaliskuu maaliskuuta maaliskuun",
        "huhtikuu huhtikuuta huhtikuun", "toukokuu toukokuuta toukokuun", "kesäkuu kesäkuuta kesäkuun",
        "heinäkuu heinäkuuta heinäkuun", "elokuu elokuuta elokuun", "syyskuu syyskuuta syyskuun",
        "lokakuu lokakuuta lokakuun", "marraskuu marraskuuta marraskuun", "joulukuu joulukuuta joulukuun",
    ],
    // Polish
    [
        "stycznia styczeń sty", "lutego luty lut", "marca marzec", "kwietnia kwiecień kwi", "maja", "czerwca czerwiec cze",
        "lipca lipiec lip", "sierpnia sierpień sie", "września wrzesień wrz", "października październik paź",
        "listopada listopad lis", "grudnia grudzień gru",
    ],
    // Czech
    [
        "ledna leden", "února únor", "března březen", "dubna duben", "května květen", "června červen",
        "července červenec", "srpna srpen", "září", "října říjen", "listopadu", "prosince prosinec",
    ],
    // Slovak
    [
        "januára január", "februára február", "marca", "apríla", "mája máj", "júna", "júla", "augusta", "septembra",
        "októbra", "novembra", "decembra",
    ],
    // Hungarian
    [
        "január", "február", "március márc", "április ápr", "május máj", "június jún", "július júl", "augusztus",
        "szeptember szept", "október", "november", "december",
    ],
    // Romanian
    [
        "ianuarie ian", "februarie", "martie", "aprilie", "mai", "iunie iun", "iulie iul", "august", "septembrie",
        "octombrie", "noiembrie noi", "decembrie",
    ],
    // Serbian and Croatian in Latin letters
    [
        "siječnja", "veljače", "ožujka", "travnja", "svibnja", "lipnja", "srpnja", "kolovoza", "rujna", "", "studenog",
        "prosinca",
    ],
    // Turkish
    [
        "ocak", "şubat şub", "mart", "nisan nis", "mayıs", "haziran haz", "temmuz tem", "ağustos ağu", "eylül eyl",
        "ekim eki", "kasım kas", "aralık ara",
    ],
    // Indonesian, Malay
    [
        "januari", "februari februari pebruari", "maret mac", "april", "mei", "juni jun", "juli julai", "agustus agt ogos ogs",
        "september", "oktober", "november nopember", "desember disember dis",
    ],
    // Swahili
    [
        "januari", "februari", "machi", "aprili", "mei", "juni", "julai", "agosti", "septemba", "oktoba", "novemba",
        "desemba",
    ],
    // Russian
    [
        "января январь янв", "февраля февраль фев февр", "марта март мар", "апреля апрель апр", "мая май",
        "июня июнь июн", "июля июль июл", "августа август авг", "сентября сентябрь сен сент", "октября октябрь окт",
        "ноября ноябрь ноя нояб", "декабря декабрь дек",
    ],
    // Ukrainian
    [
        "січня січень січ", "лютого лютий лют", "березня березень бер", "квітня квітень квіт", "травня травень трав",
        "червня червень черв", "липня липень лип", "серпня серпень серп", "вересня вересень вер",
        "жовтня жовтень жовт", "листопада листопад лист", "грудня грудень груд",
    ],
    // Bulgarian, Serbian
    [
        "януари јануар", "февруари фебруар", "март", "април", "май мај", "юни јун", "юли јул", "август", "септември септембар",
        "октомври октобар", "ноември новембар", "декември децембар",
    ],
    // Greek
    [
        "ιανουαρίου ιανουάριος ιαν", "φεβρουαρίου φεβρουάριος φεβ", "μαρτίου μάρτιος μαρ", "απριλίου απρίλιος απρ",
        "μαΐου μαίου μάιος μαϊ μαι", "ιουνίου ιούνιος ιουν", "ιουλίου ιούλιος ιουλ", "αυγούστου αύγουστος αυγ",
        "σεπτεμβρίου σεπτέμβριος σεπ", "οκτωβρίου οκτώβριος οκτ", "νοεμβρίου νοέμβριος νοε",
        "δεκεμβρίου δεκέμβριος δεκ",
    ],
    // Hebrew, with and without "in"
    [
        "ינואר בינואר", "פברואר בפברואר", "מרץ במרץ מרס במרס", "אפריל באפריל", "מאי במאי", "יוני ביוני", "יולי ביולי",
        "אוגוסט באוגוסט", "ספטמבר בספטמבר", "אוקטובר באוקטובר", "נובמבר בנובמבר", "דצמבר בדצמבר",
    ],
    // Arabic in Egypt, the Gulf and the Maghreb
    [
        "يناير جانفي", "فبراير فيفري", "مارس", "أبريل ابريل إبريل أفريل", "مايو ماي", "يونيو يونيه جوان",
        "يوليو يوليه جويلية", "أغسطس اغسطس أوت غشت", "سبتمبر شتنبر", "أكتوبر اكتوبر", "نوفمبر نونبر",
        "ديسمبر دجنبر",
    ],
    // Arabic in the Levant; the months of two words stand in `SYRIAN`.
    [
        "", "شباط", "آذار اذار", "نيسان", "أيار ايار", "حزيران", "تموز", "آب اب", "أيلول ايلول", "", "", "",
    ],
    // Persian names of the Gregorian months
    [
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه جولای", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ],
    // Hindi
    [
        "जनवरी जन", "फरवरी फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर सितम्बर", "अक्टूबर अक्तूबर",
        "नवंबर नवम्बर", "दिसंबर दिसम्बर",
    ],
    // Bengali
    [
        "জানুয়ারি জানুয়ারী", "ফেব্রুয়ারি ফেব্রুয়ারী", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট আগষ্ট", "সেপ্টেম্বর", "অক্টোবর",
        "নভেম্বর", "ডিসেম্বর",
    ],
    // Thai; the short forms have stops within them and stand in `THAI`.
    [
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน",
        "ธันวาคม",
    ],
];

/// The Levantine months of two words: the first, the second, the month.
pub const SYRIAN: &[(&str, &str, u32)] = &[
    ("كانون", "الثاني", 1),
    ("كانون", "ثاني", 1),
    ("كانون", "الأول", 12),
    ("كانون", "أول", 12),
    ("تشرين", "الأول", 10),
    ("تشرين", "أول", 10),
    ("تشرين", "الثاني", 11),
    ("تشرين", "ثاني", 11),
];

/// The Thai short forms, "มี.ค.", by what stands before and after the stop.
pub const THAI: &[(&str, &str, u32)] = &[
    ("ม", "ค", 1),
    ("ก", "พ", 2),
    ("มี", "ค", 3),
    ("เม", "ย", 4),
    ("พ", "ค", 5),
    ("มิ", "ย", 6),
    ("ก", "ค", 7),
    ("ส", "ค", 8),
    ("ก", "ย", 9),
    ("ต", "ค", 10),
    ("พ", "ย", 11),
    ("ธ", "ค", 12),
];
