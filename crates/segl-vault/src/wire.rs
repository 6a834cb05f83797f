//! How values become JSON and come back.
//!
//! serde's `flatten` and tagged enums first copy everything into buffers that nobody wipes, secrets
//! included. So the types of this crate are read field by field straight into their places, and
//! fields of newer programs are kept in `extra`. [`Wire`] is not serde's `Serialize`: nobody
//! outside this crate can write a secret by accident.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::marker::PhantomData;

use data_encoding::{BASE64URL_NOPAD, Encoding};
use secrecy::ExposeSecret;
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use zeroize::Zeroizing;

use crate::id::{EntryId, SlotId, VaultId};
use crate::secret::{SecretBytes, SecretText};

/// Fields that this version does not know: kept and written again.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// A value with a place in the header or body.
pub(crate) trait Wire: Sized {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// The value of a field that is not there; `None` where the field is needed.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the field is left out.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// Writes a value as compact JSON into memory that is wiped, with `spare` bytes of room behind it.
pub(crate) fn to_json(value: &impl Wire, expected: usize, spare: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Wiping(Zeroizing::new(Vec::with_capacity(
        expected.saturating_add(spare),
    )));
    serde_json::to_writer(&mut out, &Writing(value))
        .expect("values of the model have text keys and memory takes all bytes");
    out.reserve(spare);
    out.0
}

/// Reads a value that fills `json` to its end.
pub(crate) fn from_json<T: Wire>(json: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice::<Reading<T>>(json).map(|Reading(value)| value)
}

/// Makes a struct with a field `extra: Extra` readable and writable, in the order given.
macro_rules! record {
    ($name:ident { $($field:ident : $key:literal),* $(,)? }) => {
        impl $crate::wire::Wire for $name {
            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let mut map = serializer.serialize_map(None)?;
                $(if !$crate::wire::Wire::is_left_out(&self.$field) {
                    map.serialize_entry($key, &$crate::wire::Writing(&self.$field))?;
                })*
                for (key, value) in &self.extra {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }

            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("an object: ", stringify!($name)))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$name, A::Error> {
                        use serde::de::Error;

                        $(let mut $field = None;)*
                        let mut extra = $crate::wire::Extra::new();
                        while let Some(key) = map.next_key::<$crate::wire::Key<'de>>()? {
                            match key.as_str() {
                                $($key => {
                                    if $field.is_some() {
                                        return Err(A::Error::duplicate_field($key));
                                    }
                                    $field = Some(map.next_value::<$crate::wire::Reading<_>>()?.0);
                                })*
                                other => {
                                    if extra.contains_key(other) {
                                        return Err(A::Error::custom("a field is there twice"));
                                    }
                                    let other = other.to_owned();
                                    extra.insert(other, map.next_value()?);
                                }
                            }
                        }
                        Ok($name {
                            $($field: match $field {
                                Some(value) => value,
                                None => $crate::wire::Wire::absent()
                                    .ok_or_else(|| A::Error::missing_field($key))?,
                            },)*
                            extra,
                        })
                    }
                }

                deserializer.deserialize_map(Fields)
            }
        }
    };
}

/// Gives an enum of fixed words its place: `words!(State { Ready: "ready" })`.
macro_rules! words {
    ($name:ident { $($variant:ident : $word:literal),* $(,)? }) => {
        impl $crate::wire::Wire for $name {
            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(match self {
                    $($name::$variant => $word,)*
                })
            }

            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::read_text(deserializer, |word| match word {
                    $($word => Some($name::$variant),)*
                    _ => None,
                })
            }
        }
    };
}

pub(crate) use {record, words};

/// Lets serde write a [`Wire`] value.
pub(crate) struct Writing<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for Writing<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Lets serde read a [`Wire`] value.
pub(crate) struct Reading<T>(pub(crate) T);

impl<'de, T: Wire> Deserialize<'de> for Reading<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Reading)
    }
}

/// A field's name, borrowed where the JSON allows it.
pub(crate) struct Key<'de>(Cow<'de, str>);

impl Key<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field's name")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// Reads a text without keeping a copy of it; `None` of `parse` means that it is of no use.
pub(crate) fn read_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, D::Error> {
    struct Text<P, T>(P, PhantomData<T>);

    impl<P: FnOnce(&str) -> Option<T>, T> Visitor<'_> for Text<P, T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text of the form that docs/vault-format.md says")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            // The text is left out of the error: it may be a secret.
            (self.0)(text).ok_or_else(|| E::custom("a text has not the form that it should have"))
        }
    }

    deserializer.deserialize_str(Text(parse, PhantomData))
}

fn decode(encoding: &Encoding, text: &str) -> Option<Vec<u8>> {
    encoding.decode(text.as_bytes()).ok()
}

impl Wire for String {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)
    }

    fn absent() -> Option<Self> {
        Some(String::new())
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

impl Wire for bool {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        bool::deserialize(deserializer)
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn is_left_out(&self) -> bool {
        !self
    }
}

impl Wire for Extra {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Extra::deserialize(deserializer)
    }

    fn absent() -> Option<Self> {
        Some(Extra::new())
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

/// Bytes are base64url without padding.
impl Wire for Vec<u8> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64URL_NOPAD.encode(self))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| decode(&BASE64URL_NOPAD, text))
    }
}

impl<const N: usize> Wire for [u8; N] {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64URL_NOPAD.encode(self))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| {
            decode(&BASE64URL_NOPAD, text)?.try_into().ok()
        })
    }
}

impl Wire for SecretBytes {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // EXPOSE: the body is the one place where secrets are written, and it is sealed.
        let text = Zeroizing::new(BASE64URL_NOPAD.encode(self.expose_secret()));
        serializer.serialize_str(&text)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| {
            decode(&BASE64URL_NOPAD, text).map(SecretBytes::new)
        })
    }
}

impl Wire for SecretText {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // EXPOSE: the body is the one place where secrets are written, and it is sealed.
        serializer.serialize_str(self.expose_secret())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| Some(SecretText::new(text.to_owned())))
    }
}

macro_rules! by_serde {
    ($($name:ty),*) => {$(
        impl Wire for $name {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$name>::deserialize(deserializer)
            }
        }
    )*};
}

by_serde!(u32, u64, EntryId, SlotId, VaultId);

impl<T: Wire> Wire for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<Reading<T>>::deserialize(deserializer)?;
        Ok(value.map(|Reading(value)| value))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(self.len()))?;
        for item in self {
            items.serialize_element(&Writing(item))?;
        }
        items.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items<T>(PhantomData<T>);

        impl<'de, T: Wire> Visitor<'de> for Items<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
                let mut items = Vec::new();
                while let Some(Reading(item)) = seq.next_element()? {
                    items.push(item);
                }
                Ok(items)
            }
        }

        deserializer.deserialize_seq(Items(PhantomData))
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

/// Memory that grows without leaving copies of its content behind.
struct Wiping(Zeroizing<Vec<u8>>);

impl Wiping {
    fn reserve(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        if needed > self.0.capacity() {
            let grown = needed.max(self.0.capacity().saturating_mul(2));
            let mut larger = Zeroizing::new(Vec::with_capacity(grown));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
    }
}

impl Write for Wiping {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.reserve(bytes.len());
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
