//! The edge against servers that misbehave.

use std::env;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use segl_push::protocol::poll;
use segl_push::{
    ClockOffset, Endpoint, HttpReply, HttpRequest, HttpSetupError, HttpTransport, PushError,
    SeenNonces, Token, Transport, count_certificates,
};
use serde_json::json;
use wiremock::matchers::{any, header, method, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::server;

fn transport() -> HttpTransport {
    HttpTransport::new::<&[u8]>(&[])
        .unwrap()
        .with_time_limit(Duration::from_secs(5))
}

fn poll_of(url: &str) -> HttpRequest {
    poll::request(&token(url), server::any_key(), Timestamp::UNIX_EPOCH).unwrap()
}

fn token(url: &str) -> Token {
    let mut token = server::token(server::any_key());
    token.endpoint = Endpoint::parse(url).unwrap();
    token
}

async fn outcome_of(template: ResponseTemplate) -> Result<(), PushError> {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(template)
        .mount(&server)
        .await;
    let (ours, seen) = (server::any_key().clone(), SeenNonces::new());
    let offset = ClockOffset::default();
    let token = token(&format!("{}/ttype/push", server.uri()));
    segl_push::poll(&transport(), &Timestamp::now, offset, &token, &ours, &seen)
        .await
        .outcome
        .map(drop)
}

#[tokio::test]
async fn tells_misbehaving_servers_apart() {
    let html = "<!DOCTYPE html><title>Guest network</title>";
    let list = json!({"result": {"status": true, "value": []}});
    for (template, expected) in [
        (ResponseTemplate::new(200).set_body_json(&list), Ok(())),
        (
            ResponseTemplate::new(200).set_body_raw(list.to_string(), "text/html"),
            Ok(()),
        ),
        (
            ResponseTemplate::new(200).set_body_raw(html, "text/html"),
            Err(PushError::NotJson),
        ),
        (
            ResponseTemplate::new(511).set_body_raw(html, "text/html"),
            Err(PushError::ServerFault { status: 511 }),
        ),
        (
            ResponseTemplate::new(500).set_body_raw(html, "text/html"),
            Err(PushError::ServerFault { status: 500 }),
        ),
        (
            ResponseTemplate::new(404).set_body_raw(html, "text/html"),
            Err(PushError::NoPushService),
        ),
        (
            ResponseTemplate::new(503).insert_header("Retry-After", "17"),
            Err(PushError::Busy {
                retry_after: Some(Duration::from_secs(17)),
            }),
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![b' '; 2 << 20]),
            Err(PushError::ReplyTooLarge),
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![0xff; 100]),
            Err(PushError::NotJson),
        ),
    ] {
        assert_eq!(outcome_of(template).await, expected);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .expect(0)
        .mount(&target)
        .await;
    for status in [301, 302, 303, 307, 308] {
        let template =
            ResponseTemplate::new(status).insert_header("Location", format!("{}/x", target.uri()));
        assert_eq!(
            outcome_of(template).await,
            Err(PushError::Redirected),
            "{status}"
        );
    }
}

#[tokio::test]
async fn sends_fields_and_names_itself_as_the_protocol_wants() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(query_param("serial", server::SERIAL))
        .and(query_param("timestamp", "1970-01-01T00:00:00.000000Z"))
        .and(query_param("capabilities", r#"["decline_reason"]"#))
        .and(header(
            "User-Agent",
            concat!("Segl/", env!("CARGO_PKG_VERSION")),
        ))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let request = poll_of(&format!("{}/ttype/push", server.uri()));
    let reply = transport().send(&request).await.unwrap();
    assert_eq!(reply.status, 204);
    let sent = &server.received_requests().await.unwrap()[0];
    let query = sent.url.query().unwrap();
    let signature = request.field("signature").unwrap().replace('=', "%3D");
    assert!(
        query.contains(&format!("signature={signature}&")),
        "{query}"
    );
}

#[test]
fn no_proxy_stands_between_us_and_this_machine() {
    // Other tests in a process of their own, whose environment names a proxy that is not there.
    let output = Command::new(env::current_exe().unwrap())
        .args(["http::redirects_are_not_followed", "--exact"])
        .envs(
            ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy"]
                .map(|n| (n, "http://127.0.0.1:9")),
        )
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

#[tokio::test]
async fn measures_the_servers_clock() {
    let server = MockServer::start().await;
    let list = json!({"result": {"status": true, "value": []}});
    let template = ResponseTemplate::new(200)
        .insert_header("Date", "Sun, 22 Nov 2026 02:02:00 GMT")
        .set_body_json(&list);
    Mock::given(any())
        .respond_with(template)
        .mount(&server)
        .await;
    let (ours, seen) = (server::any_key().clone(), SeenNonces::new());
    let token = token(&format!("{}/ttype/push", server.uri()));
    let now = || "2026-11-22T02:00:00Z".parse().unwrap();
    let found = segl_push::poll(
        &transport(),
        &now,
        ClockOffset::default(),
        &token,
        &ours,
        &seen,
    )
    .await;
    assert_eq!(
        found.measured.unwrap().server_ahead(),
        SignedDuration::from_millis(120_500)
    );
}

#[tokio::test]
async fn gives_up_on_servers_that_are_slow_to_answer_or_never_end() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    type Behaviour = fn(&mut TcpStream, &str);
    let silent: Behaviour = |_, _| thread::sleep(Duration::from_secs(3));
    let stalls: Behaviour = |stream, head| {
        let _ = stream.write_all(head.as_bytes());
        thread::sleep(Duration::from_secs(3));
    };
    let drips: Behaviour = |stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(b"1\r\n \r\n").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    };
    let endless: Behaviour = |stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
        while stream.write_all(&chunk).is_ok() {}
    };
    let hangs_up: Behaviour = |stream, head| {
        let _ = stream.write_all(head.as_bytes());
    };
    for (name, behaviour, limit, expected) in [
        ("silent", silent, 300, PushError::TimedOut),
        ("stalls", stalls, 300, PushError::TimedOut),
        ("drips", drips, 300, PushError::TimedOut),
        ("endless", endless, 5000, PushError::ReplyTooLarge),
        ("hangs up", hangs_up, 5000, PushError::ConnectionLost),
    ] {
        let url = serve_once(move |stream| behaviour(stream, head));
        let limited = transport().with_time_limit(Duration::from_millis(limit));
        let request = poll_of(&url);
        let began = Instant::now();
        let found: Result<HttpReply, _> = limited.send(&request).await;
        assert_eq!(found.unwrap_err(), expected, "{name}");
        assert!(
            began.elapsed() < Duration::from_millis(limit + 1500),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_closed_door_is_told_apart() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let found = transport()
        .send(&poll_of(&format!("http://{closed}/p")))
        .await;
    assert_eq!(found.unwrap_err(), PushError::CannotConnect);
}

#[test]
fn files_without_usable_certificates_are_refused() {
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "nonsense", key, broken] {
        assert_eq!(
            count_certificates(pem.as_bytes()),
            Err(HttpSetupError::NotACertificate),
            "{pem}"
        );
    }
}

/// Serves one connection: reads the request's head, then does as told.
fn serve_once(behaviour: impl FnOnce(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/ttype/push", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        let mut buffer = [0; 4096];
        while !head.ends_with(b"\r\n\r\n") {
            let count = stream.read(&mut buffer).unwrap();
            head.extend_from_slice(&buffer[..count]);
        }
        behaviour(&mut stream);
    });
    url
}
