//! The edge: HTTP over TLS with reqwest, rustls and the platform's trust.
//!
//! The only place that names reqwest. No redirects are followed, certificates are always checked,
//! bodies end at 1 MiB, nothing takes longer than 15 seconds, and no proxy stands between us and
//! this very machine.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use rustls::CertificateError;
use rustls::pki_types::InvalidDnsNameError;
use thiserror::Error;

use crate::error::PushError;
use crate::transport::{CALL_LIMIT, HttpReply, HttpRequest, Method, Transport};

/// Sends requests over the network. Cloning is cheap and shares connections.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    remote: Client,
    local: Client,
    time_limit: Duration,
}

/// Why no connection can be set up at all.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HttpSetupError {
    /// The file holds no certificate in PEM form, or a broken one.
    #[error("this is not a certificate file")]
    NotACertificate,
    /// The platform trusts nobody, or does not take further authorities (Android).
    #[error("the system's trusted certificates cannot be used")]
    NoTrust,
}

impl HttpTransport {
    /// Trusts the platform, and besides it the authorities in these PEM files (a university's own
    /// CA, which a person or the institution's profile has added).
    ///
    /// # Errors
    /// [`HttpSetupError::NotACertificate`] for a file without certificates,
    /// [`HttpSetupError::NoTrust`] if the platform offers no trust.
    pub fn new<P: AsRef<[u8]>>(extra_ca_pems: &[P]) -> Result<Self, HttpSetupError> {
        let mut extra = Vec::new();
        for pem in extra_ca_pems {
            extra.extend(certificates(pem.as_ref())?);
        }
        let build = |builder: ClientBuilder| {
            let builder = builder.tls_certs_merge(extra.clone());
            builder.build().map_err(|_| HttpSetupError::NoTrust)
        };
        Ok(Self {
            remote: build(builder().https_only(true))?,
            local: build(builder().no_proxy())?,
            time_limit: CALL_LIMIT,
        })
    }

    /// Gives up earlier than after 15 seconds. Later is not possible.
    #[must_use]
    pub fn with_time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit.min(CALL_LIMIT);
        self
    }

    async fn exchange(&self, request: &HttpRequest) -> Result<HttpReply, PushError> {
        let client = if request.endpoint().is_loopback() {
            &self.local
        } else {
            &self.remote
        };
        let builder = match request.method() {
            Method::Get => client.get(request.url()),
            Method::Post => client
                .post(request.url())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(request.body().unwrap_or_default()),
        };
        let mut response = builder.send().await.map_err(|error| reason(&error))?;
        let headers = response.headers();
        let mut reply = HttpReply {
            status: response.status().as_u16(),
            date: header(headers, DATE),
            retry_after: header(headers, RETRY_AFTER),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| reason(&error))? {
            if reply.body.len() + chunk.len() > LARGEST_BODY {
                return Err(PushError::ReplyTooLarge);
            }
            reply.body.extend_from_slice(&chunk);
        }
        Ok(reply)
    }
}

impl Transport for HttpTransport {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, PushError> {
        let time_limit = self.time_limit.min(request.time_limit());
        tokio::time::timeout(time_limit, self.exchange(request))
            .await
            .unwrap_or(Err(PushError::TimedOut))
    }
}

/// Counts the certificates in a PEM file, to check it before it is kept.
///
/// # Errors
/// [`HttpSetupError::NotACertificate`] if there is none, or one that cannot be used.
pub fn count_certificates(pem: &[u8]) -> Result<usize, HttpSetupError> {
    let count = certificates(pem)?.len();
    HttpTransport::new(&[pem]).map_err(|_| HttpSetupError::NotACertificate)?;
    Ok(count)
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, HttpSetupError> {
    if pem.len() > LARGEST_BODY {
        return Err(HttpSetupError::NotACertificate);
    }
    let found = Certificate::from_pem_bundle(pem).map_err(|_| HttpSetupError::NotACertificate)?;
    if found.is_empty() {
        Err(HttpSetupError::NotACertificate)
    } else {
        Ok(found)
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("Segl/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_LIMIT)
        .pool_idle_timeout(Duration::from_secs(20))
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Finds the reason that somebody can act on in a chain of errors.
fn reason(error: &reqwest::Error) -> PushError {
    if let Some(tls) = find_in_chain::<rustls::Error>(error) {
        return tls_reason(tls);
    }
    if error.is_timeout() {
        return PushError::TimedOut;
    }
    if error.is_connect() {
        // hyper-util keeps this error's type to itself, but not its words.
        let unresolved = chain(error).any(|cause| cause.to_string().starts_with("dns error"))
            || find_in_chain::<InvalidDnsNameError>(error).is_some();
        return if unresolved {
            PushError::HostNotFound
        } else {
            PushError::CannotConnect
        };
    }
    PushError::ConnectionLost
}

fn tls_reason(error: &rustls::Error) -> PushError {
    let rustls::Error::InvalidCertificate(certificate) = error else {
        return PushError::Tls;
    };
    match certificate {
        CertificateError::UnknownIssuer => PushError::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            PushError::WrongHost
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            PushError::CertificateExpired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            PushError::CertificateNotYetValid
        }
        CertificateError::Revoked => PushError::CertificateRevoked,
        _ => PushError::Tls,
    }
}

fn chain(error: &Cause) -> impl Iterator<Item = &Cause> {
    std::iter::successors(Some(error), |error| cause(*error))
}

fn cause(error: &Cause) -> Option<&Cause> {
    // An io::Error that wraps another error names that error's source, not the error itself.
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

fn find_in_chain<E: StdError + 'static>(error: &Cause) -> Option<&E> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

type Cause = dyn StdError + 'static;

const LARGEST_BODY: usize = 1 << 20;
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;

    struct KnowsNobody;

    impl Resolve for KnowsNobody {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err("no such name".into()) })
        }
    }

    #[tokio::test]
    async fn names_without_address_are_told_apart() {
        let client = builder()
            .dns_resolver(Arc::new(KnowsNobody))
            .build()
            .unwrap();
        let too_long = format!("https://{}.example.org/", "x".repeat(64));
        for url in ["https://mfa.example.org/", &too_long] {
            let error = client.get(url).send().await.unwrap_err();
            assert_eq!(reason(&error), PushError::HostNotFound, "{url:.40}");
        }
    }

    #[tokio::test]
    async fn an_address_is_never_asked_without_encryption_unless_it_is_ours() {
        let transport = HttpTransport::new::<&[u8]>(&[]).unwrap();
        assert!(
            transport
                .remote
                .get("http://127.0.0.1:9/")
                .send()
                .await
                .unwrap_err()
                .is_builder()
        );
    }
}
