//! Approval requests with a real privacyIDEA: the login page is the judge.
//!
//! Each test starts a server of its own, which takes some seconds, and walks through what belongs
//! together.

use jiff::{SignedDuration, Timestamp};
use segl_push::protocol::poll;
use segl_push::protocol::reply::Times;
use segl_push::{
    Answer, AnswerOutcome, ApprovalRequest, ClockOffset, DeclineReason, EnrolmentUri,
    HttpTransport, PrivateKey, PushError, RequestKind, SeenNonces, Token, Transport,
};
use segl_testkit::servers::{Login, PrivacyIdea};

#[tokio::test]
async fn logins_are_approved_and_declined() {
    let server = PrivacyIdea::start(false);
    let app = App::enrol(&server, "alice").await;
    assert_eq!(app.poll().await.unwrap(), [], "nobody logs in");

    let (login, request) = app.asked(&server).await;
    assert_eq!(*request.kind(), RequestKind::Plain);
    assert_eq!(server.login_status(&login), "pending");
    assert_eq!(app.answer(&request, &Answer::Approve).await, Ok(taken()));
    assert_eq!(server.login_status(&login), "accept");
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");
    assert_eq!(
        app.answer(&request, &Answer::Approve).await,
        Ok(AnswerOutcome::NotTaken),
        "an answer counts once"
    );

    for (reason, status) in [
        (None, "declined"),
        (Some(DeclineReason::UnknownTrigger), "declined"),
        (Some(DeclineReason::Cancelled), "cancelled"),
    ] {
        let (login, request) = app.asked(&server).await;
        assert!(request.takes_reason());
        assert_eq!(
            app.answer(&request, &Answer::Decline(reason)).await,
            Ok(taken())
        );
        assert_eq!(server.login_status(&login), status, "{reason:?}");
        assert_eq!(server.finish_login(&login, ""), "REJECT", "{reason:?}");
    }

    server.delete_token(app.token.serial.as_str());
    assert_eq!(
        app.poll().await,
        Err(PushError::SignatureRefused),
        "the help desk deleted it"
    );
}

#[tokio::test]
async fn numbers_are_matched_and_codes_are_shown() {
    let server = PrivacyIdea::start(false);
    let app = App::enrol(&server, "bob").await;

    server.set_login_policy(&[
        ("push_require_presence", "1"),
        ("push_presence_options", "NUMERIC"),
        ("push_presence_num_options", "5"),
        (
            "push_text_on_mobile",
            "Log in to the library from {client_ip}?",
        ),
        ("push_title_on_mobile", "University"),
    ]);
    let (login, request) = app.asked(&server).await;
    assert_eq!(request.title(), "University");
    assert_eq!(request.question(), "Log in to the library from 127.0.0.1?");
    assert_eq!(request.context().ip, "127.0.0.1".parse().ok());
    let RequestKind::Presence { options } = request.kind() else {
        panic!("no number matching")
    };
    assert_eq!(options.len(), 5);
    let shown = login.presence_answer.as_deref().unwrap();
    let right = request.presence_option(shown).unwrap().clone();
    assert_eq!(
        app.answer(&request, &Answer::Approve).await,
        Err(PushError::PresenceMissing)
    );
    assert_eq!(
        app.answer(&request, &Answer::ApprovePresence(right)).await,
        Ok(taken())
    );
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");

    let (login, request) = app.asked(&server).await;
    let RequestKind::Presence { options } = request.kind() else {
        panic!("no number matching")
    };
    let right = login.presence_answer.as_deref();
    let wrong = options
        .iter()
        .find(|option| Some(option.as_str()) != right)
        .unwrap()
        .clone();
    let outcome = app.answer(&request, &Answer::ApprovePresence(wrong)).await;
    assert_eq!(outcome, Ok(AnswerOutcome::NotTaken));
    assert_eq!(
        app.answer(&request, &Answer::Decline(None)).await,
        Ok(taken())
    );
    assert_eq!(server.finish_login(&login, ""), "REJECT");

    server.set_login_policy(&[
        ("push_code_to_phone", "1"),
        ("push_code_to_phone_message", "Type this at the portal"),
    ]);
    let (login, request) = app.asked(&server).await;
    let Ok(AnswerOutcome::Taken {
        display_code: Some(shown),
    }) = app.answer(&request, &Answer::Approve).await
    else {
        panic!("no code to show");
    };
    assert_eq!(shown.message.as_deref(), Some("Type this at the portal"));
    assert_eq!(server.finish_login(&login, &shown.code), "ACCEPT");
}

#[tokio::test]
async fn https_needs_the_authority_that_the_person_added() {
    let server = PrivacyIdea::start(true);
    let stranger = HttpTransport::new::<&[u8]>(&[]).unwrap();
    let offer = server.offer_token("carol", "4321");
    let uri = EnrolmentUri::parse(&offer.uri).unwrap();
    assert!(uri.endpoint().as_str().starts_with("https://"));
    let key = PrivateKey::make().unwrap();
    let refused = segl_push::enrol(&stranger, &Timestamp::now, &uri, Timestamp::MAX, &key).await;
    assert_eq!(refused.outcome.unwrap_err(), PushError::UnknownIssuer);

    let app = App::enrol(&server, "carol").await;
    let (login, request) = app.asked(&server).await;
    assert_eq!(app.answer(&request, &Answer::Approve).await, Ok(taken()));
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");
}

#[tokio::test]
async fn enrolments_and_clocks_go_wrong_in_ways_that_are_told_apart() {
    let server = PrivacyIdea::start(false);
    let mut app = App::enrol(&server, "alice").await;

    for seconds in [-120, 120] {
        app.now_ahead = SignedDuration::from_secs(seconds);
        let Err(PushError::ClockOutOfRange {
            offset: Some(offset),
            ..
        }) = app.poll_once().await
        else {
            panic!("a clock that is {seconds} seconds ahead is taken");
        };
        let ahead = offset.server_ahead() + app.now_ahead;
        assert!(ahead.abs() < SignedDuration::from_secs(5), "{offset:?}");
        assert!(offset.is_serious());

        let login = server.begin_login("alice", PIN);
        let found = app.exchange(ClockOffset::default()).await;
        assert_eq!(
            found.outcome.unwrap().requests.len(),
            1,
            "the second try has the right time"
        );
        let measured = found.measured.unwrap();
        let corrected = app.exchange(measured).await.outcome.unwrap().requests;
        let answer = Answer::Decline(None);
        assert_eq!(
            app.answer(&corrected[0], &answer).await,
            Ok(taken()),
            "answers have no time"
        );
        assert_eq!(server.finish_login(&login, ""), "REJECT");
    }
    app.now_ahead = SignedDuration::ZERO;

    let now: &(dyn Fn() -> Timestamp + Send + Sync) = &Timestamp::now;
    let offer = server.offer_token("bob", PIN);
    let wrong = offer
        .uri
        .replace("enrollment_credential=", "enrollment_credential=0");
    for (uri, expires_at, expected) in [
        (&wrong, Timestamp::MAX, Err(PushError::WrongCredential)),
        (&offer.uri, Timestamp::MIN, Err(PushError::EnrolmentExpired)),
        (&offer.uri, Timestamp::MAX, Ok(())),
        (&offer.uri, Timestamp::MAX, Err(PushError::EnrolmentClosed)),
    ] {
        let uri = EnrolmentUri::parse(uri).unwrap();
        let found = segl_push::enrol(&app.transport, now, &uri, expires_at, &app.key).await;
        assert_eq!(found.outcome.map(drop), expected);
    }

    server.set_login_policy(&[("push_allow_polling", "deny")]);
    assert_eq!(app.poll().await, Err(PushError::PollingNotAllowed));
}

/// What the app keeps of one enrolled token, and a clock that can be wrong.
struct App {
    transport: HttpTransport,
    key: PrivateKey,
    token: Token,
    user: &'static str,
    now_ahead: SignedDuration,
}

impl App {
    async fn enrol(server: &PrivacyIdea, user: &'static str) -> Self {
        let authority: Vec<_> = server.authority().into_iter().collect();
        let transport = HttpTransport::new(&authority).unwrap();
        let key = PrivateKey::make().unwrap();
        let uri = EnrolmentUri::parse(&server.offer_token(user, PIN).uri).unwrap();
        let expires_at = uri.expires_at(Timestamp::now());
        let enrolled = segl_push::enrol(&transport, &Timestamp::now, &uri, expires_at, &key).await;
        let token = enrolled.outcome.unwrap();
        // The vault keeps bytes; what comes back from there has to do the same work.
        let key = PrivateKey::from_pkcs8_der(key.expose_pkcs8_der()).unwrap();
        Self {
            transport,
            key,
            token,
            user,
            now_ahead: SignedDuration::ZERO,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::now() + self.now_ahead
    }

    async fn exchange(&self, offset: ClockOffset) -> segl_push::Exchange<segl_push::Polled> {
        let seen = SeenNonces::new();
        segl_push::poll(
            &self.transport,
            &|| self.now(),
            offset,
            &self.token,
            &self.key,
            &seen,
        )
        .await
    }

    async fn poll(&self) -> Result<Vec<ApprovalRequest>, PushError> {
        let polled = self.exchange(ClockOffset::default()).await.outcome?;
        assert_eq!(polled.refused, [], "what the real server signs is right");
        Ok(polled.requests)
    }

    /// One poll with the uncorrected clock and no second try.
    async fn poll_once(&self) -> Result<segl_push::Polled, PushError> {
        let sent = self.now();
        let request = poll::request(&self.token, &self.key, sent)?;
        let reply = self.transport.send(&request).await?;
        let times = Times {
            sent,
            received: self.now(),
        };
        poll::read(&reply, &self.token, &SeenNonces::new(), sent, times)
    }

    /// Begins a login and finds its request.
    async fn asked(&self, server: &PrivacyIdea) -> (Login, ApprovalRequest) {
        let login = server.begin_login(self.user, PIN);
        let mut requests = self.poll().await.unwrap();
        assert_eq!(requests.len(), 1);
        (login, requests.remove(0))
    }

    async fn answer(
        &self,
        request: &ApprovalRequest,
        answer: &Answer,
    ) -> Result<AnswerOutcome, PushError> {
        let now = || self.now();
        segl_push::answer(
            &self.transport,
            &now,
            &self.token,
            &self.key,
            request,
            answer,
        )
        .await
        .outcome
    }
}

fn taken() -> AnswerOutcome {
    AnswerOutcome::Taken { display_code: None }
}

const PIN: &str = "a PIN & more";
