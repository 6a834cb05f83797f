//! The one address of a token: where step 2, polls and answers go.

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

/// A token's endpoint, kept byte for byte as enrolled, because that text is part of every signed
/// challenge. HTTPS always; plain HTTP only to this very machine.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    text: String,
    url: Url,
}

/// Why an address is not taken.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// Not an absolute URL, or one with characters that could be read in two ways.
    #[error("the server's address is not a URL")]
    NotAUrl,
    /// Longer than 2048 bytes.
    #[error("the server's address is too long")]
    TooLong,
    /// Neither https nor http.
    #[error("the server's address is not on the web")]
    Scheme,
    /// Plain HTTP to another machine.
    #[error("the server's address is not encrypted")]
    PlainHttp,
    /// A name or password in the address.
    #[error("the server's address holds a user name")]
    Credentials,
    /// A `#fragment`, which no server ever sees.
    #[error("the server's address holds a fragment")]
    Fragment,
}

impl Endpoint {
    /// Parses an address.
    ///
    /// Refused besides wrong schemes: blanks, controls, `|` and `\`, since the text is joined
    /// with `|` under a signature and must mean the same to every reader.
    ///
    /// # Errors
    /// An [`EndpointError`] for each of those.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        if text.len() > 2048 {
            return Err(EndpointError::TooLong);
        }
        if text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "|\\".contains(c))
        {
            return Err(EndpointError::NotAUrl);
        }
        let url = Url::parse(text).map_err(|_| EndpointError::NotAUrl)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(EndpointError::PlainHttp),
            _ => return Err(EndpointError::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EndpointError::Credentials);
        }
        if url.fragment().is_some() {
            return Err(EndpointError::Fragment);
        }
        Ok(Self {
            text: text.to_owned(),
            url,
        })
    }

    /// The address byte for byte as enrolled.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host to show, in its ASCII form, so that look-alike letters stand out; with the port
    /// if it is not the usual one.
    pub fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        match self.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// True if the server runs on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&self.text).finish()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_and_loopback_http_only() {
        for (text, expected) in [
            ("https://mfa.example.org/ttype/push", Ok("mfa.example.org")),
            (
                "https://mfa.example.org:8443/x/ttype/push",
                Ok("mfa.example.org:8443"),
            ),
            ("http://127.0.0.1:18443/ttype/push", Ok("127.0.0.1:18443")),
            ("http://[::1]/ttype/push", Ok("[::1]")),
            ("http://localhost:5000/ttype/push", Ok("localhost:5000")),
            ("https://bücher.example/p", Ok("xn--bcher-kva.example")),
            (
                "http://mfa.example.org/ttype/push",
                Err(EndpointError::PlainHttp),
            ),
            (
                "http://localhost.example.org/p",
                Err(EndpointError::PlainHttp),
            ),
            (
                "http://127.0.0.1.nip.example/p",
                Err(EndpointError::PlainHttp),
            ),
            ("http://0.0.0.0/p", Err(EndpointError::PlainHttp)),
            ("ftp://mfa.example.org/", Err(EndpointError::Scheme)),
            ("file:///etc/passwd", Err(EndpointError::Scheme)),
            ("javascript:alert(1)", Err(EndpointError::Scheme)),
            (
                "https://localhost@evil.example/p",
                Err(EndpointError::Credentials),
            ),
            (
                "https://u:p@mfa.example.org/p",
                Err(EndpointError::Credentials),
            ),
            ("https://mfa.example.org/p#x", Err(EndpointError::Fragment)),
            ("https://mfa.example.org/a|b", Err(EndpointError::NotAUrl)),
            ("https:\\\\mfa.example.org/p", Err(EndpointError::NotAUrl)),
            (" https://mfa.example.org/p", Err(EndpointError::NotAUrl)),
            ("https://mfa.example.org/p\n", Err(EndpointError::NotAUrl)),
            ("/ttype/push", Err(EndpointError::NotAUrl)),
            ("https://", Err(EndpointError::NotAUrl)),
            ("", Err(EndpointError::NotAUrl)),
        ] {
            let parsed = Endpoint::parse(text).map(|endpoint| endpoint.host());
            assert_eq!(parsed.as_deref().map_err(|e| *e), expected, "{text}");
        }
    }

    #[test]
    fn keeps_the_text_byte_for_byte() {
        for text in [
            "https://MFA.Example.org:443/a/../ttype/push",
            "https://mfa.example.org",
        ] {
            assert_eq!(Endpoint::parse(text).unwrap().as_str(), text);
        }
    }
}
