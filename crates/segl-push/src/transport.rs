//! What goes over the wire, and the edge that carries it.
//!
//! [`HttpRequest`] and [`HttpReply`] are plain values; a [`Transport`] moves them. Tests pass a
//! transport that answers from memory.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use url::form_urlencoded;
use zeroize::Zeroize;

use crate::error::PushError;
use crate::protocol::endpoint::Endpoint;

/// Carries a request to the server and its answer back.
pub trait Transport: Send + Sync {
    /// Sends one request; gives up after [`HttpRequest::time_limit`] at the latest.
    ///
    /// A reply with any status is a reply; errors are those of the connection. Redirects are
    /// returned, not followed.
    fn send(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<HttpReply, PushError>> + Send;
}

/// No call takes longer than this. Step 2 needs up to 2.4 s for the server's key (privacyIDEA 3.14).
pub const CALL_LIMIT: Duration = Duration::from_secs(15);

/// How the fields travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Fields in the query.
    Get,
    /// Fields as `application/x-www-form-urlencoded` body.
    Post,
}

/// One request. The fields may hold the enrolment credential: Debug names them only, and they are
/// wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    method: Method,
    endpoint: Endpoint,
    fields: Vec<(&'static str, String)>,
    time_limit: Duration,
}

impl HttpRequest {
    pub(crate) fn new(
        method: Method,
        endpoint: &Endpoint,
        fields: Vec<(&'static str, String)>,
    ) -> Self {
        Self {
            method,
            endpoint: endpoint.clone(),
            fields,
            time_limit: CALL_LIMIT,
        }
    }

    pub(crate) fn within(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
    }

    /// GET or POST.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Where it goes.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The longest time that the whole exchange may take.
    pub fn time_limit(&self) -> Duration {
        self.time_limit
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The names of all fields.
    pub fn field_names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|(name, _)| *name)
    }

    /// The URL to open: for GET with the fields percent-encoded in the query (`+` and `=` too).
    pub fn url(&self) -> url::Url {
        let mut url = self.endpoint.url().clone();
        if self.method == Method::Get {
            url.query_pairs_mut()
                .extend_pairs(self.fields.iter().map(|(k, v)| (*k, v.as_str())));
        }
        url
    }

    /// The form body of a POST.
    pub fn body(&self) -> Option<String> {
        (self.method == Method::Post).then(|| {
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(self.fields.iter().map(|(k, v)| (*k, v.as_str())))
                .finish()
        })
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| *name).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("endpoint", &self.endpoint)
            .field("fields", &names)
            .finish_non_exhaustive()
    }
}

impl Drop for HttpRequest {
    fn drop(&mut self) {
        for (_, value) in &mut self.fields {
            value.zeroize();
        }
    }
}

/// One reply: status, the headers that matter, and at most 1 MiB of body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// The HTTP status.
    pub status: u16,
    /// The `Date` header (RFC 9110, section 6.6.1).
    pub date: Option<String>,
    /// The `Retry-After` header: seconds or a date.
    pub retry_after: Option<String>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpReply")
            .field("status", &self.status)
            .field("date", &self.date)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
