//! How far the server's clock is from ours.
//!
//! The server accepts polls only within 60 seconds of its own clock, so every timestamp that is
//! sent is corrected by what the `Date` header of the last reply showed. Nothing here reads a
//! clock.

use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

/// The difference between a server's clock and the local one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClockOffset {
    server_ahead: SignedDuration,
    uncertainty: SignedDuration,
}

impl ClockOffset {
    /// Measures from a `Date` header and the local times of sending and receiving.
    ///
    /// The header has whole seconds, cut off; so the server's clock showed half a second more on
    /// average when it wrote it. None if the header is not an HTTP date, and as for
    /// [`Self::measure`].
    pub fn from_date_header(date: &str, sent: Timestamp, received: Timestamp) -> Option<Self> {
        let half_second = SignedDuration::from_millis(500);
        let server = parse_http_date(date)?.saturating_add(half_second).ok()?;
        Self::measure(server, half_second, sent, received)
    }

    /// Measures from a server time that is known to within `precision`, and taken to be read
    /// halfway between sending and receiving.
    ///
    /// None if those two say nothing: the local clock was set back in between, or the device slept.
    pub fn measure(
        server: Timestamp,
        precision: SignedDuration,
        sent: Timestamp,
        received: Timestamp,
    ) -> Option<Self> {
        let round_trip = received.duration_since(sent);
        if round_trip < SignedDuration::ZERO || round_trip > LONGEST_ROUND_TRIP {
            return None;
        }
        let half_way = sent.saturating_add(round_trip / 2).ok()?;
        Some(Self {
            server_ahead: server.duration_since(half_way),
            uncertainty: (round_trip / 2).saturating_add(precision),
        })
    }

    /// An offset that was measured earlier, restored from settings.
    pub const fn from_seconds(server_ahead: i64) -> Self {
        Self {
            server_ahead: SignedDuration::from_secs(server_ahead),
            uncertainty: SignedDuration::from_secs(1),
        }
    }

    /// The server's clock minus the local clock; negative if the local clock is ahead.
    pub fn server_ahead(&self) -> SignedDuration {
        self.server_ahead
    }

    /// How wrong the measurement can be, to either side.
    pub fn uncertainty(&self) -> SignedDuration {
        self.uncertainty
    }

    /// The server's time at a local time.
    pub fn correct(&self, local: Timestamp) -> Timestamp {
        local.saturating_add(self.server_ahead).unwrap_or(local)
    }

    /// More than 5 seconds: worth showing.
    pub fn is_notable(&self) -> bool {
        self.exceeds(SignedDuration::from_secs(5))
    }

    /// More than 60 seconds: without correction the server refuses polls, and codes are wrong.
    pub fn is_serious(&self) -> bool {
        self.exceeds(SignedDuration::from_secs(60))
    }

    fn exceeds(&self, limit: SignedDuration) -> bool {
        self.server_ahead.abs() > limit
    }
}

/// Reads an HTTP date (RFC 9110, section 5.6.7).
pub(crate) fn parse_http_date(text: &str) -> Option<Timestamp> {
    let time: SystemTime = httpdate::parse_http_date(text.trim()).ok()?;
    Timestamp::try_from(time).ok()
}

/// Twice what a call may take.
const LONGEST_ROUND_TRIP: SignedDuration = SignedDuration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn measures_from_the_middle_of_the_exchange() {
        let offset = ClockOffset::from_date_header(
            "Sun, 22 Nov 2026 02:00:00 GMT",
            at("2026-11-22T01:57:59.5Z"),
            at("2026-11-22T01:58:01.5Z"),
        )
        .unwrap();
        assert_eq!(offset.server_ahead(), SignedDuration::from_secs(120));
        assert_eq!(offset.uncertainty(), SignedDuration::from_millis(1500));
        assert!(offset.is_notable() && offset.is_serious());
        assert_eq!(
            offset.correct(at("2026-11-22T02:00:00Z")),
            at("2026-11-22T02:02:00Z")
        );
    }

    #[test]
    fn clocks_that_were_set_and_devices_that_slept_measure_nothing() {
        let sent = at("2026-11-22T02:00:00Z");
        for (received, measures) in [
            ("2026-11-22T02:00:00Z", true),
            ("2026-11-22T02:00:30Z", true),
            ("2026-11-22T02:00:31Z", false),
            ("2026-11-22T09:00:00Z", false),
            ("2026-11-22T01:59:59Z", false),
        ] {
            let date = "Sun, 22 Nov 2026 02:00:00 GMT";
            let offset = ClockOffset::from_date_header(date, sent, at(received));
            assert_eq!(offset.is_some(), measures, "{received}");
        }
    }

    #[test]
    fn refuses_what_is_not_an_http_date() {
        let now = at("2026-11-22T02:00:00Z");
        for date in [
            "",
            "0",
            "yesterday",
            "2026-11-22T02:00:00Z",
            "Sun, 99 Nov 2026 02:00:00 GMT",
        ] {
            assert_eq!(
                ClockOffset::from_date_header(date, now, now),
                None,
                "{date}"
            );
        }
    }

    #[test]
    fn a_few_seconds_are_neither_notable_nor_serious() {
        for (seconds, notable, serious) in [
            (0, false, false),
            (-5, false, false),
            (-6, true, false),
            (61, true, true),
        ] {
            let offset = ClockOffset::from_seconds(seconds);
            assert_eq!(
                (offset.is_notable(), offset.is_serious()),
                (notable, serious),
                "{seconds}"
            );
        }
    }

    #[test]
    fn correcting_at_the_end_of_time_saturates() {
        let offset = ClockOffset::from_seconds(i64::MAX);
        assert_eq!(offset.correct(Timestamp::MAX), Timestamp::MAX);
    }
}
