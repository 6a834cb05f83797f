//! Who seems to be logging in, as far as the server's text says.
//!
//! The text comes from the server's policy, which may fill in the address and the browser of the
//! login (`{client_ip}`, `{ua_browser}`, `{ua_string}`). It is a hint for people, nothing is
//! decided by it.

use std::net::IpAddr;

/// What was recognised in a request's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoginContext {
    /// The address from which somebody logs in.
    pub ip: Option<IpAddr>,
    /// The browser's name.
    pub browser: Option<&'static str>,
    /// The operating system's name.
    pub system: Option<&'static str>,
}

impl LoginContext {
    /// Looks for an address, a browser and an operating system.
    pub fn recognise(text: &str) -> Self {
        Self {
            ip: find_ip(text),
            browser: find(text, BROWSERS),
            system: find(text, SYSTEMS),
        }
    }

    /// True if nothing was recognised, which a face says, too.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn find_ip(text: &str) -> Option<IpAddr> {
    text.split(|c: char| c.is_whitespace() || "()[]<>\"',;|=".contains(c))
        // "Chrome/119.0.0.0" is a version, not an address.
        .filter(|word| !word.contains('/'))
        .map(|word| word.trim_end_matches(['.', ':', '?', '!']))
        .find_map(|word| word.parse().ok())
}

/// The first name in order of the table, since "Edg" and "Opera" call themselves "Chrome" and
/// "Safari" as well.
fn find(text: &str, names: &[(&str, &'static str)]) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    names
        .iter()
        .find(|(word, _)| has_word(&lower, word))
        .map(|(_, name)| *name)
}

/// True if `word` stands in `text` without a letter before or after it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphabetic)
    })
}

const BROWSERS: &[(&str, &str)] = &[
    ("edg", "Edge"),
    ("edge", "Edge"),
    ("edga", "Edge"),
    ("edgios", "Edge"),
    ("opr", "Opera"),
    ("opera", "Opera"),
    ("vivaldi", "Vivaldi"),
    ("brave", "Brave"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("chromium", "Chromium"),
    ("safari", "Safari"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("iphone", "iOS"),
    ("ipad", "iPadOS"),
    ("ios", "iOS"),
    ("android", "Android"),
    ("cros", "ChromeOS"),
    ("windows", "Windows"),
    ("macos", "macOS"),
    ("mac os x", "macOS"),
    ("linux", "Linux"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_address_browser_and_system() {
        for (text, ip, browser, system) in [
            (
                "Log in to the library from 127.0.0.1 as Alice?",
                Some("127.0.0.1"),
                None,
                None,
            ),
            (
                "Login from 2001:db8::1, chrome",
                Some("2001:db8::1"),
                Some("Chrome"),
                None,
            ),
            ("IP: 10.1.2.3.", Some("10.1.2.3"), None, None),
            (
                "(192.0.2.7) Firefox on Windows",
                Some("192.0.2.7"),
                Some("Firefox"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/119.0.0.0 Safari/537.36 Edg/119.0.0.0",
                None,
                Some("Edge"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
                 Gecko) Version/17.0 Safari/605.1.15",
                None,
                Some("Safari"),
                Some("macOS"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                None,
                Some("Firefox"),
                Some("Linux"),
            ),
            ("at 12:30 on 2026-11-22", None, None, None),
            ("Do you want to confirm the login?", None, None, None),
            ("version 1.2.3, knowledge of macros", None, None, None),
            ("999.1.1.1", None, None, None),
        ] {
            let expected = LoginContext {
                ip: ip.map(|ip| ip.parse().unwrap()),
                browser,
                system,
            };
            assert_eq!(LoginContext::recognise(text), expected, "{text}");
        }
    }
}
