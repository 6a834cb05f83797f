//! The fields of accounts that give codes.
//!
//! These objects are closed: a field or value that this version does not know could change the
//! code, so the whole account becomes [`EntryKind::Unknown`] and is kept as it was.

use secrecy::ExposeSecret;
use segl_otp::{Algorithm, Digits, Hotp, Otp, Period, Secret, Steam, Totp};
use serde::de::Deserializer;
use serde::ser::Serializer;

use super::EntryKind;
use crate::wire::{self, Extra, Wire, read_text, record};

/// `{"secret": "JBSWY3DP…", "algorithm": "SHA1", "digits": 6, "period": 30}`; HOTP has `counter` in
/// the place of `period`, Steam has the secret only.
pub(super) struct OtpFields {
    secret: Secret,
    algorithm: Option<String>,
    digits: Option<u64>,
    period: Option<u64>,
    counter: Option<u64>,
    extra: Extra,
}

record!(OtpFields {
    secret: "secret",
    algorithm: "algorithm",
    digits: "digits",
    period: "period",
    counter: "counter",
});

impl OtpFields {
    /// The name of the kind and its fields.
    pub(super) fn of(otp: &Otp) -> (&'static str, OtpFields) {
        let mut fields = OtpFields {
            secret: otp.secret().clone(),
            algorithm: None,
            digits: None,
            period: None,
            counter: None,
            extra: Extra::new(),
        };
        let name = match otp {
            Otp::Totp(totp) => {
                fields.period = Some(totp.period.seconds().into());
                TOTP
            }
            Otp::Hotp(hotp) => {
                fields.counter = Some(hotp.counter);
                HOTP
            }
            Otp::Steam(_) => return (STEAM, fields),
        };
        fields.algorithm = Some(otp.algorithm().name().to_owned());
        fields.digits = Some(otp.digits().value().into());
        (name, fields)
    }

    /// The kind under that name.
    pub(super) fn into_kind(self, name: &str) -> EntryKind {
        match self.otp(name) {
            Some(otp) => EntryKind::Otp(otp),
            None => {
                let value = serde_json::from_slice(&wire::to_json(&self, 0, 0))
                    .expect("what was just written can be read");
                EntryKind::Unknown(Extra::from_iter([(name.to_owned(), value)]))
            }
        }
    }

    fn otp(&self, name: &str) -> Option<Otp> {
        if !self.extra.is_empty() {
            return None;
        }
        let secret = self.secret.clone();
        if name == STEAM {
            let alone = self.algorithm.is_none() && self.digits.is_none();
            let alone = alone && self.period.is_none() && self.counter.is_none();
            return alone.then_some(Otp::Steam(Steam { secret }));
        }
        let named = self.algorithm.as_deref();
        let algorithm = Algorithm::ALL
            .into_iter()
            .find(|known| Some(known.name()) == named)?;
        let digits = Digits::new(u8::try_from(self.digits?).ok()?)?;
        match (name, self.period, self.counter) {
            (TOTP, Some(period), None) => {
                let period = Period::new(u32::try_from(period).ok()?)?;
                Some(Otp::Totp(Totp {
                    secret,
                    algorithm,
                    digits,
                    period,
                }))
            }
            (HOTP, None, Some(counter)) => Some(Otp::Hotp(Hotp {
                secret,
                algorithm,
                digits,
                counter,
            })),
            _ => None,
        }
    }
}

impl Wire for Secret {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // EXPOSE: the body is the one place where secrets are written, and it is sealed.
        serializer.serialize_str(self.to_base32().expose_secret())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| Secret::from_base32(text).ok())
    }
}

pub(super) const TOTP: &str = "totp";
pub(super) const HOTP: &str = "hotp";
pub(super) const STEAM: &str = "steam";
