//! Words of prompts, credits and labels, in the languages of most pages: a brief block with several is hardly prose.

use std::sync::LazyLock;

use crate::page::word_table::WordTable;

/// How many of its words are such.
pub fn count(text: &str) -> u32 {
    let table = &*TABLE;
    let mut found = 0;
    let mut word = [0_u8; LONGEST];
    let mut length = 0;
    for byte in text.bytes().chain([b' ']) {
        // Letters beyond ASCII are parts of words; capitals among them are rare enough in brief blocks.
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            if let Some(slot) = word.get_mut(length) {
                *slot = byte.to_ascii_lowercase();
            }
            length += 1;
        } else {
            if (3..=LONGEST).contains(&length) {
                found += table.get(&word[..length]);
            }
            length = 0;
        }
    }
    found
}

/// The longest word, in bytes.
const LONGEST: usize = 24;

static TABLE: LazyLock<WordTable> = LazyLock::new(|| WordTable::of(WORDS.iter().map(|w| (*w, 1))));

#[rustfmt::skip]
const WORDS: &[&str] = &[
    // English
    "subscribe", "subscriber", "subscribers", "subscription", "newsletter", "newsletters", "cookie", "cookies", "share", "shares", "facebook",
    "twitter", "whatsapp", "linkedin", "instagram", "youtube", "telegram", "pinterest", "reddit", "comment", "comments", "reply",
    "related", "login", "logged", "register", "advertisement", "advertising", "sponsored", "copyright", "rights",
    "reserved", "photo", "photos", "photograph", "image", "images", "credit", "getty", "courtesy", "shutterstock", "unsplash", "follow",
    "click", "tap", "download", "read", "watch", "listen", "sign", "updated", "published", "posted", "written", "author", "editor", "contact",
    "email", "privacy", "policy", "terms", "trending", "popular", "latest", "recommended", "tags", "topics", "archive", "previous", "next",
    "copy", "link", "print", "view", "views", "likes", "enlarge", "javascript", "browser", "please", "enable", "account", "inbox", "podcast",
    "ads", "affiliate", "commission", "permission", "source", "sources", "caption", "gallery", "video", "min", "minutes", "ago",
    // German
    "abonnieren", "abo", "anmelden", "registrieren", "kommentar", "kommentare", "teilen", "anzeige", "werbung", "mehr", "lesen", "lesezeit", "foto",
    "fotos", "bild", "bilder", "quelle", "quellen", "datenschutz", "impressum", "artikel", "themen", "merken", "drucken", "kostenlos", "angebot", "jetzt",
    "minuten", "uhr", "aktualisiert", "redaktion", "imago", "picture", "alliance", "dpa",
    // French, Spanish, Portuguese, Italian
    "partager", "commentaires", "commentaire", "lire", "aussi", "abonnez", "inscrivez", "publicité", "photographie", "crédit",
    "compartir", "comentarios", "suscribirse", "suscríbete", "boletín", "publicidad", "leer", "más", "también", "noticias", "fuente", "imagen",
    "compartilhar", "comentários", "assine", "leia", "mais", "publicidade", "imagem", "crédito", "reprodução", "divulgação",
    "condividi", "commenti", "iscriviti", "leggi", "anche", "pubblicità", "riproduzione", "riservata", "fonte",
    // Vietnamese, Nordic, Dutch, Polish, Turkish, Russian
    "ảnh", "nguồn", "bình", "luận", "chia", "sẻ", "thêm", "xem", "del", "kommentarer", "dela", "annonse", "annonce", "annons", "foton", "lees",
    "deel", "reacties", "udostępnij", "komentarze", "czytaj", "reklama", "fot", "paylaş", "yorum", "yorumlar", "haber", "haberler", "abone", "фото",
    "реклама", "подписаться", "комментарии", "поделиться", "читайте", "также", "写真", "関連記事",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_counted() {
        assert_eq!(count("Share on Facebook | Read more"), 3);
        assert_eq!(count("The mayor said that the bridge would open in May."), 0);
    }
}
