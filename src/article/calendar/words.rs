//! The other words of dates, a line a language: weekdays, units of time, and what stands beside a date. In lower case.

/// Weekdays in full and short.
pub const WEEKDAYS: &[&str] = &[
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim",
    "lunes martes miércoles jueves viernes sábado domingo lun mié jue vie sáb dom",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica gio ven",
    "segunda terça quarta quinta sexta feira seg ter qua qui sex",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag",
    "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur",
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina keskiviikkona torstaina \
     perjantaina lauantaina sunnuntaina",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz",
    "pondělí úterý středa čtvrtek pátek neděle",
    "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "luni marți marţi miercuri joi vineri sâmbătă duminică",
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "senin selasa rabu kamis jumat sabtu minggu isnin khamis jumaat ahad",
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс",
    "понеділок середа п'ятниця субота неділя четвер нд",
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد الاحد",
    "שני שלישי רביעי חמישי שישי שבת ראשון יום",
    "सोमवार मंगलवार बुधवार गुरुवार गुरूवार बृहस्पतिवार शुक्रवार शनिवार रविवार",
    "วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์ จันทร์ อังคาร พุธ พฤหัสบดี พฤหัส ศุกร์ เสาร์ อาทิตย์",
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
];

/// Units of time with their seconds. "h" and the like are marks of the clock as well.
pub const UNITS: &[(u32, &str)] = &[
    (
        1,
        "giây second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondi sekund секунд секунды ثانية",
    ),
    (
        60,
        "phút p minute minutes min mins minuten minuto minutos minuti minuut minuten minutt minutter minuter minut minuty \
         минут минуты минуту мин хвилин хвилини dakika dk menit minuuttia minuutti perc minute λεπτά דקות دقيقة دقائق \
         دقایق मिनट นาที 분 分",
    ),
    (
        3600,
        "h g giờ tiếng hour hours hr hrs stunde stunden std heure heures hora horas ora ore uur uren time timer timme \
         timmar godz godziny godzin godzinę час часа часов години годин година saat jam tuntia tunti hodinami hodin órája \
         óra oră ώρες ώρα שעות שעה ساعة ساعات ساعتين घंटे घंटा घण्टे ชั่วโมง ชม 시간 시 時 时 点 點",
    ),
    (
        86_400,
        "ngày day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dage dagar dni dzień dnia день \
         дня дней дні днів gün hari päivää dny nap napja zile ημέρες ימים يوم أيام दिन วัน 일 日 天",
    ),
    (
        604_800,
        "tuần week weeks woche wochen semaine semaines semana semanas settimana settimane weken uke uker vecka veckor uge \
         uger tydzień tygodnie неделя недели недель тиждень тижні hafta minggu viikkoa שבועות أسبوع أسابيع सप्ताह \
         สัปดาห์ 주 周",
    ),
    (
        2_592_000,
        "tháng month months monat monate monaten mois meses mes mesi maanden måneder månader miesiące месяц месяца ay bulan เดือน",
    ),
];

/// Words before a distance that make it one back in time: "vor 3 Stunden", "il y a 2 heures".
pub const AGO_BEFORE: &str = "vor il hace há ha för for acum před πριν לפני قبل منذ";

/// Words after a distance: "3 hours ago", "3 saat önce".
pub const AGO_AFTER: &str = "trước ago fa atrás geleden sedan siden temu назад тому önce lalu lepas sitten पहले पूर्व \
                             ที่แล้ว ที่ผ่านมา 전 前 órája napja";

/// Today.
pub const TODAY: &str = "today heute aujourd hoy hoje oggi vandaag idag dzisiaj dziś сегодня сьогодні bugün сегодня 오늘 \
                         วันนี้ اليوم आज σήμερα היום tänään";

/// Yesterday.
pub const YESTERDAY: &str = "yesterday gestern hier ayer ontem ieri gisteren igår wczoraj вчера вчора dün kemarin 어제 \
                             เมื่อวาน أمس कल χθες אתמול eilen";

/// Before noon, after the time or before it.
pub const AM: &str = "am sa 오전 صباحا صباحًا ص पूर्वाह्न";

/// After noon.
pub const PM: &str = "pm ch 오후 مساء مساءً م अपराह्न";

/// Words that a time of day follows, so that "20.15" is one.
pub const AT: &str = "um at à a às as om kl klo ore alle ora o godz saat pukul jam lúc в о об στις ώρα בשעה الساعة बजे เวลา \
                      час ob la las los dalle";

/// Words that follow a time of day.
pub const CLOCK: &str = "uhr h u น hrs hs óra časov hod годин год बजे giờ";

/// The time of the last change.
pub const UPDATED: &str = "updated update modified amended revised aktualisiert aktualisierung akt geändert actualizado \
    actualizada actualización atualizado atualizada atualização aggiornato aggiornata aggiornamento ultimo bijgewerkt gewijzigd \
    oppdatert opdateret uppdaterad ändrad uppfært muokattu päivitetty aktualizacja zaktualizowano aktualizováno aktualizované frissítve \
    actualizat actualizată güncelleme güncellendi güncellenme обновлено обновлена изменено оновлено diperbarui \
    dikemaskini diupdate ενημερώθηκε ενημέρωση τροποποίηση עודכן עדכון تحديث التحديث آخر अपडेट अपडेटेड संशोधित อัปเดต \
    อัพเดท แก้ไข แก้ไขล่าสุด 수정 최종수정 업데이트 更 修 改";

/// The time of publication, and whatever else stands beside a date and says no more.
pub const FURNITURE: &[&str] = &[
    "ngày lúc vào đăng bài xuất bản giờ thời gian phát hành cập nhật mới lần cuối sửa đổi hôm nay tạo gửi",
    "on at published posted publish publication first last date time and the of from pm am edt read reading local ist issued \
     created added online since by",
    "uhr h um veröffentlicht erstellt erschienen stand zuletzt am den der vom zuerst datum lesedauer lesezeit lesen ortszeit \
     geschrieben ausgabe seite nr online",
    "le à publié publiée mis mise jour modifié dernière lecture écrit créé heure y a min du",
    "el a las del de publicado publicada creado creada lectura última hora horas local en fecha",
    "em às horário atualizado última leitura h",
    "il alle pubblicato pubblicata lettura ultimo aggiornamento di ore",
    "gepubliceerd geplaatst om op laatst het leestijd",
    "publisert publiceret publicerad offentliggjort kl sist oppdatert sidst senast opdateret den skapad lagt ut julkaistu klo birt",
    "opublikowano data publikacji godz dodano ostatnia dnia o r",
    "publikováno vydáno dnes publikované aktualizované v",
    "megjelent közzétéve létrehozva",
    "publicat publicată data ora la",
    "yayınlanma yayınlandı yayın tarihi giriş eklenme son tarih saat oluşturulma",
    "diterbitkan terbit tayang dipublikasikan pukul jam wib tanggal terakhir kompas",
    "опубликовано опубликована дата публикации в г года год время добавлено последнее мск",
    "опубліковано о р року дата час створено",
    "δημοσιεύθηκε δημοσίευση τελευταία στις ώρα μμ πμ",
    "פורסם תאריך בתאריך בשעה אחרון",
    "نشر نُشر تاريخ النشر تم في الساعة آخر بتاريخ توقيت غرينتش القاهرة م",
    "प्रकाशित पर को बजे समय पब्लिश्ड",
    "เผยแพร่ เมื่อ วันที่ เวลา น พ ศ โพสต์ ปรับปรุง ล่าสุด",
    "입력 등록 게재 발행 승인 기사입력 기사등록 최초 날짜 보기",
    "公 開 配 信 掲 載 発 表 発行 日 付 時 間 分 秒 发 布 发布 稿 登 录 月 年 於 于 来 土 火 水 木 金 曜 午 前 後 上 下 点 星 期 一 二 三 \
     四 五 六 周 週 最 終 新",
];
