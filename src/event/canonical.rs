//! [`canonical`]: the URL by which an article is known, whichever link led to it.
//!
//! `article_id` is made of it, so these rules never change within v1: scheme and host in lower case; default port,
//! fragment and tracking parameters removed; every other parameter kept, in order; everything else untouched, byte
//! for byte. A general URL library is not used on purpose: its idea of normal form changes from version to version.

/// Parameters that say how a reader came, never what they read. This list never changes within v1.
const TRACKING: [&str; 44] = [
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "dclid",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "ga_campaign",
    "ga_content",
    "ga_medium",
    "ga_place",
    "ga_source",
    "ga_term",
    "gbraid",
    "gclid",
    "gclsrc",
    "gidzl",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
    "zarsrc",
];

/// Tracking parameters by prefix.
const TRACKING_PREFIX: &str = "utm_";

/// The canonical form of a URL; `None` if it is not an absolute `http` or `https` URL with a host.
///
/// Making a canonical URL canonical again changes nothing.
pub fn canonical(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    let (scheme, default_port) = if scheme.eq_ignore_ascii_case("https") {
        ("https", "443")
    } else if scheme.eq_ignore_ascii_case("http") {
        ("http", "80")
    } else {
        return None;
    };
    let rest = rest.split('#').next().unwrap_or(rest).trim_end();
    let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let (host, port) = split_port(host);
    // A colon that is neither before a port nor in brackets makes no host, and neither do marks alone.
    let in_brackets = host.starts_with('[') && host.ends_with(']');
    if !host.contains(char::is_alphanumeric) || (host.contains(':') && !in_brackets) {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    out.push_str(scheme);
    out.push_str("://");
    if let Some(user) = user {
        out.push_str(user);
        out.push('@');
    }
    out.extend(host.chars().map(|c| c.to_ascii_lowercase()));
    if !port.is_empty() && port != default_port {
        out.push(':');
        out.push_str(port);
    }
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    out.push_str(path);
    let mut sign = '?';
    for parameter in query.split('&') {
        if !parameter.trim().is_empty() && !is_tracking(parameter) {
            out.push(sign);
            out.push_str(parameter);
            sign = '&';
        }
    }
    // A space may have been hidden behind a parameter.
    out.truncate(out.trim_end().len());
    Some(out)
}

/// The host of a canonical URL, without its port.
pub fn host(canonical: &str) -> Option<&str> {
    let rest = canonical.split_once("://")?.1;
    let authority = rest.split(['/', '?']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Some(split_port(host).0)
}

/// Host and port; the port is empty where there is none. An IPv6 host keeps its brackets.
fn split_port(host: &str) -> (&str, &str) {
    match host.rsplit_once(':') {
        Some((name, port)) if is_name(name) && port.bytes().all(|b| b.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    }
}

/// Whether this can stand before a port: a name, or an IPv6 address in brackets.
fn is_name(host: &str) -> bool {
    host.ends_with(']') || !host.contains(':')
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter).trim();
    let prefix = name.as_bytes().get(..TRACKING_PREFIX.len());
    prefix.is_some_and(|p| p.eq_ignore_ascii_case(TRACKING_PREFIX.as_bytes()))
        || TRACKING.iter().any(|t| t.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn urls_become_canonical() {
        let table = [
            (
                "HTTPS://VnExpress.NET/Bai-Viet.html",
                "https://VnExpress.NET/Bai-Viet.html".replace("VnExpress.NET", "vnexpress.net"),
            ),
            ("http://a.vn:80/x", "http://a.vn/x".into()),
            ("https://a.vn:443/x", "https://a.vn/x".into()),
            ("https://a.vn:80/x", "https://a.vn:80/x".into()),
            ("https://a.vn:/x", "https://a.vn/x".into()),
            ("https://a.vn/x#binh-luan", "https://a.vn/x".into()),
            (
                "https://a.vn/x?utm_source=zalo&id=7&UTM_Medium=m",
                "https://a.vn/x?id=7".into(),
            ),
            ("https://a.vn/x?fbclid=abc", "https://a.vn/x".into()),
            ("https://a.vn/x?", "https://a.vn/x".into()),
            ("https://a.vn/x?b=2&a=1&gclid=z&c", "https://a.vn/x?b=2&a=1&c".into()),
            ("https://a.vn?id=1", "https://a.vn?id=1".into()),
            (
                "https://a.vn/tin%20tuc/Ð?q=%C3%A0",
                "https://a.vn/tin%20tuc/Ð?q=%C3%A0".into(),
            ),
            ("https://Me:P@W@A.vn/", "https://Me:P@W@a.vn/".into()),
            ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x".into()),
            ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x".into()),
            ("  https://a.vn/x \n", "https://a.vn/x".into()),
            ("https://a.vn/x?utmost=1", "https://a.vn/x?utmost=1".into()),
        ];
        for (given, expected) in table {
            assert_eq!(canonical(given).as_deref(), Some(expected.as_str()), "{given}");
        }
    }

    #[test]
    fn what_is_no_web_address_has_no_canonical_form() {
        for given in [
            "",
            "/bai-viet.html",
            "//a.vn/x",
            "ftp://a.vn/x",
            "mailto:a@b.vn",
            "https://",
            "https://:443/x",
            "a.vn/x",
            "urn:x:1",
        ] {
            assert_eq!(canonical(given), None, "{given}");
        }
    }

    #[test]
    fn a_host_is_found() {
        for (given, expected) in [
            ("https://a.vn/x", "a.vn"),
            ("https://a.vn:8080?x", "a.vn"),
            ("https://me@a.vn/", "a.vn"),
            ("http://[2001:db8::1]:8080/", "[2001:db8::1]"),
        ] {
            assert_eq!(host(given), Some(expected), "{given}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_lower_case() {
        assert!(TRACKING.is_sorted());
        assert!(TRACKING.iter().all(|t| *t == t.to_ascii_lowercase()));
    }

    proptest! {
        #[test]
        fn canonical_is_stable(url in "(?i:https?)://[a-zA-Z.@:\\[\\]]{0,12}[/?#&=a-zA-Z0-9 _%đ:@]{0,40}") {
            if let Some(once) = canonical(&url) {
                prop_assert_eq!(canonical(&once), Some(once.clone()));
            }
        }
    }
}
