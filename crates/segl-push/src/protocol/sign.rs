//! RSA keys and signatures: RSASSA-PKCS1-v1_5 with SHA-256, as base32 with padding.
//!
//! The only place that names aws-lc-rs. Private keys travel as PKCS#8 DER; the app's public key as
//! base64 of SubjectPublicKeyInfo; the server's public key as base64 of a PKCS#1 RSAPublicKey.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize, PublicKey};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
};
use data_encoding::{BASE32, BASE64};
use secrecy::{ExposeSecret, SecretSlice};
use thiserror::Error;

/// Why a key cannot be used.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The system gave no randomness, or the key failed its self-check.
    #[error("no key could be made")]
    NotMade,
    /// Not an RSA private key in PKCS#8 of 2048 to 8192 bits.
    #[error("this is not a usable private key")]
    BadPrivateKey,
    /// Not an RSA public key of 2048 to 8192 bits.
    #[error("this is not a usable public key")]
    BadPublicKey,
}

/// A token's private key. Debug prints nothing of it; it is wiped on drop.
#[derive(Clone)]
pub struct PrivateKey(Arc<Inner>);

struct Inner {
    pkcs8_der: SecretSlice<u8>,
    pair: KeyPair,
}

impl PrivateKey {
    /// Makes an RSA-4096 key. Blocks for half a second to several seconds: run it off the threads
    /// that draw or poll.
    ///
    /// # Errors
    /// [`KeyError::NotMade`].
    pub fn make() -> Result<Self, KeyError> {
        let pair = KeyPair::generate(KeySize::Rsa4096).map_err(|_| KeyError::NotMade)?;
        let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyError::NotMade)?;
        let pkcs8_der = SecretSlice::from(der.as_ref().to_vec());
        let key = Self(Arc::new(Inner { pkcs8_der, pair }));
        key.public_key_text().map_err(|_| KeyError::NotMade)?;
        Ok(key)
    }

    /// Takes a key from the vault. The servers accept 2048 and 3072 bits, too.
    ///
    /// # Errors
    /// [`KeyError::BadPrivateKey`].
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        let pair = KeyPair::from_pkcs8(der).map_err(|_| KeyError::BadPrivateKey)?;
        Ok(Self(Arc::new(Inner {
            pkcs8_der: SecretSlice::from(der.to_vec()),
            pair,
        })))
    }

    /// The PKCS#8 DER, for the vault only.
    pub fn expose_pkcs8_der(&self) -> &[u8] {
        // EXPOSE: the vault keeps the key; the caller says so by the name of this function.
        self.0.pkcs8_der.expose_secret()
    }

    /// The public key as step 2 sends it: base64 (standard alphabet, padded) of the DER
    /// SubjectPublicKeyInfo.
    ///
    /// privacyIDEA accepts any text here and fails with status 500 at every later poll, so the text
    /// is checked before it goes out: it must be an SPKI, and verify a signature of this key.
    ///
    /// # Errors
    /// [`KeyError::BadPublicKey`] if that check fails.
    pub fn public_key_text(&self) -> Result<String, KeyError> {
        let bad = |_| KeyError::BadPublicKey;
        let der: PublicKeyX509Der<'_> = self.0.pair.public_key().as_der().map_err(bad)?;
        let text = BASE64.encode(der.as_ref());
        let sent = BASE64
            .decode(text.as_bytes())
            .map_err(|_| KeyError::BadPublicKey)?;
        if !is_rsa_spki(&sent) {
            return Err(KeyError::BadPublicKey);
        }
        let probe = b"segl: does this public key belong to this private key?";
        let signature = self.sign_bytes(probe)?;
        let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &sent)
            .map_err(|_| KeyError::BadPublicKey)?;
        key.verify_sig(probe, &signature)
            .map_err(|_| KeyError::BadPublicKey)?;
        Ok(text)
    }

    /// Signs a text; base32, upper case, padded (824 characters for RSA-4096). privacyIDEA answers
    /// any other spelling with status 500.
    ///
    /// # Errors
    /// [`KeyError::BadPrivateKey`] if the key cannot sign.
    pub fn sign(&self, text: &str) -> Result<String, KeyError> {
        Ok(BASE32.encode(&self.sign_bytes(text.as_bytes())?))
    }

    fn sign_bytes(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut signature = vec![0; self.0.pair.public_modulus_len()];
        self.0
            .pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .map_err(|_| KeyError::BadPrivateKey)?;
        Ok(signature)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey([redacted])")
    }
}

/// The key with which the server signs challenges of one token, pinned at enrolment. Public.
#[derive(Clone)]
pub struct ServerKey {
    der: Arc<[u8]>,
    parsed: ParsedPublicKey,
}

impl ServerKey {
    /// Reads the `public_key` of step 2: base64 of a PKCS#1 RSAPublicKey, broken by line ends.
    ///
    /// # Errors
    /// [`KeyError::BadPublicKey`].
    pub fn from_base64(text: &str) -> Result<Self, KeyError> {
        if text.len() > 4096 {
            return Err(KeyError::BadPublicKey);
        }
        let bare: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        let der = BASE64.decode(&bare).map_err(|_| KeyError::BadPublicKey)?;
        Self::from_der(&der)
    }

    /// Takes a key from the vault.
    ///
    /// # Errors
    /// [`KeyError::BadPublicKey`] for anything but RSA of 2048 to 8192 bits.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let public = PublicKey::from_der(der).map_err(|_| KeyError::BadPublicKey)?;
        if !(256..=1024).contains(&public.modulus_len()) {
            return Err(KeyError::BadPublicKey);
        }
        let parsed = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der)
            .map_err(|_| KeyError::BadPublicKey)?;
        Ok(Self {
            der: der.into(),
            parsed,
        })
    }

    /// The DER as the server sent it.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The DER as one line of base64.
    pub fn to_base64(&self) -> String {
        BASE64.encode(&self.der)
    }

    /// True if `signature` (base32, upper case, padded) is the server's over `text`.
    pub fn verifies(&self, text: &str, signature: &str) -> bool {
        // 8192 bits are 1640 characters; nothing longer can be right.
        signature.len() <= 1640
            && BASE32
                .decode(signature.as_bytes())
                .is_ok_and(|bytes| self.parsed.verify_sig(text.as_bytes(), &bytes).is_ok())
    }
}

impl PartialEq for ServerKey {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for ServerKey {}

impl fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ServerKey")
            .field(&format_args!("{} bytes", self.der.len()))
            .finish()
    }
}

/// True for SubjectPublicKeyInfo with rsaEncryption (RFC 8017, appendix A.1), as opposed to a bare
/// RSAPublicKey, which the crypto library would take just as well.
fn is_rsa_spki(der: &[u8]) -> bool {
    const ALGORITHM: &[u8] = &[
        0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    ];
    // 2048 bits and more need the two-byte form of the outer length.
    der.starts_with(&[0x30, 0x82]) && der.get(4..).is_some_and(|rest| rest.starts_with(ALGORITHM))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_a_4096_bit_key_that_survives_the_vault() {
        let key = PrivateKey::make().unwrap();
        let again = PrivateKey::from_pkcs8_der(key.expose_pkcs8_der()).unwrap();
        let signature = again.sign("A|B").unwrap();
        assert_eq!(signature, key.sign("A|B").unwrap());
        assert_eq!(signature.len(), 824);
        assert!(signature.ends_with("====") && !signature.ends_with("====="));
        let spki = BASE64
            .decode(key.public_key_text().unwrap().as_bytes())
            .unwrap();
        let public = ServerKey::from_der(&spki).unwrap();
        assert!(public.verifies("A|B", &signature));
        assert!(!public.verifies("A|C", &signature));
        assert_eq!(format!("{key:?}"), "PrivateKey([redacted])");
    }

    #[test]
    fn refuses_what_is_not_an_rsa_key() {
        for der in [&b""[..], b"0", &[0x30, 0x82, 0x04, 0x00], &[0; 600]] {
            assert_eq!(
                PrivateKey::from_pkcs8_der(der).unwrap_err(),
                KeyError::BadPrivateKey
            );
            assert_eq!(
                ServerKey::from_der(der).unwrap_err(),
                KeyError::BadPublicKey
            );
        }
        for text in ["", "!!!!", "AAAA", &"A".repeat(5000)] {
            assert_eq!(
                ServerKey::from_base64(text).unwrap_err(),
                KeyError::BadPublicKey
            );
        }
    }

    #[test]
    fn refuses_a_1024_bit_server_key() {
        // openssl genrsa 1024 | openssl rsa -RSAPublicKey_out -outform DER | base64
        let text = "MIGJAoGBAM9Pu/oRiEWaZkV9Jzlv2Pt2Tuc3RF+iVHiLsjjLnyYm30cBMZUNZLyJ0i1S0S1jwYk6vsYd\
                    5+XwsmPPOB9tqJbv85I7gxdyNkYIyNIo/Ut8lG3mLobnX9dyTSDam19tJRdCIEmK36KJPfrScKLJ\
                    ccXF5rv2497Prsk1mIXZ/n7ZAgMBAAE=";
        assert_eq!(
            ServerKey::from_base64(text).unwrap_err(),
            KeyError::BadPublicKey
        );
    }
}
