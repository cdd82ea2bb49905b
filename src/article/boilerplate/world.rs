//! The words of pages in other languages than Vietnamese, parted by semicolons. In lower case.

/// Labels of readers' comments and of the page's foot.
pub const FOOT: &str = "\
    comment; add a comment; join the conversation; show comments; view comments; reader comments; all comments; \
    join the discussion; kommentare; kommentar; kommentar schreiben; kommentare lesen; diskutieren sie mit; \
    leserkommentare; kommentieren; leserbriefe; commentaires; commentaire; laisser un commentaire; réagir; vos \
    réactions; réactions; comentarios; deja un comentario; deja tu comentario; comentar; comentários; deixe um \
    comentário; comente; commenti; lascia un commento; reacties; reageer; kommentarer; skriv kommentar; \
    kommentera; kommentit; athugasemdir; komentarze; dodaj komentarz; skomentuj; komentáře; diskuse; \
    hozzászólások; comentarii; lasă un comentariu; yorumlar; yorum yap; yorum yaz; yorumunuzu yazın; комментарии; \
    оставить комментарий; комментировать; коментарі; komentar; tulis komentar; σχόλια; תגובות; הוסף תגובה; \
    التعليقات; تعليقات; أضف تعليق; اترك تعليقا; टिप्पणियां; टिप्पणी; ความคิดเห็น; แสดงความคิดเห็น; コメント; コメントを書く; \
    댓글; 댓글쓰기; 댓글 쓰기; 评论; 网友评论; 发表评论; 評論; 留言 \
";

/// Labels of lists of other articles.
pub const LINKS: &str = "\
    read more; read next; more on this story; more stories; more news; latest news; top stories; trending; \
    trending now; popular; don't miss; editor's picks; editors' picks; you might also like; you might also be \
    interested in; recommended for you; recommended reading; recommended stories; what to read next; more from \
    this section; more on this topic; more in; more like this; further reading; related topics; related topics:; \
    related content; related links; related tags; most viewed; most shared; most commented; most recent; also \
    read; must read; must reads; featured; latest; latest stories; keep reading; topics; up next; the latest; \
    subjects; explore more; top news; recent posts; recent articles; promoted stories; from the web; around the \
    web; mehr zum thema; lesen sie auch; lesen sie auch:; lesen sie mehr zum thema; lesen sie mehr zu diesen \
    themen; auch interessant; das könnte sie auch interessieren; das könnte dich auch interessieren; das könnte \
    ihnen auch gefallen; meistgelesen; meistgelesene artikel; meist gelesen; am meisten gelesen; ähnliche artikel; \
    verwandte artikel; verwandte themen; weitere artikel; weitere themen; weitere meldungen; weitere nachrichten; \
    mehr lesen; mehr lesen über; mehr aus dem web; neues aus der redaktion; neueste artikel; neueste nachrichten; \
    aktuelle nachrichten; empfehlungen; empfohlen; empfohlene artikel; mehr von; themen; themen in diesem artikel; \
    schlagworte; schlagwörter; mehr dazu; passend dazu; top-themen; topthemen; beliebt; beliebte artikel; mehr \
    artikel; zum weiterlesen; mehr aus; unsere empfehlungen; top-artikel; auch lesen; jetzt lesen; lire aussi; à \
    lire aussi; a lire aussi; à lire également; lire la suite; sur le même sujet; sur le même thème; articles \
    liés; articles similaires; les plus lus; les plus populaires; le plus lu; vous aimerez aussi; à découvrir; \
    dans la même rubrique; à la une; recommandé; nos recommandations; mots clés; voir aussi; plus d'articles; lea \
    también; leer también; te puede interesar; le puede interesar; noticias relacionadas; artículos relacionados; \
    más noticias; lo más leído; lo más visto; más leídas; más información; relacionados; relacionadas; más sobre \
    este tema; también te puede interesar; etiquetas; temas; últimas noticias; archivado en; leia também; leia \
    mais; veja também; notícias relacionadas; artigos relacionados; mais lidas; mais lidos; mais notícias; saiba \
    mais; veja mais; você pode gostar; últimas notícias; tópicos; leggi anche; articoli correlati; potrebbe \
    interessarti; potrebbero interessarti; i più letti; più letti; le più lette; ultime notizie; notizie \
    correlate; approfondimenti; ti potrebbe interessare; dello stesso argomento; lees ook; lees verder; lees meer; \
    meest gelezen; gerelateerde artikelen; meer nieuws; ook interessant; meer over; les også; læs også; läs också; \
    läs mer; les mer; læs mere; mest lest; mest læst; mest lästa; relaterte artikler; relaterede artikler; \
    relaterade artiklar; siste nytt; flere nyheter; mer om; ämnen i artikeln; senaste nytt; lue myös; lue lisää; \
    luetuimmat; aiheesta muualla; meira um; czytaj także; czytaj też; czytaj więcej; zobacz także; zobacz też; \
    zobacz również; przeczytaj także; najczęściej czytane; najpopularniejsze; najnowsze; powiązane artykuły; \
    polecane; polecamy; więcej o; čtěte také; související články; nejčtenější; další články; olvassa el; \
    kapcsolódó cikkek; legolvasottabb; citește și; citiţi şi; articole similare; cele mai citite; ilgili haberler; \
    i̇lgili haberler; benzer haberler; çok okunanlar; en çok okunanlar; son haberler; diğer haberler; bunları da \
    okuyun; önerilen haberler; ilgili konular; i̇lgili konular; читайте также; читать также; читайте ещё; смотрите \
    также; по теме; материалы по теме; похожие новости; популярное; самое читаемое; последние новости; новости по \
    теме; другие новости; главное; главные новости; читать далее; читайте також; дивіться також; популярні новини; \
    останні новини; baca juga; berita terkait; artikel terkait; berita lainnya; terpopuler; terkini; berita \
    populer; rekomendasi; simak juga; lihat juga; baca selengkapnya; artikel lainnya; διαβάστε επίσης; διαβάστε \
    ακόμα; σχετικά άρθρα; δημοφιλή; ροή ειδήσεων; תגיות; כתבות נוספות; עוד בנושא; כתבות קשורות; اقرأ أيضا; اقرأ \
    أيضًا; اقرأ أيضاً; إقرأ أيضا; مواضيع ذات صلة; أخبار ذات صلة; مقالات ذات صلة; أخبار أخرى; الأكثر قراءة; الأكثر \
    مشاهدة; المزيد; قد يعجبك أيضا; مواضيع متعلقة; مطالب مرتبط; यह भी पढ़ें; ये भी पढ़ें; संबंधित खबरें; और पढ़ें; \
    ट्रेंडिंग; ताजा खबरें; खबरें और भी हैं; ข่าวที่เกี่ยวข้อง; อ่านเพิ่มเติม; บทความที่เกี่ยวข้อง; ข่าวล่าสุด; \
    ข่าวอื่นๆ; ยอดนิยม; แท็ก; 関連記事; 関連ニュース; あわせて読みたい; おすすめ記事; おすすめ; アクセスランキング; ランキング; 最新ニュース; 最新記事; 新着記事; 人気記事; \
    関連リンク; 関連キーワード; もっと見る; こちらも読まれています; 관련기사; 관련 기사; 관련뉴스; 많이 본 뉴스; 많이 본 기사; 인기기사; 추천기사; 주요뉴스; 최신뉴스; 다른기사; 이 시각 \
    주요뉴스; 랭킹뉴스; 相关新闻; 相关阅读; 相关文章; 延伸阅读; 推荐阅读; 热门推荐; 热点新闻; 更多新闻; 相關新聞; 延伸閱讀; 推薦閱讀; 熱門新聞; 更多; 猜你喜欢 \
";

/// Whole lines: buttons, menus, prompts.
pub const EXACT: &str = "\
    share this article; share article; share this story; share on facebook; share on twitter; share on x; share on \
    linkedin; share on whatsapp; share via email; copy; copied; link copied; bookmark; save; save article; saved; \
    story saved; print this article; listen; listen to this article; follow; following; whatsapp; instagram; \
    reddit; tiktok; threads; bluesky; x; messenger; flipboard; rss; article content; advertisement - scroll to \
    continue; ad; ads; sponsored content; skip navigation; sign out; register; my account; newsletter; \
    newsletters; cookie policy; privacy policy; terms of use; terms of service; terms and conditions; contact us; \
    about us; cookie settings; manage cookies; accept all; reject all; accept; loading; loading...; show more; \
    load more; view more; see more; see all; view all; end of article; next; previous; back to top; gift this \
    article; give this article; text size; open image in gallery; view gallery; play video; watch live; live; \
    video; videos; photos; more; edition; weather; follow us; go ad-free; get the app; search for:; submit; \
    e-paper; epaper; anzeige; werbung; teilen; artikel teilen; artikel teilen mit; artikel drucken; drucken; \
    artikel anhören; anhören; vorlesen; merken; merkliste; speichern; link kopieren; link kopiert; link wurde \
    kopiert; per e-mail; folgen; schließen; suche; suchen; startseite; zur startseite; anmelden; abmelden; \
    registrieren; abo; abonnieren; abonnement; jetzt abonnieren; impressum; datenschutz; datenschutzerklärung; \
    agb; kontakt; feedback; nach oben; zum seitenanfang; mehr anzeigen; mehr laden; alle anzeigen; weiterlesen; \
    inhalt; zum inhalt springen; menü; navigation überspringen; bildbeitrag; audiobeitrag; bild in großansicht; \
    artikel merken; kommentar melden; neueste zuerst; werben; mediadaten; schriftgröße anpassen; abspielen; \
    pausieren; vorherige; nächste; zurück; weiter; alle akzeptieren; leserbrief schreiben; zum archiv; publicité; \
    partager; partager l’article; partager l'article; partager sur facebook; partager sur twitter; imprimer; \
    copier le lien; lien copié; enregistrer; écouter; s’abonner; s'abonner; je m'abonne; abonnez-vous; se \
    connecter; connexion; s’inscrire; accueil; fermer; rechercher; mentions légales; accéder au contenu; aller au \
    contenu; voir plus; suivre; suivez-nous; discussion; tout accepter; continuer sans accepter; publicidad; \
    compartir; compartir en facebook; compartir en twitter; compartir en whatsapp; copiar enlace; imprimir; \
    guardar; escuchar; suscríbete; suscribirse; suscribirme; iniciar sesión; regístrate; inicio; cerrar; buscar; \
    aviso legal; política de privacidad; ver más; ir al contenido; enviar por email; seguir leyendo; seguir; \
    publicidade; compartilhar; compartilhe; partilhar; copiar link; ouvir; assine; assinar; entrar; cadastre-se; \
    fechar; pesquisar; política de privacidade; continua após a publicidade; salvar; siga-nos; ver mais; ir para o \
    conteúdo; pubblicità; condividi; condividi su facebook; copia link; stampa; salva; ascolta; abbonati; accedi; \
    registrati; chiudi; cerca; vai al contenuto; privacy; contatti; mostra di più; segui; link copiato; regala; \
    advertentie; delen; deel dit artikel; deel; kopieer link; opslaan; inloggen; abonneer; sluiten; zoeken; naar \
    inhoud; volg ons; reclame; annonse; annonce; annons; del; del artikkel; del artikel; dela; dela artikel; \
    kopier lenke; kopier link; kopiera länk; länk kopierad; skriv ut; logg inn; log ind; logga in; lukk; luk; \
    stäng; søk; sök; mainos; jaa; tilaa; kirjaudu; annonsørinnhold; annonceindhold; tips oss; öppna bild i \
    helskärm; hoppa till innehåll; gå til hovedinnhold; hopp til innhold; reklama; udostępnij; drukuj; zaloguj; \
    zaloguj się; zamknij; szukaj; kopiuj link; subskrybuj; sdílet; tisk; přihlásit; přihlásit se; zavřít; hledat; \
    hirdetés; megosztás; bejelentkezés; keresés; publicitate; distribuie; căutare; autentificare; reklam; paylaş; \
    yazdır; giriş yap; üye ol; abone ol; kapat; ara; ana sayfa; facebook'ta paylaş; twitter'da paylaş; kopyala; \
    dinle; реклама; поделиться; поделиться в соцсетях; подписаться; подпишитесь; войти; вход; регистрация; \
    закрыть; поиск; главная; печать; скопировать ссылку; ссылка скопирована; показать ещё; показать еще; следить; \
    поділитися; підписатися; увійти; пошук; закрити; iklan; bagikan; bagikan:; cetak; masuk; daftar; berlangganan; \
    tutup; cari; beranda; salin tautan; advertisement scroll to continue with content; scroll to continue with \
    content; ikuti kami; διαφήμιση; κοινοποίηση; σύνδεση; αναζήτηση; εκτύπωση; פרסומת; שתף; שיתוף; חיפוש; התחבר; \
    הדפסה; إعلان; مشاركة; شارك; شارك المقال; نسخ الرابط; طباعة; تسجيل الدخول; اشترك; بحث; إغلاق; الرئيسية; تابعنا; \
    حفظ; استمع; विज्ञापन; शेयर; शेयर करें; साझा करें; लॉगिन; कॉपी लिंक; खोजें; सब्सक्राइब; โฆษณา; แชร์; \
    แชร์ข่าวนี้; คัดลอกลิงก์; เข้าสู่ระบบ; สมัครสมาชิก; ค้นหา; หน้าแรก; พิมพ์; 広告; シェア; シェアする; ツイート; 共有; 印刷; ログイン; \
    会員登録; 検索; 閉じる; トップ; ブックマーク; はてなブックマーク; 保存; 本文へ移動; メニュー; 記事を保存; 続きを読む; 無断転載を禁じます; フォローする; 광고; 공유; 공유하기; 인쇄; \
    인쇄하기; 스크랩; 스크랩하기; 로그인; 회원가입; 검색; 닫기; 구독; 구독하기; 목록; 사진 확대; 글자크기; 링크 복사; 복사; 좋아요; 기사 공유; 홈; 본문 바로가기; 广告; 分享; \
    分享到; 打印; 登录; 注册; 搜索; 关闭; 收藏; 返回顶部; 首页; 廣告; 列印; 登入; 註冊; 搜尋; 關閉; 首頁; 回頂部; 订阅 \
";

/// What counters count.
pub const COUNTED: &str = "\
    comment; share; view; like; reactions; reads; kommentare; kommentar; aufrufe; commentaires; commentaire; \
    partages; vues; comentarios; comentario; comentários; visualizações; commenti; reacties; kommentarer; \
    delinger; visninger; kommenttia; komentarze; komentarzy; komentářů; yorum; комментариев; комментария; \
    комментарий; просмотров; коментарів; komentar; dilihat; σχόλια; תגובות; تعليقات; تعليق; مشاهدة; टिप्पणियां; \
    คอมเมนต์; 件; コメント; 댓글; 조회; 评论; 阅读; min; min. \
";

/// Openings of lines that ask the reader for something.
pub const PROMPTS: &str = "\
    ich bin damit einverstanden; personenbezogene daten; empfohlener redaktioneller inhalt; datenschutzerklärung; \
    mit ihrem abo; aktuell sind sie nicht; du kannst ihn dir; um eingebettete inhalte; bitte registrieren sie; \
    bitte halten sie sich; haben sie probleme; passwort vergessen; leserkommentare geben; durch einen technischen; \
    unlimited online access; unlimited digital access; exclusive articles; daily puzzles; support local journalism; \
    enjoy the latest; access articles; share your thoughts; enjoy additional; get email updates; there was an error; \
    thanks for signing up; a welcome email; don't have an account; opinions expressed; our standards; this advertisement; \
    what's this; you can email; reporting by; editing by; additional reporting; view all; tu suscripción se está; \
    si continúas leyendo; ¿quieres añadir; ¿por qué estás viendo; questo messaggio; non ricordi; non hai un account; \
    salva questo articolo; trovi tutti gli articoli; la lettura di; perché visualizzo; perchè visualizzo; \
    read also:; read more:; also read:; see also:; related:; more:; watch:; listen:; sign up to; sign up for; \
    subscribe now; subscribe for; get unlimited; download the app; download our app; follow us on; join our; this \
    article was originally published; you can save this article; already a subscriber; already have an account; \
    create a free account; create an account; log in to; sign in to; to continue reading; this article is for \
    subscribers; don't have an account; get our; stay up to date; enter your email; your email address; by \
    submitting; by clicking; by signing up; we independently; copyright; share this; have an account?; listen to \
    this; advertisement; support independent; we use cookies; this site uses cookies; report an error; please log \
    in; please sign in; have you got a story; got a tip; lesen sie auch; lesen sie hier; lesen sie mehr; lesen sie \
    dazu; mehr zum thema:; mehr dazu:; lesetipp; passend zum thema; jetzt kostenlos; jetzt anmelden; jetzt \
    abonnieren; abonnieren sie; melden sie sich; sie möchten; sie haben bereits; bereits abonnent; noch kein abo; \
    folgen sie uns; hier geht es zu; hier finden sie; diese seite verwendet; wir verwenden cookies; wir \
    verarbeiten; mit ihrer zustimmung; an dieser stelle; empfohlener externer inhalt; externer inhalt; externe \
    inhalte; alle rechte vorbehalten; die kommentarfunktion; die kommentarfunktionalität; bitte melden sie sich; \
    zum artikel:; zum video:; über dieses thema berichtet; haben sie fehler entdeckt; hat ihnen dieser artikel; \
    link zum artikel; ihre meinung; nichts verpassen; dieser artikel erschien; eine webseite der; lire aussi; à \
    lire aussi; a lire aussi; à lire également; voir aussi; abonnez-vous; inscrivez-vous; recevez; déjà abonné; \
    suivez-nous; nous utilisons des cookies; il vous reste; cet article est réservé; la suite est réservée; vous \
    avez déjà; lea también; lee también; leer más; lea más; te puede interesar; puedes leer; suscríbete; \
    suscríbase; regístrate; síguenos; sigue toda la información; ¿ya eres suscriptor; utilizamos cookies; recibe \
    en tu; leia também; leia mais; veja também; assine; inscreva-se; siga o; siga-nos; receba as; já é assinante; \
    clique aqui; leggi anche; leggi tutto; iscriviti; abbonati; seguici; hai già un abbonamento; utilizziamo i \
    cookie; clicca qui; ricevi le; scarica l'app; lees ook; lees verder; abonneer u; schrijf je in; volg ons; al \
    abonnee; wij gebruiken cookies; klik hier; les også:; læs også:; läs också:; les mer:; læs mere:; läs mer:; \
    lue myös:; les også; läs även; lyssna:; tips oss; allerede abonnent; redan prenumerant; vi bruker cookies; \
    klikk her; anmäl text; meld deg på; følg oss; czytaj także; czytaj też; czytaj więcej; zobacz także; zobacz \
    też; zobacz również; przeczytaj także; zapisz się; zaloguj się; masz już konto; obserwuj nas; kliknij tutaj; \
    čtěte také; čtěte více; přihlaste se; odebírejte; olvassa el; iratkozz fel; iratkozzon fel; citește și; \
    citeşte şi; abonează-te; urmărește-ne; ayrıca bkz; bunları da; abone olun; bizi takip edin; haberin devamı; \
    devamını oku; tıklayın; üye olun; читайте также; читать также; читайте ещё; подписывайтесь; подпишитесь; \
    следите за; присоединяйтесь; фото:; видео:; читайте також; підписуйтесь; підписуйтеся; стежте за; baca juga; \
    simak juga; lihat juga; ikuti kami; dapatkan; gabung di; klik di sini; baca:; artikel ini telah tayang; \
    διαβάστε επίσης; διαβάστε ακόμα; ακολουθήστε; εγγραφείτε; קראו גם; עקבו אחרינו; הירשמו; اقرأ أيضا; اقرأ أيضًا; \
    اقرأ أيضاً; إقرأ أيضا; تابعونا; اشترك في; للمزيد; انضم إلى; شاهد أيضا; لمتابعة; यह भी पढ़ें; ये भी पढ़ें; इसे \
    भी पढ़ें; हमें फॉलो; डाउनलोड करें; देश दुनिया; और पढ़ें; อ่านเพิ่มเติม; อ่านข่าว; ติดตาม; คลิกที่นี่; \
    ข่าวที่เกี่ยวข้อง; 関連記事：; 【関連記事】; この記事は会員限定; 残り; あわせて読みたい; 有料会員; 無料会員; ログインして; 会員登録; 続きは; こちらも; 관련기사; ▶; ☞; \
    무단전재; 저작권자; 이 기사가; 구독하기; 로그인; ⓒ; 延伸阅读; 相关阅读; 更多精彩; 关注我们; 扫描二维码; 点击; 责任编辑; 责编; （责任编辑; (责编; 延伸閱讀; 更多新聞; 下載; 版权 \
";

/// Phrases that make furniture of any short line that holds them.
pub const WITHIN: &str = "\
    all rights reserved; terms of service; privacy policy; cookie policy; accept cookies; unlimited access; sign \
    up for our; subscribe to our; newsletter sign; by email; alle rechte vorbehalten; tous droits réservés; todos \
    los derechos reservados; todos os direitos reservados; tutti i diritti riservati; riproduzione riservata; alle \
    rechten voorbehouden; alle rettigheter; alla rättigheter; wszelkie prawa zastrzeżone; všechna práva vyhrazena; \
    minden jog fenntartva; toate drepturile rezervate; tüm hakları saklıdır; все права защищены; усі права \
    захищені; hak cipta dilindungi; όλα τα δικαιώματα; כל הזכויות שמורות; جميع الحقوق محفوظة; सर्वाधिकार सुरक्षित; \
    สงวนลิขสิทธิ์; 無断転載; 무단 전재; 무단전재; 재배포 금지; 版权所有; 版權所有; unseren newsletter; notre newsletter; nuestra \
    newsletter; nossa newsletter; nostra newsletter \
";
