//! Words of prompts, credits and labels, in the languages of most pages: a brief block with several is hardly prose.

/// How many of its words are such.
pub fn count(text: &str) -> u32 {
    let mut found = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if (3..=16).contains(&word.len()) {
            let lower;
            let word = if word.bytes().any(|b| b.is_ascii_uppercase()) {
                lower = word.to_ascii_lowercase();
                lower.as_str()
            } else {
                word
            };
            found += u32::from(is_one(word));
        }
    }
    found
}

fn is_one(word: &str) -> bool {
    matches!(
        word,
        // English
        "subscribe" | "subscriber" | "subscribers" | "subscription" | "newsletter" | "newsletters" | "cookie" | "cookies" | "share" | "shares" | "facebook"
            | "twitter" | "whatsapp" | "linkedin" | "instagram" | "youtube" | "telegram" | "pinterest" | "reddit" | "comment" | "comments" | "reply"
            | "related" | "login" | "logged" | "register" | "advertisement" | "advertising" | "sponsored" | "copyright" | "rights"
            | "reserved" | "photo" | "photos" | "photograph" | "image" | "images" | "credit" | "getty" | "courtesy" | "shutterstock" | "unsplash" | "follow"
            | "click" | "tap" | "download" | "read" | "watch" | "listen" | "sign" | "updated" | "published" | "posted" | "written" | "author" | "editor" | "contact"
            | "email" | "privacy" | "policy" | "terms" | "trending" | "popular" | "latest" | "recommended" | "tags" | "topics" | "archive" | "previous" | "next"
            | "copy" | "link" | "print" | "view" | "views" | "likes" | "enlarge" | "javascript" | "browser" | "please" | "enable" | "account" | "inbox" | "podcast"
            | "ads" | "affiliate" | "commission" | "permission" | "source" | "sources" | "caption" | "gallery" | "video" | "min" | "minutes" | "ago"
        // German
            | "abonnieren" | "abo" | "anmelden" | "registrieren" | "kommentar" | "kommentare" | "teilen" | "anzeige" | "werbung" | "mehr" | "lesen" | "lesezeit" | "foto"
            | "fotos" | "bild" | "bilder" | "quelle" | "quellen" | "datenschutz" | "impressum" | "artikel" | "themen" | "merken" | "drucken" | "kostenlos" | "angebot" | "jetzt"
            | "minuten" | "uhr" | "aktualisiert" | "redaktion" | "imago" | "picture" | "alliance" | "dpa"
        // French, Spanish, Portuguese, Italian
            | "partager" | "commentaires" | "commentaire" | "lire" | "aussi" | "abonnez" | "inscrivez" | "publicité" | "photographie" | "crédit"
            | "compartir" | "comentarios" | "suscribirse" | "suscríbete" | "boletín" | "publicidad" | "leer" | "más" | "también" | "noticias" | "fuente" | "imagen"
            | "compartilhar" | "comentários" | "assine" | "leia" | "mais" | "publicidade" | "imagem" | "crédito" | "reprodução" | "divulgação"
            | "condividi" | "commenti" | "iscriviti" | "leggi" | "anche" | "pubblicità" | "riproduzione" | "riservata" | "fonte"
        // Vietnamese, Nordic, Dutch, Polish, Turkish, Russian
            | "ảnh" | "nguồn" | "bình" | "luận" | "chia" | "sẻ" | "thêm" | "xem" | "del" | "kommentarer" | "dela" | "annonse" | "annonce" | "annons" | "foton" | "lees"
            | "deel" | "reacties" | "udostępnij" | "komentarze" | "czytaj" | "reklama" | "fot" | "paylaş" | "yorum" | "yorumlar" | "haber" | "haberler" | "abone" | "фото"
            | "реклама" | "подписаться" | "комментарии" | "поделиться" | "читайте" | "также" | "写真" | "関連記事"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_counted() {
        assert_eq!(count("Share on Facebook | Read more"), 3);
        assert_eq!(count("The mayor said that the bridge would open in May."), 0);
    }
}
