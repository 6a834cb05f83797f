//! Which certificates are believed, and how those that are not are told apart.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use segl_push::protocol::poll;
use segl_push::{Endpoint, HttpTransport, PushError, Transport, count_certificates};

use crate::server;

#[tokio::test]
async fn tells_bad_certificates_apart() {
    let authority = authority();
    let trusting = HttpTransport::new(&[authority.pem()]).unwrap();
    let stranger = HttpTransport::new::<&[u8]>(&[]).unwrap();
    let leaf = |name: &str| CertificateParams::new([name.to_owned()]).unwrap();
    let mut expired = leaf("localhost");
    (expired.not_before, expired.not_after) =
        (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    let mut future = leaf("localhost");
    (future.not_before, future.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1));
    for (name, params, transport, expected) in [
        ("own authority", leaf("localhost"), &trusting, Ok(200)),
        (
            "unknown authority",
            leaf("localhost"),
            &stranger,
            Err(PushError::UnknownIssuer),
        ),
        (
            "wrong host",
            leaf("mfa.example.org"),
            &trusting,
            Err(PushError::WrongHost),
        ),
        (
            "expired",
            expired,
            &trusting,
            Err(PushError::CertificateExpired),
        ),
        (
            "from the future",
            future,
            &trusting,
            Err(PushError::CertificateNotYetValid),
        ),
    ] {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        let url = serve(vec![certificate.der().clone()], &key);
        assert_eq!(ask(transport, &url).await, expected, "{name}");
    }
}

#[tokio::test]
async fn a_certificate_that_vouches_for_itself_is_not_believed() {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let url = serve(vec![certificate.der().clone()], &key);
    let stranger = HttpTransport::new::<&[u8]>(&[]).unwrap();
    assert_eq!(ask(&stranger, &url).await, Err(PushError::UnknownIssuer));
}

#[tokio::test]
async fn a_server_without_tls_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}/p",
        listener.local_addr().unwrap().port()
    );
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let stranger = HttpTransport::new::<&[u8]>(&[]).unwrap();
    assert_eq!(ask(&stranger, &url).await, Err(PushError::Tls));
}

#[test]
fn counts_the_certificates_of_a_file() {
    let (one, two) = (authority().pem(), authority().pem());
    assert_eq!(count_certificates(one.as_bytes()), Ok(1));
    assert_eq!(
        count_certificates(format!("# ours\n{one}\n{two}").as_bytes()),
        Ok(2)
    );
}

async fn ask(transport: &HttpTransport, url: &str) -> Result<u16, PushError> {
    let mut token = server::token(server::any_key());
    token.endpoint = Endpoint::parse(url).unwrap();
    let request = poll::request(&token, server::any_key(), Timestamp::UNIX_EPOCH).unwrap();
    transport.send(&request).await.map(|reply| reply.status)
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Serves one connection over TLS with these certificates.
fn serve(chain: Vec<rustls::pki_types::CertificateDer<'static>>, key: &KeyPair) -> String {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}/p",
        listener.local_addr().unwrap().port()
    );
    thread::spawn(move || {
        let (tcp, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, tcp);
        let mut buffer = [0; 4096];
        // The client may hang up at any time; that is what is tested.
        if stream.read(&mut buffer).is_ok() {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.flush();
        }
    });
    url
}
