//! Time, as an argument: the device's clock, and how far it is off the servers'.

use std::sync::Mutex;

use jiff::Timestamp;
use segl_push::ClockOffset;

/// Where the time comes from. Tests bring their own.
pub trait Clock: Send + Sync {
    /// The device's own time, uncorrected.
    fn now(&self) -> Timestamp;
}

/// The device's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The device's clock and the offset that was measured last from a server's `Date` header.
pub(crate) struct CorrectedClock {
    clock: Box<dyn Clock>,
    measured: Mutex<Option<ClockOffset>>,
}

impl CorrectedClock {
    pub(crate) fn new(clock: Box<dyn Clock>) -> Self {
        Self {
            clock,
            measured: Mutex::new(None),
        }
    }

    /// The device's own time.
    pub(crate) fn local(&self) -> Timestamp {
        self.clock.now()
    }

    /// The device's own time in seconds since 1970.
    pub(crate) fn unix(&self) -> u64 {
        u64::try_from(self.local().as_second()).unwrap_or(0)
    }

    /// The time by which codes are made: corrected where the device is off by more than the
    /// measurement's own error, so that a good clock is never made worse.
    pub(crate) fn corrected(&self) -> Timestamp {
        match self.measured() {
            Some(offset) if offset.is_notable() => offset.correct(self.local()),
            Some(_) | None => self.local(),
        }
    }

    pub(crate) fn measured(&self) -> Option<ClockOffset> {
        *crate::lock(&self.measured)
    }

    pub(crate) fn learn(&self, offset: Option<ClockOffset>) {
        if let Some(offset) = offset {
            *crate::lock(&self.measured) = Some(offset);
        }
    }
}
