//! One account.

use std::fmt;

use segl_otp::Otp;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::otp::{self, OtpFields};
use super::{PushEntry, UnixTime};
use crate::id::EntryId;
use crate::wire::{Extra, Key, Reading, Wire, Writing, record};

/// One account of the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name for life.
    pub id: EntryId,
    /// Who runs it. May be empty.
    pub issuer: String,
    /// Who one is there. May be empty.
    pub account: String,
    /// The label's prefix where it differs from the issuer, such as a Microsoft tenant.
    pub tenant: Option<String>,
    /// The user's own words.
    pub note: String,
    /// The group that it is shown in.
    pub group: Option<String>,
    /// Shown first.
    pub favourite: bool,
    /// The code is shown on demand only.
    pub hidden: bool,
    /// The address of a picture. It is never fetched by this crate.
    pub image: Option<String>,
    /// The server's name of the token, where the code said it.
    pub serial: Option<String>,
    /// When it was added.
    pub created_at: UnixTime,
    /// When a code was last copied or a request answered.
    pub last_used_at: Option<UnixTime>,
    /// Since when it lies in the trash.
    pub deleted_at: Option<UnixTime>,
    /// What it does.
    pub kind: EntryKind,
    /// Fields of newer programs.
    pub extra: Extra,
}

record!(Entry {
    id: "id",
    issuer: "issuer",
    account: "account",
    tenant: "tenant",
    note: "note",
    group: "group",
    favourite: "favourite",
    hidden: "hidden",
    image: "image",
    serial: "serial",
    created_at: "created_at",
    last_used_at: "last_used_at",
    deleted_at: "deleted_at",
    kind: "kind",
});

impl Entry {
    /// A new account with everything else empty.
    pub fn new(id: EntryId, issuer: &str, account: &str, kind: EntryKind, now: UnixTime) -> Entry {
        Entry {
            id,
            issuer: issuer.to_owned(),
            account: account.to_owned(),
            tenant: None,
            note: String::new(),
            group: None,
            favourite: false,
            hidden: false,
            image: None,
            serial: None,
            created_at: now,
            last_used_at: None,
            deleted_at: None,
            kind,
            extra: Extra::new(),
        }
    }
}

/// What an account does.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum EntryKind {
    /// It gives codes.
    Otp(Otp),
    /// It answers approval requests.
    Push(Box<PushEntry>),
    /// Something of a newer program, kept as it is. It may hold secrets.
    Unknown(Extra),
}

impl fmt::Debug for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryKind::Otp(otp) => f.debug_tuple("Otp").field(otp).finish(),
            EntryKind::Push(push) => f.debug_tuple("Push").field(push).finish(),
            EntryKind::Unknown(_) => f.write_str("Unknown([redacted])"),
        }
    }
}

/// An object with one field, whose name is the kind: `{"totp": {…}}`.
impl Wire for EntryKind {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            EntryKind::Otp(otp) => {
                let (name, fields) = OtpFields::of(otp);
                map.serialize_entry(name, &Writing(&fields))?;
            }
            EntryKind::Push(push) => map.serialize_entry("push", &Writing(push.as_ref()))?,
            EntryKind::Unknown(fields) => {
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
            }
        }
        map.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Kind)
    }
}

struct Kind;

impl<'de> Visitor<'de> for Kind {
    type Value = EntryKind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one field, the kind")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<EntryKind, A::Error> {
        let mut kind: Option<EntryKind> = None;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let key = key.as_str();
            kind = Some(match (kind, key) {
                (None, otp::TOTP | otp::HOTP | otp::STEAM) => {
                    map.next_value::<Reading<OtpFields>>()?.0.into_kind(key)
                }
                (None, "push") => {
                    EntryKind::Push(Box::new(map.next_value::<Reading<PushEntry>>()?.0))
                }
                (None, other) => {
                    let mut fields = Extra::new();
                    fields.insert(other.to_owned(), map.next_value()?);
                    EntryKind::Unknown(fields)
                }
                (Some(EntryKind::Unknown(mut fields)), other) => {
                    fields.insert(other.to_owned(), map.next_value()?);
                    EntryKind::Unknown(fields)
                }
                (Some(_), _) => return Err(A::Error::custom("an account has two kinds")),
            });
        }
        kind.ok_or_else(|| A::Error::custom("an account has no kind"))
    }
}
