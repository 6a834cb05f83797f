//! When to poll next. Pure: outcomes and randomness come in, a delay goes out.

use std::time::Duration;

use crate::error::PushError;

/// Says when to poll next, from how the last polls went.
///
/// While the server answers: 3 to 5 seconds. On errors: the delay doubles from 10 to at most 60
/// seconds, and half of it is random, so that a thousand devices do not come back together.
/// `Retry-After` is honoured up to one hour. "Polling not allowed" stops it.
#[derive(Debug, Clone, Default)]
pub struct PollSchedule {
    failures: u32,
    stopped: bool,
}

/// What to do after a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextPoll {
    /// Poll again after this time.
    After(Duration),
    /// Don't poll any more, until [`PollSchedule::reset`].
    Stopped,
}

impl PollSchedule {
    /// A schedule that has seen no failure.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next step after an outcome. `random` is any evenly distributed number.
    pub fn next(&mut self, outcome: Result<(), &PushError>, random: u32) -> NextPoll {
        match outcome {
            Ok(()) => self.failures = 0,
            Err(PushError::PollingNotAllowed) => self.stopped = true,
            Err(_) => self.failures = self.failures.saturating_add(1),
        }
        if self.stopped {
            return NextPoll::Stopped;
        }
        let delay = match self.failures {
            0 => ACTIVE + part_of(ACTIVE_SPREAD, random),
            failures => {
                let whole = FIRST_BACK_OFF
                    .saturating_mul(1 << (failures - 1).min(8))
                    .min(LIMIT);
                whole / 2 + part_of(whole / 2, random)
            }
        };
        let asked = outcome
            .err()
            .and_then(PushError::retry_after)
            .unwrap_or_default();
        NextPoll::After(delay.max(asked.min(LONGEST_RETRY_AFTER)))
    }

    /// Forgets failures and a stop: the person asked, the network came back, or the app was opened.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// True after "polling not allowed".
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }
}

fn part_of(span: Duration, random: u32) -> Duration {
    span.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

const ACTIVE: Duration = Duration::from_secs(3);
const ACTIVE_SPREAD: Duration = Duration::from_secs(2);
const FIRST_BACK_OFF: Duration = Duration::from_secs(10);
const LIMIT: Duration = Duration::from_secs(60);
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(next: NextPoll) -> f64 {
        match next {
            NextPoll::After(delay) => delay.as_secs_f64(),
            NextPoll::Stopped => panic!("stopped"),
        }
    }

    #[test]
    fn polls_every_three_to_five_seconds_while_the_server_answers() {
        let mut schedule = PollSchedule::new();
        for (random, expected) in [(0, 3.0), (u32::MAX / 2, 4.0), (u32::MAX, 5.0)] {
            let next = seconds(schedule.next(Ok(()), random));
            assert!((next - expected).abs() < 1e-6, "{next} {expected}");
        }
    }

    #[test]
    fn backs_off_from_5_to_60_seconds_and_recovers_at_once() {
        let mut schedule = PollSchedule::new();
        for (shortest, longest) in [
            (5.0, 10.0),
            (10.0, 20.0),
            (20.0, 40.0),
            (30.0, 60.0),
            (30.0, 60.0),
        ] {
            let at_least = schedule.clone().next(Err(&PushError::TimedOut), 0);
            let at_most = schedule.next(Err(&PushError::TimedOut), u32::MAX);
            assert_eq!((seconds(at_least), seconds(at_most)), (shortest, longest));
        }
        for _ in 0..100 {
            let next = seconds(schedule.next(Err(&PushError::CannotConnect), u32::MAX));
            assert!(next <= 60.0);
        }
        assert_eq!(seconds(schedule.next(Ok(()), 0)), 3.0);
    }

    #[test]
    fn honours_retry_after_up_to_an_hour() {
        for (asked, expected) in [
            (None, 5.0),
            (Some(2), 5.0),
            (Some(90), 90.0),
            (Some(99_999), 3600.0),
        ] {
            let busy = PushError::Busy {
                retry_after: asked.map(Duration::from_secs),
            };
            assert_eq!(
                seconds(PollSchedule::new().next(Err(&busy), 0)),
                expected,
                "{asked:?}"
            );
        }
    }

    #[test]
    fn stops_on_polling_not_allowed_until_reset() {
        let mut schedule = PollSchedule::new();
        assert_eq!(
            schedule.next(Err(&PushError::PollingNotAllowed), 7),
            NextPoll::Stopped
        );
        assert_eq!(schedule.next(Ok(()), 7), NextPoll::Stopped);
        assert!(schedule.is_stopped());
        schedule.reset();
        assert!(matches!(schedule.next(Ok(()), 7), NextPoll::After(_)));
    }
}
