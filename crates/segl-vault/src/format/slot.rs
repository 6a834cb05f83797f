//! A slot: the master key, wrapped under something that a person or a machine keeps.
//!
//! A slot is a flat object of texts and whole numbers. All of its fields but the wrapped key itself
//! are the associated data of the wrapping, also those that this version does not know.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use secrecy::ExposeSecret;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use zeroize::Zeroizing;

use crate::crypto::Key;
use crate::crypto::kdf::{self, Argon2Cost};
use crate::crypto::seal::{self, NONCE_BYTES, NotAuthentic, TAG_BYTES};
use crate::error::Damage;
use crate::id::{SlotId, VaultId};
use crate::random::{self, Random};
use crate::recovery::RecoveryCode;
use crate::secret::Passphrase;
use crate::wire::Wire;

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// A key in the operating system's keyring.
    Keyring,
    /// The recovery code.
    Recovery,
    /// A passphrase.
    Passphrase,
    /// A key in the keyring and a passphrase, both.
    KeyringAndPassphrase,
    /// A key that a phone gives after looking at a finger or a face.
    Biometric,
    /// Something that this version does not know. It is kept.
    Unknown,
}

impl SlotKind {
    /// The word of the file format, and `"unknown"`.
    pub fn name(self) -> &'static str {
        match self {
            SlotKind::Keyring => "keyring",
            SlotKind::Recovery => "recovery",
            SlotKind::Passphrase => "passphrase",
            SlotKind::KeyringAndPassphrase => "keyring+passphrase",
            SlotKind::Biometric => "biometric",
            SlotKind::Unknown => "unknown",
        }
    }

    fn from_word(word: &str) -> SlotKind {
        [
            SlotKind::Keyring,
            SlotKind::Recovery,
            SlotKind::Passphrase,
            SlotKind::KeyringAndPassphrase,
            SlotKind::Biometric,
        ]
        .into_iter()
        .find(|kind| kind.name() == word)
        .unwrap_or(SlotKind::Unknown)
    }
}

/// What a person or a keyring offers to open a slot, or to make one.
#[derive(Clone, Copy)]
pub(crate) enum Secret<'a> {
    Keyring(&'a Key),
    Recovery(&'a RecoveryCode),
    Passphrase(&'a Passphrase, Argon2Cost),
    KeyringAndPassphrase(&'a Key, &'a Passphrase, Argon2Cost),
}

impl Secret<'_> {
    fn kind(&self) -> SlotKind {
        match self {
            Secret::Keyring(_) => SlotKind::Keyring,
            Secret::Recovery(_) => SlotKind::Recovery,
            Secret::Passphrase(..) => SlotKind::Passphrase,
            Secret::KeyringAndPassphrase(..) => SlotKind::KeyringAndPassphrase,
        }
    }

    fn cost(&self) -> Option<Argon2Cost> {
        match self {
            Secret::Keyring(_) | Secret::Recovery(_) => None,
            Secret::Passphrase(_, cost) | Secret::KeyringAndPassphrase(_, _, cost) => Some(*cost),
        }
    }

    fn derive_wrapping_key(&self, salt: &[u8]) -> Key {
        let stretch = |passphrase: &Passphrase, cost| {
            // EXPOSE: the passphrase goes into Argon2id.
            kdf::derive_passphrase_key(passphrase.expose_secret().as_bytes(), salt, cost)
        };
        match self {
            Secret::Keyring(key) => kdf::derive_key(key.bytes(), salt, b"slot/keyring/v1"),
            Secret::Recovery(code) => {
                kdf::derive_key(&*code.key_bytes(), salt, b"slot/recovery/v1")
            }
            Secret::Passphrase(passphrase, cost) => kdf::derive_key(
                stretch(passphrase, *cost).bytes(),
                salt,
                b"slot/passphrase/v1",
            ),
            Secret::KeyringAndPassphrase(key, passphrase, cost) => {
                let stretched = stretch(passphrase, *cost);
                let both = Zeroizing::new([stretched.bytes().as_slice(), key.bytes()].concat());
                kdf::derive_key(&both, salt, b"slot/keyring+passphrase/v1")
            }
        }
    }
}

/// One slot as it stands in the header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot {
    id: SlotId,
    kind: SlotKind,
    /// All fields but the three below, `id` and `type` included.
    fields: BTreeMap<String, Field>,
    nonce: [u8; NONCE_BYTES],
    wrapped: Vec<u8>,
    check: [u8; CHECK_BYTES],
}

/// What a field of a slot may be.
#[derive(Clone, Debug, PartialEq)]
enum Field {
    Text(String),
    Number(u64),
}

impl Slot {
    /// Wraps `master` under `secret`.
    pub(crate) fn make(
        vault: VaultId,
        id: SlotId,
        secret: &Secret<'_>,
        hint: Option<&str>,
        now: u64,
        master: &Key,
        random: &mut dyn Random,
    ) -> Slot {
        let salt: [u8; SALT_BYTES] = random::make(random);
        let kind = secret.kind();
        let mut fields = BTreeMap::new();
        let mut text = |key: &str, value: String| {
            fields.insert(key.to_owned(), Field::Text(value));
        };
        text("id", id.to_string());
        text("type", kind.name().to_owned());
        text("salt", BASE64URL_NOPAD.encode(&salt));
        if let Some(hint) = hint {
            text("hint", hint.to_owned());
        }
        if secret.cost().is_some() {
            text("kdf", ARGON2ID.to_owned());
        }
        let mut number = |key: &str, value: u64| {
            fields.insert(key.to_owned(), Field::Number(value));
        };
        number("created_at", now);
        if let Some(cost) = secret.cost() {
            number("memory_kib", cost.memory_kib().into());
            number("passes", cost.passes().into());
            number("lanes", cost.lanes().into());
        }
        let mut slot = Slot {
            id,
            kind,
            fields,
            nonce: random::make(random),
            wrapped: Vec::new(),
            check: [0; CHECK_BYTES],
        };
        let mut plain = Zeroizing::new(Vec::with_capacity(WRAPPED_BYTES));
        plain.extend_from_slice(master.bytes());
        slot.wrapped = seal::seal(
            &secret.derive_wrapping_key(&salt),
            &slot.nonce,
            &slot.associated_data(vault),
            plain,
        );
        slot.check = slot.checksum(vault);
        slot
    }

    /// Unwraps the master key. The error means that the secret is another one: that the slot itself
    /// is sound was checked when the header was parsed.
    pub(crate) fn open(&self, vault: VaultId, secret: &Secret<'_>) -> Result<Key, NotAuthentic> {
        let wrapping = secret.derive_wrapping_key(&self.salt().ok_or(NotAuthentic)?);
        let plain = seal::open(
            &wrapping,
            &self.nonce,
            &self.associated_data(vault),
            &self.wrapped,
        )?;
        Key::from_slice(&plain).ok_or(NotAuthentic)
    }

    /// Says whether the slot is as it was made and within the bounds.
    pub(crate) fn check(&self, vault: VaultId) -> Result<(), Damage> {
        if self.checksum(vault) != self.check {
            return Err(Damage::Slot(self.id));
        }
        if self.salt().is_none() && self.kind != SlotKind::Unknown {
            return Err(Damage::Slot(self.id));
        }
        match self.kind {
            SlotKind::Passphrase | SlotKind::KeyringAndPassphrase => self.cost().map(|_| ()),
            SlotKind::Keyring | SlotKind::Recovery | SlotKind::Biometric | SlotKind::Unknown => {
                Ok(())
            }
        }
    }

    pub(crate) fn id(&self) -> SlotId {
        self.id
    }

    pub(crate) fn kind(&self) -> SlotKind {
        self.kind
    }

    pub(crate) fn created_at(&self) -> u64 {
        self.number("created_at").unwrap_or_default()
    }

    pub(crate) fn hint(&self) -> Option<&str> {
        self.text("hint")
    }

    /// The cost of the passphrase.
    pub(crate) fn cost(&self) -> Result<Argon2Cost, Damage> {
        if self.text("kdf") != Some(ARGON2ID) {
            return Err(Damage::Slot(self.id));
        }
        let number = |key| {
            let value = self.number(key).ok_or(Damage::Slot(self.id))?;
            Ok(u32::try_from(value).unwrap_or(u32::MAX))
        };
        Argon2Cost::new(number("memory_kib")?, number("passes")?, number("lanes")?)
            .map_err(|_| Damage::OutOfBounds("the cost of the passphrase"))
    }

    fn salt(&self) -> Option<[u8; SALT_BYTES]> {
        BASE64URL_NOPAD
            .decode(self.text("salt")?.as_bytes())
            .ok()?
            .try_into()
            .ok()
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.fields.get(key) {
            Some(Field::Text(text)) => Some(text),
            Some(Field::Number(_)) | None => None,
        }
    }

    fn number(&self, key: &str) -> Option<u64> {
        match self.fields.get(key) {
            Some(Field::Number(number)) => Some(*number),
            Some(Field::Text(_)) | None => None,
        }
    }

    /// `"slot/v1" | vault id (16) |` for each field in the order of its key's bytes:
    /// `u32 length | key | u32 length | value`, where the value is `s` and the text, or `n` and the
    /// number in decimal digits.
    pub(super) fn associated_data(&self, vault: VaultId) -> Vec<u8> {
        let mut out = b"slot/v1".to_vec();
        out.extend_from_slice(vault.bytes());
        let mut text = |text: &[u8]| {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            out.extend_from_slice(&length.to_le_bytes());
            out.extend_from_slice(text);
        };
        for (key, field) in &self.fields {
            text(key.as_bytes());
            match field {
                Field::Text(value) => text(&[b"s", value.as_bytes()].concat()),
                Field::Number(value) => text(format!("n{value}").as_bytes()),
            }
        }
        out
    }

    /// The start of SHA-256 over `"slot-check/v1" | associated data | nonce | wrapped`. It needs no
    /// key: it tells a wrong passphrase from a damaged slot.
    fn checksum(&self, vault: VaultId) -> [u8; CHECK_BYTES] {
        let associated = self.associated_data(vault);
        let hash = kdf::hash(&[b"slot-check/v1", &associated, &self.nonce, &self.wrapped]);
        let mut check = [0; CHECK_BYTES];
        check.copy_from_slice(&hash[..CHECK_BYTES]);
        check
    }
}

#[cfg(test)]
impl Slot {
    /// The wrapping key, for the test vectors.
    pub(super) fn wrapping_key(&self, secret: &Secret<'_>) -> Key {
        secret.derive_wrapping_key(&self.salt().expect("slots of tests have a salt"))
    }

    /// Makes it a slot of a newer program, with a checksum that fits.
    pub(super) fn retype(&mut self, vault: VaultId, kind: &str, key: &str, value: &str) {
        self.kind = SlotKind::from_word(kind);
        self.fields
            .insert("type".to_owned(), Field::Text(kind.to_owned()));
        self.fields
            .insert(key.to_owned(), Field::Text(value.to_owned()));
        self.check = self.checksum(vault);
    }

    /// Forges a number, with a checksum that fits.
    pub(super) fn set_number(&mut self, vault: VaultId, key: &str, value: u64) {
        self.fields.insert(key.to_owned(), Field::Number(value));
        self.check = self.checksum(vault);
    }
}

impl Wire for Slot {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, field) in &self.fields {
            match field {
                Field::Text(text) => map.serialize_entry(key, text)?,
                Field::Number(number) => map.serialize_entry(key, number)?,
            }
        }
        map.serialize_entry("nonce", &BASE64URL_NOPAD.encode(&self.nonce))?;
        map.serialize_entry("wrapped", &BASE64URL_NOPAD.encode(&self.wrapped))?;
        map.serialize_entry("check", &BASE64URL_NOPAD.encode(&self.check))?;
        map.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = deserializer.deserialize_map(Fields)?;
        let mut bytes = |key| match fields.remove(key) {
            Some(Field::Text(text)) => BASE64URL_NOPAD
                .decode(text.as_bytes())
                .map_err(|_| D::Error::custom("bytes of a slot are not base64url")),
            Some(Field::Number(_)) | None => Err(D::Error::missing_field(key)),
        };
        let nonce = bytes("nonce")?;
        let wrapped = bytes("wrapped")?;
        let check = bytes("check")?;
        let wrong_length = || D::Error::custom("bytes of a slot have a wrong length");
        let word = |key| match fields.get(key) {
            Some(Field::Text(text)) => Ok(text.as_str()),
            Some(Field::Number(_)) | None => Err(D::Error::missing_field(key)),
        };
        let id = word("id")?
            .parse()
            .map_err(|_| D::Error::custom("a slot's id is no id"))?;
        let kind = SlotKind::from_word(word("type")?);
        Ok(Slot {
            id,
            kind,
            fields,
            nonce: nonce.try_into().map_err(|_| wrong_length())?,
            wrapped,
            check: check.try_into().map_err(|_| wrong_length())?,
        })
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = BTreeMap<String, Field>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a slot: an object of texts and whole numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((key, field)) = map.next_entry::<String, Field>()? {
            if fields.insert(key, field).is_some() {
                return Err(A::Error::custom("a field is there twice"));
            }
        }
        Ok(fields)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl Visitor<'_> for Value {
            type Value = Field;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a whole number")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Field, E> {
                Ok(Field::Text(text.to_owned()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Field, E> {
                Ok(Field::Number(number))
            }
        }

        deserializer.deserialize_any(Value)
    }
}

const SALT_BYTES: usize = 32;
const CHECK_BYTES: usize = 16;
const WRAPPED_BYTES: usize = crate::crypto::KEY_BYTES + TAG_BYTES;
const ARGON2ID: &str = "argon2id";
